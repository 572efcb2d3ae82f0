"""What the tests of answering share: made passages, reports in memory, and material to answer from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answers.material import Material, Outcome, Refusal, Sentence
from qa.answers.series import Outline, Outlines, series_of
from qa.datatypes import Hit, Inquiry, Paragraph, Passage, Period, Report, Statement, Turn
from qa.figures.matching import Wanted
from qa.search.passages import passages_of
from qa.search.question import understand
from qa.search.topics import topic
from tests.fakes import TODAY, make_passage, weigh


def planned(text: str, *, number: int = 2, year: int = 2024) -> Passage:
    """A passage of 云河区 that is a target for a year."""
    return make_passage(text, number=number, paragraph=number, period=Period(year, year), statement=Statement.TARGET)


HELD = ("云河区", "松岭区", "白塔区")
SCHOOL = make_passage("新建学校6所，新增学位5200个。")
BEDS = make_passage("新增养老床位350张、托位80个。", number=2, paragraph=2)
MOOD = make_passage("居民文化生活日益丰富，群众满意度稳步提高。", number=3, paragraph=3)
HALLS = make_passage("建成青禾图书馆、栖霞书院、云影剧场三个文化场馆。", number=4, paragraph=4)
RAIN = make_passage("因暴雨频发，滨河公园延期开放。", number=5, paragraph=5)
PLAN = planned("力争新增学位6000个。", number=6)
SONG_BEDS = make_passage("新增养老床位260张。", number=12, paragraph=2, region="松岭区")
ALL = (SCHOOL, BEDS, MOOD, HALLS, RAIN, PLAN, SONG_BEDS)

SURE, LIKELY, DOUBTFUL, FAINT, HOPELESS = (
    0.9,
    0.3,
    0.15,
    0.1,
    0.001,
)  # quoted; quoted; drafted or refused, twice; refused


def ask(question: str, *reports: Report, history: Sequence[Turn] = ()) -> Inquiry:
    """The question as understood with the made districts held, and the reports that it may refer to."""
    return understand(question, history, held=HELD, today=TODAY, reports=reports)


def material(question: str, *passages: Passage, score: float = SURE) -> Material:
    """What is found for a question: passages as hits, best first."""
    return material_for(ask(question), *passages, score=score)


def material_for(inquiry: Inquiry, *passages: Passage, score: float = SURE) -> Material:
    """The same for what is understood; the score of the first hit is given, that of the n-th is an n-th of it."""
    wanted = Wanted.of(inquiry.own, weigh(topic(inquiry.own, inquiry.regions)))
    hits = tuple(Hit(passage, score / (rank + 1)) for rank, passage in enumerate(passages))
    return Material(inquiry, hits, wanted)


def beside(report_id: str, paragraph: int) -> Sequence[Passage]:
    """The passages of a paragraph among the made ones."""
    return [one for one in ALL if (one.report_id, one.paragraph) == (report_id, paragraph)]


def no_outline(report_id: str) -> Outline:
    """The outline of a report without any series."""
    return Outline((), ())


def make_report(*paragraphs: str | tuple[str, ...]) -> tuple[Report, list[Passage]]:
    """A report of 云河区 with its passages; of a paragraph given as a tuple all but the last are its headings."""
    rows = [(row,) if isinstance(row, str) else row for row in paragraphs]
    made: list[Paragraph] = []
    at = 0
    for number, (*section, text) in enumerate(rows, start=1):
        made.append(
            Paragraph("made", number, tuple(section), text, at, at + len(text), Period(2023, 2023), Statement.OTHER)
        )
        at += len(text) + 1
    report = Report(
        report_id="made", title="政府工作报告", region="云河区", kind="政府工作报告", date=None, speaker=None,
        post=None, meeting=None, period=Period(2023, 2023), plan_period=None, path="", sha256="",
        text="\n".join(row[-1] for row in rows), paragraphs=tuple(made),
    )  # fmt: skip
    return report, [one for one in passages_of(report, first_id=1) if one.paragraph]


def outlines_of(report: Report, passages: Sequence[Passage]) -> Outlines:
    """What gives the outline of this one report."""
    outline = Outline(tuple(series_of(report, passages)), tuple(passages))
    return lambda report_id: outline


def problems(passages: Sequence[Passage]) -> list[Passage]:
    """The same passages, all of them admitting problems."""
    return [replace(one, statement=Statement.PROBLEM) for one in passages]


def text_of(outcomes: Sequence[Outcome]) -> str:
    """What outcomes say, a line each."""
    return "\n".join(one.text if isinstance(one, Sentence) else one.message for one in outcomes)


def refusal(outcomes: Sequence[Outcome]) -> Refusal:
    """The one outcome, a refusal."""
    (one,) = outcomes
    assert isinstance(one, Refusal)
    return one
