"""Find a settings file, and read it."""

import itertools
import json
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from corpusclean.decisions import FILE_NAME as DECISIONS
from corpusclean.decisions import DecisionLines, Decisions, read_decisions, refused
from corpusclean.errors import UsageError
from corpusclean.refusals import WRITTEN, all_refused, line_of, not_toml, refused_key
from corpusclean.settings.sections import Settings
from corpusclean.settings.values import FILE_NAME

_Read = TypeVar("_Read", bound=BaseModel)


def load_settings(config: str | Path | None = None, inputs: Sequence[Path] = ()) -> Settings:
    """Return the settings of `config`; without one, those at the inputs, those here, or the defaults.

    They know the files that they are read from, which are no documents.
    Raises UsageError that names the file, the key and the way out; and where inputs have different ones.
    """
    place = settings_file(config, inputs)
    settings = Settings() if place is None else _parse(place)
    decisions = decisions_file(place, inputs)
    if decisions is not None:
        settings = _decided(settings, decisions)
    proposals = [] if decisions is None else [decisions.parent / settings.decisions.proposals]
    return settings.read_from([*([] if place is None else [place]), *proposals])


_MAKERS = "cc.load_settings(FILE) makes one of a file, cc.Settings(**TABLE) of a dict"


def given_settings(settings: Settings | None) -> Settings:
    """Return the settings that a caller in Python gives, or the defaults. Raises TypeError for anything else."""
    if settings is None or isinstance(settings, Settings):
        return settings or Settings()
    raise TypeError(f"settings: a {type(settings).__name__} is no cc.Settings; {_MAKERS}")


def decisions_file(settings: Path | None, inputs: Sequence[Path] = ()) -> Path | None:
    """Return the decisions beside a settings file; without one, those found as such a file is; or None.

    Raises UsageError where inputs have different ones.
    """
    if settings is not None:
        found = {settings.parent / DECISIONS} if _is_there(settings.parent / DECISIONS) else set[Path]()
    else:
        nearest = (_nearest(path, DECISIONS) for path in inputs)
        found = {place for place in nearest if place is not None}
        if not found and _is_there(Path(DECISIONS)):
            found = {Path(DECISIONS)}
    if len(found) > 1:
        names = ", ".join(map(str, sorted(found)))
        raise UsageError(
            f"the inputs have decisions of their own ({names}); name settings beside those that count"
        )
    return next(iter(found), None)


def settings_file(config: str | Path | None, inputs: Sequence[Path] = ()) -> Path | None:
    """Return the file that holds the settings: `config`, or the one that is found; None where there is none.

    Looked for in this order: `corpusclean.toml` in an INPUT folder or beside an INPUT file, and in the folders
    above it that lie in the working directory; `corpusclean.toml` in the working directory; `[tool.corpusclean]`
    in its `pyproject.toml`. Raises UsageError where inputs have different ones, or some have none.
    """
    if config is not None:
        return Path(config)
    nearest = {path: _nearest(path) for path in inputs}
    found = sorted({place for place in nearest.values() if place is not None})
    without = next((path for path, place in nearest.items() if place is None and _is_here(path)), None)
    if len(found) > 1 or (found and without is not None):
        names = ", ".join(map(str, found))
        if without is not None:
            beneath = settings_file(None, [without])
            names += f"; {without} has none" if beneath is None else f"; for {without} it is {beneath}"
        raise UsageError(f"the inputs have settings of their own ({names}); name those that count: --config")
    for place in [*found, Path(FILE_NAME)]:
        if _is_there(place):
            return place
    project = Path("pyproject.toml")
    return project if project.is_file() and _section(_read(project)) is not None else None


def settings_base(config: str | Path | None, inputs: Sequence[Path]) -> Path | None:
    """Return the folder of the settings that lie at the inputs or above them; None where they lie elsewhere.

    What they say of documents, of names to leave out and of dates in paths, calls them by their paths in it.
    """
    place = settings_file(config, inputs)
    near = config is None and place is not None and any(_nearest(path) == place for path in inputs)
    return place.parent if near and place is not None else None


def decisive_files(config: str | Path | None, inputs: Sequence[Path], settings: Settings) -> list[Path]:
    """Return every file, there or not, that decides how documents are judged: what changes one may change that.

    Settings and decisions wherever they are looked for, rule packs, and proposals that are accepted.
    """
    from corpusclean.boilerplate.rule import is_rule_text  # noqa: PLC0415  # it stands above the settings

    place = settings_file(config, inputs)
    folders = [place.parent] if place is not None else []
    if config is None:
        folders += dict.fromkeys([*itertools.chain.from_iterable(map(_folders, inputs)), Path()])
    files = [] if place is None else [place]
    files += [folder / name for folder in folders for name in (FILE_NAME, DECISIONS)]
    files += [Path(pack) for pack in settings.boilerplate.packs if not is_rule_text(pack)]
    decisions = decisions_file(place, inputs)
    if decisions is not None and settings.decisions.accept:
        files.append(decisions.parent / settings.decisions.proposals)
    return list(dict.fromkeys(files))


def _nearest(path: Path, name: str = FILE_NAME) -> Path | None:
    """Return the file of that name at an input, or the nearest above it and below the working directory."""
    return next((folder / name for folder in _folders(path) if _is_there(folder / name)), None)


def _folders(path: Path) -> Iterator[Path]:
    """Yield the folder of an input, and those above it and below the working directory."""
    here = Path.cwd()
    folder = path if os.path.isdir(path) else path.parent  # noqa: PTH112  # false, whatever the rights
    yield folder
    whole = Path(os.path.abspath(folder))  # noqa: PTH100  # links are not followed
    for above in whole.parents if here in whole.parents else ():
        if above == here:
            break
        yield Path(os.path.relpath(above))


def _decided(settings: Settings, place: Path) -> Settings:
    """Return the settings with the decisions of a file.

    Raises UsageError where the settings have decisions of their own beside them, and for a decision that is none.
    """
    if settings.decisions != Decisions():
        raise UsageError(f"{place}: the settings have decisions of their own; leave them in one of the two files")
    lines = _read_as(DecisionLines, read_decisions(place), str(place), partial(_line, place, ()))
    from corpusclean.discover.accept import accepted_rule, pending  # noqa: PLC0415  # it stands above the settings

    home = os.path.abspath(place.parent)  # noqa: PTH100  # links are not followed
    decisions = Decisions.model_validate(lines.model_dump(exclude_unset=True) | {"home": home})
    proposals = place.parent / decisions.proposals
    if "proposals" in decisions.model_fields_set and not _is_there(proposals):
        where = _line(place, (), ("proposals",)) or 1
        raise UsageError(f"{place}:{where}: proposals: {proposals}: no such file; name one that `discover` wrote")
    rules = tuple(
        accepted_rule(proposals, name, keep, f"{place}:{_line(place, (), ('accept', name)) or 1}")
        for name, keep in decisions.accept.items()
    )
    if _is_there(proposals):
        decisions = decisions.model_copy(update={"proposed": tuple(pending(proposals, decisions.accept))})
    packs = settings.boilerplate.packs + rules
    if decisions.keep or decisions.leave_out:
        _refuse(decisions, packs, place)
    section = settings.boilerplate.model_copy(update={"packs": packs})
    return settings.model_copy(update={"boilerplate": section, "decisions": decisions})


def _refuse(decisions: Decisions, packs: tuple[str, ...], place: Path) -> None:
    """Raise UsageError where a decision names a rule that does not exist, or leaves one out without a why."""
    from corpusclean.boilerplate.rule import load_rules  # noqa: PLC0415  # it stands above the settings

    known = [rule.id for rule in load_rules(packs).rules]
    problems = [f"{place}:{_line(place, (), key) or 1}: {why}" for key, why in refused(decisions, known)]
    if problems:
        raise UsageError("\n".join(problems))


def _is_here(path: Path) -> bool:
    """Tell whether an input has a folder on this machine: neither standard input nor what a URL names."""
    return str(path) != "-" and os.path.isdir(path.parent)  # noqa: PTH112  # false, whatever the rights


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; name a folder that can be looked into") from error


def _parse(path: Path) -> Settings:
    table, above = _read(path), tuple[str, ...]()
    if path.name == "pyproject.toml":
        section, above = _section(table), _PROJECT
        if section is None:  # it was named: one that is looked for has it
            raise UsageError(f"{path}: it has no [{'.'.join(_PROJECT)}]; add that, or name another file")
        if not isinstance(section, dict):
            where = f"{path}:{_line(path, (), above) or 1}: {'.'.join(above)}"
            raise UsageError(f"{where}: must be a section of its own (got {section!r})")
        table = section
    elif _section(table) is not None:
        where = f"{path}:{_line(path, (), _PROJECT) or 1}: {'.'.join(_PROJECT)}"
        raise UsageError(f"{where}: a section of pyproject.toml; here its keys stand without it")
    settings = settings_from(table, str(path), partial(_line, path, above))
    # Read anew, a manifest says more of decisions than a person may.
    _read_as(DecisionLines, table.get("decisions", {}), str(path), partial(_line, path, (*above, "decisions")))
    packs = tuple(str(path.parent / pack) for pack in settings.boilerplate.packs)
    if none := next((pack for pack in packs if not os.path.exists(pack)), None):  # noqa: PTH110  # whatever the rights
        where = f"{path}:{_line(path, above, ('boilerplate', 'packs')) or 1}: boilerplate.packs"
        raise UsageError(f"{where}: {none}: no such file or folder; a path begins at the settings file")
    cache, private = settings.run.cache, settings.output.private
    if cache != "off":
        cache = _beside(path, cache)
    return settings.model_copy(
        update={
            "boilerplate": settings.boilerplate.model_copy(update={"packs": packs}),
            "output": settings.output.model_copy(update={"private": _beside(path, private)}),
            "run": settings.run.model_copy(update={"cache": cache}),
        }
    )


def _beside(settings: Path, named: str | None) -> str | None:
    """Return a path as it is meant in a settings file. A URL stays one: whoever uses it refuses it."""
    return named if named is None or "://" in named else str(settings.parent / named)


_PROJECT = ("tool", "corpusclean")
"""Where the settings are in a pyproject.toml."""


def _line(path: Path, above: Sequence[str], location: Sequence[int | str]) -> int | None:
    """Return the line of a file on which a setting is."""
    return line_of(path.read_text(encoding=WRITTEN), (*above, *location))


def _section(project: Mapping[str, Any]) -> Any:  # noqa: ANN401  # whatever stands there
    """Return `[tool.corpusclean]` of a pyproject.toml, None where there is none."""
    tool = project.get("tool")
    return tool.get("corpusclean") if isinstance(tool, dict) else None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding=WRITTEN))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; name a settings file that can be read") from error
    except (ValueError, RecursionError) as error:  # bad TOML, bad UTF-8, a number of 5,000 digits; too deep
        raise UsageError(not_toml(path, error)) from error


def settings_from(
    table: Mapping[str, Any], name: str, line: Callable[[Sequence[int | str]], int | None] = lambda _: None
) -> Settings:
    """Return the settings of a table. `name` is the file, for messages, and `line` tells on which line a key is.

    Raises UsageError with every problem, a line each.
    """
    return _read_as(Settings, table, name, line)


def _read_as(
    model: type[_Read], table: Mapping[str, Any], name: str, line: Callable[[Sequence[int | str]], int | None]
) -> _Read:
    noun = "setting" if model is Settings else "key"
    try:
        # As JSON a list may be a tuple, and yet `true` is no number and "5" none either.
        return model.model_validate_json(json.dumps(table, default=str), strict=True)
    except ValidationError as error:
        told = ((line(item["loc"]), refused_key(item, model, noun)) for item in all_refused(error))
        problems = (f"{name}: {problem}" if at is None else f"{name}:{at}: {problem}" for at, problem in told)
        raise UsageError("\n".join(problems)) from error
