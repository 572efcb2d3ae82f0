"""Questions about the reports themselves, from their metadata: who reported, when, at which meeting, in which parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from qa.answers.material import Sentence
from qa.datatypes import Inquiry, Intent, Passage, Report
from qa.text import normalise, readable

_ASKS = re.compile(
    r"谁|叫啥|叫什么|姓名|名字|哪[几两三]?位|职务|什么人|干什么|做什么的|哪天|哪一天|什么时候|何时|日期|几月|几号|哪年|哪次|什么会|第几次|第几届|会议上|标题|题目|全称|正文分|几大?块|几部分|几个部分|哪些部分|哪.{0,2}(?:个部分|部分|大?块)|挂|发布|公布|上网"
)
_OF_REPORT = re.compile(r"报告|评估|发言|汇报")
_NOT_META = re.compile(r"委托|哪段时间|时限|从哪天到哪天|书记|局长")
_POSTS = re.compile(r"(?<!副)(?:区长|市长|县长|省长|州长|主任|当家人|一把手)")
_PARTS = re.compile(
    r"(?:报告|评估|正文|全文|讲话|发言).{0,8}(?:分成|分为|分了|由)|几大?块|几部分|几个部分|哪些部分|哪.{0,2}(?:个部分|部分|大?块)|目录|框架"
)
_PUBLISHED = re.compile(r"挂|发布|公布|上网|网站|公开|登出|来源")
_PUBLISHED_LINE = re.compile(r"[^\n]*(?:日期|发布|来源|时间)[:：][^\n]*")
_KINDS = {
    "工作报告": "政府工作报告",
    "计划报告": "计划",
    "计划执行": "计划",
    "经济计划": "计划",
    "评估": "评估",
    "审查意见": "审议意见",
    "审议意见": "审议意见",
    "公报": "公报",
}


def _holds_post(report: Report, question: str) -> bool:
    """Whether the report's speaker holds the post that a question asks the name of ("区长是谁"), and no deputy's."""
    asked = _POSTS.search(question)
    if not asked or not report.post or not report.speaker:
        return False
    post = "区长|市长|县长|省长|州长" if asked[0] in ("当家人", "一把手") else asked[0]
    return bool(re.search(rf"(?<!副)(?:{post})$", report.post))


def is_about_reports(inquiry: Inquiry, reports: Sequence[Report]) -> bool:
    """Whether a question asks who made a report, when, where, or what its parts are."""
    question = inquiry.standalone
    if not _ASKS.search(inquiry.question):
        return False
    if named(inquiry, reports):
        return "委托" not in inquiry.question
    if _POSTS.search(inquiry.question):
        return any(_holds_post(report, inquiry.question) for report in meant(inquiry, reports))
    if _NOT_META.search(inquiry.question):
        return False
    return bool(_OF_REPORT.search(question)) and inquiry.intent in (
        Intent.META,
        Intent.PERSON,
        Intent.LIST,
        Intent.SUMMARY,
        Intent.FACT,
    )


def named(inquiry: Inquiry, reports: Sequence[Report]) -> list[Report]:
    """The reports whose speaker the question names."""
    return [report for report in reports if report.speaker and report.speaker in normalise(inquiry.question)]


def meant(inquiry: Inquiry, reports: Sequence[Report]) -> list[Report]:
    """The reports that a question means: by speaker, region, kind and year, each as far as it narrows."""
    question = inquiry.standalone
    chosen = named(inquiry, reports) or list(reports)
    kinds = {kind for word, kind in _KINDS.items() if word in question}
    tests: list[Callable[[Report], bool]] = [
        lambda report: report.region in inquiry.regions,
        lambda report: any(kind in f"{report.kind or ''}{report.title}" for kind in kinds),
        lambda report: report.date is not None and report.date.year in inquiry.years,
        lambda report: any(
            period.covers(year) for period in (report.period, report.plan_period) if period for year in inquiry.years
        ),
    ]
    for test in tests:
        narrowed = [report for report in chosen if test(report)]
        if narrowed and len(narrowed) < len(chosen):
            chosen = narrowed
    return chosen


def about_reports(
    inquiry: Inquiry,
    reports: Sequence[Report],
    fronts: Mapping[str, Passage],
    passages_of: Callable[[str, int], Sequence[Passage]],
) -> list[Sentence]:
    """One sentence a meant report, cited to its front matter; empty when the metadata does not tell."""
    found = []
    chosen = meant(inquiry, reports)
    if _POSTS.search(inquiry.question) and not named(inquiry, reports):
        chosen = [report for report in chosen if _holds_post(report, inquiry.question)]
    for report in chosen[:4]:
        front = fronts.get(report.report_id)
        if _PARTS.search(inquiry.question):
            found += _parts(report, passages_of)
        elif front is not None:
            found.append(Sentence(_told(report, front, inquiry), (front,)))
    return found


def _told(report: Report, front: Passage, inquiry: Inquiry) -> str:
    if _PUBLISHED.search(inquiry.question) and (line := _PUBLISHED_LINE.search(front.text)):
        return f"《{report.title}》的题头写明：{readable(line.group()).strip()}。"
    when = f"于{report.date.year}年{report.date.month}月{report.date.day}日" if report.date else ""
    where = f"在{report.meeting}上" if report.meeting else ""
    who = f"由{report.post or ''}{report.speaker}" if report.speaker else ""
    return f"《{report.title}》{who}{when}{where}{'作' if who else '提出'}。"


def _parts(report: Report, passages_of: Callable[[str, int], Sequence[Passage]]) -> list[Sentence]:
    """The top-level headings, each cited to the first paragraph under it."""
    firsts: dict[str, int] = {}
    for paragraph in report.paragraphs:
        if paragraph.section:
            firsts.setdefault(paragraph.section[0], paragraph.number)
    passages = tuple(passages_of(report.report_id, number)[0] for number in firsts.values())
    if not passages:
        return []
    return [Sentence(f"《{report.title}》分为：{'；'.join(firsts)}。", passages)]
