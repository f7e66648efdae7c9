"""What a user may decide: one frozen object, a class for each section of the settings file."""

import datetime
import os
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
)

from corpusclean.decisions import Decisions
from corpusclean.languages import told_as
from corpusclean.refusals import did_you_mean
from corpusclean.settings.values import (
    ALL,
    HIDDEN,
    NEWS_POLICY,
    OWN_FILES,
    DateSource,
    DriftArea,
    FieldName,
    LinePattern,
    MonthLanguage,
    OwnName,
    Percentage,
    Policy,
    RequiredField,
)


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fix(_Section):
    """What text repair does: ftfy's switches, under ftfy's names.

    The defaults repair what was broken and leave what the author chose: quotes, ligatures, widths.
    `unescape_html = "line"` decodes entities in lines that hold no `<`, each line on its own evidence.
    """

    unescape_html: Literal["line"] | bool = "line"
    """Entities: `line` decodes them in lines that hold no `<`, each line on its own evidence; true everywhere."""
    remove_terminal_escapes: bool = True
    """Remove what colours a terminal: `ESC [ 31 m`."""
    fix_encoding: bool = True
    """Repair mojibake: text that was decoded in the wrong encoding."""
    restore_byte_a0: bool = True
    """In mojibake, take a space for the no-break space that it was where only that makes sense."""
    replace_lossy_sequences: bool = True
    """Repair mojibake in which bytes are lost, with U+FFFD for them."""
    decode_inconsistent_utf8: bool = True
    """Repair mojibake that stands among sound text."""
    fix_c1_controls: bool = True
    """Read control characters of Latin-1 (U+0080 to U+009F) as Windows-1252."""
    fix_latin_ligatures: bool = False
    """Write ligatures as letters: `fi` for U+FB01."""
    fix_character_width: bool = False
    """Write fullwidth and halfwidth characters in their usual width."""
    uncurl_quotes: bool = False
    """Write curly quotation marks straight."""
    fix_line_breaks: bool = False
    """End lines at U+2028, U+2029 and U+0085, too."""
    fix_surrogates: bool = True
    """Join pairs of surrogates to the character that they are; U+FFFD for one that stands alone."""
    remove_control_chars: bool = True
    """Remove control characters that show nothing."""
    normalization: Literal["NFC", "NFD", "NFKC", "NFKD", "none"] = "NFC"
    """The normal form of Unicode; `none` leaves characters as they are."""


FTFY_DEFAULTS = Fix(fix_latin_ligatures=True, fix_character_width=True, uncurl_quotes=True, fix_line_breaks=True)
"""What ftfy does by itself; entities are still decided line by line."""


class Tidy(_Section):
    """What is tidied beyond ftfy, and what is only told: docs/explanation/fidelity.md."""

    zero_width: bool = True
    """Remove U+200B and U+2060, but in scripts that are written without blanks."""
    soft_hyphens: bool = True
    """Remove soft hyphens."""
    trailing_blanks: bool = True
    """Remove blanks at the ends of lines."""
    blank_lines: bool = True
    """Leave one blank line of several, and none at the beginning and the end."""
    flag_bidi_controls: bool = True
    """Warn of characters that turn the direction of writing around, in text or header: `text.bidi_control`."""
    flag_stray_quotes: bool = True
    """Warn of a quotation mark alone at the end of a paragraph: `text.stray_quote`."""
    flag_lost_letters: bool = True
    """Warn of U+FFFD, which stands for a letter that was lost, in text or header: `text.lost_letter`."""


class Boilerplate(_Section):
    """Which notices go, by kind; and rule packs beside the shipped ones: TOML files or folders of them."""

    policy: Mapping[str, Policy] = Field(default_factory=dict, validate_default=True)
    """What becomes of each kind: `remove`, `annotate` (kept in the text, and noted), `ignore`."""
    packs: tuple[str, ...] = ()
    """Rule files, or folders of them, beside the shipped ones; a path begins at the settings file."""
    min_similarity: Annotated[float, Field(ge=0.6, le=1)] = 0.75
    """How like a known wording a unit must be to be taken for a notice; 1 leaves exact matches alone."""
    max_removal: Annotated[float, Field(ge=0, le=1)] = 0.25
    """The brake: the share of a document that unsure matches may take, unless `min_article` is left."""
    min_article: Annotated[int, Field(ge=0)] = 200
    """Characters of article that make the brake needless."""

    @field_validator("policy")
    @classmethod
    def _over_the_profile(cls, policy: Mapping[str, Policy]) -> dict[str, Policy]:
        """Lay the given policy over the news profile; refuse a kind that does not exist."""
        for kind in policy:
            if kind not in NEWS_POLICY:
                raise ValueError(f"no kind {kind!r}{did_you_mean(kind, NEWS_POLICY)}")
        return {**NEWS_POLICY, **policy}


class Dates(_Section):
    """How dates are written and where they are looked for, in order of trust.

    docs/explanation/dates-and-languages.md has the reasons.
    """

    formats: tuple[Literal["iso", "rfc2822", "long", "year_first"], ...] = ("iso", "rfc2822", "long")
    """`iso`: 2021-12-13; `rfc2822`: Mon, 13 Dec 2021; `long`: 13 December 2021; `year_first`: 2021/12/13."""
    order: Literal["dmy", "mdy"] | None = None
    """Whether the day or the month comes first in 05/04/2021. None: such a date is refused."""
    languages: tuple[MonthLanguage, ...] = ()
    """Whose names of months are read; none named: all."""
    zone: Annotated[str, Field(pattern=r"^(written|utc|[+-]([01]\d|2[0-3]):[0-5]\d)$")] = "written"
    """Whose day it is, where a time stands with its zone: that of the zone as written, or of this one."""
    not_before: datetime.date | None = None
    """The first day that a date may name."""
    not_after: datetime.date | None = None
    """The last day that a date may name."""
    sources: Annotated[tuple[DateSource, ...], Field(min_length=1)] = ("header",)
    """Where a date is looked for, in this order."""
    path_pattern: str = "%Y/%m/%d"
    """Where `path` is a source: what in an address is the date."""
    contradiction_days: Annotated[int, Field(ge=0)] | None = 7
    """A dateline or byline further from the date than this is a warning. None: they are not looked at."""

    @field_validator("not_after")
    @classmethod
    def _not_before_the_first(cls, last: datetime.date | None, found: ValidationInfo) -> datetime.date | None:
        """Refuse a last day that lies before the first: no date could be right."""
        first = found.data.get("not_before")
        if first and last and last < first:
            raise ValueError(f"lies before dates.not_before, {first}: no date could be right")
        return last

    @field_validator("path_pattern")
    @classmethod
    def _with_all_three(cls, pattern: str) -> str:
        """Refuse a pattern that does not name year, month and day, once each."""
        if any(pattern.count(part) != 1 for part in ("%Y", "%m", "%d")):
            raise ValueError("name %Y, %m and %d, once each; for example %Y/%m/%d")
        return pattern


class Language(_Section):
    """Which languages a corpus allows (none named: all), the least score, and who is asked."""

    allowed: tuple[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], ...] = ()
    """Languages that documents may be in, as ISO 639 codes; none named: any."""
    min_score: Annotated[float, Field(ge=0, le=1)] = 0.0
    """The least `language_score`; a document below it is a reject."""
    identifier: Literal["cascade", "cld2", "py3langid", "langdetect"] = "cascade"
    """Who is asked: all three in turn, or one alone."""
    min_evidence: Annotated[int, Field(ge=1)] = 3
    """Fewer letters are `und`. A letter that is a syllable or a word counts for three."""
    paragraphs: bool = False
    """Tell the language of each paragraph too."""

    @field_validator("allowed")
    @classmethod
    def _as_they_are_told(cls, allowed: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse a code that no document can have: `eng`, which is told as `en`, would reject them all."""
        for code in allowed:
            if (told := told_as(code)) != code:
                raise ValueError(
                    f"no document is told to be in {code!r}" + (f"; did you mean {told}?" if told else "")
                )
        return allowed


class Duplicates(_Section):
    """What becomes of documents that tell what another tells, by kind: docs/explanation/duplicates.md.

    `keep`: marked; `first`: all but the earliest set aside; `longest`: all but the longest; `ignore`: not looked
    for. A brief cannot stand for the story that holds it, so for `contained` there is no `first`.
    """

    exact: Literal["first", "longest", "keep"] = "first"
    """What becomes of texts that differ in blanks alone."""
    near: Literal["first", "longest", "keep", "ignore"] = "keep"
    """What becomes of texts that share most of their words' order."""
    contained: Literal["longest", "keep", "ignore"] = "keep"
    """What becomes of a text that lies within a longer one."""
    near_similarity: Annotated[float, Field(ge=0.3, le=1)] = 0.6
    """The least Jaccard similarity, of sets of shingles of five words, that makes two texts near duplicates."""
    containment: Annotated[float, Field(ge=0.5, le=1)] = 0.8
    """The least share of the shorter text's shingles that the longer one must hold."""
    contained_words: Annotated[int, Field(ge=20)] = 30
    """Fewer words are not looked for in other texts."""
    window_days: Annotated[int, Field(ge=0)] | None = None
    """How many days a document and the one that it duplicates may lie apart. None: any number."""


class Output(_Section):
    """How a corpus is cut into files: a part ends near so many documents, and before so many bytes of input."""

    part_documents: Annotated[int, Field(ge=1)] = 20_000
    """Documents of a part, about."""
    part_bytes: Annotated[int, Field(ge=1)] = 256 << 20
    """Bytes of input that end a part."""
    raw_bytes: Annotated[int, Field(ge=0)] = 64 << 10
    """How much of a rejected file is kept in `rejects/`."""
    private: str | None = None
    """Where ledger, rejects and report go instead of into the corpus; a path begins at the settings file."""
    ledger_text: Literal["full", "none"] = "full"
    """Whether ledger and rejects hold removed text; `none`: places and lengths, and nothing can be restored."""


class Card(_Section):
    """What the dataset card and `croissant.json` say of a corpus that its documents do not tell."""

    name: Annotated[str, Field(min_length=1)] = "Corpus"
    """The title of the card."""
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")] = "1.0.0"
    """The version of the corpus."""
    license: str | None = None
    """As dataset hubs spell it, for example cc-by-4.0."""
    url: str | None = None
    """Where the corpus is described."""
    citation: str | None = None
    """How to cite it."""
    published: datetime.date | None = None
    """The day of its publication; no clock is asked."""


class Run(_Section):
    """How the work is done. Nothing here changes a byte of what comes out, unless a document breaks a limit."""

    workers: Annotated[int, Field(ge=0)] = 0
    """Processes; 0 is one for each processor."""
    partition_documents: Annotated[int, Field(ge=1)] = 1_000
    """About so many documents are worked on at a time."""
    engine: Literal["local", "dask"] = "local"
    """Where the work is done: processes of this machine, or the workers of a Dask cluster."""
    scheduler: str | None = None
    """The address of the cluster's scheduler; none: a cluster on this machine, for the run alone."""
    timeout_seconds: Annotated[float, Field(gt=0)] = 30
    """Seconds of computing for one document; a partition has them again for each 1,000 documents and each 4 MB."""
    memory_mib: Annotated[int, Field(ge=128)] = 2048
    """What a worker may have beyond what it begins with, in MiB."""
    cache: str | None = None
    """Where finished work is kept for the next run; none: below XDG_CACHE_HOME. "off": nothing is kept."""
    cache_mib: Annotated[int, Field(ge=0)] = 10_240
    """How much is kept there, in MiB; what was not used for longest goes first."""
    trust_mtime: bool = False
    """Take a file for unchanged where its size and its times are; else its bytes are hashed."""


class Drifting(_Section):
    """When `diff` calls a difference drift: docs/how-to/ci.md. It decides nothing of what comes out."""

    ratio: Annotated[float, Field(gt=1)] = 2.0
    """A share has drifted where it grew or shrank to so many times itself, and by more than chance, ..."""
    shift: Annotated[float, Field(gt=0, le=1)] = 0.1
    """... or moved by so much: 0.1 is ten points of a hundred."""
    documents: Annotated[float, Field(ge=0, le=1)] = 0.2
    """The share of the documents that may be gone."""
    changed: Annotated[float, Field(ge=0, le=1)] | None = None
    """The share of documents whose file is the same that may have another result. None: any."""
    length: Annotated[float, Field(gt=0)] = 0.25
    """By how much of itself a quantile of the lengths may grow or shrink."""
    ignore: tuple[DriftArea, ...] = ()
    """Areas that are told and never fail."""


class Settings(_Section):
    """Everything that a user may decide."""

    include: tuple[str, ...] = ("*",)
    """Names of files to read, as shell patterns; one with a slash is held against the whole address: `/a.txt`."""
    exclude: tuple[str, ...] = (HIDDEN, *OWN_FILES)
    """Names of files and folders to leave out, beside hidden ones (an empty list takes these in) and those of
    settings, decisions and proposals. They are counted, and the count is in the manifest."""
    encodings: tuple[str, ...] = ()
    """Encodings to try, in order, on files that are not UTF-8, tables apart. None: such files are rejected."""
    detect_encodings: tuple[str, ...] = ()
    """Encodings among which a detector may choose for what is left then. None: nothing is detected."""
    dialect: Literal["auto", "plain", "rfc822", "frontmatter"] = "auto"
    """How headers are written; `auto` looks at each file."""
    fields: Mapping[FieldName, OwnName] = Field(default_factory=dict)
    """Names that this corpus gives to fields of ours: published = "date", content = "text" (of a table)."""
    separator: LinePattern | None = None
    """An RE2 pattern of the whole line that begins another document of the same file; `From .*` in a mailbox."""
    csv_delimiter: Annotated[str, Field(pattern=r"^[^\r\n\"]$")] = ","
    """What parts the fields of a CSV file, unless its header names the text only if `,` `;` `|` or a tab does."""
    required: tuple[RequiredField, ...] = ("date", "text")
    """Fields that a document must have; one without is a reject, `field.missing`."""
    max_file_bytes: Annotated[int, Field(ge=1, le=1 << 31)] = 64 << 20
    """The largest document; of a file of many documents that of each, of a row of a table with all its columns."""
    max_expansion: Annotated[int, Field(ge=1, le=1 << 20)] = 1000
    """How many times its own size may come out of a compressed file or a table, beyond the first 64 MiB."""
    max_rejects: Annotated[int, Field(ge=0)] | Percentage | None = None
    """More rejects than this number, or this share ("2%"), and nothing is published. None: any number will do."""
    fix: Fix = Fix()
    tidy: Tidy = Tidy()
    boilerplate: Boilerplate = Boilerplate()
    dates: Dates = Dates()
    language: Language = Language()
    duplicates: Duplicates = Duplicates()
    output: Output = Output()
    decisions: Decisions = Decisions()
    """What a reviewer has decided: the lines of `decisions.toml`."""
    card: Card = Card()
    run: Run = Run()
    drift: Drifting = Drifting()

    _own_files: frozenset[str] = PrivateAttr(default=frozenset())

    @field_validator("max_rejects", mode="wrap")
    @classmethod
    def _a_count_or_a_share(cls, limit: object, checked: ValidatorFunctionWrapHandler) -> int | str | None:
        """Refuse what is no count and no share, and a share of more than all, in one message."""
        refusal = 'neither a number of documents nor a share up to 100%; for example 20 or "2%"'
        try:
            good: int | str | None = checked(limit)
        except ValidationError as error:
            raise ValueError(refusal) from error
        if isinstance(good, str) and Fraction(good.removesuffix("%")) > ALL:
            raise ValueError(refusal)
        return good

    @field_validator("exclude")
    @classmethod
    def _and_hidden(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """Leave out what is hidden where anything is, and say by what documents are judged, which always is."""
        added = (HIDDEN, *OWN_FILES) if patterns else ()
        return (*patterns, *(name for name in added if name not in patterns))

    @field_validator("encodings", "detect_encodings")
    @classmethod
    def _that_exist(cls, encodings: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse an encoding that Python does not know, or that is no encoding of text."""
        for name in encodings:
            try:
                "a".encode(name)
            except LookupError as error:
                raise ValueError(f"no encoding {name!r}; for example windows-1252") from error
        return encodings

    @property
    def quotes(self) -> bool:
        """Whether the corpus may quote what it removed: decisions in the manifest do, and messages of warnings."""
        return self.output.ledger_text == "full" and self.output.private is None

    @property
    def own_files(self) -> frozenset[str]:
        """The real paths of the files these settings were read from, and of those a check writes: no documents."""
        return self._own_files

    def read_from(self, files: Iterable[str | os.PathLike[str]]) -> "Settings":
        """Return these settings, as read from such files."""
        settings = self.model_copy()
        settings._own_files = frozenset(map(os.path.realpath, files))  # noqa: SLF001  # it is of this class
        return settings

    def decisive(self) -> dict[str, Any]:
        """Return the settings that decide what comes out, as plain values."""
        # What packs hold is pinned by the hash of the rules; where things lie is this machine's business.
        return self.model_dump(
            mode="json",
            exclude={
                "run": True,
                "drift": True,
                "boilerplate": {"packs"},
                "output": {"private"},
                "decisions": {"proposals", "home"},
            },
        )
