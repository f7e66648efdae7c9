"""The date of a document: what is declared, read strictly or not at all."""

from corpusclean.annotate.date.find import find_date
from corpusclean.annotate.date.parse import parse_date
from corpusclean.annotate.date.step import annotate_dates

__all__ = ["annotate_dates", "find_date", "parse_date"]
