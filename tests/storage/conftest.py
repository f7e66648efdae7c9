"""A store with the seeds in it, and what comes of them on a disk."""

from collections.abc import Iterator

import pytest
from conftest import SEEDS
from object_stores import KEY, SECRET, Server, moto
from stored import clean, files_of

from corpusclean.storage import bucket, client

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": KEY,
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
}


@pytest.fixture(scope="module")
def store() -> Iterator[Server]:
    with moto() as server:
        server.put({f"raw/{path.name}": path.read_bytes() for path in SEEDS.iterdir()})
        yield server


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(bucket, "PAUSE", 0.01)
    monkeypatch.setattr(client, "PAUSE", 0.01)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files of the corpus that the same documents give on a disk."""
    out = tmp_path_factory.mktemp("expected") / "corpus"
    clean(SEEDS, out)
    return files_of(out)
