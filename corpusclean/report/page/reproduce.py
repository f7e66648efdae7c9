"""The settings of a corpus as a settings file: only what differs from the defaults."""

from collections.abc import Iterator, Mapping
from typing import Any

from corpusclean.decisions import quoted
from corpusclean.settings import Settings


def settings_text(settings: Mapping[str, Any]) -> str:
    """Return the text of a `corpusclean.toml` that gives these settings again.

    >>> changed = {"max_rejects": "2%", "language": {"allowed": ["en"]}}
    >>> print(settings_text({**Settings().decisive(), **changed}), end="")
    max_rejects = "2%"
    <BLANKLINE>
    [language]
    allowed = ["en"]
    """
    plain, sections = list[str](), list[str]()
    defaults = Settings().decisive()
    for name, value in settings.items():
        if name == "decisions" or value == defaults.get(name):
            continue
        if isinstance(value, Mapping) and isinstance(defaults.get(name), Mapping):
            lines = list(_changed(value, defaults[name]))
            sections += ["", f"[{name}]", *lines] if lines else []
        elif value is not None:
            plain.append(f"{name} = {_toml(value)}")
    return "".join(f"{line}\n" for line in [*plain, *(sections if plain else sections[1:])])


def _changed(section: Mapping[str, Any], defaults: Mapping[str, Any]) -> Iterator[str]:
    for name, value in section.items():
        default = defaults.get(name)
        if value == default or value is None:
            continue
        if isinstance(value, Mapping) and isinstance(default, Mapping):
            yield from (f"{name}.{line}" for line in _changed(value, default))
        else:
            yield f"{name} = {_toml(value)}"


def _toml(value: Any) -> str:  # noqa: ANN401  # whatever JSON holds
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{quoted(str(name))} = {_toml(each)}" for name, each in value.items()) + " }"
    return str(value)
