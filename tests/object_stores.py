"""Object stores on loopback: moto's, rclone's, and a proxy before one that fails as stores do."""

import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import boto3
from moto.server import ThreadedMotoServer

KEY, SECRET = "AKIDLOOPBACK", "a-secret-of-the-tests"
BUCKET = "news"


class Server(NamedTuple):
    """A store: where it listens."""

    endpoint: str

    def url(self, place: str) -> str:
        """Return the URL of a place in the tests' bucket."""
        return f"s3://{BUCKET}/{place}?endpoint_override={self.endpoint}&scheme=http&region=us-east-1"

    def client(self) -> Any:
        """Return a client of the store."""
        return boto3.client(
            "s3",
            endpoint_url=f"http://{self.endpoint}",
            region_name="us-east-1",
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
        )

    def put(self, files: dict[str, bytes]) -> None:
        """Write objects."""
        client = self.client()
        for name, data in files.items():
            client.put_object(Bucket=BUCKET, Key=name, Body=data)

    def objects(self, prefix: str = "") -> dict[str, bytes]:
        """Return every object below a prefix."""
        client = self.client()
        found = client.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])
        names = [each["Key"] for each in found]
        return {name: client.get_object(Bucket=BUCKET, Key=name)["Body"].read() for name in names}


@contextmanager
def moto() -> Iterator[Server]:
    """Run moto's server: it keeps create-only puts."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        store = Server(f"{host}:{port}")
        tidy = HTTPConnection(store.endpoint)  # servers of one process share what they hold
        tidy.request("POST", "/moto-api/reset")
        tidy.getresponse().read()
        tidy.close()
        store.client().create_bucket(Bucket=BUCKET)
        yield store
    finally:
        server.stop()


@contextmanager
def rclone(folder: Path) -> Iterator[Server]:
    """Run rclone's `serve s3`: it checks signatures, and ignores create-only puts."""
    (folder / BUCKET).mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("rclone")),
        "serve",
        "s3",
        "--addr",
        f"127.0.0.1:{port}",
        "--auth-key",
        f"{KEY},{SECRET}",
    ]
    command += ["--vfs-cache-mode", "off", "--config", os.devnull, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(300):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield Server(f"127.0.0.1:{port}")
        finally:
            process.terminate()


Fault = Callable[[str, str, int], str | None]
"""Told method, path and the number of the request; says what happens: a status, cut, lost, or nothing.

`lost`: the request is carried out, and the answer is a 500. `cut`: the answer ends in its middle.
"""


def every(count: int, what: str, *methods: str) -> Fault:
    """Let every so many-th request, if it is one of these, end so."""
    return lambda method, _path, number: what if number % count == 0 and method in methods else None


class _Proxy(ThreadingHTTPServer):
    """A server before a store, and the fault that it is to show."""

    daemon_threads = True

    def __init__(self, store: Server, fault: Fault) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.store, self.fault = store, fault
        self._guard, self._count = threading.Lock(), 0

    def next(self) -> int:
        """Return the number of a request."""
        with self._guard:
            self._count += 1
            return self._count


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Proxy

    def log_message(self, *_: object) -> None:
        return

    def _handle(self) -> None:
        number, body = self.server.next(), self._body()
        what = self.server.fault(self.command, self.path, number)
        if what is not None and what.isdecimal():
            self._answer(int(what), {}, b"")
            return
        target = HTTPConnection(self.server.store.endpoint, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "transfer-encoding"}
        target.request(self.command, self.path, body, headers)
        answer = target.getresponse()
        data = answer.read()
        target.close()
        if what == "lost":
            self._answer(500, {}, b"")
        else:
            self._answer(answer.status, dict(answer.getheaders()), data, cut=what == "cut")

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        data = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            data += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return data

    def _answer(self, status: int, headers: dict[str, str], data: bytes, *, cut: bool = False) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in {"connection", "transfer-encoding", "content-length", "date", "server"}:
                self.send_header(name, value)
        self.send_header("Content-Length", headers.get("Content-Length", str(len(data))))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data[: len(data) // 2] if cut else data)
        if cut:
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = _handle  # noqa: N815  # the names that are called


@contextmanager
def faulty(store: Server, fault: Fault) -> Iterator[Server]:
    """Run a proxy before a store."""
    server = _Proxy(store, fault)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Server(f"127.0.0.1:{server.server_address[1]}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
