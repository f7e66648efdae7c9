"""Text repair: ftfy's verdict on every document, tidying beyond it, every change on record."""

from corpusclean.fix.repair import Fixed, fix_text
from corpusclean.fix.step import fix_documents
from corpusclean.fix.tidy import Tidied, tidy_text

__all__ = ["Fixed", "Tidied", "fix_documents", "fix_text", "tidy_text"]
