"""The whole of discovery: gather, count, cluster, propose."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from corpusclean.boilerplate import load_rules
from corpusclean.discover.cluster import count_words, families
from corpusclean.discover.count import count
from corpusclean.discover.gather import GatherTask, gather_partition
from corpusclean.discover.keep import keep_candidates
from corpusclean.discover.propose import Proposal, propose
from corpusclean.discover.recurring import recurring
from corpusclean.read.inventory import take_inventory
from corpusclean.run.local import map_tasks
from corpusclean.run.partition import plan
from corpusclean.settings import Settings

MIN_DOCUMENTS = 5
"""Documents in which a notice must stand, all its wordings together."""


class Discovered(NamedTuple):
    """Proposals, the most evidence first, with what each might have to keep; and what they were found in."""

    proposals: tuple[Proposal, ...]
    candidates: tuple[tuple[str, ...], ...]
    documents: int
    outlets: int


def discover_notices(
    inputs: Sequence[Path],
    settings: Settings,
    *,
    limit: int | None = None,
    least: int = MIN_DOCUMENTS,
    known: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Discovered:
    """Find text that recurs at the heads and tails of documents, and is not found by the rules.

    `limit` takes only so many documents; `least` is the number of documents that make a notice; `known`
    proposes what the rules find as well; `progress` is told how many files are done, of how many. The same
    result whatever the order of files and the number of workers.
    Raises UsageError for unusable input, RunFailed where a worker dies.
    """
    pack = load_rules(settings.boilerplate.packs)  # refused here, not in a worker
    found = take_inventory(inputs, settings).found[:limit]
    with tempfile.TemporaryDirectory(prefix="corpusclean-discover-") as folder:
        work = Path(folder)
        tasks = [GatherTask(partition, work, settings, known) for partition in plan(found, settings)]
        for done, _ in enumerate(map_tasks(gather_partition, tasks, settings.run.workers), start=1):
            if progress:
                progress(done * len(found) // len(tasks), len(found))
        of_wording = max(2, least // 2)
        corpus = recurring(work, count(work, of_wording), of_wording)
        words = count_words(work)
        proposals = propose(families(corpus.units, words), corpus, words, least, pack.sources)
        candidates = keep_candidates(work, proposals, words)
    return Discovered(tuple(proposals), tuple(candidates), corpus.documents, len(corpus.outlets))
