from pathlib import Path

import pytest

from corpusclean.errors import UsageError
from corpusclean.storage import local_path, url_of
from corpusclean.storage.bucket import error_codes
from corpusclean.storage.url import Url, endpoint_of, is_remote, remote


@pytest.mark.parametrize(
    ("given", "place", "options"),
    [
        ("s3://news", "news", ()),
        ("s3://news/raw/2021/", "news/raw/2021", ()),
        (Path("s3://news/raw"), "news/raw", ()),
        (
            "s3://news/raw?scheme=http&endpoint_override=127.0.0.1:9000",
            "news/raw",
            (("endpoint_override", "127.0.0.1:9000"), ("scheme", "http")),
        ),
        ("s3://news/caf%C3%A9 #1", "news/caf%C3%A9 #1", ()),
    ],
)
def test_a_url_names_a_place(given: str | Path, place: str, options: tuple[tuple[str, str], ...]) -> None:
    url = url_of(given)
    assert url is not None
    assert (url.place, url.options) == (place, options)
    inner = url.below("a/b?c|d").inner()
    assert is_remote(inner)
    assert remote(inner) == url.below("a/b?c|d")


@pytest.mark.parametrize(
    "path", ["raw", "/data/s3", "-", "./s3:/x", "file:///raw", "a:/b", "at 10:30/x", "raw/http://a"]
)
def test_anything_else_is_a_path(path: str) -> None:
    assert url_of(path) is None


def test_a_folder_that_is_there_goes_before_a_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "s3:" / "news").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert url_of(Path("s3://news")) is None


@pytest.mark.parametrize(
    "url", ["http://example.org/a", "foo://sesame:x@bucket/y", "S3://news", Path("http://a/b")]
)
def test_a_url_of_another_scheme_is_refused(url: str | Path) -> None:
    with pytest.raises(UsageError, match=r"no URL begins with \w+://; there are s3, gs, hdfs, file") as caught:
        url_of(url)
    assert "sesame" not in str(caught.value)


def test_a_folder_with_a_colon_in_its_name_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "news:").mkdir()
    monkeypatch.chdir(tmp_path)
    assert url_of("news:/2021/new") is None


@pytest.mark.parametrize("url", ["s3://AKID:sesame@news/raw", "s3://news/raw?secret_key=sesame"])
def test_credentials_in_a_url_are_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(UsageError, match="environment") as caught:
        url_of(url)
    assert "sesame" not in str(caught.value)


def test_what_names_a_store_must_be_a_url(monkeypatch: pytest.MonkeyPatch) -> None:
    url = Url("s3", "news", "raw")
    monkeypatch.delenv("AWS_ENDPOINT_URL_S3", raising=False)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    assert endpoint_of(url) is None
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://store.example:9000")
    assert endpoint_of(url) == ("https", "store.example:9000")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "AKID:sesame@localhost:9000")
    with pytest.raises(UsageError, match="no URL of a store; write http://HOST:PORT") as caught:
        endpoint_of(url)
    assert "sesame" not in str(caught.value)
    own = url._replace(options=(("endpoint_override", "localhost:1"), ("scheme", "http")))
    assert endpoint_of(own) == ("http", "localhost:1")


def test_a_url_of_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="names no bucket"):
        url_of("s3://?region=x")


def test_a_file_url_is_a_path() -> None:
    assert local_path(Path("file:///raw/caf%C3%A9")) == Path("/raw/café")
    assert local_path(Path("raw")) == Path("raw")


def test_of_an_error_only_its_code_is_told() -> None:
    said = "When reading key: AWS Error UNKNOWN (HTTP status 403): AKIA123 signature abc"
    assert error_codes(OSError(said)) == "403, UNKNOWN"
    assert error_codes(OSError("key AKIA123")) == "OSError"
