"""A generator of documents with recurring text. The same arguments give the same files.

`python tests/recurring.py FOLDER COUNT` writes what docs/how-to/discovery.md is about.
"""

import random
import sys
from pathlib import Path

from generate import article

OUTLETS = ["tarn", "hill", "moor", "fell"]
LIBRARY = (
    "This page is read aloud at the {} library on Fridays.",
    "(This article is also read aloud at the {} library on Fridays.)",
    "This page is read aloud on Fridays in the library of {}, and is free to hear.",
)
NEAR = "Old people are read to aloud at the {} library."
STANDING = "The bridge has been closed since the flood of last winter."


def documents(count: int, *, seed: int = 0) -> dict[str, str]:
    """Return made-up documents, by address: a third has the library's notice, a third the standing sentence."""
    rng = random.Random(seed)
    found = {}
    for number in range(count):
        outlet = OUTLETS[number % len(OUTLETS)]
        text = article(rng)
        if number % 3 == 0:
            text += rng.choice([" ", "\n\n"]) + rng.choice(LIBRARY).format(outlet.title())
        if number % 3 == 1:
            paragraphs = text.split("\n\n")
            paragraphs.insert(
                rng.randrange(1, len(paragraphs)) if rng.random() < 0.8 else len(paragraphs), STANDING
            )
            text = "\n\n".join(paragraphs)
        if number % 12 == 2:
            text = text.replace("\n\n", f"\n\n{NEAR.format(outlet.title())} ", 1)
        found[f"{outlet}/{number:04d}.txt"] = f" date 2021-05-{number % 28 + 1:02d}\n\n{text}\n"
    return found


def write(folder: Path, count: int, *, seed: int = 0) -> Path:
    """Write the documents as files."""
    for name, text in documents(count, seed=seed).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
