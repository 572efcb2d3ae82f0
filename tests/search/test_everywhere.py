"""Questions over all places of a kind, none of them named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from qa.datatypes import Intent, Period, Report, Statement, Turn
from qa.search.everywhere import PLACES_AT_MOST, by_merit, rivals, unit_compared, without_places
from qa.search.question import understand
from tests.fakes import TODAY
from tests.search.made import made_report


def told(region: str, year: int = 2023) -> Report:
    """A report of a region on a year, with the plan for the next one."""
    return Report(
        report_id=f"{region}{year}", title="政府工作报告", region=region, kind="政府工作报告",
        date=dt.date(year + 1, 1, 9), speaker=None, post=None, meeting=None, period=Period(year, year),
        plan_period=Period(year + 1, year + 1), path="", sha256="", text="", paragraphs=(),
    )  # fmt: skip


SHELF = [told("云河区"), told("云河区", 2022), told("松岭区"), told("白鹭区", 2022), told("石桥县"), told("碧海市")]
HELD = tuple(sorted({str(report.region) for report in SHELF}))


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        pytest.param("哪个区2023年新增学位最多？", "区", id="which has most"),
        pytest.param("2023年哪个区一般公共预算收入同比增长速度最快？", "区", id="far apart"),
        pytest.param("2023年新增学位最多的是哪个区？", "区", id="turned round"),
        pytest.param("2023年新增学位最少的县是哪个？", "县", id="the least one is which"),
        pytest.param("哪个区县新增学位更多？", "区县", id="more"),
        pytest.param("哪些市的增速排第一？", "市", id="first"),
        pytest.param("各区2023年新增学位排个名", "区", id="order"),
        pytest.param("各区2023年新增学位分别是多少？", "区", id="each"),
        pytest.param("两个区新增学位对比", "区", id="against each other"),
        pytest.param("三个区2023年新增学位谁最多？", "区", id="counted"),
        pytest.param("哪个区新增学位超过5000个？", "区", id="above"),
        pytest.param("哪里2023年新增学位最多？", "地方", id="where"),
        pytest.param("各区分别采取了哪些举措？", "", id="no figure of each"),
        pytest.param("全市最大的充电站建在哪个区？", "", id="a thing that is largest"),
        pytest.param("哪个区建成了全国最大的充电站？", "", id="the largest of the nation"),
        pytest.param("哪个区拆除了最高的烟囱？", "", id="an attribute"),
        pytest.param("青禾论坛在哪个区办？", "", id="nothing compared"),
        pytest.param("哪个街道学位最多？", "", id="no place that reports are of"),
        pytest.param("哪个园区企业最多？", "", id="part of a longer word"),
    ],
)
def test_a_question_that_compares_places_tells_what_they_are_called(question: str, unit: str) -> None:
    assert unit_compared(question) == unit


def test_best_is_measured_by_nothing() -> None:
    assert by_merit("2023年哪个区空气质量最好？")
    assert not by_merit("哪个区评上了全国最美乡村？")


def test_the_places_asked_for_are_no_part_of_the_subject() -> None:
    asked = ("全市哪个区新增学位最多", "各区的新增学位最多", "哪里新增学位最多")
    assert {without_places(question).strip() for question in asked} == {"新增学位最多"}


def asked(question: str, *history: Turn, regions: Sequence[str] = ()) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    inquiry = understand(question, history, held=HELD, today=TODAY, reports=SHELF, regions=regions)
    assert all((part.intent, part.statement) == (Intent.FIGURE, inquiry.statement) for part in inquiry.parts)
    return [(part.regions, part.years) for part in inquiry.parts]


@pytest.mark.parametrize(
    ("question", "places", "year"),
    [
        pytest.param("哪个区2023年新增学位最多？", ["云河区", "松岭区"], 2023, id="of the year"),
        pytest.param("哪个区2022年新增学位最多？", ["云河区", "白鹭区"], 2022, id="of another year"),
        pytest.param("哪个区县2023年新增学位最多？", ["云河区", "松岭区", "石桥县"], 2023, id="districts and counties"),
        pytest.param(
            "哪个区新增学位最多？", ["云河区", "松岭区"], 2023, id="of the year that most tell, the later one"
        ),
        pytest.param("2024年哪个区新增学位目标最高？", ["云河区", "松岭区"], 2024, id="planned"),
        pytest.param("哪个县2023年新增学位最多？", [], 2023, id="one is no comparison"),
        pytest.param("哪个区2024年新增学位最多？", [], 2024, id="no results yet"),
        pytest.param("哪个区2022年和2023年新增学位最多？", [], 2023, id="one year at a time"),
    ],
)
def test_every_place_with_a_report_of_the_year_is_asked(question: str, places: list[str], year: int) -> None:
    assert asked(question) == [((place,), (year,)) for place in places]


def test_results_are_compared_unless_plans_are_asked_for() -> None:
    inquiry = understand("哪个区2023年新增学位最多？", (), held=HELD, today=TODAY, reports=SHELF)
    assert (inquiry.statement, inquiry.regions) == (Statement.OUTCOME, ("云河区", "松岭区", "白鹭区"))


def test_after_a_question_about_one_place_all_are_asked() -> None:
    before = Turn("云河区2023年新增学位多少个？", "5200个。")
    assert asked("哪个区最多？", before) == [(("云河区",), (2023,)), (("松岭区",), (2023,))]


def test_the_chosen_places_are_all() -> None:
    assert asked("哪个区2023年新增学位最多？", regions=["松岭区"]) == []
    assert len(asked("哪个区县2023年新增学位最多？", regions=["松岭区", "石桥县"])) == 2


def test_named_places_are_compared_as_they_are() -> None:
    inquiry = understand("云河区和松岭区哪个区新增学位最多？", (), held=HELD, today=TODAY, reports=SHELF)
    assert rivals(inquiry, HELD, SHELF) is None
    assert len(inquiry.parts) == 2


def test_what_a_report_of_a_higher_place_may_tell_is_left_to_it() -> None:
    city = [told("碧海市")]
    inquiry = understand("哪个区2023年新增学位最多？", (), held=("碧海市",), today=TODAY, reports=city)
    assert rivals(inquiry, ("碧海市",), city) is None


def test_too_many_are_not_asked() -> None:
    names = [f"{name}河区" for name in "甲乙丙丁戊己庚辛壬癸子丑寅"]
    shelf = [made_report("政府工作报告", dt.date(2023, 12, 1), name) for name in names]
    inquiry = understand("哪个区2023年新增学位最多？", (), held=names, today=TODAY, reports=shelf)
    places = rivals(inquiry, names, shelf)
    assert places is not None
    assert (len(places.told) > PLACES_AT_MOST, places.comparable, inquiry.parts) == (True, False, ())
