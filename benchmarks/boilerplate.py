"""The boilerplate step: its time beside reading and decoding, and beside itself with twice as many rules.

python benchmarks/boilerplate.py --corpus DIR     one core; DIR is a folder of files

Twice as many rules are the rules and as many made-up ones: every word of a wording is spelled backwards, so that
they have as many phrases, slots and examples, and find next to nothing, as most rules do in most texts.
"""

import argparse
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import corpusclean as cc
from corpusclean.boilerplate import Rule, load_rules, step
from corpusclean.boilerplate.match import Rulebook
from corpusclean.fix import fix_documents
from corpusclean.settings import Settings
from corpusclean.working import working

ROUNDS = 5
SETTINGS = Settings()

_WORD = re.compile(r"\{[^{}]*\}|[^\W\d_]{3,}")


def reversed_rule(rule: Rule) -> Rule:
    """Return a rule like another, of words that no text has."""

    def backwards(text: str) -> str:
        return _WORD.sub(lambda match: match[0] if match[0].startswith("{") else match[0][::-1], text)

    wordings = tuple(backwards(wording) for wording in rule.wordings)
    examples = tuple(
        example.model_copy(update={"text": backwards(example.text), "stays": backwards(example.stays)})
        for example in rule.examples
    )
    return rule.model_copy(update={"id": f"{rule.id}-backwards", "wordings": wordings, "examples": examples})


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds that a call takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(folder: str) -> dict[str, Any]:
    """Time reading, the step, and the step with twice the rules, by turns; medians."""
    documents = fix_documents(working(cc.read_documents(folder)), SETTINGS)
    rules = load_rules().rules
    books = {
        "step": Rulebook(rules),
        "twice": Rulebook([*rules, *(reversed_rule(rule) for rule in rules if rule.wordings)]),
    }
    shipped = step.rulebook
    took: dict[str, list[float]] = {name: [] for name in ("read", *books)}
    first = dict[str, float]()
    try:
        for _ in range(ROUNDS + 1):
            took["read"].append(seconds(lambda: cc.read_documents(folder)))
            for name, book in books.items():
                step.rulebook = lambda _packs, book=book: book  # type: ignore[assignment,misc]
                spent = seconds(lambda: step.strip_notices(documents, SETTINGS))
                if name in first:
                    took[name].append(spent)
                else:
                    first[name] = spent
    finally:
        step.rulebook = shipped
    median = {name: statistics.median(times) for name, times in took.items()}
    return {
        "documents": len(documents),
        "rules": len(rules),
        "wordings": sum(len(rule.wordings) for rule in rules),
        "step_over_reading": round(median["step"] / median["read"], 2),
        "twice_the_rules_over_once": round(median["twice"] / median["step"], 2),
        "first_time_over_reading": round(first["step"] / median["read"], 2),
    }


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", required=True, metavar="DIR")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    figures = measure(args.corpus)
    print(json.dumps(figures) if args.json else "\n".join(f"{name:28} {value}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
