"""What the values of settings may be, and what a news corpus does with each kind of notice."""

from collections.abc import Mapping
from typing import Annotated, Literal

import re2
from pydantic import AfterValidator, Field

from corpusclean.decisions import FILE_NAME as DECISIONS
from corpusclean.decisions import PROPOSALS

FILE_NAME = "corpusclean.toml"

HIDDEN = ".*"
"""Names of hidden files and folders: what other programs keep for themselves."""

OWN_FILES = (FILE_NAME, DECISIONS, PROPOSALS)
"""Names of files by which documents are judged: never documents themselves."""

Policy = Literal["remove", "annotate", "ignore"]

NEWS_POLICY: Mapping[str, Policy] = {
    "syndication_disclaimer": "remove",
    "agency_credit": "remove",
    "agency_copyright": "remove",
    "copyright": "remove",
    "reporting_credit": "remove",
    "inputs_from": "remove",
    "source_credit": "remove",
    "republication": "remove",
    "sponsored_content": "remove",
    "newsletter_signup": "remove",
    "subscription_plea": "remove",
    "app_promo": "remove",
    "social_follow": "remove",
    "share_buttons": "remove",
    "comments_cta": "remove",
    "contact_tips": "remove",
    "related_link": "remove",
    "advert": "remove",
    "photo_credit": "remove",
    "ui_junk": "remove",
    "affiliate": "remove",
    "auto_generated": "remove",
    "standards_line": "remove",
    "funding_note": "annotate",
    "transcript_note": "annotate",
    "correction_update": "annotate",
    "author_bio": "annotate",
    "opinion_disclaimer": "annotate",
}
"""What a news corpus does with each kind of notice."""

RequiredField = Literal[
    "date",
    "text",
    "title",
    "author",
    "source",
    "publisher",
    "url",
    "section",
    "source_id",
    "declared_language",
]


OwnName = Literal["date", "title", "author", "source", "publisher", "url", "language", "section", "id", "text"]
"""A field that has a column of its own, under the name that a header gives it; `text` in a table."""

FieldName = Annotated[str, Field(pattern=r"^[\p{Ll}\p{Lo}\p{Lm}][\p{Ll}\p{Lo}\p{Lm}\p{M}\p{Nd}_]{0,63}$")]
"""A name of a corpus's own, in any script: small letters, with underscores for hyphens and blanks."""


def _parts_documents(pattern: str) -> str:
    """Refuse a pattern that RE2 does not take, or that is every line."""
    try:
        options = re2.Options()
        options.log_errors = False
        compiled = re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else error
        raise ValueError(f"no RE2 pattern: {reason}") from error
    if compiled.fullmatch("") or compiled.fullmatch("A line of prose, as any."):
        raise ValueError("matches every line, or an empty one; name what a separating line looks like")
    return pattern


LinePattern = Annotated[str, AfterValidator(_parts_documents)]
"""An RE2 pattern of a line that parts documents."""

# fmt: off
MonthLanguage = Literal[
    "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu",
    "fa", "fi", "fil", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ka", "kk",
    "kn", "lt", "lv", "mk", "ml", "mr", "ms", "nb", "nl", "pa", "pl", "pt", "ro", "ru", "sk", "sl", "sq",
    "sr", "sv", "sw", "ta", "te", "th", "tr", "uk", "ur",
]
# fmt: on
"""Languages whose names of months are known: those of corpusclean/annotate/date/names.toml."""

DateSource = Literal["header", "byline", "filename", "path"]

DriftArea = Literal[
    "documents",
    "outcomes",
    "reasons",
    "warnings",
    "rules",
    "kinds",
    "edits",
    "duplicates",
    "languages",
    "years",
    "lengths",
]
"""What `diff` compares."""

Percentage = Annotated[str, Field(pattern=r"^\d{1,9}(\.\d{1,9})?%$")]
ALL = 100
"""The greatest percentage."""
