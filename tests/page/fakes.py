"""An assistant that speaks the page's protocol over two invented reports; `python -m tests.page.fakes` serves it."""

from __future__ import annotations

import argparse
import copy
import datetime as dt
import inspect
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Unpack

import docx

from qa.assistant import Assistant, Options
from qa.datatypes import (
    Answer,
    Citation,
    Event,
    Found,
    Hit,
    Inquiry,
    Intent,
    Paragraph,
    Passage,
    Period,
    Reason,
    Report,
    Statement,
    Verified,
)
from qa.errors import GenerationError, ReportError
from qa.figures.entries import Entry
from qa.figures.ledger import Ledger
from qa.reports.reader import read_report
from qa.search.passages import passages_of

WORK = "二、优化营商环境，经济运行稳中有进"
PLAN = "三、2023年主要任务"
LIVELIHOOD = ("四、持续改善民生", "（一）稳定就业")
REVIEW = "一、过去一年工作回顾"
QUOTE = "全年新设企业3.2万户，同比增长12.5％，地区生产总值达到10206.9亿元。"
NASTY = (
    "<script>window.hacked = 1</script> ![图](https://example.com/x.png) [点我](javascript:alert(1))"
    ' ${alert(2)} {{value}} & "引号"'
)

LIME = [
    (REVIEW, Statement.OUTCOME, "一年来，面对复杂形势，全区上下迎难而上，较好完成了区人大确定的各项任务。"),
    (REVIEW, Statement.OUTCOME, "地区生产总值增长4.1%，一般公共预算收入完成512.6亿元，居民人均可支配收入达到9.8万元。"),
    (WORK, Statement.OUTCOME, f"营商环境持续改善。{QUOTE}为企业减免税费86亿元，办理环节再压减三成。"),
    (WORK, Statement.PROBLEM, "同时，中小企业融资仍有困难，部分政策的知晓度还不高。"),
    (WORK, Statement.OUTCOME, NASTY),
    (PLAN, Statement.TARGET, "2023年，地区生产总值预期增长5%左右，新设企业3万户以上，城镇调查失业率控制在5%以内。"),
    (LIVELIHOOD, Statement.MEASURE, "实施就业优先政策，开展职业技能培训2万人次，帮扶就业困难人员1.1万人。"),
]
DONGHE = [
    (REVIEW, Statement.OUTCOME, "全年地区生产总值8050.4亿元，按不变价格计算增长3.6%，规模以上工业增加值增长7.2%。"),
    (WORK, Statement.OUTCOME, "新设市场主体2.4万户，专精特新企业累计320家，同比增长27%。"),
    (PLAN, Statement.TARGET, "2023年，地区生产总值预期增长5.5%左右，力争新设市场主体2.6万户。"),
]


def make_report(region: str, year: int, rows: Sequence[tuple[object, Statement, str]], *, filler: int = 0) -> Report:
    report_id = f"{region}-{year}"
    text, paragraphs = "", []
    padding = [
        (REVIEW, Statement.OUTCOME, f"第{n}项重点工程按期推进，完成投资{n}.5亿元，沿线居民出行更加便利。" * 3)
        for n in range(1, filler + 1)
    ]
    for number, (section, statement, words) in enumerate([*rows[:1], *padding, *rows[1:]], start=1):
        path = section if isinstance(section, tuple) else (section,)
        period = Period(year + 1, year + 1) if statement is Statement.TARGET else Period(year, year)
        start = len(text)
        text += words + "\n"
        paragraphs.append(Paragraph(report_id, number, path, words, start, start + len(words), period, statement))
    return Report(
        report_id=report_id,
        title=f"{year + 1}年{region}政府工作报告",
        region=region,
        kind="政府工作报告",
        date=dt.date(year + 1, 1, 10),
        speaker="林知远",
        post="区长",
        meeting=f"{region}第十七届人民代表大会第三次会议",
        period=Period(year, year),
        plan_period=Period(year + 1, year + 1),
        path=f"seeds/{region}_{year + 1}.txt",
        sha256="0" * 64,
        text=text,
        paragraphs=tuple(paragraphs),
    )


def make_hit(paragraph: Paragraph, region: str, score: float, words: str | None = None) -> Hit:
    words = words or paragraph.text
    start = paragraph.text.index(words)
    passage = Passage(
        int(score * 100),
        paragraph.report_id,
        paragraph.number,
        start,
        start + len(words),
        words,
        "",
        region,
        paragraph.period,
        paragraph.statement,
    )
    return Hit(passage, score)


def make_citation(report: Report, words: str, marker: int) -> Citation:
    paragraph = next(paragraph for paragraph in report.paragraphs if words in paragraph.text)
    return Citation(
        marker,
        report.report_id,
        report.path,
        report.title,
        report.region,
        report.date,
        paragraph.section,
        paragraph.number,
        paragraph.text,
        words,
    )


def write_own_report(folder: Path, region: str) -> Path:
    """A Word file with a short report of a district, as a person would upload it."""
    folder.mkdir(parents=True, exist_ok=True)
    document = docx.Document()
    for line in (
        "政府工作报告",
        f"——2024年1月9日在{region}第九届人民代表大会第四次会议上",
        f"{region}人民政府区长　林知远",
        "各位代表：",
        f"现在，我代表{region}人民政府向大会报告工作，请予审议，并请各位政协委员提出意见。",
        "一、2023年工作回顾",
        "过去一年，全区上下同心协力，统筹推进各项工作，较好完成了年初确定的目标任务，城乡面貌持续改善。",
        f"{region}新增停车位2350个，建成口袋公园17个，改造老旧小区23个，惠及居民1.2万户。",
        "同时，我们也清醒地看到，发展中还存在不少困难和问题，停车难尚未完全缓解，基层力量仍显薄弱，需要在今后的工作中认真解决。",
        "二、2024年工作安排",
        "今年计划新建养老驿站12家，新增停车位3000个，继续办好群众身边的实事，让居民生活更加便利。",
    ):
        document.add_paragraph(line)
    path = folder / f"{region}.docx"
    document.save(str(path))
    return path


_SIGNATURE = inspect.signature(Assistant.stream)  # a keyword that the real one does not know is an error here too


class FakeAssistant:
    """Answers by a word in the question: 失败 fails, 坏 breaks, 苹果 is refused, 外地 has no report, 脚本 is markup.

    相差 is computed; a question that names the region of an uploaded report is answered from it. Indicators are
    those of the real ledger, over the two reports and one more year of each.
    """

    def __init__(self, *, pause_s: float = 0.0, filler: int = 0) -> None:
        self.pause_s = pause_s
        self.held = [make_report("栎木区", 2022, LIME, filler=filler), make_report("东河区", 2022, DONGHE)]
        self.own: list[Report] = []
        self.asked: list[dict[str, object]] = []
        self.closed = False

    def reports(self) -> list[Report]:
        return [*self.own, *self.held]

    def report(self, report_id: str) -> Report:
        for report in self.reports():
            if report.report_id == report_id:
                return report
        raise ReportError(f"索引里没有这份报告：{report_id}。")

    def with_files(
        self, files: Sequence[Path], folder: Path, *, progress: Callable[[str, int, int], None]
    ) -> FakeAssistant:
        other = copy.copy(self)
        other.own = []
        for number, file in enumerate(files, start=1):
            other.own.append(read_report(file))
            progress("计算向量", number, len(files))
            time.sleep(self.pause_s / 10)
        return other

    def indicator(self, name: str, *, regions: Sequence[str] = ()) -> tuple[Entry, ...]:
        return self._ledger().values(name, regions=regions)

    def indicator_names(self, *, regions: Sequence[str] = (), limit: int = 60) -> tuple[str, ...]:
        return self._ledger().names(regions=regions, limit=limit)

    def _ledger(self) -> Ledger:
        passages: list[Passage] = []
        for report in self.reports():
            passages.extend(passages_of(report, len(passages) + 1))

        def holding(words: Sequence[str]) -> list[Passage]:
            return [passage for passage in passages if not words or any(word in passage.text for word in words)]

        return Ledger(holding, lambda report_id: next((r for r in self.reports() if r.report_id == report_id), None))

    def stream(self, question: str, **options: Unpack[Options]) -> Iterator[Event]:
        asked = _SIGNATURE.bind(self, question, **options)
        asked.apply_defaults()
        self.asked.append(asked.arguments)
        try:
            yield from self._events(question)
        except GeneratorExit:
            self.closed = True
            raise

    def _events(self, question: str) -> Iterator[Event]:
        first, second = self.held
        inquiry = Inquiry(question, question, ("栎木区",), (2022,), Statement.OUTCOME, Intent.FIGURE)
        for report in self.own:
            if report.region and report.region in question:
                yield from self._told_by(report, question, replace(inquiry, regions=(report.region,)))
                return
        found = [(first, QUOTE), (first, LIME[1][2]), (second, DONGHE[1][2]), (first, NASTY)]
        hits = tuple(
            make_hit(next(p for p in report.paragraphs if words in p.text), str(report.region), 9 - rank, words)
            for rank, (report, words) in enumerate(found)
        )
        yield Found(inquiry, hits)
        time.sleep(self.pause_s)
        if "失败" in question:
            raise GenerationError("本地模型没有响应，请稍后重试。")
        if "坏" in question:
            raise RuntimeError("a fault of the program")
        for word, reason in (("苹果", Reason.NOT_MENTIONED), ("外地", Reason.NO_REPORT)):
            if word in question:
                yield Answer(question, f"报告中没有关于{word}的内容。", (), True, reason, inquiry, hits)
                return
        yield from self._wording(question, inquiry, hits)

    def _told_by(self, report: Report, question: str, inquiry: Inquiry) -> Iterator[Event]:
        """The paragraph of an uploaded report that shares most letters with the question."""
        paragraph = max(report.paragraphs, key=lambda paragraph: len(set(paragraph.text) & set(question)))
        hits = (make_hit(paragraph, str(report.region), 9),)
        yield Found(inquiry, hits)
        citation = make_citation(report, paragraph.text, 1)
        yield Answer(question, f"{paragraph.text}[1]", (citation,), False, None, inquiry, hits, {"total_s": 0.1})

    def _wording(self, question: str, inquiry: Inquiry, hits: tuple[Hit, ...]) -> Iterator[Event]:
        first, second = self.held
        pieces = ["2022年，栎木区新设企业3.2万户，同比增长12.5%[1]。", "同期东河区新设市场主体2.4万户[2]。"]
        citations = [make_citation(first, QUOTE, 1), make_citation(second, DONGHE[1][2], 2)]
        if "脚本" in question:
            pieces, citations = [f"{NASTY}[1]"], [make_citation(first, NASTY, 1)]
        if "相差" in question:
            pieces = ["栎木区比东河区多0.8万户（3.2 − 2.4 = 0.8）[1][2]。"]
        for count, piece in enumerate(pieces, start=1):
            yield Verified(piece, tuple(citations[:count]))
            time.sleep(self.pause_s * (10 if question == "停" else 1))  # long enough to press the button
        timings = {"retrieval_s": 0.2, "first_text_s": 0.8, "total_s": 1.6}
        yield Answer(question, "".join(pieces), tuple(citations), False, None, inquiry, hits, timings)


def serve() -> None:
    from qa.page import chat, server

    parser = argparse.ArgumentParser(description="the page over the fake assistant")
    parser.add_argument("--port", type=int, default=7861)
    parser.add_argument("--pause", type=float, default=0.8, help="seconds between events")
    options = parser.parse_args()
    assistant = FakeAssistant(pause_s=options.pause, filler=40)
    server.serve(chat.build_page(assistant), assistant, host="127.0.0.1", port=options.port)


if __name__ == "__main__":
    serve()
