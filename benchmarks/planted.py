"""Articles with notices planted in them, labelled by construction. Imports nothing of the product.

A family is three real wordings of one kind that share words, and are no copies of each other. Each family goes
to the ends of 2 to 20 % of the articles of its language, each standing sentence into 2 to 20 %: mostly inside
an article, sometimes at its end. The same arguments give the same files.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

FAMILIES = 10
WORDINGS = 3
LEAST_SHARE, MOST_SHARE = 0.02, 0.20
AT_THE_END = 0.3
"""The share of its places in which a standing sentence is the last of the article."""

SHORTEST, LONGEST = 20, 400
_LEAST_ARTICLES = 100
_SENTENCE_END = (".", "!", "?", "…", "”", '"')
_PARAGRAPHS = 4

STANDING = (
    "The ministry did not immediately respond to a request for comment.",
    "The figures could not be independently verified.",
    "More than forty people have died in the region since January, according to health officials.",
    "The central bank has raised its main rate four times in the past year.",
    "A spokesman for the company declined to say when the plant would open again.",
    "The two countries have been at odds over the dam for more than a decade.",
    "Police said the investigation was continuing and that nobody had been arrested.",
    "Analysts had on average expected growth of two percent for the quarter.",
    "The opposition has called for early elections and for an inquiry into the contracts.",
    "The party won fewer than a third of the seats when the country last voted.",
)


class Family(NamedTuple):
    """Wordings of one notice."""

    kind: str
    language: str
    place: str
    wordings: tuple[str, ...]


class Planted(NamedTuple):
    """The files that were written, what was planted in them, and the articles as they were before."""

    families: tuple[Family, ...]
    standing: tuple[str, ...]
    before: tuple[str, ...]


def plant(articles: Path, notices: Path, folder: Path, seed: int, likeness: float) -> Planted:
    """Write a folder of header-plus-body files with notices planted."""
    rng = random.Random(seed)  # noqa: S311  # made-up documents need no secrets
    records = [record for record in _records(articles) if record["text"].strip()]
    pools = defaultdict(list)
    for number, record in enumerate(records):
        pools[record["language"]].append(number)
    families = choose(_records(notices), {name: len(pool) for name, pool in pools.items()}, rng, likeness)
    texts = [record["text"].strip() for record in records]
    for sentence in STANDING:
        for number in _some(pools["en"], rng):
            texts[number] = _with_sentence(texts[number], sentence, rng)
    for family in families:
        for number in _some(pools[family.language], rng):
            texts[number] = _with_notice(texts[number], rng.choice(family.wordings), family.place, rng)
    folder.mkdir(parents=True)
    for number, (record, text) in enumerate(zip(records, texts, strict=True)):
        source = " ".join(str(record["publisher"] or "").split())
        header = "date: 2021-01-01\n" + (f"source: {source}\n" if source else "")
        (folder / f"{number:05d}.txt").write_text(f"{header}\n{text}\n", encoding="utf-8")
    return Planted(tuple(families), STANDING, tuple(record["text"] for record in records))


def _records(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def choose(
    notices: Iterable[Mapping[str, Any]], articles: Mapping[str, int], rng: random.Random, likeness: float
) -> list[Family]:
    """Return families of as many kinds, drawn among all that three alike wordings can be found for."""
    groups: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for notice in notices:
        text = " ".join(notice["text"].split())
        enough = articles.get(notice["language"], 0) >= _LEAST_ARTICLES
        place = "leading" if notice["position"] == "leading" else "trailing"
        if notice["form"] == "full" and SHORTEST <= len(text) <= LONGEST and enough:
            groups[notice["kind"], notice["language"], place].add(text)
    found: dict[str, list[Family]] = defaultdict(list)
    for (kind, language, place), texts in sorted(groups.items()):
        order = sorted(texts)
        rng.shuffle(order)
        wordings = next(filter(None, (_alike(text, order, likeness) for text in order)), None)
        if wordings:
            found[kind].append(Family(kind, language, place, wordings))
    kinds = rng.sample(sorted(found), FAMILIES)
    return [rng.choice(found[kind]) for kind in kinds]


def _alike(text: str, others: Sequence[str], likeness: float) -> tuple[str, ...] | None:
    """Return a text and others that share so many of its words, each differing from the others in some word."""
    chosen = [text]
    for other in others:
        if all(likeness <= _share(other, one) < 1 for one in chosen):
            chosen.append(other)
        if len(chosen) == WORDINGS:
            return tuple(chosen)
    return None


def _share(one: str, other: str) -> float:
    """Return the share of common words among all words of two texts."""
    first, second = (set(re.findall(r"[^\W\d_]+", text.casefold())) for text in (one, other))
    return len(first & second) / max(len(first | second), 1)


def _some(pool: Sequence[int], rng: random.Random) -> list[int]:
    share = rng.uniform(LEAST_SHARE, MOST_SHARE)
    return rng.sample(list(pool), max(WORDINGS * 2, round(share * len(pool))))


def _with_sentence(text: str, sentence: str, rng: random.Random) -> str:
    paragraphs = text.split("\n\n")
    if len(paragraphs) < _PARAGRAPHS:
        return text
    if rng.random() < AT_THE_END:
        glue = " " if text.endswith(_SENTENCE_END) and rng.random() < 1 / 2 else "\n\n"
        return text + glue + sentence
    place = rng.randrange(1, len(paragraphs) - 2)
    if paragraphs[place].endswith(_SENTENCE_END) and rng.random() < 1 / 2:
        paragraphs[place] += f" {sentence}"
    else:
        paragraphs.insert(place, sentence)
    return "\n\n".join(paragraphs)


def _with_notice(text: str, notice: str, place: str, rng: random.Random) -> str:
    if place == "leading":
        return f"{notice}\n\n{text}"
    form = rng.random()
    if form < 0.6 or not text.endswith(_SENTENCE_END):  # noqa: PLR2004  # the share of paragraphs of their own
        return f"{text}\n\n{notice}"
    bracketed = form > 0.85 and notice[0] not in "([<-–—*•"  # noqa: PLR2004  # the share of brackets
    return f"{text} ({notice})" if bracketed else f"{text} {notice}"


def many(folder: Path, count: int, seed: int = 0) -> None:
    """Write a folder of so many made-up documents of 20 sentences, a notice at the end of a third of them."""
    rng = random.Random(seed)  # noqa: S311  # made-up documents need no secrets
    words = ["".join(rng.choices("aeioumnrtslkdpb", k=rng.randint(2, 9))) for _ in range(20_000)]
    names = [word.title() for word in rng.sample(words, 500)]
    for number in range(count):
        if number % 1_000 == 0:
            place = folder / f"outlet-{number // 1_000:03d}"
            place.mkdir(parents=True)
        sentences = [" ".join(rng.choices(words, k=rng.randint(6, 16))).capitalize() + "." for _ in range(20)]
        text = "\n\n".join(" ".join(sentences[start : start + 4]) for start in range(0, 20, 4))
        notice = (
            f"(Reporting by {rng.choice(names)} {rng.choice(names)}; editing by {rng.choice(names)} Roe)",
            f"This story first appeared in the {rng.choice(names)} {rng.choice(('Mail', 'Post'))}.",
        )
        text += f"\n\n{rng.choice(notice)}" if rng.random() < 1 / 3 else ""
        (place / f"{number:06d}.txt").write_text(f"date: 2021-01-01\n\n{text}\n", encoding="utf-8")
