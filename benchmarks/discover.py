"""Discovery, measured on real articles with real notices planted in them (planted.py), the rules off.

python benchmarks/discover.py --articles FILE --notices FILE [--seeds 1 2 3] [--likeness 0.35] [--json]
python benchmarks/discover.py --memory 100000 [--json]

A family is found where one proposal's rule takes all its wordings, each whole from behind plain sentences and
nothing else, and no other proposal takes any. A proposal is false where its rule takes a standing sentence, or
where it takes no planted wording and none of its texts stood in the articles before: text that stood there
already is counted apart, nobody has labelled it.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from planted import Family, Planted, many, plant

from corpusclean.boilerplate import Rule, strip_text
from corpusclean.boilerplate.strip import FREE

PLAIN = "The council met on Monday. It will vote on the plan in May."


class Scored(NamedTuple):
    """What came of one seed."""

    found: int
    families: int
    false: int
    natural: int
    problems: list[str]


def main() -> int:
    """Measure every seed, and tell all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--notices", type=Path)
    parser.add_argument("--memory", type=int, metavar="N")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--likeness", type=float, default=0.35, help="common words of a family's wordings")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if args.memory:
        return _memory(args.memory, as_json=args.json)
    if not (args.articles and args.notices):
        parser.error("give --articles and --notices, or --memory")
    scored = {seed: _measured(args, seed) for seed in args.seeds}
    if args.json:
        seeds = {str(seed): one._asdict() for seed, one in scored.items()}
        least = min(one.found for one in scored.values())
        print(json.dumps({"seeds": seeds, "least_found": least, "most_false": _most_false(scored)}))
        return 0
    for seed, one in scored.items():
        print(f"seed {seed}: {one.found} of {one.families} found, {one.false} false, {one.natural} there before")
        print("".join(f"    {problem}\n" for problem in one.problems), end="")
    print(f"found, at least  {min(one.found for one in scored.values())}")
    print(f"found, mean      {statistics.mean(one.found for one in scored.values()):.1f}")
    print(f"false, at most   {_most_false(scored)}")
    return 0


def _most_false(scored: Mapping[int, Scored]) -> int:
    return max(one.false for one in scored.values())


def _memory(documents: int, *, as_json: bool) -> int:
    """Tell the peak memory over so many documents, and over a tenth."""
    megabytes = {}
    for count in (documents // 10, documents):
        with tempfile.TemporaryDirectory() as folder:
            many(Path(folder, "raw"), count)
            command = [sys.executable, "-m", "corpusclean", "discover", "raw", "--workers", "1", "--known"]
            started = time.monotonic()
            with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process:  # noqa: S603  # ours
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0:
                return process.returncode
            proposals = tomllib.loads(Path(folder, "proposals.toml").read_text(encoding="utf-8"))["proposals"]
        figures = {"megabytes": round(usage.ru_maxrss / 1024), "seconds": round(time.monotonic() - started)}
        megabytes[count] = {**figures, "proposals": len(proposals)}
    if as_json:
        print(json.dumps({str(count): figures for count, figures in megabytes.items()}))
        return 0
    for count, figures in megabytes.items():
        print(f"{count:,} documents: {figures}")
    return 0


def _measured(args: argparse.Namespace, seed: int) -> Scored:
    with tempfile.TemporaryDirectory() as folder:
        raw, out = Path(folder, "raw"), Path(folder, "proposals.toml")
        planted = plant(args.articles, args.notices, raw, seed, args.likeness)
        command = [sys.executable, "-m", "corpusclean", "discover", raw, "--out", out, "--known", "--quiet"]
        subprocess.run(command, check=True)  # noqa: S603  # our own command
        proposals = tomllib.loads(out.read_text(encoding="utf-8")).get("proposals", [])
    return score(planted, proposals)


def score(planted: Planted, proposals: list[dict[str, Any]]) -> Scored:
    """Hold proposals against what was planted."""
    rules = [_rule(proposal) for proposal in proposals]
    problems, found, useful = [], 0, set[int]()
    for family in planted.families:
        takers = [{n for n, rule in enumerate(rules) if _takes(rule, text, family)} for text in family.wordings]
        useful |= set().union(*takers)
        if len(set[int]().union(*takers)) == 1 and all(takers):
            found += 1
        else:
            told = "; ".join(
                f"{text[:70]!r} by {sorted(n)}" for text, n in zip(family.wordings, takers, strict=True)
            )
            problems.append(f"not found as one: {family.kind}: {told}")
    before = "\n".join(" ".join(text.split()) for text in planted.before)
    false = natural = 0
    for number, (proposal, rule) in enumerate(zip(proposals, rules, strict=True)):
        standing = [text for text in planted.standing if _taken(rule, text)]
        if standing or (number not in useful and not any(one["text"] in before for one in proposal["seen"])):
            false += 1
            problems.append(f"false: {proposal['id']}: {proposal['wordings'][:2]}")
        elif number not in useful:
            natural += 1
    return Scored(found, len(planted.families), false, natural, problems)


def _rule(proposal: Mapping[str, Any]) -> Rule:
    """Return the rule that a proposal would become."""
    names = ("id", "kind", "languages", "where", "wordings", "examples")
    keep = [{"why": "measured, not reviewed", "text": PLAIN}]
    return Rule.model_validate({"version": 1, "keep": keep, **{name: proposal[name] for name in names}})


def _takes(rule: Rule, text: str, family: Family) -> bool:
    if family.place == "leading":
        return _left(rule, f"{text}\n\n{PLAIN}") == PLAIN
    return _taken(rule, text)


def _taken(rule: Rule, text: str) -> bool:
    return PLAIN in (_left(rule, f"{PLAIN} {text}"), _left(rule, f"{PLAIN}\n\n{text}"))


def _left(rule: Rule, text: str) -> str:
    return strip_text(text, [rule], {rule.kind: "remove"}, brake=FREE).text


if __name__ == "__main__":
    sys.exit(main())
