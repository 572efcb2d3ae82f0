"""Series of made reports, found by their form."""

from __future__ import annotations

import pytest

from qa.answers.series import Series, items_of, members_of, series_of
from tests.answers.made import make_report


def found(*paragraphs: str | tuple[str, ...]) -> list[Series]:
    return series_of(*make_report(*paragraphs))


def texts(series: Series) -> list[str]:
    return [item.text for item in series.items]


def numbers(series: Series) -> list[int]:
    """The paragraphs that the items stand in."""
    return [item.passage.paragraph for item in series.items]


@pytest.mark.parametrize(
    ("paragraphs", "title", "items", "where"),
    [
        pytest.param(
            [
                ("一、工作回顾", "（一）种茶", "茶园扩大，茶价上涨。"),
                ("一、工作回顾", "（一）种茶", "茶农增收，人人欢喜。"),
                ("一、工作回顾", "（二）养蜂", "蜂箱翻番，蜜源充足。"),
                ("二、工作安排", "修渠引水，保灌溉。"),
            ],
            "一、工作回顾",
            ["种茶", "养蜂"],
            [1, 3],
            id="headings under a heading",
        ),
        pytest.param(
            ["修渠分三步：一是清淤，二是砌石；三是引水。"],
            "修渠分三步：",
            ["清淤", "砌石", "引水"],
            [1, 1, 1],
            id="ordinals in a sentence",
        ),
        pytest.param(
            ["修渠分三步走，年底完工。", "一是清淤，人人出力。", "二是砌石护坡，三是引水入田。"],
            "修渠分三步走，年底完工。",
            ["清淤，人人出力", "砌石护坡", "引水入田"],
            [2, 3, 3],
            id="ordinals over paragraphs",
        ),
        pytest.param(
            [("甲章", "修渠分两步：一是清淤，二是砌石。"), ("乙章", "三是引水，直到田头。")],
            "甲章 修渠分两步：",
            ["清淤", "砌石"],
            [1, 1],
            id="ordinals end with their section",
        ),
        pytest.param(
            ["（1）清理淤泥，拓宽河道；", "（2）砌石护坡，加固堤岸。", "（3）引水入田，灌溉万亩。"],
            "",
            ["清理淤泥，拓宽河道", "砌石护坡，加固堤岸", "引水入田，灌溉万亩"],
            [1, 2, 3],
            id="numbers in brackets",
        ),
        pytest.param(
            ["三治行动铺开。聚焦治气，天更蓝了。聚焦治水，河更清了。保护古树，挂牌千株。聚焦治土，地更净了。"],
            "三治行动铺开",
            ["聚焦治气，天更蓝了", "聚焦治水，河更清了", "聚焦治土，地更净了"],
            [1, 1, 1],
            id="sentences that open alike",
        ),
        pytest.param(
            [("场馆", "“青禾”书院落成，藏书万册。“栖霞”剧场开演，座位千个。“云影”展馆开门，展品百件。")],
            "场馆 场馆",
            ["“青禾”书院落成，藏书万册", "“栖霞”剧场开演，座位千个", "“云影”展馆开门，展品百件"],
            [1, 1, 1],
            id="sentences that open with a name",
        ),
    ],
)
def test_a_series_is_found_by_its_form(
    paragraphs: list[str | tuple[str, ...]], title: str, items: list[str], where: list[int]
) -> None:
    (series,) = found(*paragraphs)
    assert (series.title, texts(series), numbers(series)) == (title, items, where)


@pytest.mark.parametrize(
    "paragraphs",
    [
        pytest.param(["修渠先要做好一件事：一是清淤，人人出力。"], id="one ordinal"),
        pytest.param(["修渠要看一是否清淤，二是否砌石。"], id="whether"),
        pytest.param(["先说二是砌石，再说三是引水。"], id="ordinals without the first"),
        pytest.param(
            ["推动茶业振兴，茶园扩大。推动蜂业振兴，蜂箱翻番。保护古树，挂牌千株。"], id="two that open alike"
        ),
        pytest.param([("一、工作回顾", "（一）种茶", "茶园扩大，茶价上涨。")], id="one heading"),
    ],
)
def test_less_than_a_series_is_none(paragraphs: list[str | tuple[str, ...]]) -> None:
    assert found(*paragraphs) == []


def test_a_second_count_from_one_is_a_series_of_its_own() -> None:
    series = found("难处有两个：一是缺水，二是少电。", "办法有三个：一是打井，二是架线，三是修路。")
    assert [texts(one) for one in series] == [["缺水", "少电"], ["打井", "架线", "修路"]]
    assert [one.title for one in series] == ["难处有两个：", "办法有三个："]


def test_the_passage_that_announces_a_series_is_told() -> None:
    report, passages = make_report("修渠分两步走，年底完工。", "一是清淤，人人出力。", "二是砌石护坡，人人出力。")
    (series,) = series_of(report, passages)
    assert series.announced == passages[0]


def test_headings_are_announced_by_the_colon_before_them() -> None:
    plan = "二、工作安排"
    report, passages = make_report(
        (plan, "今年做好两方面工作："), (plan, "（一）种茶", "种茶。"), (plan, "（二）养蜂", "养蜂。")
    )
    assert [one.announced for one in series_of(report, passages)] == [passages[0]]


def test_an_inner_count_does_not_break_the_outer_one() -> None:
    series = found(
        "做好三件事。", "一是种茶。分两类：一是绿茶，二是红茶。", "二是养蜂。蜂箱翻番。", "三是修渠。灌溉万亩。"
    )
    assert ["种茶", "养蜂", "修渠"] in [texts(one) for one in series]


@pytest.mark.parametrize(
    ("sentence", "count", "letter", "held"),
    [
        pytest.param("深入开展治脏、治乱、治堵行动。", 3, "治", True, id="begin alike"),
        pytest.param("深入开展治脏、治乱和治堵。", 3, "治", True, id="begin alike, the last after 和"),
        pytest.param("深入开展治脏、治乱、治堵、治污。", 3, "治", False, id="begin alike, one more"),
        pytest.param("深入开展治脏、治乱。", 3, "治", False, id="begin alike, one less"),
        pytest.param("深入开展“治脏”、“治乱”、“治堵”。", 3, "治", True, id="in quotation marks"),
        pytest.param("建设“花之城”“茶之城”“书之城”。", 3, "城", True, id="side by side"),
        pytest.param("建设“花之城”“茶之城”“书之城”。", 2, "城", False, id="side by side, one more"),
        pytest.param("建设生态区、活力区和幸福区。", 3, "区", True, id="end alike"),
        pytest.param("建设品质区、生态区、活力区和幸福区。", 3, "区", False, id="end alike, one more"),
        pytest.param("建设生态区、活力区。", 3, "区", False, id="end alike, one less"),
        pytest.param("建设生态区，打造活力区，共创幸福区。", 3, "区", False, id="no enumeration"),
    ],
)
def test_members_of_counts_those_that_share_a_letter(sentence: str, count: int, letter: str, held: bool) -> None:
    assert members_of(sentence, count, letter) is held


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        pytest.param("建设“青禾”“栖霞”“云影”。", [["建设“青禾", "栖霞", "云影"]], id="side by side"),
        pytest.param("青禾书院、栖霞剧场和云影展馆。", [["青禾书院", "栖霞剧场", "云影展馆"]], id="three"),
        pytest.param(
            "种茶、养蜂，修渠、架桥、铺路等。", [["种茶", "养蜂"], ["修渠", "架桥", "铺路"]], id="two in a row"
        ),
        pytest.param("“种茶”、“养蜂”以及“酿蜜”。", [["种茶", "养蜂", "酿蜜"]], id="in quotation marks"),
        pytest.param("种茶和养蜂两手抓。", [], id="a pair without a comma of lists"),
        pytest.param("茶园扩大三成。", [], id="one thing"),
    ],
)
def test_items_of_gives_each_enumeration(sentence: str, items: list[list[str]]) -> None:
    assert items_of(sentence) == items
