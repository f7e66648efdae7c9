"""Made-up news files of any number, for benchmarks of speed and memory. Imports nothing of the product.

python benchmarks/made_up.py DIR --documents N [--words W] [--seed S]

Files of `header-plus-body` form in folders of 1,000. Words are common English ones in a random order, so that no two
articles share much but what was copied. Of a hundred files about 8 are another outlet's copy of an article
told before, 20 end in a notice, 2 hold mojibake, 2 are not UTF-8, 2 have no date. The same arguments give the same
files.
"""

import argparse
import random
from itertools import accumulate
from pathlib import Path

COMMON = """
the of to and a in is it that was for on are as with his they at be this from have or by one had not but what all
were when we there can an your which their said if do will each about how up out them then she many some so these
would other into has more her two like him see time could no make than first been its who now people my made over
did down only way find use may water long little very after words called just where most know get through back much
before go good new write our used me man too any day same right look think also around another came come work three
word must because does part even place well such here take why things help put years different away again off went
old number great tell men say small every found still between name should home big give air line set own under read
last never us left end along while might next sound below saw something thought both few those always looked show
large often together asked house world going want school important until form food keep children feet land side
without boy once animals life enough took sometimes four head above kind began almost live page got earth need far
hand high year mother light parts country father let night following picture being study second eyes soon times
story boys since white days ever paper hard near sentence better best across during today others however sure means
knew try told young miles sun ways thing whole hear example heard several change answer room sea against top turned
learn point city play toward five using himself usually money seen car morning given minister government police
court market company officials report week month election party president council state budget bank price trade
percent million workers union strike harbour bridge river village region district border army peace talks vote
law judge trial evidence prison hospital doctors vaccine patients winter storm flood rescue fire crews damage repair
road railway airport flight passengers ship cargo farmers harvest wheat cattle drought climate energy power plant oil
gas coal wind solar science research university students teachers museum theatre film music festival football match
goal season coach players champion medal team league stadium crowd tourists hotel restaurant shop factory industry
technology software phone network internet data security attack weapons missile soldiers refugees camp aid charity
church mosque temple pope bishop king queen prince ceremony wedding funeral birthday anniversary newspaper journalist
editor interview statement spokesman agency source document letter agreement treaty sanctions embassy ambassador
summit conference delegation visit protest demonstration opposition reform constitution parliament senate committee
""".split()
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
    "(Only the headline and picture of this report may have been reworked by the {outlet} staff; the rest of the"
    " content is auto-generated from a syndicated feed.)",
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
    told = number - rng.randint(1, _LATER) if number >= _LATER and rng.random() < 0.08 else number
    copied = random.Random(f"{seed} story {told}")  # noqa: S311  # as above
    paragraphs = story(copied, copied.randint(words // 3, words * 5 // 3))
    if told != number and rng.random() < 0.5:
        paragraphs[-1] = sentence(rng)
    chance = rng.random()
    if chance < 0.20:
        paragraphs.append(rng.choice(NOTICES).format(outlet=rng.choice(OUTLETS)))
    elif chance < 0.22:
        paragraphs.insert(0, MOJIBAKE)
    elif chance < 0.24:
        paragraphs[0] += " Caf\u00e9 society."
    day = f"{rng.randint(2015, 2022)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    header = f" date {day} \n title {sentence(rng)[:-1]}\n source {rng.choice(OUTLETS)}\n\n\n"
    if 0.24 <= chance < 0.26:
        header = ""
    text = header + "\n\n".join(paragraphs) + "\n"
    return text.encode("latin-1" if 0.22 <= chance < 0.24 else "utf-8")


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
