"""Where documents lie, as decisions call them: by the end of a path, of which an address may be less."""

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from corpusclean.decisions import Decisions, beginnings
from corpusclean.read.inventory import addressed
from corpusclean.read.naming import printable
from corpusclean.settings import Settings
from corpusclean.storage import url_of


def with_places(settings: Settings, inputs: Sequence[Path], base: Path | None = None) -> Settings:
    """Return settings whose decisions know the paths of what lies under the inputs, as far as they name these.

    So they mean the same documents, whichever folder or file is an input. Of what lies in an object store they
    know the address.
    """
    decisions = settings.decisions
    if not decisions.keep and not decisions.leave_out:
        return settings
    kept = {begins for each in decisions.keep for begins in beginnings(each)}
    places = dict[str, str]()
    for path in inputs:
        if url_of(path) is None:
            prefix, address = addressed(path, base, among=len(inputs) > 1)
            whole = printable(os.path.abspath(path))  # noqa: PTH100  # links are not followed
            is_folder = os.path.isdir(path)  # noqa: PTH112  # false, whatever the rights
            named = _named(f"{whole.rstrip('/')}/" if is_folder else whole, kept, decisions)
            begins = prefix if is_folder else address
            if named.count("/") > begins.count("/"):
                places[begins] = named
    told = dict(sorted(places.items()))  # they are on record: the order of the inputs is nobody's business
    return settings.model_copy(update={"decisions": decisions.model_copy(update={"places": told})})


def _named(path: str, kept: Collection[str], decisions: Decisions) -> str:
    """Return the longest end of the path of a file, or of a folder with its slash, that a decision names.

    `kept` are the beginnings of what they keep texts in. An outlet is named that a folder on the way is called,
    below the decisions.
    """
    named = [end for end in _ends(path) if end in kept]
    home = f"{decisions.home.rstrip('/')}/"
    if decisions.home and path.startswith(home):
        below = _ends(f"/{path.removeprefix(home)}")
        named += [end for end in below if "/" in end and end.partition("/")[0] in decisions.leave_out]
    return max(named, key=len, default="")


def _ends(path: str) -> Iterator[str]:
    """Yield every end of a path that begins with a name.

    >>> list(_ends("/raw/mail/"))
    ['raw/mail/', 'mail/']
    """
    yield from (path[place + 1 :] for place, char in enumerate(path[:-1]) if char == "/")
