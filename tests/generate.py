"""A generator of test corpora. It imports nothing of the product, and the same arguments give the same files."""

import random
from pathlib import Path

_SUBJECTS = ["The council", "A farmer", "The ministry", "Her neighbour", "The port", "A court", "The museum"]
_VERBS = ["opened", "closed", "promised", "refused", "repaired", "counted", "sold"]
_OBJECTS = ["the bridge", "a school", "forty boats", "the old mill", "its accounts", "a new road", "the harvest"]
_TAILS = ["on Monday", "in the spring", "for the third time", "without a word", "before noon", "last year"]
_FEED = (
    "(Only the headline and picture of this report may have been reworked by River Post staff; the rest of the"
    " content is auto-generated from a syndicated feed.)"
)
_NOTICES = [
    "",
    "",
    " (PTI)",
    "\n\n© 2021 AFP",
    "\n\n" + _FEED,
]


def article(rng: random.Random) -> str:
    """Return a made-up article of a few paragraphs."""
    paragraphs = [
        " ".join(
            f"{rng.choice(_SUBJECTS)} {rng.choice(_VERBS)} {rng.choice(_OBJECTS)} {rng.choice(_TAILS)}."
            for _ in range(rng.randint(3, 6))
        )
        for _ in range(rng.randint(2, 4))
    ]
    return "\n\n".join(paragraphs)


def document(rng: random.Random) -> bytes:
    """Return one file: mostly sound, now and then broken in one of the ways in which files are."""
    day = f"2021-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    text = article(rng) + rng.choice(_NOTICES)
    mojibake = f"{text} It\u2019s caf\u00e9 time.".encode().decode("windows-1252", "replace")
    crlf = text.replace("\n", "\r\n")
    broken = {
        "no header": text.encode(),
        "no body": f" date {day}\n\n\n".encode(),
        "latin-1": f" date {day}\n\n{text} caf\u00e9\n".encode("latin-1", "replace"),
        "bad date": f" date 13/{day[:4]}\n\n{text}\n".encode(),
        "mojibake": f" date {day} \n\n{mojibake}\n".encode(),
        "crlf": f"date: {day}\r\ntitle: Of bridges\r\n\r\n{crlf}\r\n".encode(),
    }
    sound = f" date {day} \n\n\n{text}\n\n".encode()
    return broken[rng.choice(sorted(broken))] if rng.random() < 0.4 else sound


def corpus(folder: Path, count: int, *, seed: int = 0) -> Path:
    """Write a folder of files, some of them copies of each other under other dates."""
    rng = random.Random(seed)
    contents = [document(rng) for _ in range(count)]
    for number in range(0, count, 10):
        contents[number] = contents[(number * 7 + 3) % count].replace(b"2021-", b"2022-", 1)
    for number, content in enumerate(contents):
        path = folder / f"{number % 3}" / f"{number:04d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder
