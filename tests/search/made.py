"""Questions about two made districts and a county, read on one made day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qa.datatypes import Inquiry, Period, Report, Turn
from qa.search.question import understand
from tests.fakes import TODAY

HELD = ("云河区", "松岭区", "石桥县")
BEFORE = Turn("云河区2022年新设企业多少户？", "三万户。")


def made_report(
    kind: str,
    date: dt.date,
    region: str = "云河区",
    *,
    period: tuple[int, int] | None = None,
    speaker: str | None = None,
) -> Report:
    """A report without text, told apart by region, kind and date; by default it tells of the year of its date."""
    told = Period(*(period or (date.year, date.year)))
    return Report(
        report_id=f"{region}{kind}{date.year}", title=kind, region=region, kind=kind, date=date, speaker=speaker,
        post=None, meeting=None, period=told, plan_period=None, path="", sha256="", text="", paragraphs=(),
    )  # fmt: skip


# The reports of two districts: 云河区's answer to the assembly, its half-time review and a work report, and 松岭区's.
FOLLOWED_UP = made_report("落实审议意见报告", dt.date(2022, 12, 20))
REVIEW = made_report("规划中期评估报告", dt.date(2023, 10, 12), period=(2021, 2023))
WORK = made_report("政府工作报告", dt.date(2021, 1, 8), period=(2020, 2020), speaker="林远山")
OTHER = made_report("政府工作报告", dt.date(2023, 1, 9), "松岭区", period=(2022, 2022))
SHELF = (FOLLOWED_UP, REVIEW, WORK, OTHER)


def read(question: str, *history: Turn, regions: Sequence[str] = (), years: Sequence[int] = ()) -> Inquiry:
    return understand(question, history, held=HELD, today=TODAY, regions=regions, years=years, reports=SHELF)
