"""The step: notices of a frame of documents, by the rules and limits of the settings."""

from collections.abc import Hashable, Mapping
from functools import cache, partial

import pandas as pd
import pyarrow as pa

from corpusclean.boilerplate.decide import Limits, strip_decided
from corpusclean.boilerplate.match import Rulebook, book_of
from corpusclean.boilerplate.rule import load_rules
from corpusclean.boilerplate.strip import Brake, Stripped, strip_text
from corpusclean.codes import Reason
from corpusclean.decisions import Decisions
from corpusclean.frame import series
from corpusclean.outlet import outlet_names
from corpusclean.settings import Settings
from corpusclean.working import add_edits, add_reasons, replace_text
from corpusclean_schemas.types import NOTICES


@cache
def rulebook(packs: tuple[str, ...], without: frozenset[str] = frozenset()) -> Rulebook:
    """Return the shipped rules and those of packs, ready to be looked for; made once per process."""
    pack = load_rules(packs)
    if without:
        return Rulebook([rule for rule in pack.rules if rule.id not in without])
    return book_of(pack)


def strip_notices(documents: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Remove notices from `text`, and set `notices`, `syndicated`, `agency`, `dateline`; add to `edits`.

    A text that is nothing but notices, or of which matches that are not exact would take too much, is left whole,
    with the reason `boilerplate.over_removal`.
    """
    chosen = settings.boilerplate
    book = rulebook(chosen.packs)
    brake = Brake(chosen.max_removal, chosen.min_article)
    texts, bodies, earlier = (documents[name].tolist() for name in ("text", "body", "edits"))
    strip = partial(strip_text, rules=book, policy=chosen.policy, cutoff=chosen.min_similarity, brake=brake)
    told = book.evidence.spots_of(texts)  # all at once: what is looked for then stays at hand
    rows = zip(texts, told, bodies, earlier, strict=True)
    results = [strip(text, spots=spots, body=body, earlier=edits) for text, spots, body, edits in rows]
    if settings.decisions.keep or settings.decisions.leave_out:
        results = _by_decisions(documents, results, settings)
    index = documents.index
    columns = {
        "notices": series([result.notices for result in results], NOTICES, index),
        "syndicated": series([result.syndicated for result in results], pa.bool_(), index),
        "agency": series([result.agency for result in results], pa.string(), index),
        "dateline": series([result.dateline for result in results], pa.string(), index),
    }
    named = dict(zip(index, results, strict=True))
    reasons = {
        label: [Reason("boilerplate.over_removal", result.over_removed, "text")]
        for label, result in named.items()
        if result.over_removed
    }
    edited = {label: result for label, result in named.items() if result.edits}
    documents = add_reasons(documents.assign(**columns), reasons)
    documents = add_edits(documents, {label: result.edits for label, result in edited.items()})
    return replace_text(documents, {label: result.text for label, result in edited.items()})


def _by_decisions(documents: pd.DataFrame, results: list[Stripped], settings: Settings) -> list[Stripped]:
    """Strip anew the documents that a decision touches."""
    chosen, decisions = settings.boilerplate, settings.decisions
    limits = Limits(chosen.policy, chosen.min_similarity, Brake(chosen.max_removal, chosen.min_article))
    anew = list(results)
    for place, (row, found) in enumerate(zip(documents.to_dict("records"), results, strict=True)):
        without = left_out(row, decisions)
        stays = decisions.texts_of(row["address"]) if found.notices or found.over_removed else {}
        if without or any(text in row["text"] for text in stays):
            books = rulebook(chosen.packs), rulebook(chosen.packs, frozenset(without))
            anew[place] = strip_decided(row, stays, without, *books, limits)
    return anew


def left_out(row: Mapping[Hashable, object], decisions: Decisions) -> dict[str, str]:
    """Return the rules that are not for the outlet of a document, each with what a decision calls that."""
    if not decisions.leave_out:
        return {}
    return decisions.rules_not_for(outlet_names(row, decisions.path_of(str(row["address"]))))
