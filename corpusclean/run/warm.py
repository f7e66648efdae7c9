"""Imported by the server that forks workers: what every worker would do first is done once, and then shared.

Rules are compiled, profiles of languages loaded and contracts built at a process's first document; that takes
seconds of computing, and most of a worker's memory.
"""

import contextlib

import corpusclean.run.check
import corpusclean.run.tasks  # noqa: F401  # what workers are asked to do
from corpusclean.pipeline import clean
from corpusclean.read.rows import Rows
from corpusclean.run.worker import end_with_parent
from corpusclean.settings import Settings

_DOCUMENT = (
    b" date 2021-12-13 \n\nThe council met on Monday \xc3\xa2\xe2\x82\xac\xe2\x80\x9d at caf\xc3\xa9s. (PTI)\n"
)


def _warm() -> None:
    settings = Settings()
    rows = Rows(settings)
    rows.add_file("warm.txt", _DOCUMENT)
    clean(rows.take().documents, settings)


# The server ends with the run, and a worker with the server, which one that hangs keeps from noticing.
end_with_parent()
with contextlib.suppress(Exception):  # a worker will meet it, and can tell of it
    _warm()
