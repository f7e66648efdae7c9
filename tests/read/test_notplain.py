"""What carries a text and is not the text: read as it is, and told."""

import pytest
from conftest import Folder, Run

from corpusclean.read import read_documents
from corpusclean.settings import Settings
from corpusclean.sniff import proposal, sniff_inputs

MAIL = "Subject: Rain\nDate: Mon, 13 Dec 2021 10:00:00 +0000\n"
PAGE = "<html><body><p>Rain fell on the hills.</p></body></html>\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(f"{MAIL}Content-Transfer-Encoding: base64\n\nUmFpbiBmZWxsLg==\n", 3, id="base64"),
        pytest.param(f"{MAIL}content-transfer-encoding: Quoted-Printable\n\nRain =E2=80=93\n", 3, id="quoted"),
        pytest.param(f"{MAIL}Content-Type: multipart/mixed; boundary=x\n\n--x\n", 3, id="several parts"),
        pytest.param(PAGE, 1, id="a page"),
        pytest.param(f"\n<!doctype HTML>\n{PAGE}", 2, id="with its type"),
        pytest.param(f'<?xml version="1.0"?>\n{PAGE}', 1, id="as XML"),
        pytest.param(f" date 2021-12-13\n\n{PAGE}", 3, id="below a header"),
        pytest.param(r"{\rtf1\ansi Rain fell.}", 1, id="as RTF"),
        pytest.param('{\n  "title": "Rain",\n  "text": "Rain fell."\n}\n', 1, id="as JSON"),
        pytest.param('[\n{"text": "Rain fell."}]\n', 1, id="as an array of JSON"),
        pytest.param(f"{MAIL}Content-Transfer-Encoding: 8bit\n\nRain fell.\n", None, id="mail as it is"),
        pytest.param(f"{MAIL}Content-Type: text/plain\n\nRain fell.\n", None, id="one part"),
        pytest.param("<b>Rain</b> fell, and <html> is a tag.\n", None, id="a tag in a text"),
        pytest.param('["Rain"] was all he said.\n', None, id="a quotation in brackets"),
        pytest.param('{"Rain" fell, he said.\n', None, id="a brace"),
        pytest.param("<html5> is no page\n", None, id="another word"),
    ],
)
def test_a_text_that_is_not_plain_is_told(folder: Folder, text: str, line: int | None) -> None:
    frame = read_documents(folder({"a.txt": text}), settings=Settings(required=("text",)))
    [reasons] = frame["reasons"]
    assert [(reason["code"], reason["line"]) for reason in reasons] == ([("text.not_plain", line)] if line else [])


def test_json_is_told_how_it_is_read(run: Run, folder: Folder) -> None:
    checked = run("check", folder({"a.json": '[{"date": "2021-12-13", "text": "Rain fell."}]'}))
    assert "a.json:1:1: warning text.not_plain: the text is JSON; as JSON Lines" in checked.stdout


def test_pages_pass_with_a_warning_and_sniff_says_what_they_are(run: Run, folder: Folder) -> None:
    raw = folder(
        {"a.html": PAGE, "b.html": PAGE.replace("Rain", "Snow"), "corpusclean.toml": 'required = ["text"]'}
    )
    checked = run("check", raw)
    assert checked.returncode == 0
    assert checked.stdout.count("warning text.not_plain: the text begins with <html: it is markup.") == 2
    assert (
        "2 documents not plain text, but HTML, XML, RTF, JSON or encoded mail: take the text out first."
        in run("sniff", raw).stdout
    )


BOX = f"From ann@example.org Mon\n{MAIL}\nRain fell.\n\nFrom bob@example.org Tue\n{MAIL}\nSnow fell.\n"


def test_a_mailbox_is_known(run: Run, folder: Folder) -> None:
    raw = folder({"a.mbox": BOX})
    seen = sniff_inputs([raw], Settings())
    assert (seen.documents, seen.dialects) == (2, {"plain": 2})
    assert 'separator = "From .*"  # mailboxes' in proposal(seen).splitlines()[4]
    assert 'it looks like a mailbox, and separator = "From .*" parts its mails' in run("check", raw).stdout
    raw.joinpath("corpusclean.toml").write_text(proposal(seen))
    assert "2 documents: 2 clean" in run("check", raw).stderr


def test_a_mailbox_among_others_is_only_told(folder: Folder) -> None:
    raw = folder({"a.mbox": BOX, "b.txt": "From the desk of the editor:\nRain fell.\n"})
    assert '# separator = "From .*"  # 1 file looks like a mailbox; clean such files apart' in proposal(
        sniff_inputs([raw], Settings())
    )
