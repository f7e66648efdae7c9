"""Language identification, on records with `text`, and `lang` or `language`; `bucket` where they have one."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpusclean.annotate import detect_language
from corpusclean.annotate.language.witnesses import ask_cld2, ask_langdetect, ask_py3langid
from corpusclean.settings import Language
from measures.measured import Measured, needed, records

# Codes that count as one: those that text alone does not tell apart.
_SAME = {
    "nn": "nb",
    "no": "nb",
    "sh": "sr",
    "hr": "sr",
    "bs": "sr",
    "ms": "id",
    "rw": "rn",
    "fil": "tl",
    "iw": "he",
}

Identifier = Callable[[str], str | None]


def language(path: Path) -> Measured:
    """Identify each record with the default settings."""
    found = [(record, detect_language(record["text"])) for record in records(path)]
    predictions = [
        {"id": record["id"], "language": answer.code, "score": answer.score} for record, answer in found
    ]
    answers = [(record, answer.code) for record, answer in found]
    errors = [
        f"{record['id']}: {answer} should be {truth(record)}: {record['text'][:60]!r}"
        for record, answer in answers
        if answer != "und" and not right(answer, truth(record))
    ]
    return Measured(_figures(answers), predictions, errors)


def language_peers(path: Path) -> list[dict[str, Any]]:
    """Return a row for the default and one for each identifier alone: figures, and texts a second (CPU)."""
    lingua = needed("lingua", "lingua-language-detector")
    detector = lingua.LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()

    def lingua_alone(text: str) -> str | None:
        answer = detector.detect_language_of(text)
        return answer.iso_code_639_1.name.lower() if answer else None

    identifiers: dict[str, Identifier] = {
        "corpusclean": lambda text: detect_language(text, Language()).code,
        "pycld2": lambda text: ask_cld2(text).best(),
        "pycld2, best effort": lambda text: ask_cld2(text, best_effort=True).best(),
        "py3langid": lambda text: ask_py3langid(text).best(),
        "langdetect": lambda text: ask_langdetect(text).best(),
        "lingua, low accuracy": lingua_alone,
    }
    read = list(records(path))
    for ask in (ask_py3langid, ask_langdetect):
        ask("Models are loaded before the clock starts.")
    return [{"name": name, **_timed(identify, read)} for name, identify in identifiers.items()]


def _timed(identify: Identifier, read: list[dict[str, Any]]) -> dict[str, Any]:
    identify("The rain fell on all the town, and the river rose.")
    start = time.process_time()
    answers = [(record, identify(record["text"]) or "und") for record in read]
    took = time.process_time() - start
    return {**_figures(answers), "texts_a_second": round(len(read) / took)}


def _figures(answers: list[tuple[dict[str, Any], str]]) -> dict[str, Any]:
    total: Counter[str] = Counter()
    good: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    false_en = 0
    for record, answer in answers:
        bucket = record.get("bucket", "document")
        total[bucket] += 1
        if right(answer, truth(record)):
            good[bucket] += 1
        elif answer != "und":
            wrong[bucket] += 1
            false_en += answer == "en" and bucket != "short"
    return {
        "accuracy": round(good.total() / total.total(), 4),
        "wrong": round(wrong.total() / total.total(), 4),
        "by_bucket": {
            name: {"accuracy": round(good[name] / count, 4), "wrong": round(wrong[name] / count, 4)}
            for name, count in sorted(total.items())
        },
        "false_en": false_en,
        "total": total.total(),
    }


def truth(record: dict[str, Any]) -> str:
    """Return the language that a record is in."""
    return str(record["lang"] if "lang" in record else record["language"])


def right(answer: str, gold: str) -> bool:
    """Tell whether an answer is right; English counts for Nigerian Pidgin."""
    return _one(answer) == _one(gold) or (gold == "pcm" and answer == "en")


def _one(code: str) -> str:
    code = code.partition("-")[0]
    return _SAME.get(code, code)
