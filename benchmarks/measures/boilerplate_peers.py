"""What others take out of the same articles: their own code, called through their public interface, on plain text.

Each peer is given the text of an article and says what stays; what is gone is found by comparing lines. Curator
needs torch and ray to be imported, which its one rule does not use: the module of that rule is imported alone.
"""

import html
import importlib
import re
import sys
import tempfile
import types
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from measures.boilerplate import rated
from measures.measured import needed, records
from measures.stripped import Notice, Outcome, outcomes

Spans = list[tuple[int, int]]
Peer = Callable[[Sequence[dict[str, Any]]], list[Spans]]

_LINE = re.compile(r"[^\n]*[^\s][^\n]*")

# The stop lists that jusText has, by the language of an article.
_STOPLISTS = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "en": "English", "es": "Spanish",
    "fi": "Finnish", "fr": "French", "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ko": "Korean",
    "nb": "Norwegian_Bokmal", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sq": "Albanian", "sv": "Swedish", "sw": "Swahili", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese",
    "yo": "Yoruba",
}  # fmt: skip


def boilerplate_peers(path: Path) -> list[dict[str, Any]]:
    """Return a row for the product and one for each peer: characters as in `boilerplate`, articles damaged."""
    articles = list(records(path))
    peers: dict[str, Peer] = {
        "corpusclean": _ours,
        "a list of exact notices": lambda given: _exact(given, path.with_name("disclaimers.jsonl")),
        "datatrove, C4 lines": _each(_c4()),
        "datatrove, repeated lines": _line_dedup,
        "data-juicer, copyright": _each(_data_juicer()),
        "NeMo Curator, boilerplate": _each(_curator()),
        "jusText": _justext,
        "trafilatura": _each(_trafilatura()),
    }
    return [{"name": name, **_figures(articles, peer(articles))} for name, peer in peers.items()]


def _figures(articles: Sequence[dict[str, Any]], gone: Sequence[Spans]) -> dict[str, Any]:
    results = [
        Outcome(tuple(Notice("", "peer", start, end, removed=True) for start, end in spans)) for spans in gone
    ]
    figures = rated(articles, results)
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}


def _ours(articles: Sequence[dict[str, Any]]) -> list[Spans]:
    return [outcome.drop for outcome in outcomes([article["text"] for article in articles])]


def _exact(articles: Sequence[dict[str, Any]], notices: Path) -> list[Spans]:
    """Remove every full notice of the collection beside the articles, wherever it stands to the letter."""
    if not notices.is_file():
        raise SystemExit(
            f"{notices} is missing: the list of exact notices is read from beside the marked articles"
        )
    known = sorted({record["text"] for record in records(notices) if record["form"] == "full"}, key=len)
    pattern = re.compile("|".join(re.escape(text) for text in reversed(known)))
    return [[match.span() for match in pattern.finditer(article["text"])] for article in articles]


def _each(keeps: Callable[[str], str]) -> Peer:
    """Return a peer that looks at one text at a time, and returns what stays of it."""
    return lambda articles: [_gone(article["text"], keeps(article["text"]).split("\n")) for article in articles]


def _gone(text: str, kept: Iterable[str]) -> Spans:
    """Return the lines of a text that are not among those that stay, in their order."""
    lines = list(_LINE.finditer(text))
    stay = [plain for line in kept if (plain := "".join(line.split()))]
    said = ["".join(line[0].split()) for line in lines]
    there = set[int]()
    for block in SequenceMatcher(None, said, stay, autojunk=False).get_matching_blocks():
        there.update(range(block.a, block.a + block.size))
    return [line.span() for number, line in enumerate(lines) if number not in there]


def _c4() -> Callable[[str], str]:
    """Take the line rules of C4; the one that drops a page of fewer than five sentences is switched off."""
    filters = needed("datatrove.pipeline.filters.c4_filters", "datatrove")
    document = needed("datatrove.data", "datatrove").Document
    lines = filters.C4QualityFilter(min_num_sentences=-1)

    def keeps(text: str) -> str:
        given = document(text=text, id="")
        return str(given.text) if lines.filter(given) is True else ""

    return keeps


def _line_dedup(articles: Sequence[dict[str, Any]]) -> list[Spans]:
    """Remove lines that an earlier article has, within the file of articles."""
    dedup = needed("datatrove.pipeline.dedup", "datatrove")
    document = needed("datatrove.data", "datatrove").Document
    # Its xxhash takes bytes alone.
    hashing = needed("datatrove.utils.hashing", "datatrove").HashConfig(hash_fc="sha1")
    chosen = needed("datatrove.pipeline.dedup.sentence_dedup", "datatrove").SentDedupConfig(
        n_sentences=1,
        split_sentences=False,
        only_dedup_in_index=False,
        min_doc_words=0,
        min_num_sentences=0,
        hash_config=hashing,
    )
    given = [document(text=article["text"], id=str(number)) for number, article in enumerate(articles)]
    with tempfile.TemporaryDirectory() as at:
        dedup.SentenceDedupSignature(f"{at}/signatures", config=chosen).run(iter(given), 0, 1)
        dedup.SentenceFindDedups(f"{at}/signatures", f"{at}/found", config=chosen).run(rank=0, world_size=1)
        kept = {
            each.id: each.text for each in dedup.SentenceDedupFilter(f"{at}/found", chosen).run(iter(given), 0, 1)
        }
    return [
        _gone(article["text"], kept.get(str(number), "").split("\n")) for number, article in enumerate(articles)
    ]


def _data_juicer() -> Callable[[str], str]:
    mapper = needed("data_juicer.ops.mapper.clean_copyright_mapper", "py-data-juicer").CleanCopyrightMapper()
    return lambda text: str(mapper.process_batched({mapper.text_key: [text]})[mapper.text_key][0])


def _curator() -> Callable[[str], str]:
    """Take Curator's rule that removes paragraphs, without the package around it."""
    _alone("nemo_curator", "stages", "text", "modifiers", "string")
    _alone("nemo_curator", "stages", "text", "utils")
    rule = needed(
        "nemo_curator.stages.text.modifiers.string.c4", "nemo-curator --no-deps"
    ).BoilerPlateStringModifier
    return lambda text: str(rule().modify_document(text))


def _alone(*names: str) -> None:
    """Make a package and those in it importable without what their `__init__` imports."""
    if names[0] not in sys.modules and find_spec(names[0]) is None:
        raise SystemExit(f"{names[0]} is not installed; pip install --no-deps nemo-curator")
    spec = find_spec(names[0]) if names[0] not in sys.modules else None
    root = Path(str(spec.origin)).parent if spec else Path(sys.modules[names[0]].__path__[0])
    for depth in range(1, len(names) + 1):
        name = ".".join(names[:depth])
        if name not in sys.modules:
            module = types.ModuleType(name)
            module.__path__ = [str(root.joinpath(*names[1:depth]))]
            sys.modules[name] = module


def _page(text: str) -> str:
    paragraphs = "".join(f"<p>{html.escape(line[0].strip())}</p>" for line in _LINE.finditer(text))
    return f"<html><head><title></title></head><body><article>{paragraphs}</article></body></html>"


def _justext(articles: Sequence[dict[str, Any]]) -> list[Spans]:
    justext = needed("justext", "justext")
    found = []
    for article in articles:
        name = _STOPLISTS.get(article["language"])
        words = justext.get_stoplist(name) if name else frozenset()
        free = {} if name else {"stopwords_low": 0, "stopwords_high": 0}  # as its manual says of other languages
        paragraphs = justext.justext(_page(article["text"]), words, **free)
        kept = [paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate]
        found.append(_gone(article["text"], kept))
    return found


def _trafilatura() -> Callable[[str], str]:
    trafilatura = needed("trafilatura", "trafilatura")
    importlib.import_module("trafilatura.settings")
    return lambda text: str(trafilatura.extract(_page(text), include_comments=False) or "")
