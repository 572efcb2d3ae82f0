from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from qa.datatypes import Citation
from qa.page.references import gbt_reference, place, reference

CITATION = Citation(
    marker=1,
    report_id="r",
    source="r.txt",
    title="政府工作报告",
    region="朝阳区",
    date=dt.date(2016, 12, 20),
    section=("三、今后五年的任务", "（二）改善民生"),
    paragraph=12,
    text="全文",
    quote="全文",
)


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ((), "第12段"),
        (("三、任务", "（二）民生"), "第三部分第(二)节第12段"),
        (("第二章 经济", "1.工业"), "第二章第1点第12段"),
        (("五年工作回顾", "一、发展"), "“五年工作回顾”第一部分第12段"),
        (("2.5亿元的由来",), "“2.5亿元的由来”第12段"),
    ],
)
def test_place_names_numbered_headings_by_their_numbers(section: tuple[str, ...], expected: str) -> None:
    assert place(section, 12) == expected


def test_reference_has_title_publisher_date_and_place() -> None:
    assert reference(CITATION) == "《政府工作报告》，朝阳区人民政府，2016-12-20，第三部分第(二)节第12段"


def test_reference_leaves_out_what_is_not_known() -> None:
    assert reference(replace(CITATION, region=None, date=None, section=())) == "《政府工作报告》，第12段"


def test_gbt_reference_marks_a_report() -> None:
    expected = "朝阳区人民政府. 政府工作报告[R]. (2016-12-20). 第三部分第(二)节第12段."
    assert gbt_reference(CITATION) == expected
