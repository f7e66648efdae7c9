"""Three identifiers, and when which of them is heard.

1. CLD2, where it calls itself reliable, finds one language in nearly all of the text, and has 200 letters or more,
   of English 400.
2. Where most letters are of a script that only one language is written in, that language.
3. CLD2, py3langid and, where these two differ, langdetect, weighed together: each says how probable a language is,
   errs with a certain probability, and says nothing of a language that it does not know. What it says is
   multiplied (a product of experts: Hinton, "Training products of experts", Neural Computation 14, 2002), and the
   sum over all languages is one.

The answer stands where its probability is a half or more; in fewer than 30 letters, which are often a name or a
word that several languages share, 0.7, and there no score is above 0.9. Where there are more, two identifiers must
name it, or one, with 0.7, where no other knows the language; English both of the first two: it stands in names and
titles within every other language, and is what identifiers fall back to.

A language in letters that are not its own looks like another, and only CLD2 says then that it does not know. So
where it is not sure of 100 letters or more, py3langid, which rarely doubts so many, must say 0.75 for the language
if it knows it; 0.95 where there are 200 and CLD2 guesses another. A text in letters that no language writes, which
is mojibake, has none.

A text of 200 letters or more of which CLD2 finds 0.36 in a second language has none. Where head, middle and
tail are in two languages, more of the text is looked at.
"""

import math
from collections.abc import Callable, Collection, Mapping

from corpusclean.annotate.language.answer import NOTHING, Language
from corpusclean.annotate.language.scripts import MOST, in_no_script, may_be, only_language, scripts
from corpusclean.annotate.language.witnesses import (
    Said,
    ask_cld2,
    ask_langdetect,
    ask_py3langid,
    known,
)
from corpusclean.languages import group

LONG, LONG_ENGLISH = 200, 400
"""Letters from which on CLD2 may decide alone; more for what every other language quotes."""
WHOLE = 0.9
"""The share of a text that must be in one language for that."""
DOUBTFUL, MIXED = 0.2, 0.36
"""The share in a second language from which on more is looked at, and from which on a text is in none.

A third would be met by cousins: CLD2 finds so much Icelandic in Faroese.
"""

FEW = 30
"""Fewer letters than this are often a name, or a word that several languages share."""
CLEAR, CLEAR_OF_FEW = 0.5, 0.7
"""The least probability of an answer; of few letters, and of one witness, it must be greater."""
ENOUGH, SURE, SURE_AGAINST_CLD2 = 100, 0.75, 0.95
"""Letters from which on py3langid rarely doubts, and the least that it must say where CLD2 is not sure."""
MOST_OF_FEW = 0.9
"""The greatest score in few letters: cousins share short sentences, and of such answers nine in ten are right."""

# How often a witness errs. CLD2's best effort is a guess; langdetect knows a third of the languages.
_ERRS = {"cld2": 0.05, "cld2 guess": 0.4, "py3langid": 0.1, "langdetect": 0.4}
_ERRS_WITH_ENGLISH = {"cld2": 0.5, "cld2 guess": 0.9}
_WEIGHT = {"langdetect": 0.5}
_UNKNOWN = 0.02
"""What a witness is taken to say of a language that it does not know."""
_OTHERS = 100
"""Over how many languages an error is spread."""


def identify(text: str, letters: int, more: Callable[[], str] | None = None) -> Language:
    """Return the language of a text of so many letters; `more` is what it is a sample of.

    >>> identify("The committee will meet again on Thursday to discuss the budget.", 53).code
    'en'
    """
    said = ask_cld2(text)
    if more and _second(said) >= DOUBTFUL:
        text = more()
        said = ask_cld2(text)
    if plainly := _plainly(said, letters):
        return plainly
    if letters >= LONG and said.reliable and _second(said) >= MIXED:
        return NOTHING
    shares = scripts(text)
    if math.fsum(shares.values()) < MOST or (letters >= FEW and in_no_script(text)):
        return NOTHING
    only = only_language(shares)
    if only:
        return Language(only, round(max(shares.values()), 3))
    return _weighed(_witnesses(text, said, shares), letters)


def identify_plainly(text: str, letters: int) -> Language | None:
    """Return the language of a text where the first identifier alone is sure, else None.

    >>> identify_plainly("The committee will meet again on Thursday to discuss the budget.", 53)
    """
    return _plainly(ask_cld2(text), letters)


def _plainly(said: Said, letters: int) -> Language | None:
    best = said.best()
    enough = letters >= (LONG_ENGLISH if best == "en" else LONG)
    if best and enough and said.reliable and said.shares[best] >= WHOLE:
        return Language(best, round(min(said.shares[best], 1.0), 3))
    return None


def _second(said: Said) -> float:
    """Return the share of the second language."""
    return sorted((0.0, 0.0, *said.by_group().values()))[-2]


def _witnesses(text: str, said: Said, scripts_of_text: Mapping[str, float]) -> dict[str, Said]:
    """Return what is said by each, but for languages whose script is not there."""
    heard = {"cld2": said}
    if not said.reliable or not said.shares:
        guess = ask_cld2(text, best_effort=True)
        heard = {"cld2 guess": guess} if guess.reliable else {}
    heard["py3langid"] = ask_py3langid(text)
    heard = {name: _in_scripts(testimony, scripts_of_text) for name, testimony in heard.items()}
    if len(heard) == 1 or len({group(testimony.best() or "") for testimony in heard.values()}) > 1:
        heard["langdetect"] = _in_scripts(ask_langdetect(text), scripts_of_text)
    return {name: testimony for name, testimony in heard.items() if testimony.shares}


def _in_scripts(said: Said, scripts_of_text: Mapping[str, float]) -> Said:
    shares = {code: share for code, share in said.shares.items() if may_be(code, scripts_of_text)}
    total = math.fsum(shares.values())
    return Said({code: share / total for code, share in shares.items()}, said.reliable)


def _weighed(heard: dict[str, Said], letters: int) -> Language:
    shares = {name: testimony.by_group() for name, testimony in heard.items()}
    candidates = sorted({name for said in shares.values() for name in said})
    if not candidates:
        return NOTHING
    logs = {code: math.fsum(_log(name, said, code) for name, said in shares.items()) for code in candidates}
    top = max(logs.values())
    weights = {code: math.exp(log - top) for code, log in logs.items()}
    best = min(candidates, key=lambda code: (-weights[code], code))
    score = weights[best] / math.fsum(weights.values())
    if letters < FEW:
        score = min(score, MOST_OF_FEW)
        return Language(_member(best, heard), round(score, 3)) if score >= CLEAR_OF_FEW else NOTHING
    naming = {name for name, said in shares.items() if _first(said) == best}
    clear = CLEAR if len(naming) > 1 or "cld2" in heard else CLEAR_OF_FEW
    if score < clear or not _borne_out(best, naming, shares):
        return NOTHING
    if "cld2" not in heard and letters >= ENOUGH and best in known("py3langid"):
        against = letters >= LONG and "cld2 guess" in heard and "cld2 guess" not in naming
        if shares.get("py3langid", {}).get(best, 0.0) < (SURE_AGAINST_CLD2 if against else SURE):
            return NOTHING
    return Language(_member(best, heard), round(score, 3))


def _log(name: str, said: dict[str, float], code: str) -> float:
    """Return the logarithm of how probable a witness calls a language, by its weight."""
    if code not in known(_identifier(name)):
        probability = _UNKNOWN
    else:
        errs = _ERRS[name]
        if _first(said) == "en":
            errs = _ERRS_WITH_ENGLISH.get(name, errs)
        probability = (1 - errs) * said.get(code, 0.0) + errs / _OTHERS
    return _WEIGHT.get(name, 1.0) * math.log(probability)


def _identifier(name: str) -> str:
    return name.removesuffix(" guess")


def _first(said: dict[str, float]) -> str:
    return min(said, key=lambda code: (-said[code], code))


def _borne_out(code: str, naming: set[str], asked: Collection[str]) -> bool:
    """Tell whether an answer has two witnesses, or one where nobody else knows the language."""
    if code == "en":
        return len(naming - {"langdetect"}) > 1
    asked = {*asked, "cld2 guess"} - ({"cld2 guess"} if "cld2" in asked else set())
    return len(naming) > 1 or not any(code in known(_identifier(name)) for name in asked - naming)


def _member(best: str, heard: dict[str, Said]) -> str:
    """Return the one language of a group that the first witness who names the group names."""
    for testimony in heard.values():
        members = {code: share for code, share in testimony.shares.items() if group(code) == best}
        if members:
            return min(members, key=lambda code: (-members[code], code))
    return best
