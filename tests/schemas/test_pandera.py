"""What pandera asks, raises and reads from the environment; checks that a subclass adds; what cannot be asked."""

import os
import subprocess
import sys
from typing import Any

import pandas as pd
import pandera.pandas as pan
import pyarrow as pa
import pytest
from contract_rows import BACKENDS, Row, changed, good_rows, plain, table
from pandera.typing import DataFrame

from corpusclean_schemas import CleanDocument, Edit, arrow_schema, contract_of, narrow, split, validate

GOOD = good_rows(5)


class Scored(CleanDocument):
    """A subclass with a column and checks of its own."""

    topic: str = pan.Field(nullable=True, isin=["rain", "sun"])

    @pan.check("text", name="short")
    @classmethod
    def short(cls, texts: pd.Series) -> pd.Series:
        return texts.str.len() < 1_000

    @pan.dataframe_check
    @classmethod
    def counted(cls, rows: pd.DataFrame) -> pd.Series:
        return rows["characters"] == rows["text"].str.len()


def with_topic(rows: list[Row], topics: list[Any]) -> list[Row]:
    return [{**row, "topic": topic} for row, topic in zip(rows, topics, strict=True)]


@pytest.mark.parametrize("backend", [pytest.param(name, id=name) for name in BACKENDS])
def test_checks_of_a_subclass_are_asked_in_every_library(backend: str) -> None:
    rows = changed(
        {0: {"text": "x" * 1_000, "characters": 1_000}, 1: {"characters": 3}, 2: {"size": -1, "characters": 1}}
    )
    frame = BACKENDS[backend](table(with_topic(rows, ["rain", "sun", None, "fog", "sun"])))

    ok, rejects = split(frame, Scored)

    assert [row["doc_id"] for row in plain(ok)] == [rows[4]["doc_id"]]
    assert [sorted(row["failed_codes"]) for row in plain(rejects)] == [
        ["check.failed"], ["check.failed"], ["check.failed", "value.out_of_range"], ["value.not_allowed"],
    ]  # fmt: skip


class Raising(CleanDocument):
    @pan.check("text")
    @classmethod
    def breaks(cls, _texts: pd.Series) -> pd.Series:
        raise RuntimeError("x" * 1_000)


class Whole(CleanDocument):
    @pan.check("size")
    @classmethod
    def on_average(cls, sizes: pd.Series) -> bool:
        return bool(sizes.mean() < 1)


class Lookahead(CleanDocument):
    title: str = pan.Field(nullable=True, str_matches=r"^(?!sun)\w+")


@pytest.mark.parametrize("backend", ["pandas, objects", "polars", "pyarrow"])
def test_a_check_that_raises_rejects_what_it_was_asked_of(backend: str) -> None:
    frame = BACKENDS[backend](table(changed({1: {"size": -1}})))
    ok, rejects = split(frame, Raising)
    assert plain(ok) == []
    assert [row["failed_codes"][-1] for row in plain(rejects)] == ["check.raised"] * 5
    assert all(len(message) < 400 for row in plain(rejects) for message in row["failed_messages"])


@pytest.mark.parametrize("backend", ["pandas, objects", "polars", "pyarrow"])
def test_a_check_of_the_whole_column_rejects_the_whole_column(backend: str) -> None:
    ok, rejects = split(BACKENDS[backend](table(GOOD)), Whole)
    assert (len(plain(ok)), len(plain(rejects))) == (0, 5)


def reordered(values: pd.Series) -> pd.Series:
    return values.sort_values().str.len() < 4


# check, values, those that keep it, the code that the others have.
CHECKS: dict[str, tuple[pan.Check, list[str | None], list[str | None], str]] = {
    "in another order": (pan.Check(reordered), ["zzzzz", "a", "b"], ["a", "b"], "check.failed"),
    "of nulls nothing": (pan.Check(reordered), ["zzzzz", None, "b"], [None, "b"], "check.failed"),
    "by place": (
        pan.Check(lambda values: pd.Series([len(one) < 4 for one in values])),
        ["a", None, "zzzzz"],
        ["a", None],
        "check.failed",
    ),
    "of one": (
        pan.Check(lambda one: len(one) < 4, element_wise=True),
        [None, "zz", "zzzz"],
        [None, "zz"],
        "check.failed",
    ),
    "for fewer rows": (pan.Check(lambda values: values.head(1).str.len() < 4), ["a", "b"], [], "check.raised"),
    "for other rows": (
        pan.Check(lambda values: values.set_axis([7, 8]).str.len() < 4),
        ["a", "b"],
        [],
        "check.raised",
    ),
    "for all": (pan.Check(lambda values: values.is_unique), ["a", "a"], [], "check.failed"),
}  # fmt: skip


@pytest.mark.parametrize("case", [pytest.param(name, id=name) for name in CHECKS])
def test_an_answer_blames_the_rows_that_it_names(case: str) -> None:
    check, values, kept, code = CHECKS[case]
    contract = pan.DataFrameSchema({"n": pan.Column(str, check, nullable=True)})
    ok, rejects = split(pa.table({"n": pa.array(values, pa.string())}), contract)
    assert ok["n"].to_pylist() == kept
    assert rejects["failed_codes"].to_pylist() == [[code]] * (len(values) - len(kept))


def test_an_answer_for_rows_blames_the_rows_that_it_names() -> None:
    check = pan.Check(lambda rows: (rows["a"] > rows["b"])[::-1])
    contract = pan.DataFrameSchema({"a": pan.Column(int), "b": pan.Column(int)}, checks=check)
    ok, rejects = split(pa.table({"a": [1, 2, 3], "b": [0, 1, 9]}), contract)
    assert (ok["a"].to_pylist(), rejects["a"].to_pylist()) == ([1, 2], [3])


@pytest.mark.parametrize("backend", ["pandas, objects", "polars", "pyarrow"])
def test_a_pattern_that_only_python_knows_is_pythons(backend: str) -> None:
    rows = changed({0: {"title": "sunny"}, 1: {"title": "\u00e9t\u00e9"}, 3: {"title": "-"}})
    _, rejects = split(BACKENDS[backend](table(rows)), Lookahead)
    assert [row["title"] for row in plain(rejects)] == ["sunny", "-"]


_ASKED = """
import pandas as pd, pandera.pandas as pan
from pandera.typing import DataFrame
from corpusclean_schemas import ContractBroken, Edit, split, validate

row = dict(doc_id="0" * 32, seq=0, step="fix", rule="r", rule_version="1", offset=0)
frame = pd.DataFrame([dict(row, before="", after="", reason="")])

def kept(frame: DataFrame[Edit]) -> None:
    raise SystemExit("it was not asked")

try:
    {call}
except Exception as error:
    raise SystemExit(0 if "seq: 0 is less than 1" in str(error) else repr(error))
raise SystemExit("it passed")
"""


BLIND = {"PANDERA_VALIDATION_ENABLED": "False", "PANDERA_VALIDATION_DEPTH": "SCHEMA_ONLY"}


@pytest.mark.parametrize(
    "call",
    [
        "validate(frame, Edit)",
        "assert not len(split(frame, Edit).ok); raise ValueError(split(frame, Edit).rejects.failed_messages[0])",
        "Edit.validate(frame)",
        "Edit.validate(frame, lazy=False)",
        "Edit(frame)",
        "Edit.to_schema().validate(frame)",
        "DataFrame[Edit](frame)",
        "pan.check_types(kept)(frame)",
    ],
)
def test_the_environment_cannot_switch_it_off(call: str) -> None:
    code = _ASKED.format(call=call)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env={**os.environ, **BLIND}
    )
    assert done.returncode == 0, done.stderr


def test_part_of_a_frame_cannot_stand_for_all_of_it() -> None:
    with pytest.raises(ValueError, match="every row"):
        CleanDocument.validate(table(GOOD).to_pandas(), head=1)


def test_what_pandera_raises_is_what_we_raise() -> None:
    frame = table(changed({1: {"size": -1}})).to_pandas()
    with pytest.raises(pan.errors.SchemaErrors):
        CleanDocument.validate(frame)
    with pytest.raises(ValueError, match="size: -1 is less than 0"):
        validate(frame)
    assert list(DataFrame[CleanDocument](table(GOOD).to_pandas())["size"]) == [300, 301, 302, 303, 304]


class Indexed(CleanDocument):
    row: pan.typing.Index[int]


class Supplied(CleanDocument):
    title: str = pan.Field(default="none")


@pytest.mark.parametrize(("model", "said"), [(Indexed, "no index"), (Supplied, "no defaults")])
def test_what_cannot_be_asked_of_every_library_is_refused_and_not_passed_over(model: type, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        contract_of(model)


@pytest.mark.parametrize("model", [CleanDocument, narrow(CleanDocument, languages=["en"])])
@pytest.mark.parametrize("ask", ["example", "strategy"])
def test_examples_that_pandera_does_not_make_are_refused_with_the_way_out(
    model: type[CleanDocument], ask: str
) -> None:
    """It said that a "format number 1" was not recognized."""
    with pytest.raises(TypeError, match=r"structs and maps, as in fields, .*; take rows of a corpus, or none"):
        getattr(model, ask)(size=1)
    assert len(validate(arrow_schema(model).empty_table(), model)) == 0


def test_examples_of_plain_columns_are_made() -> None:
    assert Edit.strategy(size=1) is not None
