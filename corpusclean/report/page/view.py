"""What the page says: the manifest's figures and what the tables hold, as rows that a template writes down."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.codes import CODES
from corpusclean.decisions import EVERYWHERE, accept_line, changes, honoured, keep_line, leave_out_line, whole
from corpusclean.report.page import charts
from corpusclean.report.page.excerpts import Excerpt, Piece, differences, different, of_edit, of_notice, readable
from corpusclean.report.page.extremes import MEASURES
from corpusclean.report.page.reproduce import settings_text
from corpusclean.report.page.seen import CANDIDATES, Seen, see
from corpusclean.report.page.shown import Shown, members, shown, shown_rejects
from corpusclean.report.words import number, sentence
from corpusclean.withheld import is_withheld

EXAMPLES = 3
"""Examples shown of a rule, a repair or a code."""

OUTLETS, LANGUAGES = 200, 60
"""Rows of tables that could be endless; what is left out is told."""

GROUPS, LARGEST, MEMBERS = 12, 6, 8
"""Groups of duplicates that are shown, how many of them for their size, and the members shown of each."""

BEGINNING = 160
"""Characters of a rejected file that are shown."""


class Choice(NamedTuple):
    """What a reviewer may decide of an excerpt, in words, and the line that says so."""

    words: str
    line: str


class Example(NamedTuple):
    """An excerpt, and what may be decided about it."""

    excerpt: Excerpt
    choices: tuple[Choice, ...]


class Step(NamedTuple):
    """A line of the books: how deep it stands, what it counts, how many, of how many, and its colour."""

    depth: int
    name: str
    documents: int
    share: float
    colour: str
    note: str = ""


class GroupSizes(NamedTuple):
    """How many groups of duplicates there are, the documents in them, and the size of each that is shown."""

    groups: int
    documents: int
    chosen: Mapping[str, int]


def view(manifest: Mapping[str, Any], corpus: Path) -> dict[str, Any]:
    """Return what the template of the page needs, of a manifest and the tables of its corpus."""
    seen = see(corpus)
    wanted = {sample for lowest in (seen.of_rules, seen.unsure, seen.of_repairs, seen.of_warnings)
              for sample in lowest.documents()}  # fmt: skip
    sizes = _group_sizes(seen)
    groups = members(corpus, list(sizes.chosen), MEMBERS)
    documents = shown(corpus, wanted | {doc_id for ids in groups.values() for doc_id in ids})
    rejects = shown_rejects(corpus, set(seen.of_codes.documents()))
    nodes = _nodes(manifest, seen)
    return {
        "manifest": manifest,
        "sentence": sentence(manifest["documents"]),
        "figures": _figures(manifest, seen, sizes),
        "flow": charts.flow(nodes, f"Where each document went. {sentence(manifest['documents'])}"),
        "books": _books(nodes),
        "reasons": _reasons(manifest, seen, rejects),
        "doubts": _doubts(manifest, seen, documents),
        "rules": _rules(seen, documents, withheld=is_withheld(manifest)),
        "repairs": _repairs(seen, documents),
        "out_of_line": [(row, leave_out_line(row["outlet"], row["rule"])) for row in manifest["out_of_line"]],
        "languages": _languages(seen),
        "dates": _dates(seen),
        "lengths": _lengths(seen),
        "outlets": _outlets(seen),
        "duplicates": _duplicates(seen, sizes, groups, documents),
        "extremes": _extremes(seen),
        "decisions": honoured(manifest),
        "proposed": _proposed(manifest),
        "settings": settings_text(manifest["settings"]),
        "withheld": is_withheld(manifest),
        "candidates": CANDIDATES,
        "examples": EXAMPLES,
        "bar": charts.bar,
    }


def _figures(manifest: Mapping[str, Any], seen: Seen, sizes: GroupSizes) -> list[tuple[str, str, str]]:
    documents, inventory, counts = manifest["documents"], manifest["inventory"], manifest["counts"]
    found = max(documents["found"], 1)
    undone = "without their text" if is_withheld(manifest) else "each can be undone"
    told = [
        (
            "clean",
            f"{documents['clean']:,}",
            f"{100 * documents['clean'] / found:.1f} % of {documents['found']:,} documents",
        ),
        ("set aside", f"{documents['duplicates']:,}", f"duplicates; {number(sizes.groups, 'group')} in all"),
        (
            "rejected",
            f"{documents['rejects']:,}",
            f"{100 * documents['rejects'] / found:.1f} %, each with all its reasons",
        ),
        ("notices found", f"{sum(counts['notices'].values()):,}", f"by {number(len(counts['notices']), 'rule')}"),
        ("edits on record", f"{changes(counts['edits']):,}", undone),
        ("input", _size(inventory["bytes"]), f"in {number(inventory['files'], 'file')}"),
    ]
    languages = [code for code in seen.languages if code != "und"]
    told.append(("languages", f"{len(languages):,}", "of the clean documents"))
    days = sorted(seen.days)
    if days:
        told.append(("different days", f"{len(days):,}", f"{days[0].isoformat()} to {days[-1].isoformat()}"))
    return told


def _size(count: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1000:  # noqa: PLR2004  # decimal units
            return f"{count:,.0f} {unit}" if unit == "bytes" else f"{count:,.1f} {unit}"
        count /= 1000
    return f"{count:,.1f} TB"


def _nodes(manifest: Mapping[str, Any], seen: Seen, most: int = 6) -> list[charts.Node]:
    """Return the stations of the flow. Every count of a column is split without rest into those after it."""
    documents = manifest["documents"]
    nodes = [
        charts.Node("found", 0, "documents found", documents["found"], "ink"),
        charts.Node("clean", 1, "clean", documents["clean"], "clean", "found"),
        charts.Node("duplicates", 1, "set aside as duplicates", documents["duplicates"], "duplicates", "found"),
        charts.Node("rejects", 1, "rejected", documents["rejects"], "rejects", "found"),
    ]
    fates = {"clean": seen.fates, "duplicates": seen.dup_kinds, "rejects": seen.first_codes}
    for source, counted in fates.items():
        ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        ranked = [(name, count) for name, count in ranked if count]
        rest = sum(count for _, count in ranked[most:])
        told = [*ranked[:most], *([("by other reasons", rest)] if rest else [])]
        nodes += [charts.Node(f"{source}/{name}", 2, name, count, source, source) for name, count in told]
    return [node for node in nodes if node.documents or node.column == 0]


def _books(nodes: Sequence[charts.Node]) -> list[Step]:
    found = max(nodes[0].documents, 1)
    steps = list[Step]()
    for node in nodes:
        if node.column < 2:  # noqa: PLR2004  # the stations
            note = "under its first reason" if node.key == "rejects" else ""
            steps.append(Step(node.column, node.name, node.documents, node.documents / found, node.colour, note))
            steps += [
                Step(2, child.name, child.documents, child.documents / found, child.colour)
                for child in nodes
                if child.column == 2 and child.source == node.key  # noqa: PLR2004  # as above
            ]
    return steps


def _reasons(manifest: Mapping[str, Any], seen: Seen, rejects: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = list[dict[str, Any]]()
    for code, count in _ranked(manifest["counts"]["codes"]):
        samples = [rejects[sample.doc_id] for sample in seen.of_codes.of(code)[:EXAMPLES]]
        rows.append(
            {
                "code": code,
                "count": count,
                "first": seen.first_codes[code],
                "about": CODES[code],
                "examples": [_rejected(row, code) for row in samples],
            }
        )
    return rows


def _rejected(row: Mapping[str, Any], code: str) -> dict[str, Any]:
    reason = next(reason for reason in row["reasons"] if reason["code"] == code)
    raw = (row["raw"] or b"")[: 2 * BEGINNING].decode("utf-8", errors="replace")
    return {
        "place": readable(_place(row["address"], reason)),
        "message": readable(reason["message"]),
        "others": [other["code"] for other in row["reasons"] if other["code"] != code],
        "raw": readable(raw.strip())[:BEGINNING],
    }


def _place(address: str, reason: Mapping[str, Any]) -> str:
    told = [address, *(str(reason[key]) for key in ("line", "column") if reason[key])]
    return ":".join(told)


def _doubts(manifest: Mapping[str, Any], seen: Seen, documents: Mapping[str, Shown]) -> list[dict[str, Any]]:
    rows = list[dict[str, Any]]()
    for code, count in _ranked(manifest["counts"]["warnings"]):
        samples = [(documents[each.doc_id].row, each.number) for each in seen.of_warnings.of(code)[:EXAMPLES]]
        told = [(row["address"], row["warnings"][place]) for row, place in samples]
        examples = [
            {"place": readable(_place(address, warning)), "message": readable(warning["message"])}
            for address, warning in told
        ]
        rows.append({"code": code, "count": count, "about": CODES[code], "examples": examples})
    return rows


def _rules(seen: Seen, documents: Mapping[str, Shown], *, withheld: bool) -> list[dict[str, Any]]:
    rows = list[dict[str, Any]]()
    most = max((rule.hits for rule in seen.rules.values()), default=1)
    for name, rule in sorted(seen.rules.items(), key=lambda item: (-item[1].hits, item[0])):
        unsure = [of_notice(documents[each.doc_id], each.number) for each in seen.unsure.of(name)]
        drawn = [of_notice(documents[each.doc_id], each.number) for each in seen.of_rules.of(name)]
        chosen = different([*unsure[:1], *drawn, *unsure[1:]], EXAMPLES)
        repair = seen.repairs.get(f"strip/{name}")
        rows.append(
            {
                "name": name,
                "rule": rule,
                "share": rule.hits / most,
                "characters": repair.before if repair else 0,
                "examples": [Example(excerpt, _choices(excerpt, name, withheld=withheld)) for excerpt in chosen],
            }
        )
    return rows


def _choices(excerpt: Excerpt, rule: str, *, withheld: bool) -> tuple[Choice, ...]:
    choices = list[Choice]()
    if excerpt.taken and not withheld:  # no decision can name a text that is not kept
        line = keep_line(whole(excerpt.address), excerpt.taken, rule)
        choices.append(Choice("Keep this text in this document", line))
        choices.append(Choice("Keep this text in every document", keep_line(EVERYWHERE, excerpt.taken, rule)))
    if excerpt.outlet:
        choices.append(
            Choice(f"Leave this rule out for {readable(excerpt.outlet)}", leave_out_line(excerpt.outlet, rule))
        )
    return tuple(choices)


def _repairs(seen: Seen, documents: Mapping[str, Shown]) -> list[dict[str, Any]]:
    rows = list[dict[str, Any]]()
    told = {name: repair for name, repair in seen.repairs.items() if name.startswith("fix/")}
    most = max((repair.edits for repair in told.values()), default=1)
    for name, repair in sorted(told.items(), key=lambda item: (-item[1].edits, item[0])):
        drawn = [of_edit(documents[each.doc_id], each.number) for each in seen.of_repairs.of(name)]
        rows.append(
            {
                "name": name,
                "repair": repair,
                "share": repair.edits / most,
                "examples": [Example(excerpt, ()) for excerpt in different(drawn, EXAMPLES)],
            }
        )
    return rows


def _languages(seen: Seen) -> dict[str, Any]:
    ranked = _ranked(seen.languages)
    most = max(seen.languages.values(), default=1)
    total = max(sum(seen.languages.values()), 1)
    rows = [(code, count, count / total, count / most) for code, count in ranked[:LANGUAGES]]
    return {"rows": rows, "more": len(ranked) - len(rows)}


def _dates(seen: Seen) -> dict[str, Any]:
    bars, unit = charts.by_date(seen.days)
    days = sorted(seen.days)
    span = f" from {days[0].isoformat()} to {days[-1].isoformat()}" if days else ""
    label = f"Clean documents by {unit}{span}: {len(bars)} bars, a table follows."
    return {
        "bars": bars,
        "unit": unit,
        "undated": seen.undated,
        "chart": charts.columns(bars, label),
        "span": span,
    }


def _lengths(seen: Seen) -> dict[str, Any]:
    lengths = np.concatenate(seen.lengths) if seen.lengths else np.empty(0, np.int64)
    bars = charts.by_length(lengths)
    label = f"Clean documents by length in characters: {len(bars)} bars, a table follows."
    told: list[tuple[str, int]] = []
    if len(lengths):
        names = ("shortest", "a tenth is shorter than", "median", "a tenth is longer than", "longest")
        shares = np.quantile(lengths, (0, 0.1, 0.5, 0.9, 1), method="inverted_cdf")
        told = [(name, int(value)) for name, value in zip(names, shares, strict=True)]
        told += [("mean", round(float(lengths.mean()))), ("all together", int(lengths.sum()))]
    return {"bars": bars, "chart": charts.columns(bars, label), "told": told}


def _outlets(seen: Seen) -> dict[str, Any]:
    table = seen.outlets.table()
    ranked = table.take(pc.sort_indices(table, sort_keys=[("documents", "descending"), ("outlet", "ascending")]))
    shown_ = ranked.slice(0, OUTLETS).to_pylist()
    most = max((outlet["documents"] for outlet in shown_), default=1)
    rows = [(outlet["outlet"], outlet, outlet["documents"] / most) for outlet in shown_]
    named = len(table) > 1 or any(name for name, *_ in rows)
    return {"rows": rows, "more": len(ranked) - len(rows), "named": named}


def _group_sizes(seen: Seen) -> GroupSizes:
    """Choose groups: the largest, then those of the lowest id, which is a hash."""
    table = seen.groups.table()
    by_size = pc.sort_indices(table, sort_keys=[("documents", "descending"), ("group", "ascending")])
    largest, rest = table.take(by_size[:LARGEST]), table.take(by_size[LARGEST:])
    others = rest.take(pc.sort_indices(rest["group"])[: GROUPS - LARGEST])
    chosen = pa.concat_tables([largest, others])
    sizes = dict(zip(chosen["group"].to_pylist(), chosen["documents"].to_pylist(), strict=True))
    return GroupSizes(len(table), pc.sum(table["documents"]).as_py() or 0, sizes)


def _duplicates(
    seen: Seen,
    sizes: GroupSizes,
    groups: Mapping[str, Sequence[str]],
    documents: Mapping[str, Shown],
) -> dict[str, Any]:
    rows = list[dict[str, Any]]()
    for group, size in sizes.chosen.items():
        first, *others = (documents[doc_id] for doc_id in groups[group])
        rows.append(
            {
                "size": size,
                "archived": first.row["doc_id"] != group,
                "first": first,
                "members": [_beside(other, first, documents) for other in others],
                "more": size - len(groups[group]),
            }
        )
    return {
        "groups": rows,
        "total": sizes.groups,
        "documents": sizes.documents,
        "aside": _ranked(seen.dup_kinds),
        "marked": _ranked(seen.marked),
    }


def _beside(
    other: Shown, first: Shown, documents: Mapping[str, Shown]
) -> tuple[Shown, Shown | None, tuple[Piece, ...]]:
    """Return a member, the document that it duplicates if that is not the first, and how the two differ.

    A document that is not shown is not read for this: the first stands in its place.
    """
    duplicated = documents.get(other.row["dup_of"] or "", first)
    return other, (None if duplicated is first else duplicated), _difference(duplicated, other)


def _difference(first: Shown, other: Shown) -> tuple[Piece, ...]:
    one, two = first.row["text"], other.row["text"]
    return () if one == two else differences(one, two)


def _extremes(seen: Seen) -> list[dict[str, Any]]:
    told = list[dict[str, Any]]()
    for measure in MEASURES:
        rows = seen.extremes.found.get(measure.name, [])
        if rows:
            told.append({"measure": measure, "rows": [(row, _value(row.value)) for row in rows]})
    return told


def _value(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"


def _proposed(manifest: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], list[Choice]]]:
    """Return the proposals that nobody has decided about, each with the lines that accept it."""
    told = list[tuple[Mapping[str, Any], list[Choice]]]()
    for each in manifest["settings"].get("decisions", {}).get("proposed", ()):
        lines = [Choice("Accept it; this must stay", accept_line(each["id"], text)) for text in each["near"]]
        told.append((each, lines))
    return told


def _ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
