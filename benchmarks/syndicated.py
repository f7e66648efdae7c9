"""A labelled set of duplicates, built from real articles. It imports nothing of the product, and a seed fixes it.

Stories are told by several outlets: under other headlines and datelines, with those outlets' own notices, cut at
the tail, with sentences corrected, as briefs. Round-ups hold briefs of other stories. What is left stands alone:
different articles, some of one outlet and day. Which documents are duplicates follows from how they were made.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

SEED = 20211213
TOLD = 0.4
"""The share of articles that are told more than once."""
IN_A_ROUND_UP = 0.08
"""The share of articles of which there is a brief alone, and the same brief in a round-up of three."""

_COPIES = (2, 2, 2, 3, 3, 4, 5, 6, 8)
_MANY = 30
_NOTICED, _HEADLINED, _DATED, _CUT, _CORRECTED, _BRIEFED = 0.8, 0.25, 0.5, 0.35, 0.4, 0.15
_LEAST_KEPT = 0.6
_NUMBERED, _INSERT, _DROP = 0.5, 0.5, 0.9
_WORDS, _SENTENCES, _NOTICE = 120, 6, 20
_BRIEF_WORDS = 60
_CITIES = (
    "MOSCOW",
    "PARIS",
    "DELHI",
    "NAIROBI",
    "LIMA",
    "OSLO",
    "CAIRO",
    "MANILA",
    "DAKAR",
    "ROME",
    "HANOI",
    "QUITO",
)
_AGENCIES = ("Reuters", "AFP", "AP", "dpa", "PTI", "EFE", "Xinhua", "ANSA")
_INSERTED = ("officials said later", "according to a new count", "as was known since", "two witnesses said")
_SENTENCE = re.compile(r"(?<=[.!?।。！？])[”\"’']?\s+")
_FILLER = re.compile(r"\b\d+\b")


class Told(NamedTuple):
    """A document of the set: what it is, and the stories that it tells; a brief in a round-up tells `part`."""

    id: str
    text: str
    outlet: str
    date: str
    title: str
    form: str
    story: str
    parts: tuple[str, ...] = ()


Pair = tuple[str, str]


def syndicated(articles: Sequence[Mapping[str, Any]], notices: Sequence[Mapping[str, Any]]) -> list[Told]:
    """Return the set: documents in the order of their ids, which say nothing of what they are."""
    rng = random.Random(SEED)  # noqa: S311  # made-up copies need no secrets
    bases = _bases(articles)
    rng.shuffle(bases)
    tail, head = _by_language(notices, "trailing"), _by_language(notices, "leading")
    outlets = sorted({str(notice["publisher"]) for notice in notices if notice["publisher"]}) or ["The Post"]
    told, rounded = int(len(bases) * TOLD), int(len(bases) * IN_A_ROUND_UP) // 3 * 3
    made: list[dict[str, Any]] = []
    for place, base in enumerate(bases[:told]):
        count = _MANY if place == 0 else rng.choice(_COPIES)
        for number in range(count):
            text = base["text"] if number == 0 else _copy(base, bases, rng)
            made.append(_made(_noted(text, base, tail, head, rng), base, "copy", rng.choice(outlets)))
        if rng.random() < _BRIEFED:
            made.append(_made(_brief(base["text"], rng), base, "brief", rng.choice(outlets)))
    for place in range(told, told + rounded, 3):
        three = bases[place : place + 3]
        briefs = [_brief(base["text"], rng) for base in three]
        for base, brief in zip(three, briefs, strict=True):
            made.append(_made(_noted(brief, base, tail, head, rng), base, "brief", rng.choice(outlets)))
        whole = _made("\n\n".join(briefs), three[0], "round-up", rng.choice(outlets))
        made.append({**whole, "story": f"{whole['story']}+", "parts": tuple(base["id"] for base in three)})
    outlet = outlets[0]
    for place, base in enumerate(bases[told + rounded :]):
        outlet = rng.choice(outlets) if place % 5 == 0 else outlet
        made.append(_made(_noted(base["text"], base, tail, head, rng), base, "single", outlet))
    rng.shuffle(made)
    return [Told(id=f"{number:05d}", **each) for number, each in enumerate(made)]


def true_pairs(documents: Sequence[Told]) -> set[Pair]:
    """Return the pairs that are duplicates: of one story, or a brief and the round-up that holds it."""
    stories: dict[str, list[str]] = defaultdict(list)
    for each in documents:
        stories[each.story].append(each.id)
    pairs = {pair for ids in stories.values() for pair in combinations(sorted(ids), 2)}
    for each in documents:
        for part in each.parts:
            pairs |= {_pair(each.id, other) for other in stories[part]}
    return pairs


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _bases(articles: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return articles long enough to be told, each once: what begins or goes on alike is left out."""
    seen: set[str] = set()
    bases = []
    for article in articles:
        text = str(article["text"]).strip()
        keys = {" ".join(line.split()) for line in text.split("\n") if len(line) > 2 * _WORDS} | {text[:60]}
        if len(text.split()) >= _WORDS and not keys & seen and len(_sentences(text)) >= _SENTENCES:
            bases.append({**article, "text": text})
        seen |= keys
    return bases


def _by_language(notices: Sequence[Mapping[str, Any]], position: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for notice in notices:
        if notice["form"] == "full" and notice["position"] == position and len(notice["text"]) >= _NOTICE:
            found[str(notice["language"])].append(str(notice["text"]))
    return found


def _sentences(text: str) -> list[str]:
    """Cut a text into sentences, each with the blanks that follow it."""
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    return [text[begin:end] for begin, end in zip([0, *ends], [*ends, len(text)], strict=True) if begin < end]


def _copy(base: Mapping[str, Any], bases: Sequence[Mapping[str, Any]], rng: random.Random) -> str:
    """Return how another outlet tells a story."""
    sentences = _sentences(base["text"])
    if rng.random() < _CUT:
        kept = rng.uniform(_LEAST_KEPT, 0.95) * len(base["text"])
        while len(sentences) > 1 and sum(map(len, sentences)) - len(sentences[-1]) >= kept:
            sentences.pop()
    if rng.random() < _CORRECTED:
        for place in rng.sample(range(len(sentences)), min(rng.randint(1, 3), len(sentences) // 4)):
            sentences[place] = _corrected(sentences[place], rng)
    text = "".join(sentences).rstrip()
    if rng.random() < _DATED:
        day = f"Dec {rng.randint(1, 28)}"
        text = f"{rng.choice(_CITIES)}, {day} ({rng.choice(_AGENCIES)}) - {text}"
    if rng.random() < _HEADLINED:
        other = rng.choice(bases)
        text = f"{other.get('title') or 'News of the day'}\n\n{text}"
    return text


def _corrected(sentence: str, rng: random.Random) -> str:
    """Return a sentence with another number, a clause more, a word less, or nothing of it."""
    if _FILLER.search(sentence) and rng.random() < _NUMBERED:
        return _FILLER.sub(lambda match: str(int(match[0][:9]) + 1), sentence)
    words = sentence.split(" ")
    place = rng.randrange(len(words))
    how = rng.random()
    if how < _INSERT:
        return " ".join([*words[:place], f"{rng.choice(_INSERTED)},", *words[place:]])
    return " ".join(words[:place] + words[place + 1 :]) if how < _DROP else ""


def _brief(text: str, rng: random.Random) -> str:
    """Return the first sentences of a story: at least so many words, and a third of it at most beyond them."""
    most = max(_BRIEF_WORDS, int(len(text.split()) * rng.uniform(0.2, 0.35)))
    kept: list[str] = []
    for sentence in _sentences(text):
        kept.append(sentence)
        if len("".join(kept).split()) >= most:
            break
    return "".join(kept).rstrip()


def _noted(
    text: str,
    base: Mapping[str, Any],
    tail: Mapping[str, Sequence[str]],
    head: Mapping[str, Sequence[str]],
    rng: random.Random,
) -> str:
    """Return a text with the notices of another outlet, in its language where there are some."""
    language = base["language"]
    if rng.random() < _NOTICED and (texts := tail.get(language) or tail.get("en")):
        text = "\n\n".join([text, *rng.sample(texts, min(rng.randint(1, 2), len(texts)))])
    if rng.random() < _NOTICED / 8 and (texts := head.get(language) or head.get("en")):
        text = f"{rng.choice(texts)}\n\n{text}"
    return text


def _made(text: str, base: Mapping[str, Any], form: str, outlet: str) -> dict[str, Any]:
    date = str(base["date"] or "2021-12-13")[:10]
    title = " ".join(str(base.get("title") or "").split())
    return {"text": text, "outlet": outlet, "date": date, "title": title, "form": form, "story": base["id"]}


def files(documents: Sequence[Told]) -> Iterator[tuple[str, bytes]]:
    """Yield each document as a file: its name, and a header with its body."""
    for each in documents:
        date = each.date if re.fullmatch(r"\d{4}-\d{2}-\d{2}", each.date) else "2021-12-13"
        outlet = " ".join(each.outlet.split())
        yield f"{each.id}.txt", f"date: {date}\npublisher: {outlet}\n\n{each.text}\n".encode()
