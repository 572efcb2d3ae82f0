"""The figures of a passage as entries: each with what it counts, as what, where and when."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.datatypes import Passage, Period, Statement
from qa.figures.naming import Kind, Naming, name_figures
from qa.figures.parsing import Figure, clauses, parse_figures
from qa.reports.periods import YEAR, Calendar, Role, named_years, relative_years, union
from qa.text import fold

YEAR_BEFORE = re.compile(r"同比|[上去]年")
_MONTHS = re.compile(
    r"(?<![较比\d])\d{1,2}[-—–~至]\d{1,2}月份?|(?:前?[一二三四]个?|第[一二三四])季度|[上下]半年|全年|前[一二三四五六七八九十]+个?月|(?<![较比\d])\d{1,2}月(?:份|底|末)?"
)
_SINCE = re.compile(rf"{YEAR}年.*以来")
_OWN_YEAR = re.compile(rf"({YEAR})年(?:底|末|度)?的?[约近]?$")
_BEFORE = frozenset(
    ["约", "近", "超过", "超", "突破", "逾", "不足", "至少", "不低于", "不少于", "低于", "高于", "不超过"]
)
_BEHIND = frozenset(["以上", "以内", "左右", "以下"])


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure with what it counts, as what, where and when.

    `base` is what a change is compared with or a share is of ("同比", "比2015年", "占全市"), `months` the
    part of the year that the figure is about ("1-10月"); both empty where nothing is told. `passages`
    are the sentences that tell it, in the order of their ids, never none.
    """

    indicator: str
    figure: Figure
    kind: Kind
    period: Period | None
    region: str | None
    statement: Statement
    base: str
    months: str
    passages: tuple[Passage, ...]

    @property
    def passage(self) -> Passage:
        """The first sentence that tells it."""
        return self.passages[0]

    @property
    def value(self) -> float:
        """The number in `unit`, 万 and 亿 multiplied out; a fall is negative."""
        falls = self.kind is Kind.CHANGE and self.figure.falls
        return -abs(self.figure.value) if falls else self.figure.value

    @property
    def unit(self) -> str:
        """The unit of measure, e.g. "元", "%", "微克/立方米"."""
        return self.figure.unit

    @property
    def year(self) -> int | None:
        """The last year that the figure is about."""
        return self.period.last if self.period else None

    @property
    def text(self) -> str:
        """The figure as a reader says it: direction, hedge and number as written, e.g. "下降约3.5%"."""
        expected = "预计" if "预计" in self.figure.qualifiers else ""
        hedges = [word for word in self.figure.qualifiers if word in _BEFORE]
        after = "".join(word for word in self.figure.qualifiers if word in _BEHIND)
        change = self.figure.change if self.kind is Kind.CHANGE and not self.figure.text.startswith("翻") else ""
        return f"{expected}{_verb(change)}{''.join(hedges)}{fold(self.figure.text)}{after}"

    def is_of(self, years: Sequence[int]) -> bool:
        """Whether the figure is about one of these years; all are where none is given."""
        return not years or (self.period is not None and any(self.period.covers(year) for year in years))


def _verb(change: str) -> str:
    return {
        "增速": "增长",
        "增幅": "增长",
        "涨幅": "上涨",
        "降幅": "下降",
        "增": "增长",
        "升": "上升",
        "降": "下降",
    }.get(change, change)


def entries_of(passage: Passage, calendar: Callable[[str], Calendar]) -> Iterator[Entry]:
    """The figures of a passage that tell what they count, in order.

    `calendar` gives that of a report by its id; it is asked only where there are figures.
    """
    figures = parse_figures(passage.text, period=passage.period, statement=passage.statement)
    if not figures:
        return
    folded = fold(passage.text)
    years = _years_of(folded, figures, passage, calendar(passage.report_id))
    names = name_figures(passage.text, figures)
    for at, (figure, naming, period) in enumerate(zip(figures, names, years, strict=True)):
        follows = names[at + 1] if at + 1 < len(names) else naming
        if period and _of_one_year(figure, naming, follows):
            period = Period(period.last, period.last)
        if naming.indicator and figure.unit:
            yield _entry(passage, folded, replace(figure, period=period), naming)


def order(entry: Entry) -> tuple[object, ...]:
    """The key by which entries are sorted: region, year, statement, kind, then where they stand."""
    statement = list(Statement).index(entry.statement)
    kind = list(Kind).index(entry.kind)
    first = entry.period.first if entry.period else 0
    return (entry.region or "", entry.year or 0, statement, kind, first, entry.passage.passage_id, entry.figure.start)


def _entry(passage: Passage, folded: str, figure: Figure, naming: Naming) -> Entry:
    told = [match.group() for match in _MONTHS.finditer(folded, 0, figure.start)]
    return Entry(
        naming.indicator, figure, naming.kind, figure.period, passage.region, passage.statement, naming.base,
        told[-1] if told and told[-1] != "全年" else "", (passage,),
    )  # fmt: skip


def _years_of(folded: str, figures: Sequence[Figure], passage: Passage, calendar: Calendar) -> list[Period | None]:
    """The years of each figure: those told last before it in the sentence, else those of the passage.

    Years outside the passage's own are not the figure's but of what it is compared with, unless they
    stand right before it: "由2015年的30公里增至…".
    """
    role = Role.PLAN if passage.statement.ahead else Role.REVIEW
    told: list[tuple[int, Period]] = []
    for start, end in clauses(folded):
        text = re.sub(r"\s", "", folded[start:end])
        period = union(named_years(text, calendar) or relative_years(text, role, calendar))
        if period and _SINCE.search(text) and calendar.period:
            told.append((start, Period(period.first, max(period.last, calendar.period.last))))
        elif period and passage.period and passage.period.first <= period.first and period.last <= passage.period.last:
            told.append((start, period))
    found: list[Period | None] = []
    for figure in figures:
        own = _OWN_YEAR.search(folded[: figure.start])
        before = [period for start, period in told if start <= figure.start]
        if own:
            found.append(Period(int(own[1]), int(own[1])))
        else:
            found.append(before[-1] if before else passage.period)
    return found


def _of_one_year(figure: Figure, naming: Naming, follows: Naming) -> bool:
    """Whether a figure in an account of several years is the last one's: expected, or compared with the year before."""
    same = follows.indicator == naming.indicator and naming.kind is Kind.LEVEL
    return "预计" in figure.qualifiers or any(YEAR_BEFORE.search(base) for base in (naming.base, follows.base * same))
