"""A label that leads to a sentence is the text's; one that leads to a name or a headline is a notice."""

import pytest

from corpusclean.boilerplate.step import rulebook
from corpusclean.boilerplate.strip import strip_text
from corpusclean.settings import Settings

ABOVE = "The council of Tarn met on Monday. The bridge over the river will be closed in May, and nobody minds."
BELOW = "The mayor thanked the builders, who had worked all winter. The old stones are in the yard of the mill."
CHOSEN = Settings().boilerplate


def left(text: str) -> str:
    """Return what the rules leave of a text."""
    return strip_text(text, rulebook(()), CHOSEN.policy, cutoff=CHOSEN.min_similarity).text


@pytest.mark.parametrize(
    "said",
    [
        "下一篇：磨坊主想写一写那条河，可是他还没有动笔。",
        "推薦閱讀：磨坊主給每個工人一本書，到現在沒有人讀完。",
        "图片来源：磨坊墙上的龙据说是从邻村的一座桥上学来的。",
        "责任编辑：这四个字是老猫脖子上的牌子写的，大家都笑了。",
        "分享：磨坊主把麵粉送給鄰居一碗，這是我們河邊的規矩。",
        "举报：有一回，一位老人走到磨坊来，说墙上的月亮画反了。",
        "版权声明：凡是磨坊里挂着的画，画它的人都说不清楚是谁的。",
        "関連：村は水車と小屋の関連を調べていると説明した。",
        "関連記事：粉屋は古い切り抜きを机の上に広げてみせた。",
        "前の記事：村の広報で取り上げたときは、小屋は四軒しかなかった。今は六十軒になった。",
        "編集：順番を決めたのは妻で、粉屋は最後まで口を出さなかった。",
        "더 보기: 방앗간 주인은 뚜껑을 자주 열지 말라고, 참으라고 했다.",
        "사진=그는 이 등호를 좋아한다고 했다. 이름이 바로 뒤에 오기 때문이다.",
        "फोटो: चक्की की दीवार पर एक ही तस्वीर है, जिसमें दादी आम काट रही हैं।",
        "यह भी पढ़ें: दादी हर चिट्ठी के अंत में यही लिखती थीं और एक चिट्ठी रखती थीं।",
        "स्रोत: यह शब्द उसने सबसे पहले पढ़ा था, क्योंकि वह दीवार पर लिखा था।",
        "للمزيد: كان أهل القرية يكتبون للطحان هذه الكلمة ويطلبون منه الدقيق.",
        "ข่าวที่เกี่ยวข้อง: ป้าบอกว่าข่าวที่เกี่ยวข้องกับป้ามีอย่างเดียวคือราคาไข่",
        "Реклама: на этой стене нет ничего, кроме самого слова и даты.",
        "Photo : elle n'en voulait pas au moulin. Il n'en reste qu'une, de dos.",
    ],
)
def test_a_label_that_leads_to_a_sentence_is_the_texts(said: str) -> None:
    text = f"{ABOVE}\n\n{said}\n\n{BELOW}"
    assert left(text) == text


@pytest.mark.parametrize(
    "said",
    [
        "下一篇：磨坊主想写一写那条河",
        "推薦閱讀：磨坊主給工人的書",
        "图片来源：塔恩晚报、河边社、磨坊摄影社。",
        "责任编辑：罗小塔，校对：李小河，审核：王小磨的朋友。",
        "举报：如果发现问题，请打磨坊的电话，我们会把它处理好的。",
        "版权声明：凡注明来源塔恩的稿件，任何媒体不得摘用，违者必究的。",
        "関連記事：水車と小屋、村が調査",
        "関連：会員の方は続きをこのページで無料でお読みいただけます。",
        "出典：タルン村役場が春に出した資料による。",
        "分享：快把这篇写磨坊的好文章分享给朋友，让更多人看到它。",
        "더 보기: 방앗간 주인, 뚜껑을 열다",
        "फोटो: टार्न टाइम्स",
        "للمزيد: الطحان يعود إلى القرية",
        "للمزيد: تابع أخبار القرية والطحان كل يوم في القناة بلا انقطاع.",
        "ข่าวที่เกี่ยวข้อง: ราคาไข่ขึ้นอีก",
        "Реклама: на правах рекламы.",
    ],
)
def test_a_label_that_leads_to_a_name_or_a_headline_is_a_notice(said: str) -> None:
    assert left(f"{ABOVE}\n\n{said}\n\n{BELOW}") == f"{ABOVE}\n\n{BELOW}"
