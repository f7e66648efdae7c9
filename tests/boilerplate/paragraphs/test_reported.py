"""What is worded like a notice and told of one: who says it stands behind it."""

import pytest

from corpusclean.boilerplate.paragraphs.reported import is_reported
from corpusclean.boilerplate.rule import load_rules
from corpusclean.boilerplate.strip import strip_text
from corpusclean.settings import Boilerplate

FIRST = "The council met on Monday in the old mill, and nine goats climbed onto the dam."
LAST = "The dam was closed in May. It will open again when the goats have come down."


@pytest.mark.parametrize(
    "said",
    [
        "村は毎週メールマガジンを出す。「無料メルマガに登録して最新ニュースを受け取ろう」と壁に書いてあるが、誰も読まない。",
        "Follow our Telegram channel, the goats say, and nobody does.",
        "Join our WhatsApp channel, said the miller, who has one for flour.",
        "We use cookies to improve your visit, it says on the door of the bakery.",
        "«Únete a nuestro canal de WhatsApp y recibe avisos», dice el cartel. Dentro hay nueve cabras.",
        "« Connectez-vous pour commenter », disait la page du moulin.",
        "Riproduzione riservata, si legge sul muro del mulino.",
        "Zaloguj się, aby skomentować, prosiła strona młyna.",
        "Подпишитесь на наш Telegram-канал, говорят козы, и никто не подписался.",
        "Prohibida su reproducción, pone en el dibujo que hizo el molinero.",
        "Riproduzione riservata: così chiamava la sua soffitta, dove nessuno saliva.",
        "Tous droits réservés : c'est le titre de la pièce que le meunier a vue.",
        "Hak cipta dilindungi undang-undang, tertulis di karung tepung, dan kambing memakannya.",
        "Zapisz się do newslettera, kusi młyn, dostaniesz worek mąki.",
        "Bản quyền thuộc về người hát rong, tòa án tuyên như vậy sau ba năm.",
        "สงวนลิขสิทธิ์ คือคำที่ช่างเขียนไว้หลังรูปทุกใบด้วยลายมือของเขาเอง",
        "Ikuti kami di Telegram, kata tukang giling itu.",
        "WhatsApp kanalımıza katılın, diyor değirmenci. Kanal keçilerle ilgili.",  # noqa: RUF001
        "무단 전재 및 재배포 금지라는 말은 방앗간 벽에도 있다.",
        "Meld je aan voor onze nieuwsbrief, stond er op de molen. Niemand deed het.",
        "In spring the goats had a newsletter. Sign up for our newsletter, one would say to visitors.",
        "Subscribe to our newsletter, came the answer, and the miller gave each goat a bag of flour.",
        "Follow us on Facebook is a line that no goat has ever obeyed. They follow the miller.",
        "Sign up for our newsletter was the headline on the door of the mill.",
        "You must be logged in to post a comment, but that stops none of the goats.",
        "You have reached your limit of free articles: few sentences have been read so often in the mill.",
        "Log in to continue reading became a saying of the miller, who cannot read.",
        "Hazte socio, ponía en los sacos del molino. Se hicieron nueve.",
        "Compartilhe sua opinião, pede a porta do moinho. As cabras não têm.",
        "Follow us on Facebook, cried the goats, and the miller climbed down.",
        "Soutenez notre journal, nous dit la meunière, et neuf chèvres la regardent.",
        "Suscríbete a nuestro boletín, nos dijo el molinero, y no hay boletín.",
        "Abonnez-vous, lui avait-elle répondu. Le meunier l'était depuis neuf ans.",
    ],
)
def test_an_ask_of_which_somebody_tells_stays(said: str) -> None:
    """A rule takes what follows an ask with it; who is told to say it tells that the article does."""
    text = f"{FIRST}\n\n{said}\n\n{LAST}"
    assert strip_text(text, load_rules().rules, Boilerplate().policy).text == text


@pytest.mark.parametrize(
    "said",
    [
        "Follow our Telegram channel, and say hello to the goats.",
        "Join our WhatsApp channel, where the miller says what flour costs.",
        "Siga o nosso canal no WhatsApp, e receba as notícias do moinho.",
        "Sign up for our newsletter, and you will read it first.",
        "Folgen Sie unserem Kanal, schreiben Sie uns, und lesen Sie mehr.",
        "Suscríbete a nuestro canal, escribe al molino.",
        "Подпишитесь на наш канал, пишите нам, сообщите нам всё.",
        "Our newsletter is the one that came with the flood, the way is long. Sign up now.",
        "Get the Mill Letter, a weekly look at what the goats said.",
        "Lees verder in onze app, dit artikel is gratis.",
    ],
)
def test_an_ask_that_says_what_comes_of_it_is_not_told_of(said: str) -> None:
    """What follows the comma is the ask's own: no verb of saying, or one in a clause of it."""
    assert not is_reported(said)


@pytest.mark.parametrize(
    "said",
    [
        "ログインして続きを読んだ人は百人もいなかった。",
        "登录后查看照片的人里有她的母亲。",
        "로그인하면 선물을 준다는 전화가 왔다.",
    ],
)
def test_what_is_told_without_blanks_stays(said: str) -> None:
    """A slot there has no end of a word to stop at, and how the sentence ends tells that it is a story's."""
    text = f"{FIRST}\n\n{said}\n\n{LAST}"
    assert strip_text(text, load_rules().rules, Boilerplate().policy).text == text


LEADS = [
    "Nine goats had painted the door. Under it were four words.",
    "The note on the door of the mill was short:",
    "It was sold with a card. On it was:",
]


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("said", ["Thank you for reading.", "Follow us on Facebook.", "All rights reserved."])
@pytest.mark.parametrize("below", ["", f"\n\n{LAST}"], ids=["at the end", "amid"])
def test_an_ask_that_is_announced_stays(lead: str, said: str, below: str) -> None:
    text = f"{FIRST}\n\n{lead}\n\n{said}{below}"
    assert strip_text(text, load_rules().rules, Boilerplate().policy).text == text


@pytest.mark.parametrize("lead", ["The miller did not say a word.", "He spoke four words.", "The miller wrote:"])
def test_an_ask_below_words_that_are_told_of_goes(lead: str) -> None:
    text = f"{FIRST}\n\n{lead}"
    assert strip_text(f"{text}\n\nFollow us on Facebook.", load_rules().rules, Boilerplate().policy).text == text


@pytest.mark.parametrize("lead", ["The miller said:", LEADS[1]])
def test_an_ask_between_a_lead_and_what_is_quoted_goes(lead: str) -> None:
    """Pages put their own between what announces words and those."""
    text = f"{FIRST}\n\n{lead}\n\nFollow us on Facebook.\n\n“It was the goats, and nobody else.”\n\n{LAST}"
    assert "Facebook" not in strip_text(text, load_rules().rules, Boilerplate().policy).text
