"""What counts as anchored, and what as inside."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpusclean.discover.count import Frequent, count
from corpusclean.discover.gather import GATHERED, gathered
from corpusclean.discover.recurring import Corpus, recurring
from corpusclean.discover.units import key, sentences

NOTICE = "This page is read aloud at the library."
OTHER = "The bells are rung by the readers."


def spill(work: Path, texts: Sequence[str], *, files: int = 1) -> Path:
    """Put texts where a worker would put them, each of an outlet of its own."""
    rows = []
    for number, text in enumerate(texts):
        found = sentences(text)
        rows.append(
            {
                "address": f"{number}.txt",
                "outlet": f"outlet {number}",
                "language": "en",
                "keys": [key(sentence.text) for sentence in found],
                "paragraphs": [sentence.paragraph for sentence in found],
                "sentences": [sentence.text for sentence in found],
                "gaps": [sentence.gap for sentence in found],
            }
        )
    for number in range(files):
        pq.write_table(pa.Table.from_pylist(rows[number::files], schema=GATHERED), gathered(work, number))
    return work


def article(number: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    word = letters[number % 26] * 3 + letters[number // 26] * 3
    return f"The {word} came first. Then the {word} went. No {word} stayed."


def counted(work: Path, least: int = 3) -> tuple[Frequent, Corpus]:
    frequent = count(work, least)
    return frequent, recurring(work, frequent, least)


def texts_of(corpus: Corpus) -> list[str]:
    return [unit.text for unit in corpus.units]


@pytest.mark.parametrize("glue", [" ", "\n\n", "\n"])
def test_a_notice_at_the_tail_is_found(tmp_path: Path, glue: str) -> None:
    _, corpus = counted(spill(tmp_path, [article(n) + glue + NOTICE for n in range(4)]))
    (unit,) = corpus.units
    assert (unit.text, unit.documents, unit.tail, unit.inside) == (NOTICE, 4, 4, 0)
    assert unit.own_paragraph == (0 if glue == " " else 4)


def test_a_notice_at_the_head_is_found(tmp_path: Path) -> None:
    _, corpus = counted(spill(tmp_path, [f"{NOTICE}\n\n{article(n)}" for n in range(4)]))
    assert [(unit.documents, unit.tail) for unit in corpus.units] == [(4, 0)]


def test_a_stacked_notice_is_at_the_end_as_well(tmp_path: Path) -> None:
    stacked = [f"{article(n)} {NOTICE} {OTHER}" for n in range(4)]
    alone = [f"{article(n)} {tail}" for n, tail in zip(range(4, 12), [NOTICE, OTHER] * 4, strict=True)]
    _, corpus = counted(spill(tmp_path, stacked + alone))
    assert sorted((unit.text, unit.documents, unit.inside) for unit in corpus.units) == [
        (OTHER, 8, 0),
        (NOTICE, 8, 0),
    ]


def test_a_standing_sentence_of_articles_is_no_notice(tmp_path: Path) -> None:
    """It is the last of some articles; others go on after it."""
    last = [f"{article(n)} {NOTICE}" for n in range(6)]
    inside = [f"{article(n + 30)} {NOTICE} {article(n)}" for n in range(6, 9)]
    _, corpus = counted(spill(tmp_path, last + inside))
    assert texts_of(corpus) == []


def test_copies_of_a_document_count_once(tmp_path: Path) -> None:
    copies = [f"{article(0)} {NOTICE}"] * 5
    near = [f"Early. {article(0)} {NOTICE}", f"Late. {article(0)} {NOTICE}"]
    frequent, corpus = counted(spill(tmp_path, copies + near))
    assert texts_of(corpus) == []
    assert frequent.figures == {}


def test_sentences_that_never_stand_apart_are_one_unit(tmp_path: Path) -> None:
    two = "What is read? This page is read aloud."
    asked = [f"{article(n + 30)} What is read? {article(n)}" for n in range(10, 14)]
    _, corpus = counted(spill(tmp_path, [f"{article(n)} {two}" for n in range(4)] + asked))
    assert texts_of(corpus) == [two]


def test_sentences_that_wordings_share_are_part_of_each(tmp_path: Path) -> None:
    """The first goes on in two ways, the second begins in two ways; neither stands alone."""
    told = [f"{NOTICE} {OTHER}", f"{NOTICE} Hymns are sung on Mondays.", f"Do come in. {OTHER}"]
    _, corpus = counted(spill(tmp_path, [f"{article(n)} {told[n % 3]}" for n in range(12)]))
    assert sorted(texts_of(corpus)) == sorted(told)


def test_sentences_in_two_paragraphs_are_two_units(tmp_path: Path) -> None:
    _, corpus = counted(spill(tmp_path, [f"{article(n)}\n\n{NOTICE}\n\n{OTHER}" for n in range(4)]))
    assert sorted(texts_of(corpus)) == [OTHER, NOTICE]


def test_what_is_nothing_but_recurring_text_tells_nothing(tmp_path: Path) -> None:
    _, corpus = counted(spill(tmp_path, [NOTICE, f"{NOTICE} {OTHER}", OTHER, NOTICE, OTHER]))
    assert texts_of(corpus) == []


def test_how_the_files_are_cut_does_not_show(tmp_path: Path) -> None:
    texts = [f"{article(n)} {NOTICE if n % 2 else OTHER}" for n in range(12)]
    found = []
    for files in (1, 3, 12):
        work = tmp_path / str(files)
        work.mkdir()
        found.append([(unit.keys, unit.documents) for unit in counted(spill(work, texts, files=files))[1].units])
    assert found[0] == found[1] == found[2] != []


def test_nothing_at_all(tmp_path: Path) -> None:
    frequent, corpus = counted(tmp_path)
    assert (frequent.figures, corpus.units, corpus.documents) == ({}, (), 0)
