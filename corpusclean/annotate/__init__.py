"""What is told of a document and not changed in it: its date, its language, its length."""

from corpusclean.annotate.counts import annotate_counts
from corpusclean.annotate.date import annotate_dates, find_date, parse_date
from corpusclean.annotate.language import annotate_languages, detect_language

__all__ = ["annotate_counts", "annotate_dates", "annotate_languages", "detect_language", "find_date", "parse_date"]
