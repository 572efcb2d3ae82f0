"""One report in several files, and reports that only look alike. All text is made here."""

from __future__ import annotations

import os
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from qa.datatypes import Report
from qa.reports.duplicates import Difference, differences, group, outline_of, same_report
from qa.reports.reader import read_report
from tests.fakes import SONG, YUN, write_reports, yearly_report


def read(folder: Path, **texts: str) -> dict[str, Report]:
    write_reports(folder, **texts)
    return {name: read_report(folder / f"{name}.txt") for name in texts}


def grouped(reports: dict[str, Report]) -> dict[str, list[str]]:
    """The names kept, with those that join them, whatever order they come in."""
    by_path = {report.path: report for report in reports.values()}
    outlines = [outline_of(report) for report in reports.values()]
    found = group(outlines, by_path.__getitem__)
    assert group(outlines[::-1], by_path.__getitem__) == found
    return {Path(path).stem: [Path(one).stem for one in joined] for path, joined in found.items()}


def test_the_same_words_with_other_furniture_blanks_and_widths_are_one_report(tmp_path: Path) -> None:
    dump = "首页 > 政务公开\n" + yearly_report(2023).replace("，", ",").replace("。", "。 ").translate(
        {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}
    )
    assert list(grouped(read(tmp_path, 网页=dump, 原文=yearly_report(2023))).values()) in ([["网页"]], [["原文"]])


def test_a_copy_with_lost_lines_and_slips_is_the_same_and_the_fuller_is_kept(tmp_path: Path) -> None:
    lines = yearly_report(2023).splitlines(keepends=True)
    partial = "".join(lines[:-2]).replace("剧院", "剧苑")
    assert grouped(read(tmp_path, 全=yearly_report(2023), 缺=partial)) == {"全": ["缺"]}


def test_of_equal_bodies_the_one_that_tells_more_is_kept(tmp_path: Path) -> None:
    bare = re.sub(r"——.*\n.*区长.*\n", "", yearly_report(2023))
    assert grouped(read(tmp_path, 甲=bare, 乙=yearly_report(2023))) == {"乙": ["甲"]}


@pytest.mark.parametrize("dated", [True, False])
def test_two_years_in_one_form_are_two_reports(dated: bool, tmp_path: Path) -> None:
    texts = {f"年{year}": yearly_report(year) for year in (2021, 2022, 2023)}
    if not dated:
        texts = {name: re.sub(r"——.*\n", "", text) for name, text in texts.items()}
    assert grouped(read(tmp_path, **texts)) == {name: [] for name in texts}


def test_two_dates_are_two_reports_though_every_figure_is_the_same(tmp_path: Path) -> None:
    again = yearly_report(2022).replace("2022年", "2023年").replace("2021年", "2022年")
    assert len(grouped(read(tmp_path, 前=yearly_report(2022), 后=again))) == 2


def test_two_regions_in_one_form_are_two_reports(tmp_path: Path) -> None:
    other = yearly_report(2023).replace("云河区", "松岭区")
    assert len(grouped(read(tmp_path, 云=yearly_report(2023), 松=other))) == 2


def test_a_volume_of_two_reports_takes_neither_in(tmp_path: Path) -> None:
    reports = read(tmp_path, 前=yearly_report(2022), 后=yearly_report(2023))
    one, other = reports.values()
    volume = replace(one, report_id="汇编", path="汇编", paragraphs=one.paragraphs + other.paragraphs)
    assert not same_report(volume, one)
    assert not same_report(other, volume)


def test_different_reports_are_different(tmp_path: Path) -> None:
    assert grouped(read(tmp_path, 云=YUN, 松=SONG)) == {"云": [], "松": []}


def test_a_report_is_itself_and_three_files_of_it_are_one(tmp_path: Path) -> None:
    reports = read(
        tmp_path, 甲=yearly_report(2023), 乙="首页\n" + yearly_report(2023), 丙=yearly_report(2023) + "版权所有\n"
    )
    assert all(same_report(report, report) for report in reports.values())
    ((_, joined),) = grouped(reports).items()
    assert len(joined) == 2


def form(figures: range) -> str:
    """A report that tells no place and no day, whose few figures stand among many numbered words."""
    filler = "".join(f"第{place}类事项按月调度，责任逐级压实，群众满意度持续提升。\n" for place in range(10, 60))
    return "工作总结\n一、回顾\n" + "".join(f"修缮农桥{figure}座，惠及村民。\n" for figure in figures) + filler


@pytest.mark.parametrize("named", [True, False])
def test_places_that_are_no_regions_are_told_apart_by_a_few_figures(named: bool, tmp_path: Path) -> None:
    one, other = form(range(100, 112)), form(range(300, 312))
    if named:
        one, other = one.replace("工作", "青禾镇2024年工作", 1), other.replace("工作", "松柏镇2024年工作", 1)
    assert len(grouped(read(tmp_path, 甲=one, 乙=other))) == 2
    assert len(grouped(read(tmp_path, 甲=one, 乙=one.replace("按月", "按日", 1)))) == 1


def test_other_kinds_in_one_form_are_two_reports_where_figures_differ(tmp_path: Path) -> None:
    plan = yearly_report(2023).replace("政府工作报告", "关于2023年国民经济和社会发展计划的报告", 1)
    assert len(grouped(read(tmp_path, 政=yearly_report(2023), 副=plan))) == 1  # filed under another name
    edited = re.sub(r"惠及居民(\d)", r"惠及居民2\1", plan, count=20)
    assert len(grouped(read(tmp_path, 政=yearly_report(2023), 计=edited))) == 2


def test_of_corrected_copies_the_newest_is_kept_and_a_partial_one_never(tmp_path: Path) -> None:
    corrected = yearly_report(2023).replace("惠及居民", "惠及城乡居民", 3).replace("5处", "1015处", 2)
    partial = "".join(yearly_report(2023).splitlines(keepends=True)[:-2])
    reports = read(tmp_path, 甲=yearly_report(2023), 乙=corrected, 丙=partial)
    for newest, second in (("甲", "乙"), ("乙", "甲")):
        for name, second_of_day in ((newest, 200), (second, 100), ("丙", 300)):
            os.utime(tmp_path / f"{name}.txt", (second_of_day, second_of_day))
        ((kept, joined),) = grouped(reports).items()
        assert (kept, sorted(joined)) == (newest, sorted([second, "丙"]))


def test_copies_made_of_one_clause_take_no_long_comparison(tmp_path: Path) -> None:
    text = "工作报告\n" + "新建桥梁一座，" * 20_000 + "新建码头3处。"
    one, other = read(tmp_path, 甲=text, 乙=text.replace("3处", "4处")).values()
    before = time.process_time()
    assert [place.in_figures for place in differences(one, other)] == [True]
    assert time.process_time() - before < 8


def test_differences_are_places_in_words_and_in_figures(tmp_path: Path) -> None:
    text = YUN.replace("新增养老床位", "新增的养老床位").replace("820.5亿元", "825.5亿元").replace("百分之三", "3%")
    text = text.replace("，健全便民服务网络", "").replace("。同时，", "。\n同时 ,").replace("２.６４万", "2.64万")
    one, other = read(tmp_path, 原=YUN, 改=text).values()
    found = differences(one, other)
    assert found == [
        Difference("地区生产总值达到820.5亿元", "地区生产总值达到825.5亿元"),
        Difference("增长百分之三", "增长3%"),
        Difference("新增养老床位350张", "新增的养老床位350张"),
        Difference("健全便民服务网络", ""),
    ]
    assert [place.in_figures for place in found] == [True, False, False, False]
    assert differences(one, one) == []
