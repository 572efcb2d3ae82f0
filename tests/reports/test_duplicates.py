"""One report in several files, and reports that only look alike. All text is made here."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from qa.datatypes import Report
from qa.reports.duplicates import group, outline_of, same_report
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
