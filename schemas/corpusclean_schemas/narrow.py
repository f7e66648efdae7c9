"""A contract for one corpus: the general one, and what that corpus guarantees beyond it."""

import datetime
import re
from collections.abc import Sequence

import pandera.pandas as pa

from corpusclean_schemas.clean_document import CleanDocument

_CODE = re.compile(r"[a-z]{2,3}")


def narrow(
    model: type[pa.DataFrameModel] = CleanDocument,
    *,
    languages: Sequence[str] | None = None,
    min_language_score: float | None = None,
    dates: tuple[datetime.date | None, datetime.date | None] | None = None,
    required: Sequence[str] = (),
) -> pa.DataFrameSchema:
    """Return the schema of `model` with further promises.

    `languages`: the codes allowed; `min_language_score`: the least score; `dates`: first and last day,
    None for an open end; `required`: columns that are never null.
    Raises ValueError for a required column that the model does not have, and for what is no code of a language;
    TypeError for a string where several are meant.

    >>> schema = narrow(CleanDocument, languages=["en"], required=["date"])
    >>> schema.columns["date"].nullable
    False
    """
    _refuse_what_is_not_meant(languages, required)
    schema = model.to_schema()
    unknown = sorted(set(required) - set(schema.columns))
    if unknown:
        raise ValueError(f"{model.__name__} has no column {', '.join(unknown)}")
    for name in required:
        schema = schema.update_column(name, nullable=False)
    if languages is not None:
        schema = _with_check(schema, "language", pa.Check.isin(sorted(languages)))
    if min_language_score is not None:
        schema = _with_check(schema, "language_score", pa.Check.ge(min_language_score))
    if dates is not None:
        first, last = dates
        if first is not None:
            schema = _with_check(schema, "date", pa.Check.ge(first))
        if last is not None:
            schema = _with_check(schema, "date", pa.Check.le(last))
    return schema


def _refuse_what_is_not_meant(languages: Sequence[str] | None, required: Sequence[str]) -> None:
    for name, given in (("languages", languages), ("required", required)):
        if isinstance(given, str):
            raise TypeError(f"{name}={given!r}: several are meant; write {name}=[{given!r}]")
    if languages is None:
        return
    strange = [code for code in languages if not _CODE.fullmatch(code)]
    if strange or not languages:
        said = f"{strange[0]!r} is no code of a language" if strange else "languages names none"
        raise ValueError(f"{said}; write ISO 639 codes, languages=['en', 'pt']")


def _with_check(schema: pa.DataFrameSchema, column: str, check: pa.Check) -> pa.DataFrameSchema:
    return schema.update_column(column, checks=[*schema.columns[column].checks, check])
