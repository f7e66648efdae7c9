"""The step: notices of a frame of documents, by the rules and limits of the settings."""

import pandas as pd
import pyarrow as pa

from corpusclean.boilerplate.evidence import evidence_of
from corpusclean.boilerplate.rule import load_rules
from corpusclean.boilerplate.similar import similar_of
from corpusclean.boilerplate.strip import Brake, Stripped, strip_text
from corpusclean.codes import Reason
from corpusclean.frame import series
from corpusclean.settings import Settings
from corpusclean.working import add_edits, add_reasons, replace_text
from corpusclean_schemas.types import NOTICES


def strip_notices(documents: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Remove notices from `text`, and set `notices`, `syndicated`, `agency`, `dateline`; add to `edits`.

    A text that is nothing but notices, or of which matches that are not exact would take too much, is left whole,
    with the reason `boilerplate.over_removal`.
    """
    chosen = settings.boilerplate
    rules = load_rules(chosen.packs).rules
    evidence, similar = evidence_of(rules), similar_of(rules)
    brake = Brake(chosen.max_removal, chosen.min_article)
    found: dict[int, Stripped] = {}
    columns = (documents[name].tolist() for name in ("text", "body", "edits"))
    for row, (text, body, edits) in enumerate(zip(*columns, strict=True)):
        own = evidence.rules_for(text.encode())
        like = similar if chosen.min_similarity < 1 and similar.may(text) else None
        if own or like:
            found[row] = strip_text(
                text,
                own,
                chosen.policy,
                body=body,
                earlier=edits,
                similar=like,
                cutoff=chosen.min_similarity,
                brake=brake,
            )
    index, nothing = documents.index, Stripped("")
    results = [found.get(row, nothing) for row in range(len(documents))]
    told = {
        "notices": series([result.notices for result in results], NOTICES, index),
        "syndicated": series([result.syndicated for result in results], pa.bool_(), index),
        "agency": series([result.agency for result in results], pa.string(), index),
        "dateline": series([result.dateline for result in results], pa.string(), index),
    }
    named = {index[row]: result for row, result in found.items()}
    reasons = {
        label: [Reason("boilerplate.over_removal", result.over_removed, "text")]
        for label, result in named.items()
        if result.over_removed
    }
    edited = {label: result for label, result in named.items() if result.edits}
    documents = add_reasons(documents.assign(**told), reasons)
    documents = add_edits(documents, {label: result.edits for label, result in edited.items()})
    return replace_text(documents, {label: result.text for label, result in edited.items()})
