"""Two small reports of our own, gold questions about them, and an assistant that plays back given answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from qa.datatypes import Answer, Citation, Hit, Passage, Reason, Statement, Turn
from qa.errors import GenerationError
from qa.evaluation.gold import Evidence, GoldQuestion
from qa.evaluation.metrics import FoundParagraph
from qa.evaluation.report import Summary, summarise
from qa.evaluation.runner import Row, RunInfo, error_row, run

HAI = "海河区2022.txt"
SHAN = "山南区2022.txt"
PARAGRAPHS = {
    ("hai", 1): "全年新设企业21万户，同比增长5.9%，一般公共预算收入完成477.1亿元。",
    ("hai", 2): "新增养老床位1,021张，建成驿站12个。",
    ("shan", 1): "一般公共预算收入164.3亿元，比上年下降４．５％。",
}
NASTY = "<script>alert('x')</script> | [链](http://a.example) **粗** `码` & 二\n行"
INFO = RunInfo(
    machine="两核试验机",
    date="2026-11-21",
    commit="abc1234",
    command="wenbao evaluate --split dev",
    generator="fake",
    index="两份报告",
    settings={"拒答阈值": "0.30"},
)


def gold(
    *,
    id: str = "q1",
    type: str = "fact",
    answerable: bool = True,
    must_include: Sequence[Sequence[str]] = (("21万",),),
    must_not_include: Sequence[str] = (),
    evidence: Sequence[Evidence] = (Evidence(HAI, "全年新设企业21万户"),),
    evidence_alt: Sequence[Evidence] = (),
) -> GoldQuestion:
    return GoldQuestion(
        id=id,
        question=f"海河区2022年开了多少公司？（{id}）",
        type=type,
        answerable=answerable,
        split="dev",
        answer="21万户",
        must_include=tuple(map(tuple, must_include)),
        must_not_include=tuple(must_not_include),
        evidence=tuple(evidence) if answerable else (),
        evidence_alt=tuple(evidence_alt),
    )


def paragraph(report_id: str, number: int) -> FoundParagraph:
    return FoundParagraph(Reports().sources[report_id], number, PARAGRAPHS[report_id, number])


def row(question: GoldQuestion, *, right: bool) -> Row:
    """A row that is only right or wrong."""
    empty = error_row(question, "")
    return replace(empty, error=None, seconds=1.0, scores=replace(empty.scores, right=right))


class Reports:
    """Speaks the `Corpus` protocol."""

    @property
    def sources(self) -> Mapping[str, str]:
        return {"hai": HAI, "shan": SHAN}

    def paragraph_text(self, report_id: str, number: int) -> str:
        return PARAGRAPHS[report_id, number]


class PlayedBack:
    """Speaks the `Assistant` protocol; a question without an answer fails."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = answers
        self.histories: list[tuple[Turn, ...]] = []

    def ask(self, question: str, *, history: Sequence[Turn]) -> Answer:
        self.histories.append(tuple(history))
        if question not in self.answers:
            raise GenerationError("模型没有响应，请重试")
        return self.answers[question]


def citation(marker: int, report_id: str, number: int) -> Citation:
    text = PARAGRAPHS[report_id, number]
    source = Reports().sources[report_id]
    return Citation(marker, report_id, source, "政府工作报告", None, None, (), number, text, text[:8])


def hits(*places: tuple[str, int]) -> tuple[Hit, ...]:
    return tuple(
        Hit(Passage(i, report_id, number, 0, 2, "全年", "", None, None, Statement.OTHER), 1.0 - i / 100)
        for i, (report_id, number) in enumerate(places)
    )


def answer(text: str, *citations: Citation, found: Sequence[tuple[str, int]] = ()) -> Answer:
    return Answer("", text, citations=citations, hits=hits(*found), timings={"first_text_s": 0.2})


def refusal() -> Answer:
    return Answer("", "报告没有提到。", refused=True, reason=Reason.NOT_MENTIONED)


def gold_line(**changes: object) -> str:
    """A line of a gold file, right unless changed; a field changed to None is left out."""
    fields: dict[str, object] = {
        "id": "q1",
        "question": "去年开了多少公司？",
        "type": "fact",
        "answerable": True,
        "answer": "21万户",
        "must_include": [["21万户", "21万家"]],
        "must_not_include": ["18万"],
        "evidence": [{"report": HAI, "quote": "全年新设企业21万户"}],
        "split": "dev",
    }
    kept = {name: value for name, value in (fields | changes).items() if value is not None}
    return json.dumps(kept, ensure_ascii=False) + "\n"


def write_gold(folder: Path, *lines: str) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def summary() -> Summary:
    """A run of a wrong answer full of markup, a right answer and a right refusal."""
    bad = gold(id="bad")
    absent = gold(id="absent", type="unanswerable", answerable=False)
    good = gold(id="good", type="list")
    answers = {
        bad.question: answer(NASTY + "99户[1]", citation(1, "hai", 2), found=[("hai", 2)]),
        good.question: answer("21万户[1]", citation(1, "hai", 1), found=[("hai", 1)]),
        absent.question: refusal(),
    }
    made = run(PlayedBack(answers), Reports(), [bad, good, absent])
    return summarise(made, replace(INFO, command=NASTY))
