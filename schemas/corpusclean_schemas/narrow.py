"""A contract for one corpus: the general one, and what that corpus guarantees beyond it."""

import datetime
import numbers
import re
from collections.abc import Sequence
from typing import Any

import pandera.pandas as pa
import pyarrow as arrow

from corpusclean_schemas.clean_document import CleanDocument
from corpusclean_schemas.values import is_nothing, taken

_CODE = re.compile(r"[a-z]{2,3}")

Days = tuple[datetime.date | None, datetime.date | None]


def narrow(
    model: type[pa.DataFrameModel] | pa.DataFrameSchema = CleanDocument,
    *,
    languages: Sequence[str] | None = None,
    min_language_score: float | None = None,
    dates: Days | None = None,
    required: Sequence[str] = (),
) -> pa.DataFrameSchema:
    """Return the schema of `model`, a model or what `narrow` or `corpus_contract` returned, with further promises.

    `languages`: the codes allowed; `min_language_score`: the least score; `dates`: first and last day,
    as a column takes days (a date, a midnight, `YYYY-MM-DD`), None for an open end; `required`: columns that are
    never null.
    Raises ValueError for a column that the model does not have, for what is no code of a language or no score, and
    for bounds the wrong way round; TypeError for a string where several are meant, and for what is no day.

    >>> schema = narrow(CleanDocument, languages=["en"], required=["date"])
    >>> schema.columns["date"].nullable
    False
    """
    _refuse_what_is_not_meant(languages, required)
    first, last = _days(dates)
    if min_language_score is not None:
        _refuse_what_is_no_score(min_language_score)
    schema = _schema(model)
    narrowed = {
        "language": languages is not None,
        "language_score": min_language_score is not None,
        "date": bool(first or last),
    }
    asked = {*required, *(name for name, is_asked in narrowed.items() if is_asked)}
    if unknown := sorted(asked - set(schema.columns)):
        raise ValueError(f"{schema.name} has no column {', '.join(unknown)}")
    for name in required:
        schema = schema.update_column(name, nullable=False)
    if languages is not None:
        schema = _with_check(schema, "language", pa.Check.isin(sorted(languages)))
    if min_language_score is not None:
        schema = _with_check(schema, "language_score", pa.Check.ge(min_language_score))
    if first is not None:
        schema = _with_check(schema, "date", pa.Check.ge(first))
    if last is not None:
        schema = _with_check(schema, "date", pa.Check.le(last))
    return schema


def _schema(model: Any) -> pa.DataFrameSchema:  # noqa: ANN401  # whatever a caller gives
    if isinstance(model, pa.DataFrameSchema):
        return model
    if isinstance(model, type) and issubclass(model, pa.DataFrameModel):
        return model.to_schema()
    raise TypeError(f"{model!r:.80} cannot be narrowed: give a model such as CleanDocument, or what narrow gave")


def _refuse_what_is_not_meant(languages: Sequence[str] | None, required: Sequence[str]) -> None:
    for name, given in (("languages", languages), ("required", required)):
        if isinstance(given, str):
            raise TypeError(f"{name}={given!r}: several are meant; write {name}=[{given!r}]")
    if languages is None:
        return
    strange = [code for code in languages if not (isinstance(code, str) and _CODE.fullmatch(code))]
    if strange or not languages:
        said = f"{strange[0]!r} is no code of a language" if strange else "languages names none"
        raise ValueError(f"{said}; write ISO 639 codes, languages=['en', 'pt']")


def _refuse_what_is_no_score(score: Any) -> None:  # noqa: ANN401  # whatever a caller gives
    if isinstance(score, bool) or not isinstance(score, numbers.Real) or not 0 <= float(score) <= 1:
        raise ValueError(f"min_language_score={score!r}: a score is a number from 0 to 1, min_language_score=0.9")


def _days(dates: Any) -> Days:  # noqa: ANN401  # whatever a caller gives
    """Return the first and the last day, None for an open end."""
    if dates is None:
        return None, None
    form = "write dates=(datetime.date(2021, 1, 1), None)"
    if not isinstance(dates, tuple | list) or len(dates) != 2:  # noqa: PLR2004  # a first and a last
        raise TypeError(f"dates={dates!r:.80}: a first and a last day are meant; {form}")
    first, last = (None if is_nothing(day) else taken(day, arrow.date32()) for day in dates)
    for day, said in zip((first, last), dates, strict=True):
        if day is None and said is not None:
            raise TypeError(f"dates: {said!r:.80} is no day; {form}")
    if first and last and first > last:
        raise ValueError(f"dates: the first day, {first}, is after the last, {last}")
    return first, last


def _with_check(schema: pa.DataFrameSchema, column: str, check: pa.Check) -> pa.DataFrameSchema:
    return schema.update_column(column, checks=[*schema.columns[column].checks, check])
