"""Reading from an object store: small objects beside the same documents in archives, and beside those on a disk.

python benchmarks/objects.py --documents N [--delay MS] [--json]

The store is rclone's `serve s3` on loopback; before it stands a relay that lets each request wait, as a store
that is far away does. Time is by the clock, of finding and reading alone, by one worker. Objects are read once as
the product does, so many at a time, and a twentieth of them one by one; of what is read sooner the fastest of five
readings counts, since others use the machine. Needs `pip install -e '.[test]'`.
"""

import argparse
import contextlib
import gzip
import io
import json
import os
import select
import socket
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from made_up import document

from corpusclean.read.documents import read_batches
from corpusclean.read.inventory import take_inventory
from corpusclean.run.partition import plan
from corpusclean.settings import Settings
from corpusclean.storage import bucket

BUCKET, KEY, SECRET = "news", "AKIDLOOPBACK", "a-secret-of-the-benchmark"
WORDS = 330
BLOCK = 1 << 16
ALONE = "objects, one by one"
RATIOS = (
    ("objects over one by one", "objects", ALONE),
    ("tar over objects", "a tar on the store", "objects"),
    ("tar on the store over files", "a tar on the store", "files"),
    ("tar on the store over tar on a disk", "a tar on the store", "a tar on a disk"),
    ("tar.gz on the store over tar.gz on a disk", "a tar.gz on the store", "a tar.gz on a disk"),
)
"""Rates of forms beside each other."""


@contextlib.contextmanager
def store(folder: Path) -> Iterator[int]:
    """Serve the folders below a folder as buckets; give the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    program = Path(sys.executable).with_name("rclone")
    command = [str(program), "serve", "s3", "--addr", f"127.0.0.1:{port}", "--auth-key", f"{KEY},{SECRET}"]
    command += ["--vfs-cache-mode", "off", "--config", os.devnull, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:  # noqa: S603
        try:
            for _ in range(300):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                time.sleep(0.1)
            yield port
        finally:
            server.terminate()


@contextlib.contextmanager
def relay(port: int, delay: float) -> Iterator[int]:
    """Pass on what is sent to a port, each request after so many seconds; give the port to send to."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as door:

        def passing(near: socket.socket) -> None:
            with contextlib.suppress(OSError), near, socket.create_connection(("127.0.0.1", port)) as far:
                while True:
                    for ready in select.select([near, far], [], [])[0]:
                        data = ready.recv(BLOCK)
                        if not data:
                            return
                        if ready is near:
                            time.sleep(delay)
                        (far if ready is near else near).sendall(data)

        def open_door() -> None:
            with contextlib.suppress(OSError):
                while True:
                    threading.Thread(target=passing, args=(door.accept()[0],), daemon=True).start()

        threading.Thread(target=open_door, daemon=True).start()
        yield int(door.getsockname()[1])


def write(folder: Path, documents: int) -> None:
    """Write the documents as objects, and all of them once as a tar and once as one that is compressed."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for number in range(documents):
            data = document(number, 0, WORDS)
            place = folder / "objects" / f"{number // 1000:04d}" / f"{number:07d}.txt"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
            member = tarfile.TarInfo(f"{number:07d}.txt")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    for name, data in (("tar", archive.getvalue()), ("tar.gz", gzip.compress(archive.getvalue(), mtime=0))):
        (folder / name).mkdir()
        (folder / name / f"all.{name}").write_bytes(data)


def read(place: str, most: int | None = None) -> tuple[float, float, int]:
    """Find what is at a place, and read it, or so many files of it: seconds for each, and how many documents."""
    settings = Settings()
    start = time.perf_counter()
    found = take_inventory([Path(place)], settings).found
    listed = time.perf_counter()
    found = found[:most] if most else found
    count = sum(
        len(read.documents) for part in plan(found, settings) for read in read_batches(part.files, settings)
    )
    return listed - start, time.perf_counter() - listed, count


def measure(documents: int, delay: float) -> dict[str, Any]:
    """Read the documents in each form."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / BUCKET
        folder.mkdir()
        write(folder, documents)
        os.environ.update(AWS_ACCESS_KEY_ID=KEY, AWS_SECRET_ACCESS_KEY=SECRET, AWS_EC2_METADATA_DISABLED="true")
        with store(Path(name)) as served, relay(served, delay) as port:

            def url(form: str) -> str:
                return f"s3://{BUCKET}/{form}?endpoint_override=127.0.0.1:{port}&scheme=http&region=us-east-1"

            read(str(folder / "objects"))  # the page cache is warm
            figures: dict[str, Any] = {"documents": documents, "delay_ms": round(delay * 1000, 1)}
            rates: dict[str, float] = {}
            some = max(1, documents // 20)
            for form, place, most in (
                ("files", str(folder / "objects"), documents),
                ("objects", url("objects"), documents),
                (ALONE, url("objects"), some),
                ("a tar on a disk", str(folder / "tar"), documents),
                ("a tar on the store", url("tar"), documents),
                ("a tar.gz on a disk", str(folder / "tar.gz"), documents),
                ("a tar.gz on the store", url("tar.gz"), documents),
            ):
                usual, bucket.READERS = bucket.READERS, 1 if form == ALONE else bucket.READERS
                tries = 1 if "objects" in form else 5
                listing, reading, count = min((read(place, most) for _ in range(tries)), key=lambda each: each[1])
                bucket.READERS = usual
                if count != most:
                    sys.exit(f"{form}: {count} documents were read, not {most}")
                rates[form] = count / reading
                figures[f"{form}: listed in s"] = round(listing, 2)
                figures[f"{form}: documents a second"] = round(rates[form])
            for ratio, one, other in RATIOS:
                figures[ratio] = round(rates[one] / rates[other], 2)
            return figures


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--delay", type=float, default=20.0, help="milliseconds that each request waits")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    figures = measure(chosen.documents, chosen.delay / 1000)
    if chosen.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:40} {value}")


if __name__ == "__main__":
    main()
