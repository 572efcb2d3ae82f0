"""Which figure of the evidence is picked, and whether a draft has picked it."""

from __future__ import annotations

import pytest

from qa.answers.material import Sentence
from qa.answers.picking import (
    FIGURE_PLAIN,
    contradicted,
    figure_of,
    of_several_years,
    own_share,
    pick_figure,
    picks_well,
    tells_no_gain,
    tells_none_left,
    told_words,
)
from qa.datatypes import Period, Statement
from qa.figures.parsing import parse_figures
from tests.answers.made import BEDS, DOUBTFUL, SURE, material
from tests.fakes import make_passage

BARELY = 0.45  # just sure


def picked(question: str, *sentences: str, score: float = SURE) -> str | None:
    passages = [make_passage(text, number=number) for number, text in enumerate(sentences, start=1)]
    found = pick_figure(material(question, *passages, score=score))
    return found and found.figure.text


@pytest.mark.parametrize(
    ("question", "sentences", "figure"),
    [
        pytest.param("云河区新增养老床位多少张？", ["新增养老床位350张、托位80个。"], "350张", id="by its own words"),
        pytest.param(
            "云河区新增托位多少个？", ["新增学位5200个，新增托位80个。"], "80个", id="among others of its unit"
        ),
        pytest.param("云河区养老床位多少张？", ["养老事业发展。", "养老床位达到900张。"], "900张", id="of a lower hit"),
        pytest.param("云河区新增养老床位多少张？", ["投入养老床位资金2亿元。"], None, id="another dimension"),
        pytest.param(
            "云河区居民收入增长多少？", ["居民收入稳步增长，新设企业9%来自外地。"], None, id="asked about in words only"
        ),
        pytest.param("云河区古树多少株？", ["新增养老床位350张。"], None, id="another thing"),
        pytest.param("云河区新增养老床位多少张？", [], None, id="no hits"),
    ],
)
def test_the_figure_asked_for_is_picked(question: str, sentences: list[str], figure: str | None) -> None:
    assert picked(question, *sentences) == figure


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        pytest.param("云河区20个教育集团一共有多少个学校？", None, id="told by the question"),
        pytest.param("云河区教育集团是20个吧？", "20个", id="doubted"),
        pytest.param("云河区教育集团有多少个？", "20个", id="asked for"),
    ],
)
def test_what_the_question_tells_itself_is_not_the_figure_asked_for(question: str, figure: str | None) -> None:
    assert picked(question, "认定20个教育集团。") == figure


def test_a_share_of_the_thing_asked_for_is_no_number_of_another() -> None:
    sentence = "拥有网络相关企业600家，机器人企业数量占全市1/4。"
    assert picked("机器人企业一共多少家？", sentence) is None
    assert picked("机器人企业占全市多大比例？", sentence) == "1/4"


def test_words_that_no_hit_has_count_neither_for_nor_against_a_figure() -> None:
    plain = material("云河区养老床位多少张？", BEDS)
    chatty = material("邻居老伯想托人打听，云河区养老床位多少张？", BEDS)
    hit, figure, clear = pick_figure(chatty) or pytest.fail("nothing picked")
    assert (hit.passage, figure.text, clear) == (BEDS, "350张", True)
    assert own_share(figure, told_words(chatty)) == own_share(figure, told_words(plain)) >= FIGURE_PLAIN
    assert own_share(figure, chatty.wanted) < own_share(figure, plain.wanted)


def test_a_figure_far_below_the_best_hit_is_not_looked_at() -> None:
    words = ["养老事业发展。"] * 10
    assert picked("云河区养老床位多少张？", *words[:8], "养老床位达到900张。") == "900张"
    assert picked("云河区养老床位多少张？", *words, "养老床位达到900张。") is None


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("老旧小区改造开工18个，老旧小区改造完工11个。", id="subject repeated"),
        pytest.param("老旧小区改造开工18个，竣工11个。", id="two clauses"),
        pytest.param("老旧小区改造开工18个、竣工11个。", id="enumerated"),
        pytest.param("老旧小区改造开工18个、完工11个。", id="another word"),
    ],
)
def test_what_was_finished_is_not_what_was_begun(sentence: str) -> None:
    assert picked("云河区老旧小区改造完工多少个？", sentence) == "11个"


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("老旧小区改造开工18个。", id="begun alone"),
        pytest.param("老旧小区改造开工18个，竣工道路11条。", id="another thing finished"),
        pytest.param("老旧小区改造开工18个，竣工11万平方米。", id="finished in another unit"),
        pytest.param("老旧小区改造开工18个，新增学位60个。", id="no word of finishing"),
    ],
)
def test_only_what_was_begun_does_not_tell_what_was_finished(sentence: str) -> None:
    assert picked("云河区老旧小区改造完工多少个？", sentence) is None


@pytest.mark.parametrize(
    ("sentence", "score", "figure"),
    [
        pytest.param("为老人添置350张。", SURE, "350张", id="the one in its unit"),
        pytest.param("为老人添置350张，惠及居民90户。", SURE, "350张", id="beside one in another unit"),
        pytest.param("为老人添置350张，为儿童添置80张。", SURE, None, id="two in its unit"),
        pytest.param("为老人添置350张。", DOUBTFUL, None, id="of a sentence that is not sure"),
        pytest.param("为老人添置350套。", SURE, None, id="another unit"),
    ],
)
def test_the_only_figure_of_a_sure_sentence_needs_no_words(sentence: str, score: float, figure: str | None) -> None:
    assert picked("云河区养护床多少张？", sentence, score=score) == figure


@pytest.mark.parametrize(
    ("draft", "well"),
    [
        pytest.param("新增托位80个。", True, id="the one asked for"),
        pytest.param("新增学位5200个。", False, id="another of the sentence"),
        pytest.param("新增托位和学位。", True, id="no figure"),
    ],
)
def test_a_draft_picks_well_when_its_figure_fits_best(draft: str, well: bool) -> None:
    evidence = make_passage("新增学位5200个，新增托位80个。")
    assert picks_well(draft, [evidence], material("云河区新增托位多少个？", evidence)) is well


@pytest.mark.parametrize(
    ("draft", "against"),
    [
        pytest.param("投入2亿元。", True, id="money for beds"),
        pytest.param("新增350张。", False, id="beds"),
        pytest.param("投入2亿元，新增350张。", False, id="both"),
        pytest.param("投入3亿元。", False, id="no figure of the evidence"),
    ],
)
def test_a_draft_is_contradicted_by_figures_of_another_kind_alone(draft: str, against: bool) -> None:
    evidence = make_passage("投入养老床位资金2亿元，新增养老床位350张。")
    wanted = material("云河区新增养老床位多少张？", evidence).wanted
    assert contradicted(draft, [evidence], wanted) is against


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        pytest.param("新增养老床位350张、托位80个。", "350张", id="the best of those held"),
        pytest.param("新增养老床位999张、托位80个。", "80个", id="the first of those held"),
        pytest.param("养老事业发展。", None, id="none"),
    ],
)
def test_the_figure_of_an_answer_is_one_that_its_passages_hold(text: str, figure: str | None) -> None:
    evidence = make_passage("新增养老床位350张、托位80个。")
    found = figure_of(Sentence(text, (evidence,)), material("云河区新增养老床位多少张？", evidence).wanted)
    assert (found and found.text) == figure


@pytest.mark.parametrize(
    ("question", "sentence", "figure"),
    [
        pytest.param("云河区2023年四季度新开首店多少家？", "前三季度新开首店35家。", None, id="another quarter"),
        pytest.param(
            "云河区2021至2023年新开首店多少家？", "前三季度新开首店35家。", None, id="years, told of a part of one"
        ),
        pytest.param(
            "云河区2023年新开首店多少家？", "前三季度新开首店35家。", "35家", id="a year, told of a part of it"
        ),
        pytest.param("云河区新增中学学位多少个？", "新增小学学位1200个。", None, id="counterpart"),
        pytest.param("云河区养老床位总数是多少？", "新建养老床位350张。", None, id="new, not all there are"),
        pytest.param("云河区回迁楼总数是多少栋？", "首批10栋回迁楼交付。", None, id="the first of them"),
        pytest.param("云河区总共新增养老床位多少张？", "新建养老床位350张。", "350张", id="all that are new"),
        pytest.param("云河区救助金一个人一个月几百块？", "支出救助金4亿元。", None, id="for each one"),
    ],
)
def test_a_figure_of_a_part_or_a_counterpart_is_not_picked(question: str, sentence: str, figure: str | None) -> None:
    assert picked(question, sentence) == figure


@pytest.mark.parametrize(
    ("question", "sentence", "score", "figure"),
    [
        pytest.param(
            "云河区那片洼地的老大难拖了多少年？", "城南积水问题历时三十年得到解决。", BARELY, "三十年", id="years"
        ),
        pytest.param("云河区审批快了多少？", "事项办理时限压缩75%。", BARELY, "75%", id="no unit asked"),
        pytest.param("云河区请帖发了多少份？", "向12所学校下发通知书300份。", BARELY, "300份", id="of its unit"),
        pytest.param("云河区请帖发了多少份？", "下发通知书300份、告知单90份。", BARELY, None, id="two of its unit"),
        pytest.param("云河区审批快了多少？", "事项办理时限压缩75%，材料减少20项。", BARELY, None, id="two"),
        pytest.param("云河区审批快了多少？", "事项办理时限压缩75%。", DOUBTFUL, None, id="not likely"),
    ],
)
def test_the_only_figure_of_a_likely_sentence_is_the_one(
    question: str, sentence: str, score: float, figure: str | None
) -> None:
    assert picked(question, sentence, score=score) == figure


@pytest.mark.parametrize(
    ("question", "sentence", "none_left"),
    [
        pytest.param("云河区还剩多少处违建没拆完？", "违建动态清零。", True, id="cleared"),
        pytest.param("云河区还有多少处违建没拆？", "存量违建全部拆除。", True, id="all done"),
        pytest.param("云河区拆了多少处违建？", "违建动态清零。", False, id="asks what was done"),
        pytest.param("云河区还剩多少处违建没拆完？", "积水点全部消除，违建持续治理。", False, id="of another thing"),
    ],
)
def test_where_all_is_done_none_is_left(question: str, sentence: str, none_left: bool) -> None:
    assert tells_none_left(material(question, make_passage(sentence))) is none_left


def test_what_is_to_be_cleared_is_still_left() -> None:
    plan = make_passage("违建全部清零。", statement=Statement.TARGET)
    assert not tells_none_left(material("云河区还剩多少处违建没拆完？", plan))


def test_a_level_is_not_what_something_moved_by() -> None:
    assert picked("云河区物业费涨了几个点？", "物业服务覆盖率达到92%。") is None
    assert picked("云河区物业费涨了几个点？", "物业费上涨3%。") == "3%"


@pytest.mark.parametrize(
    ("question", "text", "period", "figure"),
    [
        pytest.param(
            "云河区2020年底养老床位多少张？",
            "养老床位900张，比“十三五”末多9张。",
            (2022, 2022),
            None,
            id="other year",
        ),
        pytest.param(
            "云河区2023年底养老床位多少张？",
            "养老床位900张。",
            (2021, 2023),
            "900张",
            id="that end",
        ),
        pytest.param(
            "云河区2021年养老床位多少张？",
            "养老床位900张，同比增长8%。",
            (2021, 2023),
            None,
            id="compared",
        ),
        pytest.param(
            "云河区2023年养老床位多少张？",
            "养老床位900张，同比增长8%。",
            (2021, 2023),
            "900张",
            id="last year",
        ),
        pytest.param(
            "云河区2020年底养老床位多少张？",
            "2020年养老床位900张。",
            (2022, 2022),
            "900张",
            id="named",
        ),
    ],
)
def test_a_level_of_another_year_is_not_picked(
    question: str, text: str, period: tuple[int, int], figure: str | None
) -> None:
    found = pick_figure(material(question, make_passage(text, period=Period(*period))))
    assert (found and found.figure.text) == figure


def test_the_figure_of_the_year_alone_goes_before_a_sum() -> None:
    total = make_passage("新增剧场148家。", period=Period(2021, 2023))
    alone = make_passage("新增民营剧场35家。", number=2, period=Period(2022, 2022))
    for year, figure in ((2022, "35家"), (2021, "148家")):
        passages = (total, BEDS, alone) if year == 2022 else (total, BEDS)
        found = pick_figure(material(f"云河区{year}年新增剧场多少家？", *passages))
        assert found and found.figure.text == figure


@pytest.mark.parametrize(
    ("question", "sentence", "none"),
    [
        pytest.param("云河区2023年地区总部多了几家？", "地区总部增至14家。", True, id="how many there are now"),
        pytest.param("云河区2023年地区总部多了几家？", "地区总部增加3家。", False, id="how many more"),
        pytest.param("云河区2023年地区总部多了几家？", "新增地区总部3家。", False, id="how many came new"),
        pytest.param("云河区2023年地区总部有几家？", "地区总部增至14家。", False, id="how many are asked"),
    ],
)
def test_how_many_there_are_does_not_tell_how_many_more(question: str, sentence: str, *, none: bool) -> None:
    assert tells_no_gain(material(question, make_passage(sentence))) is none


def test_a_figure_of_a_further_hit_is_of_the_thing_that_the_best_hit_names() -> None:
    question = "云河区财政收入同比增长百分之几？"
    assert picked(question, "财政收入实现200亿元。", "居民收入同比增长4.8%。") is None
    assert picked(question, "财政收入实现200亿元。", "财政收入同比增长4.8%。") == "4.8%"


@pytest.mark.parametrize(
    ("question", "sentence", "several"),
    [
        pytest.param("云河区2022年拆除违建多少处？", "整治违建2500处。", True, id="a deed of several years"),
        pytest.param("云河区2022年学位多少个？", "新增学位2500个。", True, id="new in several years"),
        pytest.param("云河区2022年拆除违建多少处？", "2022年整治违建2500处。", False, id="the year is named"),
        pytest.param("云河区2022年学位多少个？", "学位达到2500个。", False, id="a level"),
        pytest.param("云河区2022年绿地率是百分之几？", "绿地率为41%。", False, id="a rate"),
        pytest.param("云河区2018年以来整治违建多少处？", "整治违建2500处。", False, id="since then"),
        pytest.param("云河区2022年底整治违建多少处？", "整治违建2500处。", False, id="by then"),
        pytest.param("云河区2022年的报告里整治违建多少处？", "整治违建2500处。", False, id="a report"),
    ],
)
def test_what_was_done_in_several_years_is_not_of_one(question: str, sentence: str, *, several: bool) -> None:
    given = material(question, make_passage(sentence, period=Period(2018, 2022)))
    (figure,) = parse_figures(sentence)
    assert of_several_years(figure, given.passages[0], given.inquiry) is several
