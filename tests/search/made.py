"""Questions about two made districts and a county, read on one made day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qa.datatypes import Inquiry, Turn
from qa.search.question import understand

HELD = ("云河区", "松岭区", "石桥县")
TODAY = dt.date(2024, 3, 1)
BEFORE = Turn("云河区2022年新设企业多少户？", "三万户。")


def read(question: str, *history: Turn, regions: Sequence[str] = (), years: Sequence[int] = ()) -> Inquiry:
    return understand(question, history, held=HELD, today=TODAY, regions=regions, years=years)
