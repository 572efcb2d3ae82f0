"""Questions about made reports themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from qa.answers.about import about_reports, against_speaker, is_about_reports, meant
from qa.answers.material import Outcome, Refusal, Sentence
from qa.datatypes import Passage, Report
from qa.search.index import Index
from tests.answers.made import ask
from tests.fakes import YUN, LetterEncoder, make_index


@pytest.fixture(scope="module")
def reports(made_index: Index) -> Sequence[Report]:
    return made_index.library.reports()


def outcomes(question: str, index: Index) -> list[Outcome]:
    reports = index.library.reports()
    fronts = {report.report_id: index.library.passages_of(report.report_id, 0)[0] for report in reports}
    return about_reports(ask(question), reports, fronts, index.library.passages_of)


def told(question: str, index: Index) -> list[tuple[str, tuple[Passage, ...]]]:
    return [(one.text, one.passages) for one in outcomes(question, index) if isinstance(one, Sentence)]


@pytest.mark.parametrize(
    ("question", "about"),
    [
        pytest.param("云河区的报告是哪天作的？", True, id="day"),
        pytest.param("这份报告在哪次会议上作的？", True, id="meeting"),
        pytest.param("云河区区长是谁？", True, id="who holds the post"),
        pytest.param("何书远是干什么的？", True, id="what a speaker does"),
        pytest.param("林知远是谁？", True, id="who a speaker is"),
        pytest.param("何书远是个什么官？", True, id="post in everyday words"),
        pytest.param("云河区的报告分成几个部分？", True, id="parts"),
        pytest.param("云河区的报告分了几块？", True, id="parts in everyday words"),
        pytest.param("云河区的报告第二部分讲什么？", True, id="one part"),
        pytest.param("云河区的报告是哪个部门作的？", True, id="department that gave it"),
        pytest.param("何书远是哪个区的领导？", True, id="where a speaker is"),
        pytest.param("云河区的报告要感谢谁？", False, id="whom it thanks"),
        pytest.param("云河区由区长担任组长的专班叫什么？", False, id="what the head leads"),
        pytest.param("云河区的报告里副区长叫什么？", False, id="deputy whom no report names"),
        pytest.param("作云河区和松岭区报告的是哪两位？", True, id="two speakers"),
        pytest.param("云河区的哪两位老师获奖？", False, id="two persons that the report tells of"),
        pytest.param("云河区新增学位多少个？", False, id="figure"),
        pytest.param("云河区公安局长是谁？", False, id="another post"),
        pytest.param("云河区副区长是谁？", False, id="deputy",),
    ],
)  # fmt: skip
def test_is_about_reports_tells_metadata_from_content(question: str, about: bool, reports: Sequence[Report]) -> None:
    inquiry = ask(question)
    assert is_about_reports(inquiry, reports) is about


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        pytest.param("松岭区的报告是谁作的？", ["松岭区"], id="region"),
        pytest.param("何书远作的报告是哪天？", ["松岭区"], id="speaker"),
        pytest.param("政府工作报告是哪天作的？", ["云河区", "松岭区"], id="kind of both"),
    ],
)
def test_meant_narrows_as_far_as_the_question_does(
    question: str, regions: list[str], reports: Sequence[Report]
) -> None:
    inquiry = ask(question)
    assert [report.region for report in meant(inquiry, reports)] == regions


def test_day_speaker_and_meeting_are_told_and_cited_to_the_front_matter(made_index: Index) -> None:
    ((text, passages),) = told("松岭区的报告是谁在哪天作的？", made_index)
    assert all(fact in text for fact in ("何书远", "2024年1月11日", "松岭区第八届人民代表大会第三次会议"))
    assert [passage.paragraph for passage in passages] == [0]
    assert "何书远" in passages[0].text


def test_the_post_of_a_speaker_is_told_in_a_sentence(made_index: Index) -> None:
    ((text, _),) = told("何书远是什么官？", made_index)
    assert "由松岭区人民政府区长何书远于2024年1月11日" in text


def test_both_speakers_are_told(made_index: Index) -> None:
    found = told("作云河区和松岭区报告的是哪两位？", made_index)
    assert [name in text for name, (text, _) in zip(("林知远", "何书远"), found, strict=True)] == [True, True]


@pytest.mark.parametrize("question", ["云河区的报告分成哪几部分？", "云河区的报告分了几块？"])
def test_parts_are_the_top_headings_each_with_its_first_paragraph(question: str, made_index: Index) -> None:
    ((text, passages),) = told(question, made_index)
    assert text.endswith("分为：一、2023年工作回顾；二、2024年工作安排。")
    assert [passage.paragraph for passage in passages] == [2, 8]


def test_one_part_is_told_by_its_heading(made_index: Index) -> None:
    ((text, passages),) = told("云河区的报告第二部分讲什么？", made_index)
    assert "的这一部分是：二、2024年工作安排，下分：（一）" in text
    assert passages[0].paragraph == 9


def test_a_part_past_the_last_is_not_told(made_index: Index) -> None:
    assert told("云河区的报告第五部分讲什么？", made_index) == []


BODY = YUN[YUN.index("一、2023年") :]
REVIEW = f"""云河区人民政府关于五年规划中期评估的报告
日期:2023-11-20 来源:区发展改革委
——2023年10月12日在云河区第九届人民代表大会常务委员会第十二次会议上
云河区人民政府副区长　沈望舒
主任、各位副主任、各位委员：
我受梁牧野区长委托，向区人大常委会报告规划中期评估情况，请予审议。
一、评估工作开展情况
本次评估时限为2021年1月1日至2023年6月30日，共收回问卷800份。
{BODY}"""
PLAN = f"""云河区2023年计划执行情况与2024年计划草案的报告
日期:2024-02-01 来源:区发展改革委
各位代表：
受区人民政府委托，现将计划执行情况提请大会审议。
{BODY}"""


@pytest.fixture(scope="module")
def reviews(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    index = make_index(Path(tmp_path_factory.mktemp("reviews")), LetterEncoder(), 评估=REVIEW, 计划=PLAN)
    yield index
    index.library.close()


@pytest.mark.parametrize(
    ("question", "says"),
    [
        pytest.param("沈望舒作中期评估报告是受谁委托？", "我受梁牧野区长委托", id="sent by"),
        pytest.param("云河区的中期评估，副区长是替哪位区长汇报的？", "我受梁牧野区长委托", id="in whose place"),
        pytest.param("云河区的中期评估看的是哪段时间？", "2021年1月1日至2023年6月30日", id="time covered"),
        pytest.param("云河区的中期评估管的是从几月到几月？", "2021年1月1日至2023年6月30日", id="from and to"),
        pytest.param(
            "云河区的中期评估是一直算到2023年底吧？", "2021年1月1日至2023年6月30日", id="another time claimed"
        ),
    ],
)
def test_what_the_opening_says_is_quoted_from_it(question: str, says: str, reviews: Index) -> None:
    ((text, passages),) = told(question, reviews)
    assert says in text
    assert says in passages[0].text


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("替区长汇报云河区中期评估的那位副手叫什么，受谁委托？", id="both asked"),
        pytest.param("梁牧野是谁？", id="the sender by name"),
        pytest.param("云河区区长是谁？", id="post of the sender"),
    ],
)
def test_who_spoke_and_for_whom_are_both_told(question: str, reviews: Index) -> None:
    speaker, sender = told(question, reviews)
    assert "沈望舒" in speaker[0]
    assert "梁牧野" in sender[0]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("云河区中期评估是梁牧野区长亲自上台讲的吧？", id="the sender spoke"),
        pytest.param("向云河区人大汇报中期评估情况的，是区长吧？", id="another post"),
        pytest.param("云河区的中期评估，会是2023年11月开的吧？", id="another month"),
    ],
)
def test_who_is_taken_for_the_speaker_is_set_right_by_the_front(question: str, reviews: Index) -> None:
    inquiry = ask(question)
    assert is_about_reports(inquiry, reviews.library.reports())
    ((text, _),) = told(question, reviews)
    assert "由云河区人民政府副区长沈望舒于2023年10月12日" in text


def test_the_report_is_meant_that_the_person_named_did_not_give(tmp_path: Path) -> None:
    index = make_index(tmp_path, LetterEncoder(), 评估=REVIEW, 计划=BOARD)
    ((text, _),) = told("顾青衫向云河区人大报告了中期评估，对吧？", index)
    assert "沈望舒" in text
    index.library.close()


def test_the_report_of_the_session_that_is_named_is_meant(tmp_path: Path) -> None:
    index = make_index(tmp_path, LetterEncoder(), 评估=REVIEW, 计划=BOARD.replace("第九届", "第八届"))
    ((text, _),) = told("云河区第八届人大会议上的报告是谁作的？", index)
    assert "顾青衫" in text
    index.library.close()


@pytest.mark.parametrize(
    ("question", "against"),
    [
        pytest.param("顾青衫在云河区中期评估报告里指出了哪些问题？", True, id="gave another report"),
        pytest.param("沈望舒在云河区中期评估报告里指出了哪些问题？", False, id="gave it"),
        pytest.param("梁牧野在云河区中期评估报告里指出了哪些问题？", False, id="sent the speaker"),
        pytest.param("云河区中期评估报告里指出了哪些问题？", False, id="nobody named"),
    ],
)
def test_who_did_not_give_the_report_asked_about_is_set_right(question: str, tmp_path: Path, *, against: bool) -> None:
    index = make_index(tmp_path, LetterEncoder(), 评估=REVIEW, 计划=BOARD)
    found = against_speaker(ask(question), index.library.reports(), index.library.passages_of)
    assert ["沈望舒" in one.text for one in found] == [True] * against
    index.library.close()


@pytest.mark.parametrize("question", ["云河区报告里说林知远自己建的公园有4个吗？", "区长说新增学位1200个，对吧？"])
def test_what_a_speaker_is_said_to_tell_is_no_claim_about_speakers(question: str, reviews: Index) -> None:
    assert not is_about_reports(ask(question), reviews.library.reports())


def test_the_time_asked_for_in_a_clause_of_its_own_is_told(reviews: Index) -> None:
    ((text, _),) = told("沈望舒那份中期评估，看的是从哪天到哪天的情况？", reviews)
    assert "2021年1月1日至2023年6月30日" in text


BOARD = PLAN.replace(
    "各位代表：",
    "——2024年1月10日在云河区第九届人民代表大会第四次会议上\n云河区发展和改革委员会主任　顾青衫\n各位代表：",
)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        pytest.param("云河区发改委一把手是谁？", True, id="short name, everyday post"),
        pytest.param("云河区发展改革委主任是谁？", True, id="other short name"),
        pytest.param("谁以发改委主任身份作的报告？", True, id="in a phrase"),
        pytest.param("云河区教育委员会主任是谁？", False, id="another body, in full"),
        pytest.param("云河区人大常委会主任是谁？", False, id="a body of another kind"),
        pytest.param("云河区教委主任是谁？", False, id="another body"),
        pytest.param("云河区财政局一把手是谁？", False, id="another office"),
    ],
)
def test_the_head_of_a_body_is_told_by_its_short_name(question: str, named: bool, tmp_path: Path) -> None:
    index = make_index(tmp_path, LetterEncoder(), 计划=BOARD)
    inquiry = ask(question)
    assert is_about_reports(inquiry, index.library.reports()) is named
    assert not named or "顾青衫" in told(question, index)[0][0]
    index.library.close()


def test_who_is_spoken_for_is_told(made_index: Index) -> None:
    ((text, passages),) = told("云河区的报告是代表谁作的？", made_index)
    assert "我代表云河区人民政府" in text
    assert passages[0].paragraph == 1


def test_what_a_report_says_of_other_months_is_not_its_time(reviews: Index) -> None:
    inquiry = ask("云河区中期评估里说供暖从几月到几月？")
    assert not is_about_reports(inquiry, reviews.library.reports())


def test_the_day_of_the_meeting_and_that_of_the_page_are_both_told(reviews: Index) -> None:
    given, published = told("云河区中期评估的报告是哪天在会上作的？网页又是哪天挂出来的？", reviews)
    assert "2023年10月12日" in given[0]
    assert "2023-11-20" in published[0]
    assert "2023-11-20" not in given[0]


def test_a_day_that_only_the_page_has_is_no_day_of_a_meeting(reviews: Index) -> None:
    ((text, _),) = told("云河区的计划报告是哪天提交大会的？", reviews)
    assert "题头写明" in text
    assert "2024-02-01" in text
    assert "2024年2月1日" not in text


def test_a_day_of_publication_that_is_not_told_is_refused(made_index: Index) -> None:
    (found,) = outcomes("云河区的报告是哪天发布到网上的？", made_index)
    assert isinstance(found, Refusal)
    assert "没有写明何时何处发布" in found.message
    assert "2024年1月9日" in found.message


def test_a_source_without_a_day_tells_no_day(tmp_path: Path) -> None:
    sourced = REVIEW.replace("日期:2023-11-20 来源", "来源")
    index = make_index(tmp_path, LetterEncoder(), 评估=sourced)
    for question, refused in (("云河区的评估报告哪天发布的？", True), ("云河区的评估报告来源是什么网站？", False)):
        (found,) = outcomes(question, index)
        assert isinstance(found, Refusal) is refused
    index.library.close()
