"""The proposal file: TOML that a person reads, edits, and gives to `corpusclean rules accept`."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from corpusclean.decisions import quoted
from corpusclean.discover.propose import Proposal
from corpusclean.errors import UsageError
from corpusclean.kept import write_whole
from corpusclean.report.words import number

SHOWN_OUTLETS = 5
SHOWN_TEXTS = 10

_HEADER = """\
# Proposals of `corpusclean discover`, the most evidence first. Nothing is removed until one is accepted:
#
#     1. read what was `seen`; correct `kind`, `where` and `wordings` (their language: `corpusclean rules show`,
#        or corpusclean/boilerplate/wording.py)
#     2. add at least one [[proposals.keep]]: a text that looks like the notice and must stay
#     3. corpusclean rules accept {name} --id ID --out PACK
#
# {documents}, {outlets}, text in {least} or more.
"""


def write_proposals(
    path: Path,
    proposals: Sequence[Proposal],
    candidates: Sequence[Sequence[str]],
    *,
    documents: int,
    outlets: int,
    least: int,
) -> None:
    """Write a proposal file, whole or not at all.

    Raises UsageError where it exists: somebody may have worked on it.
    """
    refuse_existing(path)
    text = _HEADER.format(
        name=path.name,
        documents=number(documents, "document"),
        outlets=number(outlets, "outlet"),
        least=number(least, "document"),
    )
    for place, (proposal, near) in enumerate(zip(proposals, candidates, strict=True), start=1):
        text += "\n" + "\n".join(_lines(place, proposal, near)) + "\n"
    write_whole(path, text.encode())


def refuse_existing(path: Path) -> None:
    """Refuse to write where something is."""
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path}: exists, and may hold your work; name another file, or take it away")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.parent}; make it, or name another file")


def _lines(place: int, proposal: Proposal, near: Sequence[str]) -> Iterable[str]:
    evidence = proposal.evidence
    yield "[[proposals]]"
    yield f"id = {quoted(proposal.id)}"
    yield f"number = {place}"
    doubt = ""
    if proposal.told is None:
        doubt = "  # its words tell no kind: set it"
    elif proposal.told != proposal.kind:
        doubt = f"  # its words tell {proposal.told}, which is no kind of a rule: may it go?"
    yield f"kind = {quoted(proposal.kind)}{doubt}"
    yield f"languages = {_list(proposal.languages)}"
    yield f"where = {_list(proposal.where)}"
    yield "wordings = ["
    yield from (f"    {quoted(wording)}," for wording in proposal.wordings)
    yield "]"
    yield f"score = {proposal.score}"
    yield f"documents = {evidence.documents}"
    yield f"contexts = {evidence.contexts}  # different sentences beside it"
    yield f"inside = {evidence.inside}  # documents in which article follows it, and comes before"
    yield f"own_paragraph = {evidence.own_paragraph:.2f}"
    yield f"bracketed = {evidence.bracketed:.2f}"
    outlets = [f"{name or '(none)'}: {count} of {total}" for name, count, total in evidence.outlets]
    more = len(outlets) - SHOWN_OUTLETS
    yield f"outlets = {_list(outlets[:SHOWN_OUTLETS])}" + (f"  # and {more} more" if more > 0 else "")
    yield "seen = ["
    yield from (
        f"    {{ documents = {seen.documents}, text = {quoted(seen.text)} }},"
        for seen in proposal.seen[:SHOWN_TEXTS]
    )
    if len(proposal.seen) > SHOWN_TEXTS:
        yield f"    # and {len(proposal.seen) - SHOWN_TEXTS} more texts"
    yield "]"
    for example in proposal.examples:
        yield from ("", *table("proposals.examples", why=example.why, text=example.text, stays=example.stays))
    yield ""
    if near:
        yield "# The nearest text that does not match. Take the marks off what must stay, or write your own:"
    else:
        yield "# Nothing near was found that must stay. Write a text that looks like the notice and is none:"
    for text in near or ("",):
        why = "the nearest that was found" if near else ""
        yield from (f"# {line}" for line in table("proposals.keep", why=why, text=text))


def table(name: str, **values: str) -> list[str]:
    """Return the lines of a TOML table in a list of tables."""
    return [f"[[{name}]]", *(f"{key} = {quoted(value)}" for key, value in values.items())]


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, values))}]"
