"""Which figure of made sentences a question wants."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qa.figures.matching import (
    Wanted,
    asking_clause,
    best_figure,
    clauses_of,
    dimension,
    is_named,
    likeliest,
    only_state,
    other_dimension,
    other_state,
    score_figure,
)
from qa.figures.parsing import parse_figures


@pytest.mark.parametrize(
    ("question", "text", "per_unit"),
    [
        pytest.param("地区生产总值降了多少？", "单位地区生产总值能耗下降3%", True, id="something else, for each of it"),
        pytest.param("单位地区生产总值能耗降了多少？", "单位地区生产总值能耗下降3%", False, id="asked for each"),
        pytest.param("地区生产总值增长多少？", "地区生产总值增长6%", False, id="the thing itself"),
    ],
)
def test_what_is_told_for_each_unit_of_a_thing_is_another_thing(question: str, text: str, per_unit: bool) -> None:
    assert wanted(question, "地区生产总值").told_per_unit(text) is per_unit


def wanted(question: str, *words: str) -> Wanted:
    return Wanted.of(question, dict.fromkeys(words, 1.0))


def test_keeping_leaves_all_but_the_words_as_it_is() -> None:
    whole = wanted("云河区新增学位多少个？", "学位", "云河")
    assert whole.keeping("学位".__eq__) == wanted("云河区新增学位多少个？", "学位")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param("财政收入12亿元", True, id="one form"),
        pytest.param("一般公共预算收入12亿元", True, id="another form"),
        pytest.param("财政支出12亿元", False, id="a part of it"),
    ],
)
def test_a_word_is_named_by_all_of_one_of_its_forms(text: str, named: bool) -> None:
    assert is_named("财政收入|一般公共预算收入", text) is named


def test_a_seat_is_no_person() -> None:
    assert Wanted.of("再添多少个位子？", {}).units == ("个",)
    assert Wanted.of("来了多少位专家？", {}).units == ("人",)


def test_what_asks_is_read_with_the_whole_that_it_is_a_part_of() -> None:
    assert asking_clause("2023年新增的学位里，小学的有几个？") == "2023年新增的学位里，小学的有几个"
    assert asking_clause("新增学位不少，小学的有几个？") == "小学的有几个"


def test_the_clauses_of_a_question_lie_between_its_marks() -> None:
    assert clauses_of("听说涨了，涨了多少？真的!") == ["听说涨了", "涨了多少", "真的"]


@pytest.mark.parametrize(
    ("question", "units"),
    [
        pytest.param("改造多少公共建筑？", (), id="the beginning of a word"),
        pytest.param("绿道多少公里？", ("公里",), id="公里 is no 公"),
        pytest.param("新设企业多少户？", ("户",), id="measure word"),
        pytest.param("引进了几名专家？", ("人",), id="名 is 人"),
        pytest.param("面积多少万平方米？", ("平方米",), id="after 万"),
        pytest.param("财政收入增速是多少？", ("%",), id="rate"),
        pytest.param("森林覆盖率是百分之几？", ("%",), id="百分之"),
        pytest.param("一共花了多少钱？", ("元",), id="money"),
        pytest.param("改造要投入多少资金？", ("元",), id="funds"),
        pytest.param("出口是多少？", ("元",), id="trade"),
        pytest.param("名额是多少？", (), id="places"),
        pytest.param("一共几起？", ("起",), id="cases"),
        pytest.param("投资几个亿？", ("元",), id="亿"),
        pytest.param("每顿饭补几块钱？", ("元",), id="块"),
        pytest.param("老人用餐的补贴标准是多少？", ("元",), id="standard of a subsidy"),
        pytest.param("补贴多少家企业？", ("家",), id="who is paid"),
        pytest.param("绿道有多长？", ("公里", "米"), id="length"),
        pytest.param("等了多长时间？", (), id="time"),
        pytest.param("修了多少年才通车？", ("年",), id="years"),
        pytest.param("这多少年来变化如何？", (), id="over years"),
        pytest.param("给了多少个名额？", ("个",), id="名额 is no 名"),
        pytest.param("每天派多少趟车？", ("车次",), id="趟 is 车次"),
        pytest.param("收到多少份问卷？", ("份",), id="份"),
        pytest.param("学位情况怎样？", (), id="none"),
    ],
)
def test_wanted_reads_the_unit(question: str, units: tuple[str, ...]) -> None:
    assert wanted(question, "学位").units == units


@pytest.mark.parametrize(
    ("question", "new"),
    [
        pytest.param("新增学位多少个？", True, id="new"),
        pytest.param("新招来多少家公司？", True, id="came new"),
        pytest.param("学位总数是多少？", False, id="total"),
        pytest.param("到年底学位有多少？", False, id="stock at the end"),
        pytest.param("累计新增学位多少个？", None, id="both"),
        pytest.param("云河区学位有多少个", False, id="how many there are"),
        pytest.param("新增的学位里有几个", True, id="a part of what is new"),
        pytest.param("学位多少个？", None, id="neither"),
        pytest.param("既然新增学位19个，总数是多少？", False, id="total, in the clause that asks"),
    ],
)
def test_wanted_tells_new_from_total(question: str, new: bool | None) -> None:
    assert wanted(question, "学位").new is new


@pytest.mark.parametrize(
    ("question", "words", "sentences", "text"),
    [
        pytest.param("养老床位多少张？", ["养老", "床位"],
                     ["新增学位1200个、养老床位350张、托位80个。"], "350张", id="indicator in an enumeration"),
        pytest.param("财政收入多少亿元？", ["财政", "收入"],
                     ["财政收入完成52亿元，同比增长6.1%。"], "52亿元", id="level"),
        pytest.param("财政收入增速是多少？", ["财政", "收入"],
                     ["财政收入完成52亿元，同比增长6.1%。"], "6.1%", id="change"),
        pytest.param("新增学位多少个？", ["学位"],
                     ["新增学位1200个，学位总数达到3.5万个。"], "1200个", id="new"),
        pytest.param("学位总数是多少个？", ["学位"],
                     ["新增学位1200个，学位总数达到3.5万个。"], "3.5万个", id="total"),
        pytest.param("改造小区完工多少个？", ["改造", "小区", "完工"],
                     ["改造小区开工18个、改造小区完工11个。"], "11个", id="finished"),
        pytest.param("改造惠及多少户居民？", ["改造", "居民"],
                     ["投入改造资金2亿元，惠及居民4300户。"], "4300户", id="dimension"),
    ],
)  # fmt: skip
def test_best_figure_is_the_one_asked_for(question: str, words: Sequence[str], sentences: list[str], text: str) -> None:
    found = best_figure(sentences, wanted(question, *words))
    assert found is not None
    assert found[1].text == text


def test_best_figure_names_the_sentence() -> None:
    sentences = ["新建公园12处。", "新增养老床位350张。"]
    found = best_figure(sentences, wanted("养老床位多少张？", "养老", "床位"))
    assert found is not None
    assert (found[0], found[1].text) == (1, "350张")


def test_best_figure_takes_the_earlier_of_equals() -> None:
    found = best_figure(["新增床位30张。", "新增床位40张。"], wanted("床位多少张？", "床位"))
    assert found is not None
    assert found[1].text == "30张"


def test_the_likeliest_is_the_first_of_the_best() -> None:
    assert likeliest([(0.2, "甲"), (0.1 + 0.2, "乙"), (0.3, "丙")]) == "乙"
    assert likeliest([(0.3, "甲"), (0.1 + 0.2, "乙")]) == "甲"  # 0.1 + 0.2 is above 0.3 by rounding alone


def test_the_likeliest_is_none_where_all_score_too_low() -> None:
    assert likeliest([(0.2, "甲"), (0.1, "乙")], at_least=0.25) is None
    assert likeliest([]) is None


def test_best_figure_of_words_alone_is_none() -> None:
    assert best_figure(["教育质量稳步提升。"], wanted("学位多少个？", "学位")) is None


@pytest.mark.parametrize(
    ("unit", "kind"),
    [("%", "share"), ("个百分点", "share"), ("元", "money"), ("平方米", "area"), ("公里", "length"), ("人次", "people"),
     ("微克/立方米", "air"), ("个月", "time"), ("家", "things"), ("张", "things")],
)  # fmt: skip
def test_dimension_of_units(unit: str, kind: str) -> None:
    assert dimension(unit) == kind


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        pytest.param("花了多少钱？", "惠及居民300户。", True, id="money and things"),
        pytest.param("花了多少钱？", "投入资金300万元。", False, id="money"),
        pytest.param("有多少家？", "新设企业300户。", False, id="measure words of things"),
        pytest.param("怎么样？", "新设企业300户。", False, id="nothing asked"),
    ],
)
def test_other_dimension_tells_what_cannot_answer(question: str, sentence: str, other: bool) -> None:
    (figure,) = parse_figures(sentence)
    assert other_dimension(figure, wanted(question, "企业")) is other


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        pytest.param("完工多少个小区？", "小区改造开工18个。", True, id="begun for finished"),
        pytest.param("开工多少个小区？", "小区改造竣工18个。", True, id="finished for begun"),
        pytest.param("竣工多少个小区？", "小区改造完工18个。", False, id="two words for finished"),
        pytest.param("改造多少个小区？", "小区改造开工18个。", False, id="no state asked"),
    ],
)
def test_other_state_tells_begun_from_finished(question: str, sentence: str, other: bool) -> None:
    (figure,) = parse_figures(sentence)
    assert other_state(figure, wanted(question, "小区")) is other


@pytest.mark.parametrize(
    ("question", "sentence", "only"),
    [
        pytest.param("完工多少个小区？", "竣工11个。", True, id="state asked for"),
        pytest.param("完工多少个小区？", "开工18个。", False, id="other state"),
        pytest.param("完工多少个小区？", "竣工厂房11个。", False, id="subject of its own"),
        pytest.param("改造多少个小区？", "竣工11个。", False, id="no state asked"),
    ],
)
def test_only_state_is_a_figure_without_a_subject(question: str, sentence: str, only: bool) -> None:
    (figure,) = parse_figures(sentence)
    assert only_state(figure, wanted(question, "小区")) is only


@pytest.mark.parametrize(
    ("words", "text", "share"),
    [
        pytest.param({"养老": 1.0, "床位": 3.0}, "养老服务", 0.25, id="by weight"),
        pytest.param({"财政收入|一般公共预算收入": 2.0}, "一般公共预算收入52亿元", 1.0, id="one of two forms"),
        pytest.param({"学位": 1.0}, "新增学位", 1.0, id="all"),
        pytest.param({"学位": 1.0}, "植树造林", 0.0, id="none"),
        pytest.param({}, "新增学位", 0.0, id="no words"),
    ],
)
def test_coverage_is_the_weighed_share(words: dict[str, float], text: str, share: float) -> None:
    assert Wanted(words).coverage(text) == pytest.approx(share)


def test_parts_of_a_word_count_less_than_the_word() -> None:
    part, whole = (Wanted({"养老床位": 1.0}).coverage(text) for text in ("养老驿站的床位", "养老床位"))
    assert 0 < part <= 0.5 < whole


def test_the_right_unit_beats_the_wrong_one() -> None:
    share, count = parse_figures("学位增加12%，学位增加800个。")
    wish = wanted("学位增加多少个？", "学位")
    assert score_figure(count, wish) > score_figure(share, wish)


@pytest.mark.parametrize(
    ("excluded", "sentence", "left"),
    [
        pytest.param("开工", "加装电梯开工40部、完工12部。", ["12部"], id="another state"),
        pytest.param("绿化带", "撤除绿化护栏37米，撤除道路护栏11米。", ["11米"], id="part of a word"),
        pytest.param("当年新增", "新增养老驿站3家。养老驿站达到90家。", ["90家"], id="several words"),
        pytest.param("2022年的5700", "新增学位5700个，2023年新增学位6800个。", ["6800个"], id="number"),
        pytest.param("幼儿园学位", "新增中小学学位90个。", ["90个"], id="what is asked for is not left out"),
        pytest.param("2022年底的", "比2022年底新增学位57个。", ["57个"], id="a date that is only mentioned"),
    ],
)
def test_figures_that_are_not_meant_are_left_out(excluded: str, sentence: str, left: list[str]) -> None:
    wish = Wanted({"学位": 1.0, "护栏": 1.0, "电梯": 1.0, "养老驿站": 1.0}, excluded=(excluded,))
    assert [figure.text for figure in parse_figures(sentence) if not wish.excludes(figure)] == left
