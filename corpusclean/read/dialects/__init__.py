"""How a header is written: a module for each dialect, and the order in which they are asked.

To add a dialect, write its module, with `claims`, `parse` and a DIALECT, and name that in DIALECTS.
"""

from collections.abc import Mapping

from corpusclean.read.dialects import frontmatter, plain, rfc822
from corpusclean.read.dialects.parsed import DECLARED, Dialect, Field, Names, Parsed, names

DIALECTS: tuple[Dialect, ...] = (frontmatter.DIALECT, rfc822.DIALECT, plain.DIALECT)
"""In the order in which they are asked; the last takes what no other claims."""

BY_NAME: Mapping[str, Dialect] = {dialect.name: dialect for dialect in DIALECTS}

__all__ = ["BY_NAME", "DECLARED", "DIALECTS", "Dialect", "Field", "Names", "Parsed", "names", "parse"]


def parse(text: str, known: Names | None = None, dialect: str = "auto") -> Parsed:
    r"""Take a decoded file apart, in the dialect named, or the first that claims it.

    >>> parse("---\ndate: 2021-12-13\n---\n\nRain fell.").dialect
    'frontmatter'
    >>> parse(" date 2021-12-13 \n\nRain fell.\n").body
    'Rain fell.'
    """
    chosen = BY_NAME.get(dialect) or next(candidate for candidate in DIALECTS if candidate.claims(text))
    return chosen.parse(text, known or names())
