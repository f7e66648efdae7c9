"""Reading Parquet: by who asks, and in no thread that Python's end would meet."""

import io
import threading
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpusclean.frame import parquet_file

PACKAGE = Path(__file__).parent.parent / "corpusclean"


class Watched(io.BytesIO):
    """A stream that knows which threads read it."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.readers: set[int] = set()

    def read(self, size: int | None = -1, /) -> bytes:
        self.readers.add(threading.get_ident())
        return super().read(size)


@pytest.fixture
def stream() -> Watched:
    content = io.BytesIO()
    table = pa.table({name: [f"{name} {number}" for number in range(3000)] for name in ("doc_id", "text")})
    pq.write_table(table, content, 1000)
    return Watched(content.getvalue())


def test_a_stream_is_read_in_no_thread_but_the_own(stream: Watched) -> None:
    assert parquet_file(stream).read(use_threads=False).num_rows == 3000
    assert sum(batch.num_rows for batch in parquet_file(stream).iter_batches(use_threads=False)) == 3000
    assert stream.readers == {threading.get_ident()}


def test_all_files_are_opened_so() -> None:
    by_hand = [path.name for path in PACKAGE.rglob("*.py") if "ParquetFile(" in path.read_text("utf-8")]
    assert by_hand == ["frame.py"]
