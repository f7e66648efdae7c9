"""Notices: text around an article that is not the article. Found by rules that are data, and removed on record."""

from corpusclean.boilerplate.rule import Rule, load_pack, load_rules
from corpusclean.boilerplate.step import strip_notices
from corpusclean.boilerplate.strip import Stripped, strip_text

__all__ = ["Rule", "Stripped", "load_pack", "load_rules", "strip_notices", "strip_text"]
