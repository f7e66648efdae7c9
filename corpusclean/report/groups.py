"""A group of duplicates in a terminal: who tells the story, and what one document tells otherwise."""

from collections.abc import Iterator

from rich.text import Text

from corpusclean.report.duplicates import Group, Member
from corpusclean.report.terminal import MARKS, visible
from corpusclean.report.words import number

_STYLES = {"gone": "strike red", "new": "green"}


def group_lines(group: Group, doc_id: str, *, marked: bool) -> Iterator[Text]:
    """Yield what a group tells, a line for each member, and how one of them differs from what it duplicates."""
    verb = "tells" if group.size == 1 else "tell"
    yield Text(f"      {number(group.size, 'document')} of this corpus {verb} this story")
    for name, told in (
        ("outlets", ", ".join(group.outlets)),
        ("agencies", ", ".join(group.agencies)),
        ("first date", group.first_date),
    ):
        if told:
            yield Text.assemble((f"{name:>12}  ", "dim"), visible(told))
    for member in group.members:
        here = "*" if member.doc_id == doc_id else " "
        yield Text.assemble(f"   {here}  ", visible(member.address), (f"  {member.date}  ", "dim"), _fate(member))
    if group.size > len(group.members):
        yield Text(f"      and {group.size - len(group.members):,} more", "dim")
    mine = next((member for member in group.members if member.doc_id == doc_id and member.differs), None)
    if mine is not None:
        yield Text.assemble(("\nHow it differs from ", "bold"), (visible(mine.of), "bold"))
        yield _difference(mine, marked=marked)


def _fate(member: Member) -> str:
    if not member.kind:
        return "stands for the group"
    how = "an exact copy" if member.kind == "exact" else f"{member.kind}, {member.similarity:.2f},"
    where = " in the archive" if member.archived else ""
    return f"{how} of {visible(member.of)}{where}; {'set aside' if member.aside else 'kept'}"


def _difference(member: Member, *, marked: bool) -> Text:
    shown = Text()
    for piece in member.differs:
        style = _STYLES.get(piece.fate, "")
        before, after = MARKS[style] if marked else ("", "")
        shown.append(f"{before}{visible(piece.text)}{after}", style)
    return shown
