"""Settings: where they are found, how they are refused, and what a limit means."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.boilerplate.rule import Rule
from corpusclean.errors import UsageError
from corpusclean.refusals import FORMS
from corpusclean.report.words import exceeds
from corpusclean.settings import NEWS_POLICY, Boilerplate, Settings, load_settings, settings_from

Files = Callable[[Mapping[str, str | bytes]], Path]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        pytest.param({"requird": []}, "x.toml: unknown setting requird; did you mean required?", id="a setting"),
        pytest.param(
            {"fix": {"fix_encodings": True}},
            "x.toml: unknown setting fix.fix_encodings; did you mean fix_encoding?",
            id="a setting of a section",
        ),
        pytest.param(
            {"duplicate": {}}, "x.toml: unknown setting duplicate; did you mean duplicates?", id="a section"
        ),
        pytest.param(
            {"language": {"zzz": 1}},
            "x.toml: unknown setting language.zzz; there are allowed, min_score",
            id="a name like no other",
        ),
        pytest.param(
            {"boilerplate": {"policy": {"agency_credits": "remove"}}},
            "no kind 'agency_credits'; did you mean agency_credit?",
            id="a kind of notice",
        ),
        pytest.param(
            {"required": ["dates"]},
            "required, item 1: 'dates' is not one of them; did you mean date?",
            id="a required field that does not exist",
        ),
        pytest.param({"required": "date"}, "required", id="one value for a list"),
        pytest.param({"max_file_bytes": "many"}, "max_file_bytes", id="a word for a number"),
        pytest.param({"max_file_bytes": 0}, "max_file_bytes", id="a number too small"),
        pytest.param({"max_rejects": "5 %"}, "max_rejects", id="a share with a blank"),
        pytest.param({"max_rejects": "-1%"}, "max_rejects", id="a share below nothing"),
        pytest.param({"max_rejects": -1}, "max_rejects", id="a number below nothing"),
        pytest.param({"max_rejects": "100.1%"}, "x.toml: max_rejects: neither", id="a share above all"),
        pytest.param({"max_rejects": "few"}, "x.toml: max_rejects: neither", id="a limit that is none"),
        pytest.param({"fix": {"unescape_html": "auto"}}, "fix.unescape_html", id="a way to decode entities"),
        pytest.param({"fix": {"normalization": "nfc"}}, "fix.normalization", id="a form of Unicode"),
        pytest.param({"fix": []}, "fix", id="a list for a section"),
        pytest.param({"boilerplate": {"policy": {"advert": "drop"}}}, "boilerplate.policy.advert", id="a policy"),
        pytest.param({"language": {"min_score": 1.1}}, "language.min_score", id="a score above one"),
        pytest.param({"duplicates": {"exact": "last"}}, "duplicates.exact", id="a policy for duplicates"),
        pytest.param({"run": {"workers": -1}}, "run.workers", id="workers below none"),
    ],
)
def test_what_is_refused_is_named(table: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as refused:
        settings_from(table, "x.toml")

    assert str(refused.value).startswith("x.toml: ")
    assert message in str(refused.value)


def test_every_problem_has_a_line() -> None:
    with pytest.raises(UsageError) as refused:
        settings_from({"fix": {"a": 1}, "run": {"workers": "x"}, "zzz": 1}, "x.toml")

    lines = str(refused.value).splitlines()
    assert len(lines) == 3
    assert all(line.startswith("x.toml: ") for line in lines)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('max_rejects = "x"', "1: max_rejects: neither a number of documents nor a share up to 100%"),
        ('include = "*.txt"', '1: include: must be a list: ["*.txt"]'),
        ("include = [1]", "1: include, item 1: must be text, in quotes (got 1)"),
        ('[dates]\norder = "mdd"', "2: dates.order: 'mdd' is not one of them; there are dmy, mdy"),
        ('dates.not_after = "soon"', "1: dates.not_after: must be a day, for example 2021-12-13 (got 'soon')"),
        (
            '[dates]\nnot_before = "2021-01-02"\nnot_after = "2021-01-01"',
            "3: dates.not_after: lies before dates.not_before, 2021-01-02: no date could be right",
        ),
        ("dates = 5", "1: dates: must be a section of its own (got 5)"),
        ('[language]\nallowed = ["english"]', "2: language.allowed, item 1: must be a code of two or three small"),
        ("[boilerplate]\n\nmin_similarity = 2", "3: boilerplate.min_similarity: must be at most 1 (got 2)"),
        ('[boilerplate.policy]\nreporting = "ignore"', "1: boilerplate.policy: no kind 'reporting'; did you mean"),
        ('[run] # so many\nworkers = "two"', "2: run.workers: must be a whole number (got 'two')"),
        (
            '[drift]\nignore = ["yeers"]',
            "2: drift.ignore, item 1: 'yeers' is not one of them; did you mean years?",
        ),
        ("fix.uncurl_quotes = 1", "1: fix.uncurl_quotes: must be true or false (got 1)"),
        ('[card]\nname = ""', "2: card.name: must not be empty (got '')"),
        ('[card]\nversion = "1"', "2: card.version: must be three numbers, for example 1.0.0 (got '1')"),
        ("dates.sources = []", "1: dates.sources: must name at least one (got [])"),
        ('[fields]\n"a b" = "date"', '2: fields."a b": must be a name of small letters, figures and'),
        (
            '[fields]\n"T\u00edtulo" = "title"',
            '2: fields."T\u00edtulo": must be a name of small letters, figures and underscores',
        ),
        ("[run]\nmemory_mib = 96", "2: run.memory_mib: must be at least 128 (got 96)"),
        ("[run]\ntimeout_seconds = 0", "2: run.timeout_seconds: must be more than 0 (got 0)"),
        (
            '[language]\nallowed = ["de", "eng"]',
            "2: language.allowed: no document is told to be in 'eng'; did you mean en?",
        ),
        (
            '[language]\nallowed = ["iw"]',
            "2: language.allowed: no document is told to be in 'iw'; did you mean he?",
        ),
        ('[language]\nallowed = ["xq"]', "2: language.allowed: no document is told to be in 'xq'"),
        ('[language]\n[run]\nzzz = 1\n[dates]\n"zzz" = 1', "3: unknown setting run.zzz; there are workers"),
    ],
)
def test_a_refusal_names_the_line_and_speaks_of_toml(tmp_path: Path, text: str, told: str) -> None:
    place = tmp_path / "corpusclean.toml"
    place.write_text(f"{text}\n")
    with pytest.raises(UsageError) as refused:
        load_settings(place)
    assert f"{place}:{told}" in str(refused.value)


def test_a_line_of_a_project_is_that_of_our_table(here: Path) -> None:
    (here / "pyproject.toml").write_text("[tool.other]\nrequired = 1\n[tool.corpusclean]\nrequired = 1\n")
    with pytest.raises(UsageError, match=r"^pyproject.toml:4: required: must be a list"):
        load_settings(None)


def patterns_of(schema: Any) -> set[str]:
    """Return every pattern that a JSON Schema holds texts and names to."""
    found = set[str]()
    if isinstance(schema, dict):
        found.update(schema.get("patternProperties", ()))
        found.update([schema["pattern"]] if isinstance(schema.get("pattern"), str) else [])
        return found.union(*map(patterns_of, schema.values()))
    return found.union(*map(patterns_of, schema)) if isinstance(schema, list) else found


def test_every_form_that_a_text_must_have_is_said_in_words() -> None:
    of_max_rejects = r"^\d{1,9}(\.\d{1,9})?%$"  # refused in words of its own
    found = patterns_of([Settings.model_json_schema(), Rule.model_json_schema()])
    assert found == {*FORMS, of_max_rejects}


def test_settings_cannot_be_changed() -> None:
    settings = Settings()

    with pytest.raises(pydantic.ValidationError):
        settings.required = ("text",)
    with pytest.raises(pydantic.ValidationError):
        settings.fix.fix_encoding = False


def test_settings_written_down_are_the_same_when_read() -> None:
    settings = settings_from({"max_rejects": "5%", "boilerplate": {"policy": {"advert": "ignore"}}}, "x.toml")

    assert Settings.model_validate(settings.model_dump(mode="json")) == settings
    assert (
        Settings.model_validate({**settings.decisive(), "run": {"workers": 3}}).decisive() == settings.decisive()
    )


def test_how_the_work_is_done_decides_nothing() -> None:
    assert settings_from({"run": {"workers": 3}}, "").decisive() == Settings().decisive()
    assert settings_from({"output": {"part_documents": 3}}, "").decisive() != Settings().decisive()


@pytest.mark.parametrize(
    ("rejects", "documents", "limit", "expected"),
    [
        pytest.param(10, 10, None, False, id="no limit"),
        pytest.param(0, 10, 0, False, id="none, and none allowed"),
        pytest.param(1, 10, 0, True, id="one, and none allowed"),
        pytest.param(2, 10, 2, False, id="as many as allowed"),
        pytest.param(3, 10, 2, True, id="one more"),
        pytest.param(0, 10, "0%", False, id="none, and no share allowed"),
        pytest.param(1, 1_000_000, "0%", True, id="one of a million, and no share allowed"),
        pytest.param(5, 100, "5%", False, id="the share that is allowed"),
        pytest.param(6, 100, "5%", True, id="a greater share"),
        pytest.param(57, 625, "9.12%", False, id="the share that is allowed, which no float is"),
        pytest.param(58, 625, "9.12%", True, id="one more than that"),
        pytest.param(10, 10, "100%", False, id="all"),
        pytest.param(0, 0, "0%", False, id="no documents"),
    ],
)
def test_exceeds(rejects: int, documents: int, limit: int | str | None, expected: bool) -> None:  # noqa: FBT001
    assert exceeds(rejects, documents, limit) is expected


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_share_is_held_against_the_limit_exactly(rejects: int, documents: int, hundredths: int) -> None:
    limit = f"{hundredths // 100}.{hundredths % 100:02d}%"

    assert exceeds(rejects, documents, limit) is (rejects * 10_000 > hundredths * documents)


def test_a_policy_is_laid_over_that_of_the_news() -> None:
    policy = settings_from({"boilerplate": {"policy": {"advert": "ignore"}}}, "").boilerplate.policy

    assert policy == {**NEWS_POLICY, "advert": "ignore"}
    assert NEWS_POLICY["advert"] == "remove"


def test_without_a_policy_there_is_that_of_the_news() -> None:
    assert Settings().boilerplate.policy == Boilerplate().policy == NEWS_POLICY


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own."""
    path = tmp_path / "here"
    path.mkdir()
    monkeypatch.chdir(path)
    return path


def limit(number: int) -> str:
    return f"max_rejects = {number}\n"


def test_the_file_that_is_named_goes_before_all_others(here: Path, folder: Files) -> None:
    raw = folder({"a.txt": "a", "corpusclean.toml": limit(2), "other.toml": limit(1)})
    (here / "corpusclean.toml").write_text(limit(3))

    assert load_settings(raw / "other.toml", [raw]).max_rejects == 1


def test_the_file_in_the_input_goes_before_the_one_here(here: Path, folder: Files) -> None:
    raw = folder({"a.txt": "a", "corpusclean.toml": limit(2)})
    (here / "corpusclean.toml").write_text(limit(3))

    assert load_settings(None, [raw]).max_rejects == 2


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["raw"], id="a folder without one"),
        pytest.param(["missing"], id="an input that does not exist"),
        pytest.param([], id="no input"),
    ],
)
def test_else_the_file_here_goes_before_the_project(here: Path, folder: Files, names: list[str]) -> None:
    raw = folder({"sub/a.txt": "a", "sub/corpusclean.toml": limit(2)})
    (here / "corpusclean.toml").write_text(limit(3))
    (here / "pyproject.toml").write_text("[tool.corpusclean]\n" + limit(4))

    assert load_settings(None, [raw.parent / name for name in names]).max_rejects == 3


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["raw/sub/a.txt"], id="a file"),
        pytest.param(["raw/sub/a.txt", "raw/sub/b.txt"], id="files of one folder"),
    ],
)
def test_the_file_beside_a_file_counts_too(here: Path, folder: Files, names: list[str]) -> None:
    raw = folder({"sub/a.txt": "a", "sub/b.txt": "b", "sub/corpusclean.toml": limit(2)})
    (here / "corpusclean.toml").write_text(limit(3))

    assert load_settings(None, [raw.parent / name for name in names]).max_rejects == 2


def test_inputs_with_settings_of_their_own_are_refused(folder: Files) -> None:
    raw = folder({"one/corpusclean.toml": limit(1), "two/corpusclean.toml": limit(2)})

    with pytest.raises(UsageError, match=r"settings of their own.*name those that count: --config"):
        load_settings(None, [raw / "one", raw / "two"])


def test_settings_of_one_input_are_not_those_of_another(here: Path, folder: Files) -> None:
    raw = folder({"one/corpusclean.toml": limit(1), "two/a.txt": "a"})

    with pytest.raises(UsageError, match=r"one/corpusclean.toml; .*two/a.txt has none\); name those that count"):
        load_settings(None, [raw / "one", raw / "two" / "a.txt"])
    assert load_settings(None, [raw / "one", Path("-")]).max_rejects == 1
    (here / "corpusclean.toml").write_text(limit(3))
    with pytest.raises(UsageError, match=r"; for .*two/a.txt it is corpusclean.toml\); name those that count"):
        load_settings(None, [raw / "one", raw / "two" / "a.txt"])


def test_else_the_project_here_decides(here: Path) -> None:
    (here / "pyproject.toml").write_text("[tool.corpusclean]\nmax_rejects = 4\nfix.uncurl_quotes = true\n")

    settings = load_settings(None)

    assert settings.max_rejects == 4
    assert settings.fix.uncurl_quotes


def test_a_project_without_a_table_for_us_decides_nothing(here: Path) -> None:
    (here / "pyproject.toml").write_text("[tool.other]\nmax_rejects = 4\n")

    assert load_settings() == Settings()


def test_a_project_that_is_named_has_a_table_for_us(here: Path) -> None:
    """`[tool.corpus-clean]` decided nothing, and nothing said so."""
    (here / "pyproject.toml").write_text("[tool.corpus-clean]\nmax_rejects = 4\n")

    with pytest.raises(UsageError, match=r"^pyproject.toml: it has no \[tool.corpusclean\]; add that, or name"):
        load_settings("pyproject.toml")


def test_a_file_of_our_own_has_no_table_for_us(here: Path) -> None:
    (here / "corpusclean.toml").write_text("\n[tool.corpusclean]\nmax_rejects = 4\n")

    with pytest.raises(
        UsageError, match=r"^corpusclean.toml:2: tool.corpusclean: a section of pyproject.toml; here"
    ):
        load_settings()


@pytest.mark.usefixtures("here")
def test_without_any_file_there_are_the_defaults() -> None:
    assert load_settings(None) == Settings()


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("corpusclean.toml", "requird = []\n", "requird"),
        ("pyproject.toml", "[tool.corpusclean.fix]\nzzz = 1\n", "fix.zzz"),
    ],
)
def test_a_refusal_names_the_file_that_is_at_fault(here: Path, name: str, content: str, key: str) -> None:
    (here / name).write_text(content)

    with pytest.raises(UsageError, match=rf"^{name}:\d: unknown setting {key}"):
        load_settings(None)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(None, "No such file", id="no file"),
        pytest.param(b"\nmax_rejects 3", "x.toml:2: not TOML", id="no TOML"),
        pytest.param(b"a = 1\na = 2", "not TOML", id="a key twice"),
        pytest.param(b"# Ours.\n# caf\xe9", "x.toml:2: not UTF-8: byte 0xe9", id="no UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "x.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(UsageError, match=message) as refused:
        load_settings(path)

    assert str(path) in str(refused.value)


def test_packs_lie_beside_the_file_that_names_them(here: Path, folder: Files) -> None:
    other = here / "rules.toml"
    other.touch()
    raw = folder({"corpusclean.toml": f'[boilerplate]\npacks = ["rules", "{other}"]\n', "rules/a.toml": ""})

    packs = load_settings(None, [raw]).boilerplate.packs

    assert here != raw
    assert packs == (str(raw / "rules"), str(other))


def test_an_input_that_cannot_be_looked_into_is_refused(
    open_folder: Path, without_rights: Callable[[], AbstractContextManager[None]]
) -> None:
    (open_folder / "locked").mkdir(mode=0)

    with without_rights(), pytest.raises(UsageError, match=r"locked/corpusclean\.toml: Permission denied"):
        load_settings(None, [open_folder / "locked"])


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "corpusclean.toml",
            'max_rejects = 1\n[boilerplate]\npacks = ["nope"]\n',
            "corpusclean.toml:3: boilerplate.packs: nope: no such file or folder; a path begins at",
        ),
        (
            "pyproject.toml",
            "[tool]\ncorpusclean = 3\n",
            "pyproject.toml:2: tool.corpusclean: must be a section of its own (got 3)",
        ),
    ],
)
def test_what_settings_name_wrongly_is_told_with_its_line(here: Path, name: str, text: str, told: str) -> None:
    (here / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        load_settings(None)
    assert str(refused.value).startswith(told)


def test_a_mark_before_settings_or_decisions_is_no_fault(here: Path) -> None:
    """Some editors set one."""
    (here / "corpusclean.toml").write_text(limit(3), encoding="utf-8-sig")
    (here / "decisions.toml").write_text('keep."*"."(PTI)" = "agency-credit"\n', encoding="utf-8-sig")
    settings = load_settings(None)
    assert (settings.max_rejects, list(settings.decisions.keep)) == (3, ["*"])
