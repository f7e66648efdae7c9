"""Text repair: what is repaired, what stays as its author wrote it, and every change on record."""

# ruff: noqa: RUF001  # text as it is written in many languages
from typing import Any

import ftfy
import pandas as pd
import pytest
from fix_texts import LINES, SWITCHES, TEXTS
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.fix import fix_documents, fix_text
from corpusclean.ledger import restore
from corpusclean.settings import Fix, Settings
from corpusclean.working import working


@given(TEXTS, SWITCHES)
def test_the_edits_lead_back_to_the_original(text: str, switches: Fix) -> None:
    fixed = fix_text(text, switches)

    assert restore(fixed.text, fixed.edits) == text
    assert bool(fixed.edits) == (fixed.text != text)


@given(TEXTS, SWITCHES)
def test_what_is_repaired_needs_no_repair(text: str, switches: Fix) -> None:
    fixed = fix_text(text, switches)

    assert not fixed.refused
    assert fix_text(fixed.text, switches) == (fixed.text, (), None)


@given(st.lists(LINES, max_size=5), SWITCHES)
def test_a_line_is_repaired_on_its_own_evidence(lines: list[str], switches: Fix) -> None:
    alone = [fix_text(line, switches).text for line in lines]

    assert fix_text("\n".join(lines), switches).text == "\n".join(alone)


@given(TEXTS)
def test_every_edit_says_why_and_can_be_written_as_utf8(text: str) -> None:
    fixed = fix_text(text)

    assert all(edit.reason for edit in fixed.edits)
    fixed.text.encode()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("The river rose by two metres overnight, the mayor said.", id="English"),
        pytest.param("Die Straße war überflutet; „niemand kam durch“, hieß es am Übergang.", id="German"),
        pytest.param("« L’été fut très sec », a déclaré le maire à Nîmes – où l’œuvre sera jouée.", id="French"),
        pytest.param("¿Quién pagará el daño? «Nadie», contestó el señor Núñez mañana.", id="Spanish"),
        pytest.param("A eleição não terá segundo turno, disseram os juízes à televisão.", id="Portuguese"),
        pytest.param("La città è più fredda: così è andata, perché pioverà già lunedì.", id="Italian"),
        pytest.param("De coëfficiënt van de crisis in België is één procent.", id="Dutch"),
        pytest.param("Älven svämmade över på lördagen; ”ingen är skadad”, sade polisen.", id="Swedish"),
        pytest.param("Færgen sejler ikke på grund af blæst, oplyser København.", id="Danish"),
        pytest.param("Áin flæddi yfir þjóðveginn við Höfn í gær, sagði lögreglan.", id="Icelandic"),
        pytest.param("Hyvää yötä, sanoi pääministeri lähtiessään Jyväskylään.", id="Finnish"),
        pytest.param("Źródło podało, że w Łodzi spadło więcej śniegu niż zwykle.", id="Polish"),
        pytest.param("Příští týden přijde déšť, řekl šéf ústavu v Plzni.", id="Czech"),
        pytest.param("Az őszi árvíz után újjáépült a győri híd.", id="Hungarian"),
        pytest.param("Șeful poliției a spus că în Timișoara nu s-a întâmplat nimic.", id="Romanian"),
        pytest.param("İstanbul'da yağış güçlendi; çığ düştü, yol kapandı.", id="Turkish"),
        pytest.param("Η κυβέρνηση ανακοίνωσε νέα μέτρα για τους αγρότες.", id="Greek"),
        pytest.param("Вода поднялась на два метра, — сказал мэр. Ещё идёт дождь.", id="Russian"),
        pytest.param("Її з'їзд відбувся у Києві; ґанок залило водою.", id="Ukrainian"),
        pytest.param("Ђорђе је у Нишу рекао да џеп није празан.", id="Serbian"),
        pytest.param("قال الوزير إنّ المياه ارتفعت مترين في الليل.", id="Arabic"),
        pytest.param("می‌گویند که باران تا فردا ادامه دارد.", id="Persian, with a zero-width non-joiner"),
        pytest.param("ראש העיר אמר כי הגשר נסגר לתנועה.", id="Hebrew"),
        pytest.param("नदी का पानी रात में दो मीटर बढ़ गया।", id="Hindi"),
        pytest.param("গতকাল রাতে নদীর জল বেড়েছে।".replace("\u09dc", "\u09a1\u09bc"), id="Bengali"),
        pytest.param("ஆற்றில் நீர் இரவில் உயர்ந்தது.", id="Tamil"),
        pytest.param("น้ำในแม่น้ำเพิ่มขึ้นสองเมตรเมื่อคืนนี้", id="Thai"),
        pytest.param("Mực nước sông đã dâng hai mét, ông Nguyễn nói.", id="Vietnamese"),
        pytest.param("河水一夜之间上涨了两米，市长说：“桥已关闭。”", id="Chinese"),
        pytest.param("川の水位は一晩で2メートル上がった「橋は閉鎖」。", id="Japanese"),
        pytest.param("강물이 밤새 2미터 높아졌다고 시장이 말했다.", id="Korean"),
        pytest.param("მდინარეში წყალმა ღამით ორი მეტრით აიწია.", id="Georgian"),
        pytest.param("Գետի ջուրը գիշերը երկու մետր բարձրացավ։", id="Armenian"),
        pytest.param("የወንዙ ውሃ በሌሊት ሁለት ሜትር ጨመረ።", id="Amharic"),
        pytest.param("ទឹកទន្លេឡើងពីរម៉ែត្រកាលពីយប់មិញ។", id="Khmer"),
        pytest.param("“It’s over,” she said – ‘for good’…", id="curly quotes, dashes, an ellipsis"),
        pytest.param("The \ufb01nal \ufb02ight of the o\ufb03ce", id="ligatures"),
        pytest.param("ＦＵＬＬ width, and ﾊﾝｶｸ katakana", id="full width and half width"),
        pytest.param("AT&T and R&D; Q&A at 5 < 6 & 7 > 2", id="ampersands that are no entities"),
        pytest.param("<p>Bread &amp; butter</p>", id="an entity on a line of markup"),
        pytest.param("10\u00a0km, 5\u202f%, a\u2009b", id="no-break and thin blanks"),
        pytest.param("co\u00adoperate, zero\u200bwidth", id="soft hyphen, zero-width space"),
        pytest.param("one\u2028two\u2029three", id="Unicode line separators"),
        pytest.param("a\tb\n\n  c  \n", id="tabs, blank lines, blanks at the end"),
        pytest.param("page one\u000cpage two", id="form feed"),
        pytest.param("\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f \U0001f1ee\U0001f1f3", id="emoji"),
        pytest.param("It cost £5, €6, ¥7 or 8¢: ½ of 20 °C ± 1 µm²", id="signs"),
    ],
)
def test_what_the_author_wrote_stays(text: str) -> None:
    assert fix_text(text, every_line=True) == (text, (), None)


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        pytest.param("caf\u00c3\u00a9", "café", id="UTF-8 read as latin-1"),
        pytest.param("It\u00e2\u20ac\u2122s", "It’s", id="UTF-8 read as windows-1252"),
        pytest.param("It\u00e2\u0080\u0099s", "It’s", id="UTF-8 read as latin-1, with C1 controls"),
        pytest.param("caf\u00c3\u0192\u00c2\u00a9", "café", id="twice over"),
        pytest.param(
            "\u0420\u045f\u0421\u0402\u0420\u0451\u0420\u0406\u0420\u00b5\u0421\u201a", "Привет", id="windows-1251"
        ),
        pytest.param("\u00f0\u0178\u02dc\u20ac rain", "\U0001f600 rain", id="an emoji"),
        pytest.param("\u201cIt\u00e2\u20ac\u2122s\u201d", "“It’s”", id="in the midst of good text"),
        pytest.param("\u00c3 la carte", "à la carte", id="byte A0 become a blank"),
        pytest.param("\u0093Rain\u0094 \u0096 it fell", "“Rain” – it fell", id="C1 controls"),
        pytest.param("Bread &amp; butter", "Bread & butter", id="an entity"),
        pytest.param("Bread &amp;amp; butter", "Bread & butter", id="an entity of an entity"),
        pytest.param("&quot;Rain&quot; &#8211; &#x201c;now&#x201d;", '"Rain" – “now”', id="entities by number"),
        pytest.param(
            "a &lt; b\n<b>c &lt; d</b>", "a < b\n<b>c &lt; d</b>", id="entities by the line's own evidence"
        ),
        pytest.param("one&#10;two &amp; three", "one\ntwo & three", id="an entity that is a line end"),
        pytest.param("cafe\u0301", "café", id="letter and accent apart"),
        pytest.param("\u212b", "\u00c5", id="the sign for angstrom"),
        pytest.param("a\u0000b\u000bc\u007fd", "a b c d", id="control characters"),
        pytest.param("\u001b[1mBold\u001b[0m", "Bold", id="terminal escapes"),
        pytest.param("a\ufeffb", "ab", id="a byte order mark in the midst"),
        pytest.param("\ud83d\ude00", "\U0001f600", id="a surrogate pair"),
        pytest.param("a\r\nb\rc\nd", "a\nb\nc\nd", id="line endings"),
        pytest.param("\u0085", "…", id="NEL is a windows-1252 ellipsis"),
    ],
)
def test_what_was_broken_is_mended(broken: str, mended: str) -> None:
    fixed = fix_text(broken)

    assert fixed.text == mended
    assert restore(fixed.text, fixed.edits) == broken


def test_an_edit_covers_what_differs_and_no_more() -> None:
    fixed = fix_text("Good line.\nIt\u00e2\u20ac\u2122s a caf\u00c3\u00a9.\nGood line.")

    assert [(edit.offset, edit.before, edit.after) for edit in fixed.edits] == [
        (13, "\u00e2\u20ac\u2122", "\u2019"),
        (21, "\u00c3\u00a9", "\u00e9"),
    ]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        pytest.param("It\u00e2\u20ac\u2122s", "UTF-8 decoded as windows-1252 by mistake", id="mojibake"),
        pytest.param("&amp;", "HTML entity decoded", id="entity"),
        pytest.param("e\u0301", "made Unicode NFC", id="accent"),
        pytest.param("a \u0000b", "control character removed", id="control character"),
        pytest.param("a\u0000b", "control character between words made a blank", id="control between words"),
        pytest.param("a\rb", "line endings made line feeds", id="line ending"),
        pytest.param("&eacute;\u0000", "HTML entity decoded; control character removed", id="two causes"),
    ],
)
def test_the_reason_is_in_words(broken: str, reason: str) -> None:
    assert [edit.reason for edit in fix_text(broken).edits] == [reason]


@pytest.mark.parametrize(
    ("switch", "value", "text", "base"),
    [
        pytest.param("unescape_html", False, "&amp;", {}, id="unescape_html off"),
        pytest.param("unescape_html", True, "a < b &amp; c", {}, id="unescape_html on"),
        pytest.param("remove_terminal_escapes", False, "\u001b[1mb", {}, id="remove_terminal_escapes"),
        pytest.param("fix_encoding", False, "caf\u00c3\u00a9", {}, id="fix_encoding"),
        pytest.param("restore_byte_a0", False, "\u00c3  la carte", {}, id="restore_byte_a0"),
        pytest.param(
            "replace_lossy_sequences",
            False,
            "\u00e2\u20ac\u0153lost\u00e2\u20ac\ufffd it",
            {},
            id="replace_lossy_sequences",
        ),
        pytest.param(
            "decode_inconsistent_utf8", False, "\u4e2d caf\u00c3\u00a9", {}, id="decode_inconsistent_utf8"
        ),
        pytest.param("fix_c1_controls", False, "\u0093a\u0094", {"fix_encoding": False}, id="fix_c1_controls"),
        pytest.param("fix_latin_ligatures", True, "\ufb01", {}, id="fix_latin_ligatures"),
        pytest.param("fix_character_width", True, "\uff26", {}, id="fix_character_width"),
        pytest.param("uncurl_quotes", True, "\u201ca\u201d", {}, id="uncurl_quotes"),
        pytest.param("fix_line_breaks", True, "a\u2028b", {}, id="fix_line_breaks"),
        pytest.param("fix_surrogates", False, "\ud83d\ude00", {}, id="fix_surrogates"),
        pytest.param("remove_control_chars", False, "a\u0000b", {}, id="remove_control_chars"),
        pytest.param("normalization", "none", "e\u0301", {}, id="normalization none"),
        pytest.param("normalization", "NFD", "\u00e9", {}, id="normalization NFD"),
        pytest.param("normalization", "NFKC", "\u2460", {}, id="normalization NFKC"),
        pytest.param("normalization", "NFKD", "\u2460", {}, id="normalization NFKD"),
    ],
)
def test_the_switch_reaches_ftfy(switch: str, value: Any, text: str, base: dict[str, Any]) -> None:
    turned = fix_text(text, Fix.model_validate({**base, switch: value}))

    assert turned.text != fix_text(text, Fix.model_validate(base)).text
    assert restore(turned.text, turned.edits) == text


def test_the_table_above_has_every_switch() -> None:
    [mark] = test_the_switch_reaches_ftfy.pytestmark

    assert {case.values[0] for case in mark.args[1]} == set(Fix.model_fields)  # noqa: PD011  # no frame


def test_ftfy_has_no_switch_that_the_settings_do_not_have() -> None:
    ours = {"explain", "max_decode_length"}

    assert set(ftfy.TextFixerConfig._fields) - ours == set(Fix.model_fields)


def _swing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ftfy change its mind with every call."""

    def swung(text: str, _config: object) -> ftfy.ExplainedText:
        return ftfy.ExplainedText(text.swapcase(), [])

    monkeypatch.setattr(ftfy, "fix_and_explain", swung)


def test_repair_that_does_not_come_to_rest_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    _swing(monkeypatch)

    refused = fix_text("caf\u00c3\u00a9").refused
    assert refused
    assert refused.code == "text.unstable"


def test_a_document_that_does_not_come_to_rest_gets_a_reason(
    monkeypatch: pytest.MonkeyPatch, raw: pd.DataFrame
) -> None:
    _swing(monkeypatch)

    fixed = fix_documents(working(raw), Settings())

    assert [reason.code for reason in fixed["reasons"][0]] == ["text.unstable"]


def test_documents_are_repaired_and_keep_their_body(raw: pd.DataFrame) -> None:
    before = working(raw)

    fixed = fix_documents(before, Settings())

    assert list(fixed["text"]) == ["Ein Café & mehr"]
    assert list(fixed["body"]) == ["Ein Caf\u00c3\u00a9 &amp; mehr"]
    assert [edit.rule for edit in fixed["edits"][0]] == ["ftfy", "ftfy"]
    assert list(before["edits"]) == [[]]


@pytest.fixture
def raw(folder: Any) -> pd.DataFrame:
    from corpusclean.read import read_documents

    return read_documents(folder({"a.txt": "date: 2021-12-13\n\nEin Caf\u00c3\u00a9 &amp; mehr\n"}))
