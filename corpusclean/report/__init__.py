"""What people read: the page, and the words of the summary."""

from corpusclean.report.page import page
from corpusclean.report.words import number, sentence

__all__ = ["number", "page", "sentence"]
