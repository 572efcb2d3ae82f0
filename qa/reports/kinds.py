"""What people call the kinds of reports: the names in a question, and the part of `Report.kind` that they stand for."""

from __future__ import annotations

import re

from qa.datatypes import Report

# Each name tells that a report is meant; of names that begin alike the longer one comes first.
_NAMES = {
    "政府工作报告": r"政府工作报告|政府报告",
    "工作报告": r"工作报告",
    "计划": r"(?:国民)?(?:经济)?(?:社会)?(?:发展)?计划(?:执行情况|草案)?的?报告",
    "评估": r"(?:中期)?评估报告|中期评估|中评(?:报告)?",
    "落实": r"落实(?:情况)?的?报告|(?:计划)?(?:审议|审查)意见(?:落实)?(?:情况)?的?[那这]?[份个]?报告",
    "公报": r"(?:统计)?公报",
    "预算": r"预算报告",
}
# These may be of anything, but mean the report where reports are asked about.
_LOOSE = {"计划": r"计划执行|经济计划", "评估": r"评估", "落实": r"(?:审议|审查)意见"}
CALLED = "|".join(_NAMES.values())
_WORDS = re.compile("|".join([*_NAMES.values(), *_LOOSE.values()]))


def kind_called(name: str) -> str:
    """The part of `Report.kind` that a name stands for; empty for what is the name of none."""
    tables = (*_NAMES.items(), *_LOOSE.items())
    return next((kind for kind, words in tables if re.fullmatch(words, name)), "")


def kinds_in(text: str) -> set[str]:
    """The kinds that a question about reports means, each as a part of `Report.kind`."""
    return {kind_called(match[0]) for match in _WORDS.finditer(text)}


def is_of_kind(report: Report, kind: str) -> bool:
    """Whether a report is of a kind, by its title where its kind is not known; any is of the empty kind."""
    return kind in (report.kind or report.title)
