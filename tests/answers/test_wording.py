from __future__ import annotations

import pytest

from qa.answers.wording import lead_in, point, quote_answer
from qa.datatypes import Inquiry, Intent, Passage, Period, Statement
from qa.figures.matching import Wanted
from tests.fakes import make_passage

SHORT = make_passage("新增养老床位350张、托位80个。")
LONG = make_passage(
    "全区上下齐心协力推进民生事业全面发展进步，各类公共服务设施不断完善，社区面貌焕然一新，"
    "新增养老床位350张，新增托位80个，群众的获得感幸福感安全感更加充实更有保障更可持续，"
    "文化体育设施布局日趋合理，居民文化生活日益丰富多彩，城市品质稳步提升，各项事业迈上新台阶。"
)
WANTED = Wanted({"养老": 1.0, "床位": 1.0})


def asked(**changes: object) -> Inquiry:
    question = "云河区2023年新增养老床位多少张？"
    fields: dict[str, object] = {"regions": ("云河区",), "years": (2023,), "intent": Intent.FIGURE}
    return Inquiry(question, question, **(fields | changes))  # type: ignore[arg-type]


def body(text: str, passage: Passage) -> str:
    """The quoted words alone: without whose and when, and the closing stop."""
    return text.removeprefix(f"{lead_in(passage)}：").rstrip("。")


@pytest.mark.parametrize("passage", [SHORT, LONG], ids=["short", "long"])
def test_the_quoted_words_stand_in_the_passage(passage: Passage) -> None:
    assert body(quote_answer(passage, WANTED, asked()), passage) in passage.text


def test_a_short_sentence_is_quoted_whole() -> None:
    assert quote_answer(SHORT, WANTED, asked()) == "云河区2023年：新增养老床位350张、托位80个。"


def test_a_long_sentence_is_cut_to_the_clauses_that_answer() -> None:
    text = body(quote_answer(LONG, WANTED, asked()), LONG)
    assert "新增养老床位350张" in text
    assert len(text) < 90 < len(LONG.text)


PADDING = "全区上下齐心协力推进民生事业全面发展进步，各类公共服务设施不断完善，社区面貌焕然一新，"
CLINICS = make_passage(f"{PADDING}{PADDING}全区36个社区设有卫生站，其中，甲级站9个、乙级站27个，居民就近看病更加方便。")
CRAFTS = make_passage(f"{PADDING}{PADDING}手工业前两年平均增速为7%，低于全市0.6个百分点，带动作用有待加强。")
TIDY = make_passage(f"{PADDING}{PADDING}开展“养老床位，日日更新”行动，群众广泛参与，环境日益改善，秩序井然。")


@pytest.mark.parametrize(
    ("passage", "words", "kept"),
    [
        pytest.param(CLINICS, ("卫生站", "其中"), "其中，甲级站9个、乙级站27个", id="what is announced"),
        pytest.param(CLINICS, ("甲级站",), "全区36个社区设有卫生站，其中，甲级站9个", id="what it is counted from"),
        pytest.param(CRAFTS, ("手工业", "增速"), "为7%，低于全市0.6个百分点", id="the judgement"),
        pytest.param(TIDY, ("养老", "床位"), "“养老床位，日日更新”", id="the quotation"),
    ],
)
def test_a_cut_keeps_what_the_sense_hangs_on(passage: Passage, words: tuple[str, ...], kept: str) -> None:
    text = quote_answer(passage, Wanted(dict.fromkeys(words, 1.0)), asked())
    assert kept in text
    assert len(text) < len(passage.text)


@pytest.mark.parametrize("question", ["手工业增速达标了没有？", "手工业有没有长？", "手工业符合预期吗？"])
def test_whether_something_is_so_is_told_by_the_whole_sentence(question: str) -> None:
    inquiry = Inquiry(question, question, intent=Intent.FIGURE)
    assert CRAFTS.text in quote_answer(CRAFTS, Wanted({"手工业": 1.0}), inquiry)


def test_a_list_is_never_cut() -> None:
    assert LONG.text in quote_answer(LONG, WANTED, asked(intent=Intent.LIST))


def test_what_is_to_be_uncut_is_told_whole() -> None:
    assert LONG.text not in quote_answer(LONG, WANTED, asked())
    assert LONG.text in quote_answer(LONG, WANTED, asked(), uncut=True)


@pytest.mark.parametrize(
    ("passage", "lead"),
    [
        pytest.param(SHORT, "云河区2023年", id="both"),
        pytest.param(make_passage("云河区新增床位350张。"), "2023年", id="region in the sentence"),
        pytest.param(make_passage("2023年新增床位350张。"), "云河区", id="year in the sentence"),
        pytest.param(make_passage("比2015年多9张。"), "云河区2023年", id="another year in the sentence"),
        pytest.param(make_passage("新增床位9张。", period=Period(2018, 2023)), "云河区2018—2023年", id="several years"),
        pytest.param(make_passage("2018年起新增床位9张。", period=Period(2018, 2023)), "云河区", id="from a year on"),
        pytest.param(make_passage("新增床位9张。", region=None, period=None), "", id="nothing known"),
    ],
)
def test_lead_in_adds_what_the_sentence_leaves_open(passage: Passage, lead: str) -> None:
    assert lead_in(passage) == lead


def test_a_target_is_called_a_target() -> None:
    plan = make_passage("新增床位500张。", period=Period(2024, 2024), statement=Statement.TARGET)
    assert "这是目标，不是完成情况" in quote_answer(plan, WANTED, asked(years=(2024,)))
    wished = asked(years=(2024,), statement=Statement.TARGET)
    assert "（这是目标）" in quote_answer(plan, WANTED, wished)
    said = make_passage("力争新增床位500张。", period=Period(2024, 2024), statement=Statement.TARGET)
    assert "这是目标" not in quote_answer(said, WANTED, wished)


@pytest.mark.parametrize("mark", ["1.", "（2）", "3、", "一是"])
def test_list_marks_are_left_out(mark: str) -> None:
    assert quote_answer(make_passage(f"{mark}新增床位9张。"), WANTED, asked()) == "云河区2023年：新增床位9张。"


@pytest.mark.parametrize("passage", [SHORT, LONG], ids=["short", "long"])
def test_a_point_stands_in_the_passage(passage: Passage) -> None:
    assert point(passage, WANTED).rstrip("。") in passage.text


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        pytest.param("养老床位达到900张，同比增长8%，五年增加200张。", False, id="set beside the year before"),
        pytest.param("前两年养老床位分别增长5%和7%。", False, id="a figure for each year"),
        pytest.param("累计建成养老床位900张。", True, id="added up"),
        pytest.param("五年增加养老床位200张。", True, id="of five years"),
        pytest.param("新增养老床位900张。", True, id="came new in several years"),
        pytest.param("累计修路9公里，养老床位达到900张。", False, id="another figure is added up"),
    ],
)
def test_a_figure_of_several_years_is_noted_where_one_is_asked_for(text: str, noted: bool) -> None:
    passage = make_passage(text, period=Period(2021, 2023))
    assert ("整个时段" in quote_answer(passage, WANTED, asked())) is noted
