"""Made-up news files of any number, for benchmarks of speed and memory. Imports nothing of the product.

python benchmarks/made_up.py DIR --documents N [--words W] [--seed S]

Header-plus-body files in folders of 1,000. Words are common English ones in a random order, so that no two
articles share much but what was copied. Of a hundred files about 8 are another outlet's copy of an article told
before, 20 end in a notice, 2 hold mojibake, 2 are not UTF-8, 2 have no header. The same arguments give the same
files.
"""

import argparse
import random
from itertools import accumulate
from pathlib import Path

COMMON = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").split()
OUTLETS = (
    "River Post",
    "Harbour Times",
    "Valley Herald",
    "Daily Lantern",
    "North Courier",
    "The Ferry",
    "Coast Mirror",
    "Hill Gazette",
    "Evening Bell",
    "The Mill",
)
NOTICES = (
    "(Apart from its headline this report was not edited by {outlet} staff and comes from a syndicated feed.)",
    "(This story has not been edited by {outlet} staff and is published from a syndicated feed.)",
    "(Except for the headline, this story has not been edited by {outlet} staff.)",
    "© 2021 {outlet}. All rights reserved.",
    "Copyright 2021 The Associated Press. All rights reserved.",
    "With inputs from agencies",
    "Follow {outlet} on Twitter and Facebook",
    "Subscribe to the {outlet} newsletter",
)
MOJIBAKE = "The caf\u00c3\u00a9 in M\u00c3\u00bcnchen doesn\u00e2\u20ac\u2122t open."
A_FOLDER = 1000
_LATER = 500
"""A copy retells one of so many articles before it."""
_COPIED, _CORRECTED = 0.08, 0.5
"""The share of copies, and of copies with another last paragraph."""
_NOTICE, _BROKEN, _LATIN, _BARE = 0.20, 0.22, 0.24, 0.26
"""Cumulated shares of what is wrong with a file, of none with the rest."""
_CUMULATED = list(accumulate(1 / (rank + 8) for rank in range(len(COMMON))))


def sentence(rng: random.Random) -> str:
    """Return a sentence of 6 to 26 words."""
    words = rng.choices(COMMON, cum_weights=_CUMULATED, k=rng.randint(6, 26))
    if len(words) % 3 == 0:
        words[rng.randrange(1, len(words))] = f"{rng.randint(2, 900)}"
    return f"{' '.join(words).capitalize()}."


def story(rng: random.Random, words: int) -> list[str]:
    """Return the paragraphs of an article, of about so many words."""
    paragraphs: list[str] = []
    while sum(paragraph.count(" ") + 1 for paragraph in paragraphs) < words:
        paragraphs.append(" ".join(sentence(rng) for _ in range(rng.randint(1, 4))))
    return paragraphs


def document(number: int, seed: int, words: int) -> bytes:
    """Return one file. It depends on nothing but its number, so that any can be made anew."""
    rng = random.Random(f"{seed} {number}")  # noqa: S311  # made-up documents need no secrets
    told = number - rng.randint(1, _LATER) if number >= _LATER and rng.random() < _COPIED else number
    copied = random.Random(f"{seed} story {told}")  # noqa: S311  # as above
    paragraphs = story(copied, copied.randint(words // 3, words * 5 // 3))
    if told != number and rng.random() < _CORRECTED:
        paragraphs[-1] = sentence(rng)
    chance = rng.random()
    if chance < _NOTICE:
        paragraphs.append(rng.choice(NOTICES).format(outlet=rng.choice(OUTLETS)))
    elif chance < _BROKEN:
        paragraphs.insert(0, MOJIBAKE)
    elif chance < _LATIN:
        paragraphs[0] += " Caf\u00e9 society."
    day = f"{rng.randint(2015, 2022)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    header = f" date {day} \n title {sentence(rng)[:-1]}\n source {rng.choice(OUTLETS)}\n\n\n"
    if _LATIN <= chance < _BARE:
        header = ""
    text = header + "\n\n".join(paragraphs) + "\n"
    return text.encode("latin-1" if _BROKEN <= chance < _LATIN else "utf-8")


def write(folder: Path, documents: int, *, words: int = 600, seed: int = 0) -> Path:
    """Write the files, and return their folder."""
    for number in range(documents):
        place = folder / f"{number // A_FOLDER:05d}"
        if number % A_FOLDER == 0:
            place.mkdir(parents=True)
        (place / f"{number:08d}.txt").write_bytes(document(number, seed, words))
    return folder


def main() -> None:
    """Write what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, required=True)
    parser.add_argument("--words", type=int, default=600)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    write(args.folder, args.documents, words=args.words, seed=args.seed)


if __name__ == "__main__":
    main()
