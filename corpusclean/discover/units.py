"""A text as sentences, and the shape of a sentence: its words without the parts that vary.

Recurring text is counted by shape, so that a credit counts as one whoever is named in it. Nothing here knows a
language: a sentence ends at its mark, a name is a run of capitals in a sentence that is not all capitals.
"""

import hashlib
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

LONGEST = 600
"""Characters of a sentence that is looked at; a longer one is article."""

TokenClass = Literal["word", "mark", "name", "number", "address"]

# A run of blanks is looked at from its start only, and an address may have no longer a name (RFC 5321, 4.5.3.1.1):
# else what they cost would be the square of the length of a run.
_PARAGRAPH = re.compile(r"(?<![ \t])[ \t]*\n\s*")
_WRAPPED = re.compile(r"(?<=[^\n]{40})(?<![.!?…。！？۔।؟:)\]\"”])\n[ \t]*(?=[^\W\d_A-Z])")
_END = re.compile(
    r"(?:[.!?…۔।؟]+[\"“”’'»)\]）】」』]*\s+|[。！？]+[”’」』）】]*\s*)"  # marks of other scripts
    r"(?=[^\s])"
)
_BEFORE_NUMBER = re.compile(r"\b(?:[^\W\d_a-z][^\W\d_]{2,3}|No|Nr|p|pp)\.\s+$")
_NO_END = re.compile(r"(?:^|[\s(.])(?:[^\W\d_]|Mr|Mrs|Ms|Dr|St|Prof|Sen|Rep|Gov|Gen|vs|No|Nr|bzw|etc|p|pp)\.\s+$")
_LAST_BRACKETS = re.compile(r"(?<=\S)\s*(?=[(\[（【][^()\[\]（）【】]{2,400}[)\]）】][.。]?$)")
_LAST_DASH = re.compile(r"(?<=\S)\s+(?=[-–—]{1,2}\s?[^\s-][^\n]{1,40}$)")
_DASH_WORDS = 4

_IDEOGRAPH = r"[\u3040-\u30ff\u3400-\u9fff]"
_MARKS = r"\u0300-\u036f\u064b-\u065f\u093a-\u094f\u0e31-\u0e4e"
"""Signs above and below letters of Latin, Arabic, Devanagari and Thai; Python's `\\w` leaves them out."""

_TOKEN = re.compile(
    r"(?P<address>(?:https?://|www\.)\S*[^\s.,;:!?)\]>]|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|[@#]\w+)"
    r"|(?P<number>\d[\d.,:/]*\d|\d)"
    rf"|(?P<word>{_IDEOGRAPH}|[^\W\d_](?:(?!{_IDEOGRAPH})[^\W_]|[{_MARKS}]|['’.-](?=[^\W\d_]))*)"
    r"|(?P<mark>\S)"
)
_BREAKS = frozenset('.;:!?([{|•*⦁–—-<“"')
_AMONG_NAMES = frozenset({",", "&", "/", "and", "in", "of", "the", "und", "y", "e", "et"})
_LEAST_LITERAL = 2
_FIRST_IS_VERB = 3


class Sentence(NamedTuple):
    """A sentence, the number of its paragraph, and what stood between it and the sentence before."""

    text: str
    paragraph: int
    gap: str


class Token(NamedTuple):
    """A word, mark or varying part of a sentence, as it is written, and where it stands in the sentence."""

    kind: TokenClass
    text: str
    start: int
    end: int


def sentences(text: str) -> list[Sentence]:
    r"""Return the sentences of a text.

    A last sentence in brackets, or after a dash, is one by itself, whatever ends the words before it.

    >>> [sentence.text for sentence in sentences("It rained. He left (PTI)\n\nFollow us.")]
    ['It rained.', 'He left', '(PTI)', 'Follow us.']
    """
    found: list[Sentence] = []
    position = 0
    joined = _WRAPPED.sub(lambda match: " " * len(match[0]), text)
    for number, (start, end) in enumerate(_spans(joined, _PARAGRAPH)):
        for first, last in _sentences_of(joined, start, end):
            found.append(Sentence(text[first:last], number, text[position:first]))
            position = last
    return found


def _spans(text: str, separator: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    position = len(text) - len(text.lstrip())
    for match in separator.finditer(text, position):
        yield position, match.start()
        position = match.end()
    if position < len(text.rstrip()):
        yield position, len(text.rstrip())


def _sentences_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of a paragraph."""
    paragraph = text[start:end]
    cuts = [0]
    for match in _END.finditer(paragraph):
        following = paragraph[match.end()]
        no_end = _BEFORE_NUMBER if following.isdigit() else _NO_END
        if not following.islower() and not no_end.search(paragraph, max(0, match.start() - 6), match.end()):
            cuts.append(match.end())
    last = paragraph[cuts[-1] :]
    tail = _LAST_BRACKETS.search(last) or _LAST_DASH.search(last)
    if tail and (last[tail.end()] in "([（【" or len(last[tail.end() :].split()) <= _DASH_WORDS):
        cuts.append(cuts[-1] + tail.end())
    for first, after in itertools.pairwise([*cuts, len(paragraph)]):
        yield start + first, start + first + len(paragraph[first:after].rstrip())


def tokens(sentence: str) -> list[Token]:
    """Return the tokens of a sentence; runs of names, with the small words among them, are one token each.

    A sentence that would have no two words left, `CLICK HERE FOR MORE`, has no names.

    >>> [(token.kind, token.text) for token in tokens("(Reporting by Jo Roe and Al Doe; editing by Bo Poe)")][1:4]
    [('word', 'Reporting'), ('word', 'by'), ('name', 'Jo Roe and Al Doe')]
    """
    plain = [Token(_kind(match), match[0], match.start(), match.end()) for match in _TOKEN.finditer(sentence)]
    masked = _with_names(plain, sentence)
    literal = sum(token.kind == "word" and not token.text[0].isupper() for token in masked)
    return masked if literal >= _LEAST_LITERAL else plain


def _kind(match: re.Match[str]) -> TokenClass:
    kind = match.lastgroup
    assert kind in {"word", "mark", "number", "address"}  # noqa: S101  # the groups of the pattern
    return kind  # type: ignore[return-value]


def _with_names(plain: Sequence[Token], sentence: str) -> list[Token]:
    """Join runs of capitalised words into names; the first word of a part of a sentence where a run follows."""
    result: list[Token] = []
    position = 0
    while position < len(plain):
        end = _run(plain, position)
        first = position == 0 or plain[position - 1].text in _BREAKS
        names = sum(token.kind == "word" and token.text[0].isupper() for token in plain[position:end])
        if first and (names == 1 or (names >= _FIRST_IS_VERB and end - position == names)):
            result.append(plain[position])
            position += 1
        elif end > position:
            start, stop = plain[position].start, plain[end - 1].end
            result.append(Token("name", sentence[start:stop], start, stop))
            position = end
        else:
            result.append(plain[position])
            position += 1
    return result


def _run(plain: Sequence[Token], position: int) -> int:
    """Return where the run of names that begins at a position ends; the position itself where none begins."""
    end = position
    while end < len(plain):
        token = plain[end]
        if token.kind == "word" and token.text[0].isupper():
            end += 1
            continue
        ahead = end
        while end > position and ahead < len(plain) and plain[ahead].text in _AMONG_NAMES and ahead - end < 2:  # noqa: PLR2004  # ", and"
            ahead += 1
        if (
            ahead == end
            or ahead == len(plain)
            or plain[ahead].kind != "word"
            or not plain[ahead].text[0].isupper()
        ):
            break
        end = ahead
    return end


def shape(sentence: str) -> tuple[str, ...]:
    """Return the words of a sentence in small letters, varying parts as their class in angle brackets.

    >>> shape("Jo Roe contributed to this report."), shape("© 2019 The Tarn Mail")
    (('<name>', 'contributed', 'to', 'this', 'report'), ('<number>', 'the', 'tarn', 'mail'))
    """
    return tuple(
        token.text.casefold() if token.kind == "word" else f"<{token.kind}>"
        for token in tokens(sentence)
        if token.kind != "mark"
    )


def key(sentence: str) -> int:
    """Return 63 bits of a hash of a sentence's shape; 0 for one too long, or without a word, to be a notice."""
    if len(sentence) > LONGEST:
        return 0
    words = shape(sentence)
    if all(word.startswith("<") for word in words):
        return 0
    digest = hashlib.blake2b("\0".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1 or 1
