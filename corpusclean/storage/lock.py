"""One run at a time writes an output in an object store: a lock that is an object which only one can create.

Who comes second is told by the store itself (`If-None-Match: *`). A store that ignores that is found out before it
is trusted, and refused. An object does not vanish with the run that made it, and nothing here can know that a run
is dead: somebody who does says so, by the name of that run, and no other lock than that run's is broken.
"""

import datetime as dt
import json
import os
import re
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from corpusclean.errors import OutputBusy, RunFailed, UsageError
from corpusclean.storage.client import Client
from corpusclean.storage.url import Url

_PLAIN = re.compile(r"[\w.:+-]{1,255}")
"""What a message may repeat, and somebody may copy into a shell."""


class Holder(NamedTuple):
    """Which run holds a lock, and where and since when it runs, by the clock there."""

    run: str
    host: str
    process: int
    since: str

    def __str__(self) -> str:
        said = f"run {self.run}, process {self.process} on {self.host}, since {self.since}"
        return f"{said}; there is no such process here now" if self._gone() else said

    def _gone(self) -> bool:
        """Tell whether a machine of this name runs no such process. Only a hint: names recur."""
        if self.host != socket.gethostname():
            return False
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return False


@contextmanager
def held(out: Url, dead: str | None = None) -> Iterator[None]:
    """Hold an output for as long as needed. The lock of the run `dead` is broken, and nobody else's.

    Raises OutputBusy where another run holds it, UsageError where the store cannot tell who was first, RunFailed
    where it does not answer.
    """
    lock = out.beside(f".{out.name}.corpusclean.lock")
    client = Client(out)
    run = uuid.uuid4().hex[:16]
    probe = lock._replace(key=f"{lock.key}.{run}")
    client.prove(probe)
    began = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    holder = Holder(run, socket.gethostname(), os.getpid(), began)
    body = json.dumps(holder._asdict()).encode()
    if not client.create(lock, body):
        if dead is not None:
            _break(client, lock, dead, probe)
        if dead is None or not client.create(lock, body):
            raise OutputBusy(_busy(out, lock, client.read(lock) or b""))
    try:
        yield
    finally:
        with suppress(RunFailed):  # the verdict of the run stands; the next one names what is left
            client.delete_if(lock, body)


def _break(client: Client, lock: Url, dead: str, probe: Url) -> None:
    """Delete a lock if it is that of a run that is dead. Two that do so at once delete it once."""
    body = client.read(lock)
    holder = None if body is None else _holder(body)
    if body is None or holder is None or holder.run != dead:
        return
    if not client.compares(probe):
        raise UsageError(
            f"s3://{lock.bucket}: this store deletes whatever is there, so two runs might break each other's lock;"
            f" see to it that no other run starts, and delete {lock}"
        )
    client.delete_if(lock, body)


def _busy(out: Url, lock: Url, body: bytes) -> str:
    holder = _holder(body)
    if holder is None:
        return f"{out}: another run is writing it (unknown); wait for it. If it is dead, delete {lock}"
    return (
        f"{out}: another run is writing it ({holder}); wait for it. If you know that it is dead:"
        f" --break-lock {holder.run}"
    )


def _holder(body: bytes) -> Holder | None:
    """Return what a lock says; None where it is none of ours.

    >>> _holder(b'{"run": "5f", "host": "a", "process": 7, "since": "2021-12-13T08:00:00+00:00"}').run
    '5f'
    """
    try:
        said = json.loads(body)
        holder = Holder(str(said["run"]), str(said["host"]), int(said["process"]), str(said["since"]))
    except (ValueError, TypeError, KeyError):
        return None
    return holder if all(map(_PLAIN.fullmatch, (holder.run, holder.host, holder.since))) else None
