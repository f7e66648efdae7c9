"""A sentence that is worded like a notice and stands among others is the text's, unless it names itself."""

import pytest

from corpusclean.boilerplate import match
from corpusclean.boilerplate.rule import Pack, Source, parse_rule
from corpusclean.boilerplate.step import rulebook
from corpusclean.boilerplate.strip import strip_text
from corpusclean.boilerplate.trial import try_rules
from corpusclean.settings import Settings

TEXT = "The mill of Tarn was sold on Monday. The new owner keeps all of its goats."
CHOSEN = Settings().boilerplate

SENTENCES = [
    "More on schools.",
    "Read more “books.”",
    "More from farms than from factories.",
    "Read more books.",
    "Read all about it.",
    "Watch: the goats will be back.",
    "Up next: the dam.",
    "Also on Friday: rain.",
    "Follow the latest advice of your vet.",
    "Follow them on foot if you can.",
    "Share it with a friend.",
    "Sign up today at the town hall.",
    "Subscribe to that view at your peril.",
    "Stay up to date with your vaccines.",
    "Don't miss the last bus.",
    "Get in touch with your neighbours.",
    "Send your questions to the town clerk.",
    "Comments are welcome at the hearing on Monday.",
    "Have your say at the ballot box.",
    "Become a patron of the arts.",
    "Your support makes the difference, the coach said.",
    "Good journalism takes time.",
    "Before you go, look up.",
    "Originally published in 1922.",
    "The story was first published in 1890.",
    "Distribution of leaflets is prohibited.",
    "Written by Noel Coward.",
    "He reported from Lagos.",
    "In partnership with Oxfam.",
    "Our app has been updated, the bank said.",
    "Buy now.",
    "Facebook.",
    "What do you think?",
    "Weitere Informationen gibt es im Rathaus.",
    "Guter Journalismus kostet Geld.",
    "Recevez nos vœux.",
    "Lea también la letra pequeña.",
    "Prohibida la reproducción de peces.",
    "Veja também o rio.",
    "Leggi anche le righe piccole.",
    "Deel het brood.",
    "Czytaj też drobny druk.",
    "Читайте также Чехова.",
    "Bizi takip edin.",
    "Läs mer på biblioteket.",
    "Baca juga huruf kecilnya.",
    "اقرأ المزيد من الكتب.",
    "ログインして続きを読むと驚いた。",
    "구독하면 할인된다.",
    "ये भी देखें समुद्र।",
]

NOTICES = [
    "Read more",
    "Read more about the mill here.",
    "Related: Mills of the valley",
    "Read more at https://tarnmail.example/mill.",
    "Sign up for our newsletter here.",
    "Follow the Tarn Mail on Twitter.",
    "This article was originally published in the Tarn Mail.",
    "© 2021 Tarn Mail. All rights reserved.",
    "— Ann Roe contributed to this report.",
    "Lesen Sie hier mehr in unserem Liveblog.",
]


def left(text: str) -> str:
    return strip_text(text, rulebook(()), CHOSEN.policy, cutoff=CHOSEN.min_similarity).text


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_behind_others_stays(sentence: str) -> None:
    assert left(f"{TEXT} {sentence}") == f"{TEXT} {sentence}"


@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_that_names_itself_goes(notice: str) -> None:
    assert left(f"{TEXT} {notice}") == TEXT


@pytest.mark.parametrize(
    "sentence", ["Read more books.", "Follow them on foot if you can.", "Don't miss the last bus."]
)
def test_a_sentence_that_is_a_paragraph_stays(sentence: str) -> None:
    assert left(f"{TEXT}\n\n{sentence}") == f"{TEXT}\n\n{sentence}"
    assert left(f"{TEXT}\n\n{sentence}\n\n{TEXT}") == f"{TEXT}\n\n{sentence}\n\n{TEXT}"


def test_a_later_paragraph_is_looked_at_where_an_earlier_one_is_a_sentence() -> None:
    first, last = f"{TEXT}\n\nRead more books.", "\n\nRead more about the mill"
    assert left(f"{first}{last}") == first


def test_what_somebody_says_stays_in_a_paragraph_of_its_own() -> None:
    text = f"{TEXT}\n\nYour support helps, said the mayor.\n\n{TEXT}"
    assert left(text) == text


def test_why_a_sentence_is_not_found_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a rule that ships; one of a pack finds it."""
    text = """
id = "moon-tides"
version = 1
kind = "newsletter_signup"
languages = ["en"]
where = ["tail", "paragraph"]
wordings = ["ring our tide bell for lunar dispatches[.]"]
examples = [{why = "any", text = "It rained. Ring our tide bell for lunar dispatches.", stays = "It rained."}]
keep = [{why = "said", text = "They ring a bell."}]
"""
    rule = parse_rule(text, "moon-tides.toml")
    pack = Pack((rule,), "", {rule.id: Source("moon-tides.toml", text)})
    assert [trial.failures for trial in try_rules(pack)] == [()]
    monkeypatch.setattr(match, "load_rules", lambda: pack)
    ((failure,),) = [trial.failures for trial in try_rules(pack)]
    assert str(failure).endswith("such a notice must hold a word of itself.toml")


LONG = f"{TEXT}\n\n" + " ".join(
    ["The dam above the mill is to be built by the end of next year, the council says."] * 4
)
"""Text enough for the brake."""

ASKS = [
    "By submitting your email, you agree to our Terms and Privacy Notice. You can opt out at any time.",
    "For free access to the best journalism in Tarn we ask you to make a donation to the Tarn Mail.",
    "Tu navegador no soporta HTML5",
    "Receba as notícias de Tarn no seu e-mail. Assine nossa newsletter.",
    "Se apprezzi il nostro lavoro, sostieni il giornalismo indipendente con una donazione.",
    "Urmărește-ne pe Google News",
]
"""Notices that are known by their signs, in whatever words."""


@pytest.mark.parametrize("blank", [" ", ""])
@pytest.mark.parametrize("ask", ASKS)
def test_a_sentence_before_a_notice_with_signs_stays(ask: str, blank: str) -> None:
    """The page lost the line break between them."""
    last = "The goats, of which there are nine, come home in May."
    assert left(f"{LONG}\n\n{last}{blank}{ask}") == f"{LONG}\n\n{last}"


def test_sentences_around_a_notice_with_signs_stay() -> None:
    first, last = "The goats come home in May.", "The dam is to be built by then."
    assert left(f"{LONG}\n\n{first} {ASKS[1]} {last}\n\n{TEXT}") == f"{LONG}\n\n{first} {last}\n\n{TEXT}"


def test_what_speaks_to_its_reader_before_a_sign_goes_with_the_notice() -> None:
    assert left(f"{LONG}\n\nYou have come to the end. {ASKS[1]} It is easy.") == LONG
