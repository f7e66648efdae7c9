"""An ask to follow an authority, a museum or a blood bank is the text's; a paper that asks speaks of itself."""

import pytest

from corpusclean.boilerplate.step import rulebook
from corpusclean.boilerplate.strip import strip_text
from corpusclean.settings import Settings

ABOVE = "The council of Tarn met on Monday. The bridge over the river will be closed in May, and nobody minds."
BELOW = "The mayor thanked the builders, who had worked all winter. The old stones are in the yard of the mill."
CHOSEN = Settings().boilerplate

THEIRS = [
    "Follow the fire department on Facebook for updates.",
    "Install the blood service's app and turn on alerts.",
    "Download the GiveBlood app and book a slot.",
    "To get warnings, send your ZIP code to 888777. The city posts updates at tarn.gov and on its Facebook page.",
    "Sign up for the county's emergency alerts at tarn.gov/alert.",
    "Subscribe to the council's newsletter or call 555-0100 to hear when the bins are emptied.",
    "Folgen Sie der Feuerwehr auf Facebook und X.",
    "Abonnieren Sie den Newsletter des Landratsamts, dann wissen Sie, wann der Müll abgeholt wird.",
    "Suivez les consignes de la préfecture sur les réseaux sociaux.",
    "Siga las indicaciones de la Policía Local y las cuentas oficiales de Emergencias en redes sociales.",
    "Sigue a la AEMET en Twitter y escucha la radio.",
    "Siga a Defesa Civil no Instagram e no WhatsApp.",
    "Iscrivetevi alla newsletter del Comune per sapere quando passa il camion.",
    "Volg het museum op Instagram.",
    "Śledź komunikaty IMGW na Facebooku i w aplikacji.",
    "Скачайте приложение «МЧС России» и включите геолокацию.",
    "Подписывайтесь на канал МЧС в Telegram.",
    "Urmăriți pagina de Facebook a ISU și sunați la 112.",
    "Unduh aplikasi Tarn Siaga di Play Store atau App Store, lalu aktifkan notifikasi.",
    "Ikuti juga akun resmi @BPBDTarn di X dan Instagram untuk informasi tinggi muka air.",
    "Theo dõi trang Facebook của Trung tâm dự báo khí tượng.",
    "기상청 유튜브 채널을 구독하면 특보를 볼 수 있다.",
]

OURS = [
    "Follow us on Facebook for all the news of the police.",
    "Follow the Tarn Mail on Facebook and X.",
    "Sign up for our police newsletter.",
    "Folgen Sie uns auf Facebook und Instagram.",
    "Suivez-nous sur Facebook.",
    "Síganos en Twitter y Facebook.",
    "Подписывайтесь на наш канал в Telegram.",
]


@pytest.mark.parametrize("below", ["", f"\n\n{BELOW}"], ids=["at the end", "amid"])
@pytest.mark.parametrize("ask", THEIRS)
def test_what_an_authority_asks_stays(ask: str, below: str) -> None:
    text = f"{ABOVE} {BELOW}\n\n{ask}{below}"
    assert strip_text(text, rulebook(()), CHOSEN.policy, cutoff=CHOSEN.min_similarity).text == text


@pytest.mark.parametrize("ask", OURS)
def test_what_a_paper_asks_goes(ask: str) -> None:
    text = f"{ABOVE} {BELOW}\n\n{ask}"
    done = strip_text(text, rulebook(()), CHOSEN.policy, cutoff=CHOSEN.min_similarity)
    assert done.text == f"{ABOVE} {BELOW}"
