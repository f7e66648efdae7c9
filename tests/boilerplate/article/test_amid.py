"""A paragraph that is worded like a notice and stands amid a text, or asks for the police, is the text's."""

import pytest

from corpusclean.boilerplate.step import rulebook
from corpusclean.boilerplate.strip import strip_text
from corpusclean.settings import Settings

ABOVE = "The council of Tarn met on Monday. The bridge over the river will be closed in May, and nobody minds."
BELOW = "The mayor thanked the builders, who had worked all winter. The old stones are in the yard of the mill."
CHOSEN = Settings().boilerplate

APPEALS = [
    "Anyone with information is asked to call Tarn police on 555-0100 or email tips@tarnpolice.example.",
    "Have you seen this man? Email crimestoppers@tarn.example or call 555-0100.",
    "Do you know who did this? Tell us, the police asks in a leaflet. Call 555-0100.",
    "Do you recognise this man? Call Crimestoppers on 555-0100 or email us at tips@crimestoppers.example.",
    "Got a tip? Email us at cases@orrinpolice.example.",
    "Have information about the case? Call the Tarn Police tip line at 555-0100.",
    "Haben Sie Hinweise? Die Kripo Tarn bittet um einen Anruf unter 0800 555 oder eine E-Mail.",
    "Vous avez des informations ? Contactez la gendarmerie de Tarn au 555 0100 ou par mail.",
    "Tiene información sobre el robo? La policía de Tarn atiende en el teléfono 555 0100.",
    "Tem informações? A polícia civil de Tarn atende pelo telefone 555 0100.",
    "Se hai informazioni, i carabinieri di Tarn rispondono al telefono 555 0100.",
    "Heeft u informatie? Bel de politie van Tarn op 0900 555 of mail naar tips@politie.example.",
    "Har du tips? Kontakta polisen i Tarn på telefon 555 eller mejla tips@polisen.example.",
    "Masz informacje? Napisz do nas, prosi policja: 555 0100, tarn@policja.example",
    "Have your say at the meeting on Thursday in the mill",
    "Ihre Meinung ist gefragt: Bürgerversammlung am Freitag, 20 Uhr",
    "Donnez votre avis à la réunion de vendredi",
    "Deje su opinión en la reunión del viernes",
    "Share your memories of the ferry with the museum: museum@tarn.example",
    "心当たりのある人は、タルン警察署(電話555)まで。ご意見をお寄せください。",
]

OURS = [
    "Have a news tip? Email us at tips@tarnmail.example.",
    "Got a tip? Email us at tarnpolicy@tarnmail.example.",
    "Do you know more about this story? Email our reporter at roe@tarnmail.example.",
    "Haben Sie Hinweise? Unsere Redaktion erreichen Sie unter hinweise@tarn.example.",
    "Do you know more about the police of Tarn? Email our reporter at lee@tarnmail.example.",
    "Were you affected by the police operation? Tell us your story: tips@tarnmail.example.",
    "Sign up for Tarn Mail and its newsletters.",
    "Sign up for The Regulator, our newsletter about the banks of Tarn.",
]

AMID = [
    "Popular",
    "Video",
    "Lecture",
    "Accueil",
    "X",
    "Instagram",
    "Photos",
    "Suche",
    "[PAUSE]",
    "What do you think?",
    "Do you have a story to tell?",
    "Do you have any tips?",
]

RESULTS = [
    "2 : 1\n\n0 : 0\n\n3 : 3",
    "1 : 0\n\n0 : 0",
    "Lowgate Lad\n\n1 / 8\n\nOrrin Lass\n\n3 / 4",
]


def left(text: str) -> str:
    return strip_text(text, rulebook(()), CHOSEN.policy, cutoff=CHOSEN.min_similarity).text


@pytest.mark.parametrize("appeal", APPEALS)
@pytest.mark.parametrize("below", ["", f"\n\n{BELOW}"], ids=["at the end", "amid"])
def test_an_appeal_of_the_police_or_of_a_meeting_stays(appeal: str, below: str) -> None:
    text = f"{ABOVE} {BELOW}\n\n{appeal}{below}"
    assert left(text) == text


@pytest.mark.parametrize("ask", OURS)
def test_an_ask_of_the_newsroom_goes(ask: str) -> None:
    assert left(f"{ABOVE} {BELOW}\n\n{ask}") == f"{ABOVE} {BELOW}"


@pytest.mark.parametrize("said", AMID)
def test_a_word_or_a_question_between_paragraphs_of_prose_stays(said: str) -> None:
    text = f"{ABOVE}\n\n{said}\n\nSo it is.\n\n{BELOW}"
    assert left(text) == text


@pytest.mark.parametrize("said", ["Share", "TWEET", "Embed", "Print", "[Reply]"])
def test_a_control_that_heads_no_section_goes_wherever_it_stands(said: str) -> None:
    assert left(f"{ABOVE}\n\n{said}\n\n{BELOW}") == f"{ABOVE}\n\n{BELOW}"


@pytest.mark.parametrize("said", [said for said in AMID if said not in {"[PAUSE]", "Do you have any tips?"}])
def test_the_same_at_the_end_goes(said: str) -> None:
    assert left(f"{ABOVE}\n\n{BELOW}\n\n{said}") == f"{ABOVE}\n\n{BELOW}"


@pytest.mark.parametrize(
    "controls", ["Share\n\nTweet\n\nInstagram\n\nX", "Print this article\n\nVideo", "Photos\n\nVideo"]
)
def test_words_beside_another_control_go(controls: str) -> None:
    assert left(f"{ABOVE}\n\n{controls}\n\n{BELOW}") == f"{ABOVE}\n\n{BELOW}"


@pytest.mark.parametrize("results", RESULTS)
def test_figures_beside_others_of_their_form_stay(results: str) -> None:
    text = f"{ABOVE}\n\n{results}\n\n{BELOW}"
    assert left(text) == text


@pytest.mark.parametrize("count", ["1 / 8", "0 : 0", "1 / 8\n\n2 / 8"])
def test_a_count_of_pictures_goes(count: str) -> None:
    assert left(f"{ABOVE}\n\n{count}\n\n{BELOW}") == f"{ABOVE}\n\n{BELOW}"


def test_a_label_that_leads_to_a_quotation_stays() -> None:
    label, quotation = (
        "More from the Post:",
        "“The bridge was never safe, and the council knew it from the first day.”",
    )
    assert left(f"{ABOVE}\n\n{label}\n\n{quotation}\n\n{BELOW}") == f"{ABOVE}\n\n{label}\n\n{quotation}\n\n{BELOW}"
    assert left(f"{ABOVE}\n\n{label}\n\n{BELOW}") == f"{ABOVE}\n\n{BELOW}"


def test_a_reaction_stays() -> None:
    text = f"{ABOVE}\n\n2 H2 + O2 →\n\n2 H2O\n\n{BELOW}"
    assert left(text) == text


RIGHTS = [
    "All rights reserved.",
    "Queda prohibida la reproducción de los planos sin autorización expresa del arquitecto.",
]


@pytest.mark.parametrize("said", RIGHTS)
def test_a_sentence_of_rights_that_names_nothing_of_the_page_stays_amid_prose(said: str) -> None:
    """A notary's and an edict's are worded as a paper's are; at the end it is the paper's."""
    above = f"{ABOVE} Whoever has a claim must send it in writing before the first of June."
    assert left(f"{above}\n\n{said}\n\n{BELOW}") == f"{above}\n\n{said}\n\n{BELOW}"
    assert left(f"{above}\n\n{BELOW}\n\n{RIGHTS[0]}") == f"{above}\n\n{BELOW}"


@pytest.mark.parametrize(
    "said", ["© Tarn Mail. All rights reserved.", "Queda prohibida la reproducción de este artículo sin permiso."]
)
def test_a_line_of_rights_that_names_the_page_goes_amid_prose(said: str) -> None:
    above = f"{ABOVE} Whoever has a claim must send it in writing before the first of June."
    assert left(f"{above}\n\n{said}\n\n{BELOW}") == f"{above}\n\n{BELOW}"


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("P. ¿Algo más?", "R. Déjenos un comentario en el libro de visitas."),
        ("— Что передать читателям?", "— Читайте также по ночам."),
    ],
)
def test_a_turn_of_an_interview_stays(asked: str, answered: str) -> None:
    assert left(f"{ABOVE}\n\n{asked}\n\n{answered}") == f"{ABOVE}\n\n{asked}\n\n{answered}"


def test_a_sentence_that_goes_on_small_behind_its_label_stays() -> None:
    said = "Related: a study of goats, by the miller, found that those who share a dam share a bed."
    assert left(f"{ABOVE}\n\n{BELOW}\n\n{said}") == f"{ABOVE}\n\n{BELOW}\n\n{said}"
    assert (
        left(f"{ABOVE}\n\n{BELOW}\n\nRelated: Study of goats finds that dams are shared") == f"{ABOVE}\n\n{BELOW}"
    )


@pytest.mark.parametrize(
    "said",
    [
        "Foto: Sie hängt über dem Bett der Müllerin, und niemand darf sie anfassen oder kaufen.",
        "Quelle: So nennen alle im Dorf das Loch hinter der Mühle, und keiner trinkt daraus.",
        "来源：一个旧木箱，放在磨坊门口已经很多年。",
        "Pictures: 41.",
        "Bilder: 41. Minute, Orr trifft den Pfosten.",
    ],
)
def test_a_label_that_leads_to_a_sentence_or_a_number_is_no_credit(said: str) -> None:
    assert left(f"{ABOVE}\n\n{said}\n\n{BELOW}") == f"{ABOVE}\n\n{said}\n\n{BELOW}"


@pytest.mark.parametrize(
    "said",
    [
        "Foto: Jo Roe, Ed Poe, Ann Lee und Max Orr für die Tarner Post.",
        "Quelle: Tarner Wetteramt.",
        "来源：塔恩晚报，记者罗小塔。",
        "Source: A text that was first printed in our newspaper.",
    ],
)
def test_a_label_that_leads_to_names_is_a_credit_with_a_full_stop_too(said: str) -> None:
    assert left(f"{ABOVE}\n\n{said}\n\n{BELOW}") == f"{ABOVE}\n\n{BELOW}"


@pytest.mark.parametrize(
    "said",
    [
        "Смотрите также наверх, просит табличка: часть колёс висит под потолком.",
        "Sprawdź też kozy, mówi młynarz, zanim wejdziesz: czy śpią.",
    ],
)
def test_a_bid_that_somebody_is_told_to_say_is_no_link(said: str) -> None:
    assert left(f"{ABOVE}\n\n{said}\n\n{BELOW}") == f"{ABOVE}\n\n{said}\n\n{BELOW}"
    label, _, _ = said.partition(",")
    headline = f"{label.rsplit(' ', 1)[0]}: козы не спят, просит мельник"
    assert left(f"{ABOVE}\n\n{headline}\n\n{BELOW}") == f"{ABOVE}\n\n{BELOW}"


def test_what_a_sign_reads_is_no_headline() -> None:
    sign = 'Læs også den gamle tavle ved møllen: "Her drak kongen."'
    assert left(f"{ABOVE}\n\n{sign}\n\n{BELOW}") == f"{ABOVE}\n\n{sign}\n\n{BELOW}"
    assert left(f'{ABOVE}\n\nLæs også: "Her drak kongen"\n\n{BELOW}') == f"{ABOVE}\n\n{BELOW}"


@pytest.mark.parametrize(
    "said",
    [
        "Más información: 955 555 010",
        "Plus d'infos : 05 55 55 01 00 ou www.tarn-en-fete.example",
        "Pour en savoir plus : www.musee-tarn.example",
        "Contato: Associação dos Barqueiros, (47) 5555-0100",
        "Liên hệ: bà Tư, điện thoại 0355 550 100",
    ],
)
def test_how_to_reach_those_of_whom_it_tells_stays(said: str) -> None:
    assert left(f"{ABOVE}\n\n{BELOW}\n\n{said}") == f"{ABOVE}\n\n{BELOW}\n\n{said}"


@pytest.mark.parametrize(
    "said",
    [
        "Más información: El barco de Tarn navega otra vez",
        "Pour en savoir plus : www.tarn-matin.example/le-bac-repart",
        "Contato: redacao@diariotarn.example",
        "Liên hệ quảng cáo: 0355 550 100",
        "Contato: redação do Diário de Tarn, (47) 5555-0100",
    ],
)
def test_a_link_to_a_story_and_how_to_reach_the_newsroom_go(said: str) -> None:
    assert left(f"{ABOVE}\n\n{BELOW}\n\n{said}") == f"{ABOVE}\n\n{BELOW}"


def test_an_address_behind_a_number_stays() -> None:
    address = "E-mail: casa@tarn.example"
    numbers = f"Contactos: Casa do Barco, Praça da Ponte, 1. Telefone: 249 555 010. {address}"
    assert left(f"{ABOVE}\n\n{BELOW}\n\n{numbers}") == f"{ABOVE}\n\n{BELOW}\n\n{numbers}"
    assert left(f"{ABOVE}\n\n{BELOW} {address}") == f"{ABOVE}\n\n{BELOW}"


@pytest.mark.parametrize(
    "said",
    [
        "Do you have a question for us? Yes. When did you last see the goats?",
        "Want the latest news from us? No. Get our app? No, thank you; the app may get me.",
    ],
)
@pytest.mark.parametrize("below", ["", f"\n\n{BELOW}"], ids=["at the end", "amid"])
def test_a_question_that_is_answered_stays(said: str, below: str) -> None:
    """An interview asks and answers in one paragraph; a page asks alone."""
    assert left(f"{ABOVE}\n\n{said}{below}") == f"{ABOVE}\n\n{said}{below}"
