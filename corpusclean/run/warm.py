"""Imported by the server that forks workers: what every worker would do first is done once, and then shared.

Rules are compiled and contracts built at a process's first document. The profiles of languages are not loaded:
they take half a second, and only short texts and rare languages need them.
"""

import contextlib
import gc

from corpusclean.run.light import spare_dask

# Long enough that its language is told by the first identifier alone.
_DOCUMENT = """ date 2021-12-13

The council met on Monday \u00e2\u20ac\u201d at caf\u00e9s. (PTI)

Members heard that the bridge over the river would stay closed until the spring, because the repairs had turned
out to cost more than was thought when they began. The mayor said that she would ask the government for help,
and that nobody who lives on the far side of the town would have to walk to work. A ferry has been hired for
the winter, and it will leave every half an hour from early in the morning until late at night. The next
meeting of the council is to be held in two weeks, when the plans for the new road will be shown.
"""


def _warm() -> None:
    import corpusclean.run.check  # noqa: PLC0415  # after what spares it an import
    import corpusclean.run.tasks  # noqa: F401, PLC0415  # as above; both are what workers are asked to do
    from corpusclean.pipeline import clean  # noqa: PLC0415  # as above
    from corpusclean.read.rows import Rows  # noqa: PLC0415  # as above
    from corpusclean.settings import Settings  # noqa: PLC0415  # as above

    settings = Settings()
    rows = Rows(settings)
    rows.add_file("warm.txt", _DOCUMENT.encode())
    clean(rows.take().documents, settings)


gc.disable()  # nothing of what is made here goes
spare_dask()
with contextlib.suppress(Exception):  # a worker will meet it, and can tell of it
    _warm()
# What is there stays: a worker neither looks through it for what may go nor copies it by doing so.
gc.freeze()
gc.enable()
