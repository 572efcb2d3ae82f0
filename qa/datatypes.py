"""The core types: what one stage hands to the next. They know no file, no model and no screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Period(NamedTuple):
    """The calendar years that a statement is about, both ends included."""

    first: int
    last: int

    def covers(self, year: int) -> bool:
        """Whether `year` lies in the period."""
        return self.first <= year <= self.last

    def label(self) -> str:
        """The period as a reader writes it: "2022年" or "2012—2016年"."""
        return f"{self.first}年" if self.first == self.last else f"{self.first}—{self.last}年"


class Statement(StrEnum):
    """What a sentence does: report a result, set a target, announce a measure, admit a problem."""

    OUTCOME = "outcome"
    TARGET = "target"
    MEASURE = "measure"
    PROBLEM = "problem"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind in the words of the page."""
        return _STATEMENT_LABELS[self]

    @property
    def ahead(self) -> bool:
        """Whether it tells what is to come, not what is: a target or a measure."""
        return self in (Statement.TARGET, Statement.MEASURE)


_STATEMENT_LABELS = {
    Statement.OUTCOME: "完成情况",
    Statement.TARGET: "目标",
    Statement.MEASURE: "举措安排",
    Statement.PROBLEM: "问题",
    Statement.OTHER: "其他",
}


class Intent(StrEnum):
    """What kind of answer is asked for."""

    FIGURE = "figure"
    FACT = "fact"
    LIST = "list"
    REASON = "reason"
    PURPOSE = "purpose"
    SUMMARY = "summary"
    PERSON = "person"
    META = "meta"
    YES_NO = "yes_no"
    COMPARE = "compare"
    COMPUTE = "compute"
    OTHER = "other"

    @property
    def asks_why(self) -> bool:
        """Whether a cause is asked for, or a purpose."""
        return self in (Intent.REASON, Intent.PURPOSE)


class Reason(StrEnum):
    """Why the reports do not answer."""

    NO_REPORT = "no_report"
    NOT_MENTIONED = "not_mentioned"
    NO_FIGURE = "no_figure"
    CONFLICT = "conflict"
    NOT_A_QUESTION = "not_a_question"


class ReportName(NamedTuple):
    """A report as a question means it, and what it is called in a line: "2023年10月规划中期评估报告"."""

    report_id: str
    name: str


class SourceFile(NamedTuple):
    """A file that a report was read from, and the SHA-256 of its bytes in hex."""

    path: str
    sha256: str

    @property
    def name(self) -> str:
        """The file's name without its folders, whichever system the path is of."""
        return self.path.replace("\\", "/").rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One body paragraph; `report.text[start:end] == text`.

    `number` counts body paragraphs from 1 in reading order, headings and page furniture not
    counted. `section` is the path of headings above it, outermost first; it may be empty.
    """

    report_id: str
    number: int
    section: tuple[str, ...]
    text: str
    start: int
    end: int
    period: Period | None
    statement: Statement


def full_place(region: str | None, province: str | None, city: str | None) -> str:
    """A region with what it lies in ("河北省保定市唐县"); empty where it is not known."""
    above = [name for name in (province, city) if name and not (region or "").startswith(name)]
    return "".join([*above, region]) if region else ""


def called_year(kind: str | None, date: dt.date | None, period: Period | None, plan: Period | None) -> int | None:
    """The year a report is called by: that of its day, else the one planned for; a bulletin's is the one told of."""
    if kind == "统计公报" and period and plan is None:
        return period.last
    return date.year if date else plan.first if plan else None


@dataclass(frozen=True, slots=True)
class Report:
    """One report as read. What the file does not tell is None or empty, never a guess.

    `report_id` is stable for the same content. `region` lies in `city`, where it is a county or a
    district, and in `province`; None where it lies in none, or the text does not tell. `period` is
    the years reported on, `plan_period` the years planned for. `text` is the whole decoded file at
    `path`, lines that were wrapped made whole, to which all offsets refer;
    `other_files` hold the same report in nearly the same words.
    """

    report_id: str
    title: str
    region: str | None
    kind: str | None
    date: dt.date | None
    speaker: str | None
    post: str | None
    meeting: str | None
    period: Period | None
    plan_period: Period | None
    path: str
    sha256: str
    text: str = field(repr=False)
    paragraphs: tuple[Paragraph, ...] = field(repr=False)
    province: str | None = None
    city: str | None = None
    other_files: tuple[SourceFile, ...] = ()

    @property
    def files(self) -> tuple[SourceFile, ...]:
        """The file that the text is of, then the others that hold the same report."""
        return (SourceFile(self.path, self.sha256), *self.other_files)

    @property
    def place(self) -> str:
        """The region with what it lies in ("河北省保定市唐县"); empty where it is not known."""
        return full_place(self.region, self.province, self.city)

    @property
    def year(self) -> int | None:
        """The year it is called by; see `called_year`."""
        return called_year(self.kind, self.date, self.period, self.plan_period)

    @property
    def called(self) -> ReportName:
        """The report by the time it was made in and its kind, or its title where neither is known."""
        month = f"{self.date.month}月" if self.date and self.date.year == self.year else ""
        when = f"{self.year}年{month}" if self.year else ""
        return ReportName(self.report_id, f"{when}{self.kind}" if self.kind else self.title)


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is embedded and retrieved: a sentence, or a short run of sentences.

    `paragraph.text[start:end] == text`. `header` (region, period, section) serves search only.
    `period` and `statement` are those of this sentence, which may differ from its paragraph's:
    a paragraph of results can end with a target.
    """

    passage_id: int
    report_id: str
    paragraph: int
    start: int
    end: int
    text: str
    header: str
    region: str | None
    period: Period | None
    statement: Statement


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of the conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is asked, follow-ups resolved.

    `standalone` can be understood without the history; of a follow-up it is `carried`, what it
    takes over from the turn before, and `own`, the question itself. Empty `regions` or `years` and a
    `statement` of None mean that the question names none. `reports` are those that it refers to
    ("2022年底那份报告", "中期评估里"): nothing else answers it, and their year is not one of `years`.
    `parts` holds the single questions of a comparison or of a list of years; it is empty for a plain question.
    `asks` holds the single questions of one that asks several things at once; it is empty where one is asked.
    `slips` are words that were taken for slips of the keyboard, each with the word it was read as;
    `excluded` is what the question says that it does not mean; `ordered` tells that it also held
    orders to the program, which were left out.
    """

    question: str
    standalone: str
    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    statement: Statement | None = None
    intent: Intent = Intent.FACT
    parts: tuple[Inquiry, ...] = ()
    carried: str = ""
    slips: tuple[tuple[str, str], ...] = ()
    excluded: tuple[str, ...] = ()
    ordered: bool = False
    reports: tuple[ReportName, ...] = ()
    asks: tuple[Inquiry, ...] = ()

    @property
    def own(self) -> str:
        """The standalone question without what it takes over."""
        return self.standalone[len(self.carried) + 1 :] if self.carried else self.standalone

    @property
    def ahead(self) -> bool:
        """Whether plans are asked about."""
        return self.statement is not None and self.statement.ahead

    def label(self) -> str:
        """The understanding in one line, e.g. "海淀区 · 2022年 · 完成情况"."""
        parts = ["、".join(self.regions), _years_label(self.years)]
        parts.append(self.statement.label if self.statement else "")
        parts.append(_reports_label(self.reports))
        parts += [f"“{slip}”按“{meant}”查" for slip, meant in self.slips]
        parts += [f"不算“{what}”" for what in self.excluded]
        parts.append("已略去与报告无关的指令" if self.ordered else "")
        return " · ".join(part for part in parts if part) or "全部报告"


def _reports_label(reports: tuple[ReportName, ...]) -> str:
    """Up to two reports by name; of more, how many they are."""
    names = "、".join(dict.fromkeys(report.name for report in reports[:2]))
    return f"{names}等{len(reports)}份报告" if len(reports) > 2 else names


def _years_label(years: tuple[int, ...]) -> str:
    """Years in words, runs of three and more as spans."""
    if len(years) > 2 and list(years) == list(range(years[0], years[-1] + 1)):
        return Period(years[0], years[-1]).label()
    return "、".join(f"{year}年" for year in years)


@dataclass(frozen=True, slots=True)
class Hit:
    """One found passage; a higher score is better. Hits are sorted by falling score, then passage_id."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence of the answer comes from; made only by verification.

    `quote` stands in `text`, the whole paragraph. `marker` is the number in the answer's "[1]".
    `source` is the file name of the report; `period` the years that the quote is about.
    """

    marker: int
    report_id: str
    source: str
    title: str
    region: str | None
    date: dt.date | None
    section: tuple[str, ...]
    paragraph: int
    text: str
    quote: str
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer as shown. A refusal is an answer with `refused`, its `reason` and no citation.

    `timings` holds seconds since the question: "retrieval_s", "first_text_s", "total_s".
    """

    question: str
    text: str
    citations: tuple[Citation, ...] = ()
    refused: bool = False
    reason: Reason | None = None
    inquiry: Inquiry | None = None
    hits: tuple[Hit, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """Event of a stream: what was understood and what was found, before any wording."""

    inquiry: Inquiry
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """Event of a stream: one more piece of verified answer text, with the citations so far."""

    text: str
    citations: tuple[Citation, ...]


Event = Found | Verified | Answer
