"""One run at a time writes an output in an object store: a lock that is an object which only one can create.

Who comes second is told by the store itself (`If-None-Match: *`). A store that ignores that is found out before it
is trusted, and refused. An object does not vanish with the run that made it: what to delete after a run that was
killed is said in the message.
"""

import json
import os
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from corpusclean.errors import OutputBusy, RunFailed, UsageError
from corpusclean.storage.bucket import ATTEMPTS, PAUSE
from corpusclean.storage.url import Url

_PRECONDITION, _CONFLICT, _NOT_IMPLEMENTED, _TOO_MANY, _SERVER = 412, 409, 501, 429, 500


@contextmanager
def held(out: Url) -> Iterator[None]:
    """Hold an output for as long as needed.

    Raises OutputBusy where another run holds it, UsageError where the store cannot tell who was first, RunFailed
    where it does not answer.
    """
    lock = out.beside(f".{out.name}.corpusclean.lock")
    client = Client(out)
    run = uuid.uuid4().hex
    client.prove(lock._replace(key=f"{lock.key}.{run}"))
    body = json.dumps({"host": socket.gethostname(), "process": os.getpid(), "run": run}).encode()
    if not client.create(lock, body):
        holder = client.read(lock) or b""
        raise OutputBusy(
            f"{out}: another run is writing it ({_who(holder)}); wait for it. If it is dead, delete {lock}"
        )
    try:
        yield
    finally:
        with suppress(RunFailed):  # the verdict of the run stands; the next one names what is left
            if client.read(lock) == body:
                client.delete(lock)


def _who(body: bytes) -> str:
    try:
        said = json.loads(body)
        return f"process {int(said['process'])} on {str(said['host'])[:80]}"
    except (ValueError, TypeError, KeyError):
        return "unknown"


class Client:
    """The few requests that pyarrow.fs does not make."""

    def __init__(self, url: Url) -> None:
        if url.scheme != "s3":
            raise UsageError(f"{url}: only s3:// can be locked; --no-lock writes without, if no other run does")
        try:
            import boto3  # noqa: PLC0415  # only who writes to a store needs it
            from botocore.config import Config  # noqa: PLC0415  # as above
            from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # as above
        except ImportError as error:
            raise UsageError(f"{url}: to write there needs boto3: pip install 'corpusclean[s3]'") from error
        options = dict(url.options)
        endpoint = options.get("endpoint_override")
        place = {"endpoint_url": f"{options.get('scheme', 'https')}://{endpoint}"} if endpoint else {}
        self._refused: type[Any] = ClientError
        self._unheard = (BotoCoreError,)
        config = Config(
            connect_timeout=10,
            read_timeout=30,
            retries={"total_max_attempts": 1, "mode": "standard"},  # what is unknown is ours to find out
            s3={"addressing_style": "path"} if endpoint else {},
        )
        try:
            self._s3 = boto3.client("s3", region_name=options.get("region"), config=config, **place)
        except (BotoCoreError, ValueError) as error:
            raise UsageError(f"{url}: cannot be reached: {type(error).__name__}") from None

    def prove(self, place: Url) -> None:
        """Find out whether the store refuses to create what is there. Raises UsageError where it does not."""
        if not self.create(place, b"1"):
            raise RunFailed(f"{place}: is there, and nobody can have made it")
        try:
            twice = self.create(place, b"2")
        finally:
            self.delete(place)
        if twice:
            raise UsageError(
                f"s3://{place.bucket}: this store overwrites what it was asked only to create, so it cannot keep"
                " two runs apart; --no-lock writes without, if no other run does"
            )

    def create(self, place: Url, body: bytes) -> bool:
        """Create an object; False where there is one of somebody else's.

        What an answer leaves open is settled by reading: an attempt of our own may have come through.
        """
        said = ""
        for attempt in range(ATTEMPTS):
            try:
                self._s3.put_object(Bucket=place.bucket, Key=place.key, Body=body, IfNoneMatch="*")
            except self._refused as error:
                status, said = _status(error)
                if status == _NOT_IMPLEMENTED:
                    raise UsageError(f"s3://{place.bucket}: this store cannot create only; --no-lock") from None
                open_still = status in {_CONFLICT, _TOO_MANY} or status >= _SERVER
                if not open_still and status != _PRECONDITION:
                    raise RunFailed(f"{place}: cannot be written: {said}") from None
            except self._unheard as error:
                said = type(error).__name__
            else:
                return True
            now = self.read(place)
            if now is not None:
                return now == body
            time.sleep(PAUSE * 2**attempt)
        raise RunFailed(f"{place}: cannot be written: {said}")

    def read(self, place: Url) -> bytes | None:
        """Return what an object holds, None where there is none."""
        said = ""
        for attempt in range(ATTEMPTS):
            try:
                data: bytes = self._s3.get_object(Bucket=place.bucket, Key=place.key)["Body"].read()
            except self._refused as error:
                status, said = _status(error)
                if said == "NoSuchKey":
                    return None
                if status not in {_CONFLICT, _TOO_MANY} and status < _SERVER:
                    raise RunFailed(f"{place}: cannot be read: {said}") from None
            except self._unheard as error:
                said = type(error).__name__
            else:
                return data
            time.sleep(PAUSE * 2**attempt)
        raise RunFailed(f"{place}: cannot be read: {said}")

    def delete(self, place: Url) -> None:
        """Delete an object."""
        for attempt in range(ATTEMPTS):
            with suppress(self._refused, *self._unheard):
                self._s3.delete_object(Bucket=place.bucket, Key=place.key)
                return
            time.sleep(PAUSE * 2**attempt)
        raise RunFailed(f"{place}: cannot be deleted")


def _status(error: Any) -> tuple[int, str]:  # noqa: ANN401  # botocore ships no types
    """Return status and code of an answer that is an error, and nothing else of it."""
    answer = error.response
    return int(answer["ResponseMetadata"].get("HTTPStatusCode", 0)), str(answer["Error"].get("Code", ""))[:60]
