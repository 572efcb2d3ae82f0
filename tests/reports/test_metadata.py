from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from qa.datatypes import Period, Report
from qa.reports.regions import hinted_region, named_region
from tests.reports import made


def read(tmp_path: Path, lines: list[str], name: str = "report.txt") -> Report:
    return made.read(tmp_path, "\n".join(lines), name)


def test_head_tells_everything(tmp_path: Path) -> None:
    report = read(tmp_path, made.LINES)
    assert (report.title, report.region, report.kind) == ("政府工作报告", "云山县", "政府工作报告")
    assert (report.date, report.speaker, report.post) == (dt.date(2024, 1, 9), "李明", "云山县人民政府县长")
    assert report.meeting == "云山县第十七届人民代表大会第四次会议"
    assert (report.period, report.plan_period) == (Period(2023, 2023), Period(2024, 2024))


def test_what_is_not_told_is_none(tmp_path: Path) -> None:
    body = [
        line.replace("云山县", "县").replace("云山", "家乡")
        for line in made.LINES[4:]
        if not line.startswith(("一、", "二、"))
    ]
    report = read(tmp_path, [line.replace("到2025年，", "") for line in body])
    told = (report.region, report.date, report.speaker, report.post, report.meeting, report.period, report.plan_period)
    assert told == (None,) * 7


def test_forum_date_is_not_the_date(tmp_path: Path) -> None:
    report = read(tmp_path, ["发表于 2024-4-13 19:35:56 | 显示全部楼层", *made.LINES[2:]])
    assert report.date is None


def test_page_date_counts_where_it_fits_the_title(tmp_path: Path) -> None:
    head = ["云山县2024年政府工作报告", "发布日期：2024-01-15"]
    assert read(tmp_path, [*head, *made.LINES[2:]]).date == dt.date(2024, 1, 15)
    head[1] = "发布日期：2029-01-15"
    assert read(tmp_path, [*head, *made.LINES[2:]]).date is None


def test_broken_title_and_meeting_lines_are_joined(tmp_path: Path) -> None:
    head = [
        "云山县人民政府关于落实审议意见",
        "及办理代表建议情况的报告",
        "——2024年6月9日在云山县第十七届",
        "人大常委会第四次会议上",
        "云山县财政局局长 王小明",
        "主任、各位副主任、各位委员：",
    ]
    report = read(tmp_path, [*head, *made.LINES[4:]])
    assert report.title == "云山县人民政府关于落实审议意见及办理代表建议情况的报告"
    assert (report.kind, report.date) == ("落实审议意见报告", dt.date(2024, 6, 9))
    assert (report.speaker, report.post) == ("王小明", "云山县财政局局长")


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("三亚_2024_政府工作报告.txt", "三亚市"),
        ("凉山_2024_政府工作报告.txt", "凉山彝族自治州"),
        ("保定唐县_2020.txt", "唐县"),
        ("高淳区2024年简报.txt", "高淳区"),
    ],
)
def test_file_name_is_the_last_hint(tmp_path: Path, name: str, region: str) -> None:
    lines = [line.replace("云山县", "").replace("云山", "家乡") for line in made.LINES[3:]]
    report = read(tmp_path, lines, name)
    assert report.region == region


@pytest.mark.parametrize(
    ("phrase", "region"),
    [
        ("北京市东城区", "东城区"),
        ("保定市徐水区", "徐水区"),
        ("河北省", "河北省"),
        ("高唐县县长", "高唐县"),
        ("新疆维吾尔自治区", "新疆维吾尔自治区"),
        ("国务院总理", "国务院"),
        ("清苑县人民政府", "清苑县"),
        ("市人民政府", None),
    ],
)
def test_named_region_is_the_smallest_of_a_chain(phrase: str, region: str | None) -> None:
    assert named_region(phrase) == region


def test_hinted_region_heeds_what_the_report_calls_itself() -> None:
    assert hinted_region("吉林", "市") == "吉林市"
    assert hinted_region("吉林") == "吉林省"
    assert hinted_region("黔南") == "黔南布依族苗族自治州"
    assert hinted_region("政府工作报告") is None


@pytest.mark.parametrize(
    ("headings", "period", "plan"),
    [
        (("一、过去五年工作回顾", "二、今后五年目标任务"), Period(2019, 2023), Period(2024, 2028)),
        (("一、“十四五”时期发展回顾", "二、“十五五”时期主要目标"), Period(2021, 2025), Period(2026, 2030)),
        (("一、2023年工作回顾", "二、2024年主要工作"), Period(2023, 2023), Period(2024, 2024)),
    ],
)
def test_headings_tell_the_years(tmp_path: Path, headings: tuple[str, str], period: Period, plan: Period) -> None:
    lines = [
        headings[0] if line.startswith("一、") else headings[1] if line.startswith("二、") else line
        for line in made.LINES
    ]
    year = "2026年" if "十五五" in headings[1] else "2024年"
    report = read(tmp_path, [line.replace("——2024年", f"——{year}") for line in lines])
    assert (report.period, report.plan_period) == (period, plan)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("新华社云山1月9日电 云山县2024年政府工作报告", "云山县2024年政府工作报告"),
        ("——云山县2024年政府工作报告", "云山县2024年政府工作报告"),
        ("云山县2024年政府工作报告(全文)", "云山县2024年政府工作报告"),
        ("云山县2023年国民经济和社会发展统计公报[1]", "云山县2023年国民经济和社会发展统计公报"),
        ("2024年政府工作报告 关于云山县2023年预算执行情况的报告", "关于云山县2023年预算执行情况的报告"),
    ],
)
def test_titles_lose_what_the_page_adds(tmp_path: Path, line: str, title: str) -> None:
    assert read(tmp_path, [line, *made.LINES[3:]]).title == title


def test_a_courtesy_is_no_part_of_the_name(tmp_path: Path) -> None:
    head = ["云山县2024年政府工作报告", "云山县县长 李明同志"]
    assert read(tmp_path, [*head, *made.LINES[3:]]).speaker == "李明"


@pytest.mark.parametrize(
    ("title", "place"),
    [
        pytest.param("江临市云溪区2023年政府工作报告", "江临市云溪区", id="a city that its namesake does not lie in"),
        pytest.param("云溪区2023年政府工作报告", "湖南省岳阳市云溪区", id="nothing above it"),
        pytest.param("南和平县2023年政府工作报告", "南和平县", id="a made name"),
    ],
)
def test_a_report_lies_where_its_title_says(tmp_path: Path, title: str, place: str) -> None:
    lines = [line.replace("云山县", "").replace("云山", "家乡") for line in made.LINES[3:]]
    assert read(tmp_path, [title, *lines]).place == place


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["云山县2024年工作简报", "2025年1月6日", "新增学位3120个，养老床位380张。"], id="a line"),
        pytest.param(
            [
                "云山县2024年工作总结",
                "一、教育",
                "新建学校4所，新增学位3120个。",
                "二、卫生",
                "新建社区卫生服务站6个。",
            ],
            id="a heading",
        ),
    ],
)
def test_a_brief_tells_of_its_own_year(tmp_path: Path, lines: list[str]) -> None:
    report = read(tmp_path, lines, "a.txt")
    assert (report.title, report.region, report.period) == (lines[0], "云山县", Period(2024, 2024))
