"""Whole lists of made reports: which one a question means, and which it does not."""

from __future__ import annotations

import pytest

from qa.answers.enumerations import count_asked, whole_list
from qa.answers.material import POSSIBLE
from tests.answers.made import DOUBTFUL, SURE, make_report, material, outlines_of, problems

STEPS = (
    "水利建设稳步推进，成效明显。",
    "今年修渠工作分三步走，年底完工。",
    "一是清淤，人人出力。",
    "二是砌石护坡，防止坍塌。",
    "三是引水入田，灌溉万亩。",
    "茶园扩大三成，蜂箱翻番。",
)
GAINS = (
    "云河区面临难得机遇：一是铁路通车。客流翻番，货流大增。二是茶价上涨。茶农增收，人人欢喜。三是院校落户。师生三千，人才汇聚。",
    "茶园扩大三成，蜂箱翻番。",
)
NUMBERED = (
    "促进茶业提质增效。（1）扩大茶园面积。新种三成，连片成带。（2）打响茶叶品牌。开设茶市，举办茶节。（3）引进制茶企业。签约六家，投产两家。",
)
SETS = (
    "深入开展治脏、治乱、治堵行动。",
    "推进治脏、治乱、治堵、治污、治违。",
    "茶园扩大三成，蜂箱翻番。",
    "建设生态区、活力区、幸福区。",
)
FOCUS = (
    "聚焦行动全面铺开。聚焦治气，优良天数增加。聚焦治水，河流断面达标。聚焦治土，污染地块清零。保护古树，挂牌千株。",
    "茶园扩大三成，蜂箱翻番。",
)
HEADINGS = (
    ("一、工作回顾", "（一）种茶", "茶园扩大三成，茶价上涨。"),
    ("一、工作回顾", "（二）养蜂", "蜂箱翻番，蜜源充足。"),
    ("二、工作安排", "修渠引水，保灌溉。"),
)
QUOTED = (
    "打造“青禾之乡”“栖霞之乡”两张名片。",
    "今后加快打造“青禾之乡”“栖霞之乡”“云影之乡”三张名片。",
    "茶园扩大三成，蜂箱翻番。",
)
LANES = (
    "四条特色巷子成形。“茶巷”开门迎客，茶行满员。“灯巷”夜市红火，客流翻番。“书巷”添了新店，藏书万册。“药巷”挂牌，医馆入驻。",
    "茶园扩大三成，蜂箱翻番。",
)
HALLS = ("建成青禾图书馆、栖霞书院和云影剧场。", "茶园扩大三成，蜂箱翻番。")


def listed(
    question: str, paragraphs: tuple[str | tuple[str, ...], ...], *hits: int, score: float = SURE
) -> list[tuple[str, list[int]]]:
    """Each item of the list with its paragraphs; the hits are passages by number, best first."""
    report, passages = make_report(*paragraphs)
    given = material(question, *(passages[number - 1] for number in hits), score=score)
    return [
        (one.text, [held.paragraph for held in one.passages])
        for one in whole_list(given, outlines_of(report, passages))
    ]


@pytest.mark.parametrize(
    ("question", "count"),
    [
        pytest.param("分哪三个方面？", 3, id="measure word"),
        pytest.param("四大板块是什么？", 4, id="大"),
        pytest.param("分成了五大块？", 5, id="parted into"),
        pytest.param("八项任务是什么？", 8, id="named"),
        pytest.param("两点和三条各是什么？", None, id="two numbers"),
        pytest.param("三个月里做了什么？", None, id="months"),
        pytest.param("三个多方面有什么？", None, id="about three"),
        pytest.param("有哪些方面？", None, id="no number"),
    ],
)
def test_count_asked_is_the_one_number_of_items(question: str, count: int | None) -> None:
    assert count_asked(question) == count


@pytest.mark.parametrize(
    ("question", "paragraphs", "hits", "items"),
    [
        pytest.param(
            "云河区修渠工作有哪三个步骤？",
            STEPS,
            [6, 2],
            [("1. 清淤，人人出力。", [3]), ("2. 砌石护坡，防止坍塌。", [4]), ("3. 引水入田，灌溉万亩。", [5])],
            id="series of the counted length",
        ),
        pytest.param(
            "云河区的水渠怎么弄，说说三个步骤？",
            STEPS,
            [2, 6],
            [("1. 清淤，人人出力。", [3]), ("2. 砌石护坡，防止坍塌。", [4]), ("3. 引水入田，灌溉万亩。", [5])],
            id="announced by the best hit, in other words",
        ),
        pytest.param(
            "概括云河区的机遇",
            GAINS,
            [1],
            [
                ("1. 铁路通车。", [1]),
                ("2. 茶价上涨。茶农增收，人人欢喜。", [1]),
                ("3. 院校落户。师生三千，人才汇聚。", [1]),
            ],
            id="announced by the best hit, summed up",
        ),
        pytest.param(
            "云河区工作回顾有哪些方面？",
            HEADINGS,
            [3],
            [("1. 种茶。", [1]), ("2. 养蜂。", [2])],
            id="headings, not counted",
        ),
        pytest.param(
            "云河区的“五治”是什么？",
            SETS,
            [1, 3],
            [("云河区2023年：推进治脏、治乱、治堵、治污、治违。", [2])],
            id="set by number, not among the hits",
        ),
        pytest.param(
            "云河区的“三治”是什么？",
            SETS,
            [3],
            [("云河区2023年：深入开展治脏、治乱、治堵行动。", [1])],
            id="set of another number",
        ),
        pytest.param(
            "云河区要建哪三个区？",
            SETS,
            [3],
            [("云河区2023年：建设生态区、活力区、幸福区。", [4])],
            id="set that ends alike",
        ),
        pytest.param(
            "云河区要打造三张带“乡”字的名片，是哪三张？",
            QUOTED,
            [3, 1],
            [("云河区2023年：今后加快打造“青禾之乡”“栖霞之乡”“云影之乡”三张名片。", [2])],
            id="set by letter, names side by side",
        ),
        pytest.param(
            "云河区那几条拿巷字起名的街，叫什么？",
            LANES,
            [5, 1],
            [
                ("云河区2023年：四条特色巷子成形。“茶巷”开门迎客，茶行满员。", [1]),
                ("云河区2023年：“灯巷”夜市红火，客流翻番。", [1]),
                ("云河区2023年：“书巷”添了新店，藏书万册。", [1]),
                ("云河区2023年：“药巷”挂牌，医馆入驻。", [1]),
            ],
            id="set by letter, not counted",
        ),
        pytest.param(
            "云河区要打造哪三张乡土名片？",
            QUOTED,
            [2],
            [("云河区2023年：今后加快打造“青禾之乡”“栖霞之乡”“云影之乡”三张名片。", [2])],
            id="counted names side by side",
        ),
        pytest.param(
            "云河区的“三治”是什么？",
            FOCUS,
            [5],
            [
                ("云河区2023年：聚焦行动全面铺开。聚焦治气，优良天数增加。", [1]),
                ("云河区2023年：聚焦治水，河流断面达标。", [1]),
                ("云河区2023年：聚焦治土，污染地块清零。", [1]),
            ],
            id="set told in as many sentences",
        ),
        pytest.param(
            "云河区建成了哪三座文化场馆？",
            HALLS,
            [1],
            [("云河区2023年：建成青禾图书馆、栖霞书院和云影剧场。", [1])],
            id="items of one sentence",
        ),
    ],
)
def test_the_list_meant_is_given_whole_and_cited(
    question: str, paragraphs: tuple[str | tuple[str, ...], ...], hits: list[int], items: list[tuple[str, list[int]]]
) -> None:
    assert listed(question, paragraphs, *hits) == items


@pytest.mark.parametrize(
    ("question", "paragraphs", "hits"),
    [
        pytest.param("云河区修渠工作有哪四个步骤？", STEPS, [6, 2], id="series of another length"),
        pytest.param("云河区茶园扩大有哪三个原因和办法？", STEPS, [6, 1], id="series about another thing"),
        pytest.param("云河区修渠工作用了多少米石料？", STEPS, [2, 6], id="a figure is asked for"),
        pytest.param("云河区修渠的石料是哪几种？", STEPS, [2, 6], id="names of another kind"),
        pytest.param("云河区的“四治”是什么？", SETS, [1, 2], id="set of no such number"),
        pytest.param("云河区带“桥”字的有哪几条街？", LANES, [5, 1], id="set of another letter"),
        pytest.param("云河区有哪几个带数字的村名？", QUOTED, [3], id="numbers are no letter"),
        pytest.param(
            "云河区有哪两个治安岗亭？",
            ("推进治脏、治乱。", "茶园扩大三成，蜂箱翻番。"),
            [2],
            id="the letter only begins a name",
        ),
        pytest.param("云河区建成了哪四座文化场馆？", HALLS, [1], id="sentence with fewer items"),
        pytest.param("云河区建成三座文化场馆了吗？", HALLS, [1], id="no list asked for"),
        pytest.param("概括云河区的环境工作", FOCUS, [5], id="summary of another thing"),
        pytest.param("概括云河区的环境工作", FOCUS, [], id="nothing found"),
    ],
)
def test_no_list_is_given_where_none_is_meant(
    question: str, paragraphs: tuple[str | tuple[str, ...], ...], hits: list[int]
) -> None:
    assert listed(question, paragraphs, *hits) == []


TASKS = (
    ("二、2024年主要任务", "（一）做强茶业", "茶园扩大三成，茶价上涨。"),
    ("二、2024年主要任务", "（二）修好水渠", "水渠延伸十里，水泵更新。"),
)


def test_the_parts_of_a_report_that_are_counted_are_listed() -> None:
    listed_parts = [text for text, _ in listed("云河区2024年的任务有几大方面？", TASKS, 1)]
    assert listed_parts == ["1. 做强茶业。", "2. 修好水渠。"]


def test_a_count_of_things_done_is_no_count_of_parts() -> None:
    assert listed("云河区茶园任务有几项任务完成？", TASKS, 1) == []


def test_points_of_a_rise_are_no_parts() -> None:
    assert listed("云河区2024年茶业任务涨几个点？", TASKS, 1) == []


def test_hits_far_below_the_best_are_not_counted() -> None:
    filler = tuple(f"第{name}村茶园扩大，茶价上涨。" for name in "甲乙丙丁戊")
    assert listed("云河区建成了哪三座文化场馆？", (*filler[:3], *HALLS), 1, 2, 3, 4) != []
    assert listed("云河区建成了哪三座文化场馆？", (*filler, *HALLS), 1, 2, 3, 4, 5, 6) == []


def test_hits_that_hardly_answer_are_not_counted() -> None:
    paragraphs = ("茶园扩大，茶价上涨。", *HALLS)
    assert listed("云河区建成了哪三座文化场馆？", paragraphs, 1, 2, score=2.4 * POSSIBLE) != []
    assert listed("云河区建成了哪三座文化场馆？", paragraphs, 1, 2, score=1.8 * POSSIBLE) == []


# -- problems --------------------------------------------------------------------------------------

TROUBLES = (
    "我们也看到，发展中还存在不少困难和问题：一是产业结构不够优化；二是停车难尚未缓解；三是基层力量仍显薄弱。",
    "茶园扩大三成，蜂箱翻番。",
)


def troubles(question: str, *, admitted: bool = True) -> list[str]:
    report, passages = make_report(*TROUBLES)
    passages = [*problems(passages[:1]), *passages[1:]] if admitted else passages
    return [
        one.text for one in whole_list(material(question, *passages, score=DOUBTFUL), outlines_of(report, passages))
    ]


def test_the_problems_of_a_report_are_listed() -> None:
    assert troubles("云河区主要面临哪些困难？") == [
        "1. 产业结构不够优化。",
        "2. 停车难尚未缓解。",
        "3. 基层力量仍显薄弱。",
    ]


def test_one_problem_that_is_asked_about_is_not_all_of_them() -> None:
    assert troubles("云河区的停车难尚未缓解，基层力量薄弱，还有什么困难？") == []


def test_the_announcement_of_problems_is_not_the_one_asked_about() -> None:
    assert len(troubles("云河区发展中存在的困难和问题有哪些？")) == 3


def test_problems_told_one_after_the_other_are_listed_without_the_resolve() -> None:
    report, passages = make_report(
        "我们也清醒看到，发展还面临不少问题。茶园灌溉设施老化失修，旱季用水仍有缺口。"
        "蜂箱数量偏少，茶价波动不断，销路有待拓宽。我们一定采取有力措施，认真加以解决。",
        "茶园扩大三成，蜂箱翻番。",
    )
    passages = [*problems(passages[:-1]), passages[-1]]
    given = material("云河区主要面临哪些问题？", *passages, score=DOUBTFUL)
    assert [one.text for one in whole_list(given, outlines_of(report, passages))] == [
        "1. 茶园灌溉设施老化失修，旱季用水仍有缺口。",
        "2. 蜂箱数量偏少，茶价波动不断，销路有待拓宽。",
    ]


def test_problems_that_are_counted_are_listed() -> None:
    assert len(troubles("云河区主要困难有几条？")) == 3


def test_what_the_report_does_not_admit_is_no_list_of_problems() -> None:
    assert troubles("云河区主要面临哪些困难？", admitted=False) == []


def test_a_heading_that_only_announces_problems_is_none_of_them() -> None:
    over = "三、主要问题与形势"
    report, passages = make_report(
        (over, "（一）存在的主要问题", "茶园灌溉不足，茶农增收较慢。"),
        (over, "（二）当前面临的形势", "茶价波动不断，销路有待拓宽。"),
    )
    given = material("云河区主要面临哪些困难？", *problems(passages), score=DOUBTFUL)
    assert whole_list(given, outlines_of(report, passages)) == []


MEANS = (
    "治水成效明显。坚持以管治水，改造雨污管网。坚持以林治水，种植护岸林。"
    "坚持以规治水，关停排污口。一年来，河水水质首次达到优良。"
)


def test_by_which_steps_a_result_was_reached_is_told_by_the_parallel_sentences_beside_it() -> None:
    assert len(listed("云河区河水水质首次达到优良，是用了哪几招？", (MEANS,), 4)) == 4


def test_no_steps_are_told_where_something_else_is_asked_or_found() -> None:
    assert listed("云河区河水水质首次达到优良是哪些地方？", (MEANS,), 4) == []
    assert listed("云河区河水水质首次达到优良，是用了哪几招？", (MEANS,), 4, score=DOUBTFUL) == []
    assert listed("云河区河水水质达到优良，是用了哪几招？", ("水质达到优良。治水添人手。",), 1) == []


INDICATORS = "共有12项指标，其中茶叶产量、蜂蜜产量2项滞后。古树数量、绿道长度、泊位总数3项已提前完成。新增渡船4艘。"
TWO_LISTS = "云河区12项指标里滞后的是哪两项，提前完成的又是哪三项？"


def test_of_two_lists_asked_for_in_one_both_sentences_are_told() -> None:
    told = listed(TWO_LISTS, (INDICATORS,), 1, 3, 2)
    assert len(told) == 2
    assert "茶叶产量" in told[0][0]
    assert "泊位总数" in told[1][0]


def test_a_second_list_of_another_length_or_paragraph_is_not_told() -> None:
    assert listed(TWO_LISTS.replace("哪三项", "哪四项"), (INDICATORS,), 1, 2) == []
    apart = ("共有12项指标，其中茶叶产量、蜂蜜产量2项滞后。", "古树、绿道、泊位3项已提前完成。")
    assert listed(TWO_LISTS, apart, 1, 2) == []


MALLS = ("启动“环湖商业带”项目。", "青禾购物公园、栖霞购物中心开业，老街改造完工。", "购物节上，茶叶、蜂蜜热销。")


def test_a_pair_is_told_by_the_clause_that_names_what_is_asked() -> None:
    assert [places for _, places in listed("云河区哪两处购物公园开业？", MALLS, 1, 3, 2)] == [[2]]


def test_any_other_pair_is_none() -> None:
    assert listed("云河区哪两处图书馆开业？", MALLS, 1, 3, 2) == []


def test_what_the_best_hit_does_not_announce_is_no_list_of_a_summary() -> None:
    assert listed("概括云河区茶业提质的打算", NUMBERED, 1, 2) == []
    assert listed("概括云河区的环境工作", FOCUS, 1, 2) == []
