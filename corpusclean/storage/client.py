"""The few requests to S3 that pyarrow.fs does not make: to create only, and to delete only what is known.

What was not answered is asked again, and what an answer leaves open is read again, never assumed.
"""

import time
from contextlib import suppress
from typing import Any

from corpusclean.errors import RunFailed, UsageError
from corpusclean.storage.bucket import ATTEMPTS, LOOK_AT, PAUSE
from corpusclean.storage.url import Url, endpoint_of

_PRECONDITION, _CONFLICT, _NOT_IMPLEMENTED, _TOO_MANY, _SERVER = 412, 409, 501, 429, 500
_UNKNOWN = {400, _NOT_IMPLEMENTED}
"""What a store answers that does not know a condition."""
_OTHER = '"00000000000000000000000000000000"'
"""What no object is called whose bytes are known."""


class Client:
    """S3, by the options of a URL."""

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
        endpoint = endpoint_of(url)
        place = {"endpoint_url": "://".join(endpoint)} if endpoint else {}
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
            raise UsageError(f"{url}: cannot be reached: {type(error).__name__}; {LOOK_AT}") from None

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
        found = self._look(place)
        return None if found is None else found[0]

    def _look(self, place: Url) -> tuple[bytes, str] | None:
        """Return what an object holds, and the store's name for these bytes."""
        said = ""
        for attempt in range(ATTEMPTS):
            try:
                answer = self._s3.get_object(Bucket=place.bucket, Key=place.key)
                return answer["Body"].read(), str(answer["ETag"])
            except self._refused as error:
                status, said = _status(error)
                if said == "NoSuchKey":
                    return None
                if status not in {_CONFLICT, _TOO_MANY} and status < _SERVER:
                    raise RunFailed(f"{place}: cannot be read: {said}; {LOOK_AT}") from None
            except self._unheard as error:
                said = type(error).__name__
            time.sleep(PAUSE * 2**attempt)
        raise RunFailed(f"{place}: cannot be read: {said}; {LOOK_AT}")

    def delete(self, place: Url) -> None:
        """Delete an object."""
        for attempt in range(ATTEMPTS):
            with suppress(self._refused, *self._unheard):
                self._s3.delete_object(Bucket=place.bucket, Key=place.key)
                return
            time.sleep(PAUSE * 2**attempt)
        raise RunFailed(f"{place}: cannot be deleted")

    def delete_if(self, place: Url, body: bytes) -> bool:
        """Delete an object as long as it holds these bytes. False where it does not, or is gone.

        The store compares: a try whose answer was lost, and the next one, delete nothing that came between. One
        that cannot is asked without; then only the look before each try keeps them apart.
        """
        compared = True
        for attempt in range(ATTEMPTS):
            found = self._look(place)
            if found is None or found[0] != body:
                return attempt > 0 and found is None
            condition = {"IfMatch": found[1]} if compared else {}
            try:
                self._s3.delete_object(Bucket=place.bucket, Key=place.key, **condition)
            except self._refused as error:
                compared = compared and _status(error)[0] not in _UNKNOWN
            except self._unheard:
                pass
            else:
                return True
            time.sleep(PAUSE * 2**attempt)
        raise RunFailed(f"{place}: cannot be deleted")

    def compares(self, place: Url) -> bool:
        """Find out, by a probe, whether the store deletes an object only while it is what is named."""
        self.create(place, b"1")
        try:
            with suppress(self._refused, *self._unheard):
                self._s3.delete_object(Bucket=place.bucket, Key=place.key, IfMatch=_OTHER)
            return self.read(place) is not None
        finally:
            self.delete(place)


def _status(error: Any) -> tuple[int, str]:  # noqa: ANN401  # botocore ships no types
    """Return status and code of an answer that is an error, and nothing else of it."""
    answer = error.response
    return int(answer["ResponseMetadata"].get("HTTPStatusCode", 0)), str(answer["Error"].get("Code", ""))[:60]
