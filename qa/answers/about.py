"""Questions about the reports themselves: who reported, for whom, when, at which meeting, on which time, in which parts.

Told from the metadata and cited to the front matter, or quoted from the sentence of the opening that says it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from qa.answers.material import Outcome, Refusal, Sentence
from qa.answers.wording import AGAINST
from qa.datatypes import Inquiry, Intent, Passage, Reason, Report
from qa.reports.kinds import is_of_kind, kinds_in
from qa.text import normalise, readable, whole_number

# The passages of a paragraph of a report.
PassagesOf = Callable[[str, int], Sequence[Passage]]

_ASKS = re.compile(
    r"(?<![谢靠给找帮为])谁|哪个(?:部门|单位)[^,，。]{0,6}(?:[作做念]的|报告的|提交)|第[一二三四五六七八九十][大个]*(?:部分|板块)|叫啥|叫什么|姓名|名字|哪[几两三]?位|职务|[什啥]么?(?:人|官|职)|哪一?级官|哪个?[区市县]的(?:领导|官)|多大的?官|干什么|做什么的|哪天|哪一天|什么时候|何时|日期|几月|几号|哪年|哪次|什么会|第几次|第几届|会议上|标题|题目|全称|正文分|几大?块|几部分|几个部分|哪些部分|哪.{0,2}(?:个部分|部分|大?块)|挂|发布|公布|上网"
)
_OF_REPORT = re.compile(r"报告|评估|发言|汇报")
_SAID_IN = re.compile(r"(?:报告|评估|发言|汇报)(?:[里中上]面?(?:说|提)|怎么[说讲])")  # is only where something is told
_NOT_META = re.compile(r"书记|局长")
# Not one that leads something beside his post ("由区长担任组长的专班").
_POSTS = re.compile(r"(?:副?(?:区长|市长|县长|省长|州长|主任)|当家人|一把手)(?!担任|兼任|任组长|牵头|带队|挂帅)")
_HEADS = "区长|市长|县长|省长|州长"
_TELLING = 3  # last characters of the short name of a body that tell it from others: 发改委
# The body that a post is of, as far as a question names one: "区发改委主任", "财政局一把手".
_BODY = re.compile(r"([^区市县省州旗的,，。?？是]{1,8}(?:委员会|[委局厅办院部会]))的?(?:现任)?(?:主任|当家人|一把手)")
_PARTS = re.compile(
    r"(?:报告|评估|正文|全文|讲话|发言).{0,8}(?:分成|分为|分了|由)|几大?块|几部分|几个部分|哪些部分|哪.{0,2}(?:个部分|部分|大?块)|目录|框架"
)
_PART = re.compile(r"第([一二三四五六七八九十])[大个]*(?:部分|板块)")
_GIVEN = re.compile(r"提交|[作念讲]的|上作|会上|大会|人代会|宣读|作报告|第几[次届]|什么会|哪次会")
_PUBLISHED = re.compile(r"挂|发布|公布|上网|网[站页]|公开|登出|来源")
_WHEN = re.compile(r"哪.?天|何时|什么时候|日期|几[月号]|哪年")
_PUBLISHED_LINE = re.compile(r"[^\n]*(?:日期|发布|来源|时间)[:：][^\n]*")
_DAY = re.compile(r"[\d〇○零一二三四五六七八九]{4}年[\d一二三四五六七八九十]+月[\d一二三四五六七八九十]+日")
_SHOWN = 4  # reports that an answer tells of, at most
_OPENING = 12  # paragraphs in which a report says for whom and on which time it reports


class _Fact(NamedTuple):
    """What a report says of itself in a sentence of its opening, and the questions for it."""

    asked: re.Pattern[str]
    told: re.Pattern[str]


_ON_BEHALF = _Fact(
    re.compile(r"委托(?!.{0,4}(?:机构|单位|公司|哪家))|(?:替|代表|受)(?:谁|哪[位个]|什么人)"),
    re.compile(r"受[^,，。;；]{1,20}委托|我谨?代表[^,，。;；]{1,20}(?:政府|国务院|委员会|法院|检察院)"),
)
_TIME_COVERED = _Fact(
    re.compile(
        r"(?:评估|报告|汇报|总结)(?:(?![里中上,，]).){0,12}(?:哪段时间|什么时段|哪个时段|哪段时期|多长时间|从(?:哪|几|什么时候|何时).{0,6}到(?:哪|几|什么时候|何时))|"
        r"[,，](?:看|管|评|讲|覆盖|涵盖|总结|反映|针对)的?(?:是|了)?从(?:哪|几|什么时候|何时).{0,6}到(?:哪|几|什么时候|何时)|"
        r"评估的?(?:时限|期限|时段|时间范围|期间|周期)|(?:评估|报告)(?![里中上]).{0,6}哪[一天年月]{1,2}到哪|"
        r"^(?=.*(?:[吗吧]|[对是]不[对是]|没错)).*(?:评估|报告|汇报|总结)[^。？?]{0,6}(?:时间段?|时段|时限|[看评讲管算]到?的?是|算到|覆盖|涵盖)[^。？?]{0,16}\d{4}年"
    ),
    re.compile(
        r"(?:评估|报告|统计|总结)的?(?:时限|期限|时段|时间|期间|周期|范围|期)[^。;；]{0,40}\d{4}年[^。;；]{0,12}(?:至|到|—|-)"
    ),
)
_FACTS = (_ON_BEHALF, _TIME_COVERED)
_ASKS_SPEAKER = re.compile(
    r"(?:那位|副手|报告人|[作做]报告的|汇报的)[^,，]{0,6}(?:叫|是谁|姓)|(?<![表替受])谁(?:来|去)?[作做]的?|哪位[^,，]{0,6}[作做]的"
)
# "是区长亲自上台讲的吧": somebody is taken to have given a report.
_GAVE = re.compile(
    r"(?:上台|亲自|出面|本人|自己)[^。？?]{0,24}?[作做念讲报汇]|[作做念讲]的|(?:报告|汇报)(?:了|的?(?:[,，]?是|吧|吗))|(?:报告|汇报)[^。？?]{2,20}的[,，]?就?是"
)
# "会是2月份开的吧": so is when it was given.
_GIVEN_WHEN = re.compile(r"(?=.*\d月).*(?:会[^。？?里中]{0,16}开|(?:报告|汇报)[^。？?里中]{0,16}[作做讲念])的")
_SESSION = re.compile(r"第[一二三四五六七八九十百]+届")
_CONFIRM = re.compile(r"[吧吗嘛](?![,，]?[^,，。？?]*(?:多少|几))|[对是]不[对是]|没错|属实|是真的")
_SENT_BY = re.compile(rf"受([一-鿿]{{2,4}}?)({_HEADS}|主任)的?委托")


class _Person(NamedTuple):
    """Somebody whom a report names as its speaker, or as the one that sent the speaker."""

    name: str
    post: str

    def named(self, question: str) -> bool:
        """Whether a question has this name."""
        return normalise(self.name) in normalise(question)

    def holds(self, question: str) -> bool:
        """Whether this is the post that a question asks the name of ("区长是谁"), a deputy's only where it says so."""
        asked = _POSTS.search(question)
        if not asked:
            return False
        if asked[0].startswith("副"):
            return asked[0] in self.post
        if body := _BODY.search(question):
            short = body[1].replace("委员会", "委")[-_TELLING:]
            return _short_for(short, self.post) and bool(re.search(r"(?<!副)主任$", self.post))
        post = _HEADS if asked[0] in ("当家人", "一把手") else asked[0]
        return bool(re.search(rf"(?<!副)(?:{post})$", self.post))


def _short_for(short: str, name: str) -> bool:
    """Whether the characters of a short name stand in the full one in their order: 发改委 of 发展和改革委员会."""
    rest = iter(name)
    return all(letter in rest for letter in short)


def _speaker(report: Report) -> _Person | None:
    return _Person(report.speaker, report.post or "") if report.speaker else None


def _sender(report: Report) -> _Person | None:
    """Who sent the speaker, by name: "我受某某区长委托"."""
    told = (_SENT_BY.search(paragraph.text) for paragraph in report.paragraphs[:_OPENING])
    match = next(filter(None, told), None)
    return _Person(match[1], match[2]) if match else None


def _people(report: Report) -> list[_Person]:
    return [person for person in (_speaker(report), _sender(report)) if person]


def is_about_reports(inquiry: Inquiry, reports: Sequence[Report]) -> bool:
    """Whether a question asks who made a report, for whom, when, where, on which time, or what its parts are."""
    if inquiry.intent.asks_why:
        return False
    question = inquiry.standalone
    if _fact(inquiry):
        return bool(_OF_REPORT.search(question) or named(inquiry, reports))
    if _claims_giving(inquiry, reports):
        return True
    if not _ASKS.search(inquiry.own):
        return False
    if named(inquiry, reports):
        return True
    if _POSTS.search(inquiry.own):
        return any(person.holds(inquiry.own) for report in meant(inquiry, reports) for person in _people(report))
    if _NOT_META.search(inquiry.own) or _SAID_IN.search(inquiry.own):
        return False
    return bool(_OF_REPORT.search(question)) and inquiry.intent in (
        Intent.META,
        Intent.PERSON,
        Intent.LIST,
        Intent.SUMMARY,
        Intent.FACT,
    )


def _fact(inquiry: Inquiry) -> _Fact | None:
    return next((fact for fact in _FACTS if fact.asked.search(inquiry.own)), None)


def _claims_giving(inquiry: Inquiry, reports: Sequence[Report]) -> bool:
    """Whether a question wants to hear that it was this person, or this day, that a report was given by, or on."""
    question = inquiry.own
    if not _CONFIRM.search(question) or not _OF_REPORT.search(question) or _SAID_IN.search(question):
        return False
    by_whom = _GAVE.search(question) and (_POSTS.search(question) or named(inquiry, reports))
    return bool(by_whom or _GIVEN_WHEN.search(question))


def named(inquiry: Inquiry, reports: Sequence[Report]) -> list[Report]:
    """The reports of which the question names the speaker, or who sent the speaker."""
    return [report for report in reports if any(person.named(inquiry.own) for person in _people(report))]


def meant(inquiry: Inquiry, reports: Sequence[Report]) -> list[Report]:
    """The reports that a question means: by speaker, region, kind and year, each as far as it narrows.

    Who is named may be taken for the speaker of a report of another kind: then that is meant.
    """
    sessions = _SESSION.findall(inquiry.standalone)
    kinds, spoken = kinds_in(inquiry.standalone), named(inquiry, reports)
    of_kind = [report for report in reports if any(is_of_kind(report, kind) for kind in kinds)]
    mistaken = of_kind and not any(report in of_kind for report in spoken)
    chosen = list(reports) if mistaken else spoken or list(reports)
    tests: list[Callable[[Report], bool]] = [
        lambda report: any(report.report_id == one.report_id for one in inquiry.reports),
        lambda report: report.region in inquiry.regions,
        lambda report: report in of_kind,
        lambda report: any(session in (report.meeting or "") for session in sessions),
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


def against_speaker(inquiry: Inquiry, reports: Sequence[Report], passages_of: PassagesOf) -> list[Sentence]:
    """Who gave the report of a kind that a question takes to be given by somebody who gave another; else nothing."""
    kinds = kinds_in(inquiry.standalone)
    spoken = named(inquiry, reports) if kinds else []
    if not spoken or any(is_of_kind(report, kind) for report in spoken for kind in kinds):
        return []
    of_kind = [one for one in meant(inquiry, reports) if any(is_of_kind(one, kind) for kind in kinds)]
    told = [(report, front) for report in of_kind[:1] for front in passages_of(report.report_id, 0)[:1]]
    return [replace(one, text=f"{AGAINST}：{one.text}") for one in _given(told)]


def about_reports(
    inquiry: Inquiry, reports: Sequence[Report], fronts: Mapping[str, Passage], passages_of: PassagesOf
) -> list[Outcome]:
    """What the meant reports tell of themselves, each sentence cited; empty where they do not tell.

    Args:
        fronts: the front matter of each report, by report_id.
        passages_of: gives the passages of a paragraph of a report.

    Returns:
        Sentences; a refusal alone where a day of publication is asked for and no report has one.
    """
    return list(itertools.islice(_about(inquiry, reports, fronts, passages_of), _SHOWN))


def _about(
    inquiry: Inquiry, reports: Sequence[Report], fronts: Mapping[str, Passage], passages_of: PassagesOf
) -> Iterable[Outcome]:
    chosen = meant(inquiry, reports)
    told = [(report, fronts[report.report_id]) for report in chosen if report.report_id in fronts]
    if fact := _fact(inquiry):
        quoted = filter(None, (_quoted(report, fact.told, passages_of) for report in chosen))
        given = _given(told) if fact is _ON_BEHALF and _ASKS_SPEAKER.search(inquiry.own) else ()
        return itertools.chain(given, quoted)
    if part := _PART.search(inquiry.own):
        at = whole_number(part[1]) - 1
        return filter(None, (_told_under(report, at, passages_of) for report in chosen))
    if _PARTS.search(inquiry.own):
        return (part for report in chosen for part in _parts(report, passages_of))
    if _PUBLISHED.search(inquiry.own):
        return _published(inquiry, told[:_SHOWN])
    if _claims_giving(inquiry, reports):
        return _given(told)
    if any(report in chosen for report in named(inquiry, reports)):
        return _people_told(chosen, lambda person: person.named(inquiry.own), fronts, passages_of)
    if _POSTS.search(inquiry.own):
        return _people_told(chosen, lambda person: person.holds(inquiry.own), fronts, passages_of)
    return _given(told)


def _given(told: Sequence[tuple[Report, Passage]]) -> Iterator[Sentence]:
    """Who gave each report, when and where, as far as its front tells."""
    return (Sentence(text, (front,)) for report, front in told if (text := _told(report, front)))


def _people_told(
    reports: Sequence[Report], meant: Callable[[_Person], bool], fronts: Mapping[str, Passage], passages_of: PassagesOf
) -> Iterator[Sentence]:
    """What each report says of the person meant: its speaker, or the one that sent the speaker."""
    for report in reports:
        speaker, sender, front = _speaker(report), _sender(report), fronts.get(report.report_id)
        sent = bool(sender and meant(sender))
        if front and (sent or (speaker and meant(speaker))):
            yield Sentence(_told(report, front), (front,))
        if sent and (quoted := _quoted(report, _SENT_BY, passages_of)):
            yield quoted


def _quoted(report: Report, pattern: re.Pattern[str], passages_of: PassagesOf) -> Sentence | None:
    """The first sentence of a report's opening that the pattern is found in."""
    for paragraph in report.paragraphs[:_OPENING]:
        for passage in passages_of(report.report_id, paragraph.number):
            if pattern.search(passage.text):
                return Sentence(f"{_called(report)}写明：{readable(passage.text).strip()}", (passage,))
    return None


def _published(inquiry: Inquiry, told: Sequence[tuple[Report, Passage]]) -> list[Outcome]:
    """The page's own line on when and by whom it was published, beside the day of the meeting where both are asked."""
    found: list[Outcome] = []
    dated = bool(_WHEN.search(inquiry.own))
    for report, front in told:
        lines = _PUBLISHED_LINE.finditer(front.text)
        line = next((line for line in lines if not dated or re.search(r"\d", line[0])), None)
        if line and _GIVEN.search(inquiry.own):
            found.append(Sentence(_told(report, front), (front,)))
        if line:
            found.append(Sentence(_page_line(report, line), (front,)))
    if found or not told:
        return found
    known = "".join(_told(report, front) for report, front in told)
    return [Refusal(Reason.NOT_MENTIONED, f"报告的题头没有写明何时何处发布，只写明：{known}")]


def _page_line(report: Report, line: re.Match[str]) -> str:
    told = "，".join(re.split(r"\s{2,}|[\t\u3000]", line[0].strip()))
    return f"{_called(report)}的题头写明：{readable(told)}。"


def _told(report: Report, front: Passage) -> str:
    """Who gave a report, when and where, in a sentence; what only the page tells is told as such."""
    line = _PUBLISHED_LINE.search(front.text)
    of_page = line is not None and not _DAY.search(re.sub(r"\s", "", _PUBLISHED_LINE.sub("", front.text)))
    when = f"于{_day(report)}" if report.date and not of_page else ""
    where = f"在{report.meeting}上" if report.meeting else ""
    who = f"由{report.post or ''}{report.speaker}" if report.speaker else ""
    given = f"{_called(report)}{who}{when}{where}{'作' if who else '提出'}。" if who or when or where else ""
    return given + (_page_line(report, line) if line and of_page else "")


def _called(report: Report) -> str:
    """The title between book marks, which some titles begin with."""
    return report.title if report.title.startswith("《") else f"《{report.title}》"


def _day(report: Report) -> str:
    return f"{report.date.year}年{report.date.month}月{report.date.day}日" if report.date else ""


def _parts(report: Report, passages_of: PassagesOf) -> list[Sentence]:
    """The top-level headings, each cited to the first paragraph under it."""
    firsts = _headings(report, ())
    passages = tuple(passages_of(report.report_id, number)[0] for number in firsts.values())
    if not passages:
        return []
    return [Sentence(f"{_called(report)}分为：{'；'.join(firsts)}。", passages)]


def _told_under(report: Report, at: int, passages_of: PassagesOf) -> Sentence | None:
    """The top-level heading at a place with those under it, cited to the paragraphs that they open; None past the last."""
    top = list(_headings(report, ()))
    if at >= len(top):
        return None
    under = _headings(report, (top[at],)) or {top[at]: _headings(report, ())[top[at]]}
    passages = tuple(passages_of(report.report_id, number)[0] for number in under.values())
    told = f"，下分：{'；'.join(under)}" if top[at] not in under else ""
    return Sentence(f"{_called(report)}的这一部分是：{top[at]}{told}。", passages)


def _headings(report: Report, above: tuple[str, ...]) -> dict[str, int]:
    """The headings right under those `above`, in reading order, each with the paragraph that it opens."""
    firsts: dict[str, int] = {}
    depth = len(above)
    for paragraph in report.paragraphs:
        if len(paragraph.section) > depth and paragraph.section[:depth] == above:
            firsts.setdefault(paragraph.section[depth], paragraph.number)
    return firsts
