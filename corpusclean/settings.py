"""Settings: one frozen object, from `corpusclean.toml` or `[tool.corpusclean]` in `pyproject.toml`.

Unknown keys are refused. Everything but `[run]` decides what comes out, and is stored in the manifest.
"""

import difflib
import json
import os
import tomllib
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from corpusclean.errors import UsageError

FILE_NAME = "corpusclean.toml"

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


Percentage = Annotated[str, Field(pattern=r"^\d{1,9}(\.\d{1,9})?%$")]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fix(_Section):
    """What text repair does: ftfy's switches, under ftfy's names.

    The defaults repair what was broken and leave what the author chose: quotes, ligatures, widths.
    `unescape_html = "line"` decodes entities in lines that hold no `<`, each line on its own evidence.
    """

    unescape_html: Literal["line"] | bool = "line"
    remove_terminal_escapes: bool = True
    fix_encoding: bool = True
    restore_byte_a0: bool = True
    replace_lossy_sequences: bool = True
    decode_inconsistent_utf8: bool = True
    fix_c1_controls: bool = True
    fix_latin_ligatures: bool = False
    fix_character_width: bool = False
    uncurl_quotes: bool = False
    fix_line_breaks: bool = False
    fix_surrogates: bool = True
    remove_control_chars: bool = True
    normalization: Literal["NFC", "NFD", "NFKC", "NFKD", "none"] = "NFC"


FTFY_DEFAULTS = Fix(fix_latin_ligatures=True, fix_character_width=True, uncurl_quotes=True, fix_line_breaks=True)
"""What ftfy does by itself; entities are still decided line by line."""


class Tidy(_Section):
    """What is tidied beyond ftfy, and what is only told: see corpusclean/fix/tidy.py."""

    zero_width: bool = True
    soft_hyphens: bool = True
    trailing_blanks: bool = True
    blank_lines: bool = True
    flag_bidi_controls: bool = True
    flag_stray_quotes: bool = True


class Boilerplate(_Section):
    """Which notices go, by kind; and rule packs beside the shipped ones: TOML files or folders of them."""

    policy: Mapping[str, Policy] = Field(default_factory=dict, validate_default=True)
    packs: tuple[str, ...] = ()

    @field_validator("policy")
    @classmethod
    def _over_the_profile(cls, policy: Mapping[str, Policy]) -> dict[str, Policy]:
        """Lay the given policy over the news profile; refuse a kind that does not exist."""
        for kind in policy:
            if kind not in NEWS_POLICY:
                raise ValueError(f"no kind {kind!r}{_did_you_mean(kind, NEWS_POLICY)}")
        return {**NEWS_POLICY, **policy}


class Language(_Section):
    """Which languages a corpus allows (none named: all), and the least score."""

    allowed: tuple[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], ...] = ()
    min_score: Annotated[float, Field(ge=0, le=1)] = 0.0


class Duplicates(_Section):
    """What becomes of exact duplicates: all but the first (by date, then `doc_id`) set aside, or only marked."""

    exact: Literal["first", "keep"] = "first"


class Output(_Section):
    """How a corpus is cut into files: a part ends near so many documents, and before so many bytes of input."""

    part_documents: Annotated[int, Field(ge=1)] = 20_000
    part_bytes: Annotated[int, Field(ge=1)] = 256 << 20
    raw_bytes: Annotated[int, Field(ge=0)] = 64 << 10
    """How much of a rejected file is kept in `rejects/`."""


class Run(_Section):
    """How the work is done. Nothing here changes a byte of what comes out."""

    workers: Annotated[int, Field(ge=0)] = 0
    """Processes; 0 is one for each processor."""
    partition_documents: Annotated[int, Field(ge=1)] = 500
    """About so many documents are worked on at a time."""


class Settings(_Section):
    """Everything that a user may decide."""

    include: tuple[str, ...] = ("*",)
    """Names of files to read, as shell patterns; a pattern with a slash is held against the whole address."""
    exclude: tuple[str, ...] = (".*", FILE_NAME)
    """Names of files and folders to leave out. They are counted, and the count is in the manifest."""
    encodings: tuple[str, ...] = ()
    """Encodings to try, in this order, on files that are not UTF-8. None: such files are rejected."""
    required: tuple[RequiredField, ...] = ("date", "text")
    max_file_bytes: Annotated[int, Field(ge=1, le=1 << 31)] = 64 << 20
    max_rejects: Annotated[int, Field(ge=0)] | Percentage | None = None
    fix: Fix = Fix()
    tidy: Tidy = Tidy()
    boilerplate: Boilerplate = Boilerplate()
    language: Language = Language()
    duplicates: Duplicates = Duplicates()
    output: Output = Output()
    run: Run = Run()

    @field_validator("encodings")
    @classmethod
    def _that_exist(cls, encodings: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse an encoding that Python does not know, or that is no encoding of text."""
        for name in encodings:
            try:
                "a".encode(name)
            except LookupError as error:
                raise ValueError(f"no encoding {name!r}; for example windows-1252") from error
        return encodings

    def decisive(self) -> dict[str, Any]:
        """Return the settings that decide what comes out, as plain values."""
        # What packs hold is pinned by the hash of the rules; where they lie is this machine's business.
        return self.model_dump(mode="json", exclude={"run": True, "boilerplate": {"packs"}})


def exceeds(rejects: int, documents: int, limit: int | str | None) -> bool:
    """Tell whether so many rejects are more than `max_rejects` allows.

    >>> exceeds(3, 100, 2), exceeds(3, 100, "3%"), exceeds(3, 100, None)
    (True, False, False)
    """
    if limit is None:
        return False
    if isinstance(limit, str):
        return rejects * 100 > Fraction(limit.removesuffix("%")) * documents
    return rejects > limit


def load_settings(config: str | Path | None, inputs: Sequence[Path] = ()) -> Settings:
    """Return the settings of `config`; without one, those beside the inputs, those here, or the defaults.

    Looked for in this order: `corpusclean.toml` in an INPUT folder, or beside an INPUT file; `corpusclean.toml`
    in the working directory; `[tool.corpusclean]` in its `pyproject.toml`.
    Raises UsageError that names the file, the key and the way out; and where inputs have different ones.
    """
    if config is not None:
        return _parse(Path(config))
    beside = {path if os.path.isdir(path) else path.parent for path in inputs}  # noqa: PTH112  # false, whatever the rights
    found = sorted(folder / FILE_NAME for folder in beside if _is_there(folder / FILE_NAME))
    if len(found) > 1:
        names = ", ".join(map(str, found))
        raise UsageError(f"the inputs have settings of their own ({names}); name those that count: --config")
    for place in [*found, Path(FILE_NAME)]:
        if _is_there(place):
            return _parse(place)
    project = Path("pyproject.toml")
    if project.is_file() and _section(_read(project)) is not None:
        return _parse(project)
    return Settings()


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; name a folder that can be looked into") from error


def _parse(path: Path) -> Settings:
    table = _read(path)
    if path.name == "pyproject.toml":
        table = _section(table) or {}
    settings = settings_from(table, str(path))
    packs = tuple(str(path.parent / pack) for pack in settings.boilerplate.packs)
    return settings.model_copy(update={"boilerplate": settings.boilerplate.model_copy(update={"packs": packs})})


def _section(project: Mapping[str, Any]) -> Any:  # noqa: ANN401  # whatever stands there
    """Return `[tool.corpusclean]` of a pyproject.toml, None where there is none."""
    tool = project.get("tool")
    return tool.get("corpusclean") if isinstance(tool, dict) else None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; name a settings file that can be read") from error
    except (ValueError, RecursionError) as error:  # bad TOML, bad UTF-8, a number of 5,000 digits; too deep
        raise UsageError(f"{path}: not TOML: {error}") from error


def settings_from(table: Mapping[str, Any], name: str) -> Settings:
    """Return the settings of a table. `name` is the file, for messages.

    Raises UsageError with every problem, a line each.
    """
    try:
        # As JSON a list may be a tuple, and yet `true` is no number and "5" none either.
        return Settings.model_validate_json(json.dumps(table, default=str), strict=True)
    except ValidationError as error:
        raise UsageError("\n".join(_problem(item, name) for item in error.errors())) from error


def _problem(item: Any, name: str) -> str:  # noqa: ANN401  # a TypedDict of pydantic's core
    key = ".".join(str(part) for part in item["loc"])
    if item["type"] == "extra_forbidden":
        return f"{name}: unknown setting {key}{_did_you_mean(str(item['loc'][-1]), _names(item['loc'][:-1]))}"
    return f"{name}: {key}: {item['msg']} (got {item['input']!r})"


def _names(location: tuple[int | str, ...]) -> Sequence[str]:
    section: type[BaseModel] = Settings
    for part in location:
        section = type(section.model_fields[str(part)].default)
    return list(section.model_fields)


def _did_you_mean(name: str, known: Mapping[str, Any] | Sequence[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(known)}"
