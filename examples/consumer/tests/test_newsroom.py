"""The project's own tests: they need a corpus, made by `corpusclean clean`."""

import os
from pathlib import Path

import pandas as pd
import pytest
from newsroom import load, sorted_out, with_topics

from corpusclean_schemas import CleanDocument, ContractBroken, corpus_contract, narrow, split, validate

CORPUS = Path(os.environ.get("CORPUS", "corpus"))


def test_a_corpus_keeps_what_its_manifest_promises() -> None:
    documents = load(CORPUS)
    assert len(documents) > 0
    assert not corpus_contract(CORPUS).columns["date"].nullable


def test_a_story_is_a_document_with_a_topic() -> None:
    documents = load(CORPUS)
    stories = with_topics(documents, ["weather"] * len(documents))
    assert list(stories["topic"].unique()) == ["weather"]
    with pytest.raises(ContractBroken, match="topic: 'sport' is none of"):
        with_topics(documents, ["sport"] * len(documents))


def test_what_is_no_story_is_set_aside_with_its_reasons() -> None:
    documents = pd.DataFrame(load(CORPUS)).assign(topic="weather")
    documents.loc[documents.index[0], "topic"] = "sport"
    documents.loc[documents.index[0], "characters"] = 1
    ok, rejects = sorted_out(documents)
    assert len(ok) == len(documents) - 1
    assert sorted(rejects["failed_codes"].iloc[0]) == ["check.failed", "value.not_allowed"]


def test_a_contract_can_be_narrowed() -> None:
    documents = load(CORPUS)
    english = narrow(CleanDocument, languages=["en"], required=["date"])
    ok, rejects = split(documents, english)
    assert set(ok["language"]) == {"en"}
    assert len(ok) + len(rejects) == len(documents)
    assert len(validate(ok, english)) == len(ok)
