"""What people call reports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.reports.kinds import is_of_kind, kind_called, kinds_in
from tests.search.made import REVIEW, WORK


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("政府报告", "政府工作报告"),
        ("工作报告", "工作报告"),
        ("计划执行情况的报告", "计划"),
        ("审查意见落实报告", "落实"),
        ("评估", "评估"),
        ("材料", ""),
        ("", ""),
    ],
)
def test_a_name_stands_for_a_kind(name: str, kind: str) -> None:
    assert kind_called(name) == kind


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        pytest.param("政府工作报告是谁作的？", {"政府工作报告"}, id="the longer name alone"),
        pytest.param("中期评估和统计公报哪个早？", {"评估", "公报"}, id="two"),
        pytest.param("计划执行情况是向谁报告的？", {"计划"}, id="loosely"),
        pytest.param("区长是谁？", set(), id="none"),
    ],
)
def test_kinds_are_found_in_a_question(question: str, kinds: set[str]) -> None:
    assert kinds_in(question) == kinds


def test_a_report_of_no_known_kind_goes_by_its_title() -> None:
    assert (is_of_kind(WORK, "工作报告"), is_of_kind(REVIEW, "工作报告")) == (True, False)
    assert is_of_kind(replace(REVIEW, kind=None, title="云河区工作报告"), "工作报告")
