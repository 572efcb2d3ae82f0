"""What a sentence is about and what it does: its years and its statement kind, judged in context.

The context is the paragraph: its section path tells review from plan, and its own kind and
period carry what the headings leave open. Years are resolved against the calendar of the report.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from qa.datatypes import Paragraph, Period, Report, Statement
from qa.text import fold, numeral, sentences


class Calendar(NamedTuple):
    """The years of a report: when it was given, what it reports on, what it plans for."""

    year: int | None
    period: Period | None
    plan: Period | None

    @classmethod
    def of(cls, report: Report) -> Calendar:
        """The calendar of a report as read."""
        return cls(report.date.year if report.date else None, report.period, report.plan_period)


class Role(Enum):
    """What the part of the report does in which a paragraph stands."""

    REVIEW = "review"
    PLAN = "plan"
    PROBLEM = "problem"
    SITUATION = "situation"


_REVIEW_HEADING = re.compile(r"回顾|总结|(?:完成|执行|落实|进展|开展|实施|运行)情况|主要成就|工作成效|取得的?.{0,6}成|过去|推进顺利|进展良好|成绩")
_PLAN_HEADING = re.compile(
    r"总体(?:要求|思路|目标)|任务|(?:工作|计划|主要|总体)(?:安排|重点|部署|打算|思路|建议|要求|设想)|奋斗目标|预期目标|发展目标|重点工作|今后|未来|明年|"
    r"下一步|措施|举措|指导思想|工作目标|努力|奋力"
)
_PROBLEM_HEADING = re.compile(r"(?:存在|面临|主要)的?.{0,6}(?:问题|困难|不足|挑战)|问题和?(?:与|及)?(?:困难|不足)|困难和?(?:与|及)?(?:问题|挑战)")
_PLAN_OPENING = re.compile(
    r"(?:今年|明年|新的一年|(?:20|19)\d\d年)[^。]{0,30}(?:总体要求|预期目标|主要目标|总体思路|重点工作|关键之年|关键一年|开局之年|收官之年|第一年|工作的?要求)|"
    r"^(?:今后五年|未来五年|新的一年)"
)

_YEAR = r"(?:19|20)\d{2}"
_HAN_YEAR = r"[一二][九〇零○][〇零○一二三四五六七八九]{2}"
_RANGE = re.compile(rf"({_YEAR})年?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:-|—|–|~|至|到|－|——)({_YEAR})年")
_SINCE = re.compile(rf"(?:自|从)?({_YEAR})年(?:底|末)?以来")
_SINGLE = re.compile(rf"({_YEAR})(?=年)|({_HAN_YEAR})(?=年)")
_COMPARED = re.compile(r"(?:比|较|从|自|由|与|和|于|超过?|按|以|相对)$")
_COMPARED_AFTER = re.compile(r"年(?:底|末|度|同期)?(?:相比|水平|价格|不变价|同期|基础)")
_FIVE_YEAR_PLAN = re.compile(r"[“\"‘]?([一二三四五六七八九十]{1,3})五[”\"’]?(末|以来|时期|期间|前|后半|中期|规划期)|第([一二三四五六七八九十]{1,3})个五年(?:规划|计划)(末|以来|时期|期间)")
_YEARS_SPAN = re.compile(r"(今后|未来|下个?|接下来的?|过去的?|近|这|前|后|头)?([一二两三四五六七八九十]{1,2}|\d{1,2})年(半)?(多?来|以来|间|里|中)?")
_PROPER = re.compile(r"《[^《》]*》")

_COURTESY = re.compile(
    r"请(?:予|大会)?(?:审议|审查)|(?:代表|向大会|向本次).{0,24}(?:报告|作).{0,6}工作|作(?:政府)?工作报告|致以.{0,12}(?:敬意|问候|感谢)|表示.{0,8}感谢|衷心(?:的)?感谢|让我们|受.{1,20}委托|奋斗创造|"
    r"^各位(?:代表|委员)[,!:]?$"
)
_FIGURE = re.compile(r"(?:\d|[一二三四五六七八九十百千两]+(?=个百分点|成|倍|万|亿))")
_FIGURE_WITH_UNIT = re.compile(r"\d[\d.,]*\s*(?:%|‰|个百分点|[百千万亿]|元|个|家|项|户|人|套|公里|米|平方|亩|吨|公顷|所|处|张|座|条|件|次|台|辆|名|场|例|微克|斤|倍|天|左右|以上|以内)")
_TARGET = re.compile(r"力争|目标|达到|达|以上|控制在|确保|不低于|不超过|以内|左右|预期|突破|增长|建成|实现|完成|新增|新建|保持|降(?:至|到|低)|提高")
_FIRM_TARGET = re.compile(r"力争|预期目标|主要目标|发展目标|控制在|确保.{0,20}\d|不低于|不超过")
_PROBLEM = re.compile(
    r"清醒地?(?:看到|认识|意识)|面临.{0,15}(?:压力|挑战|困难|问题|风险)|(?:存在|还有|尚有|有).{0,14}(?:不足|问题|短板|差距|困难|弱项)|有待|仍(?:然|显|需|不|有)|还(?:不|需|存在|有待|面临)|"
    r"尚(?:未|需|不|有)|亟[待需]|薄弱|不够|不强|不优|不足(?!\d)|不平衡|不充分|不高|不少问题|较大(?:压力|差距)|压力(?:较|很|依然|仍|加)|困难(?:较|很|依然|仍|和|重重)|难度(?:增|加|较|大|依)"
)
_NO_PROBLEM = re.compile(r"解决|破解|补齐|着力|克服|化解|攻克|缓解|整治|缩小")
_MEASURE = re.compile(r"下一步|我们(?:将|要|必须)|今后.{0,8}(?:将|要)|将(?:继续|进一步|着力|全力|大力|加快|尽心|深入|持续|坚持|坚定|积极|认真)|(?:对此|为此),")
_PAST = re.compile(r"(?:^|[^不])已(?!有)|累计|去年|上年|过去(?:一|五)年|一年来|五年来|取得了|实现了|完成了|得益于")
_ANALYSIS = re.compile(r"是.{0,80}(?:之年|一年|时期|阶段|机遇期|关键期)[,。;]|面临.{0,12}(?:机遇|条件)|有利条件|重要契机|意义重大")
_RESOLVE = re.compile(r"(?:我们|必须|就|都|也)(?:要|将|必须)|^(?:要|将)|必须")
_SITUATION_HEADING = re.compile(r"形势|机遇|新要求|发展环境|发展阶段")
_PROBLEM_LIST = re.compile(r"(?:问题|困难|挑战|不足|短板|差距)[^。]{0,30}[:。]?$")
_ITEM = re.compile(r"^(?:[一二三四五六七八九十]{1,2}是|首先|其次|再次|最后|第[一二三四五六七八九十]{1,2}[,、]|——|\(\d|\(?[一二三四五六七八九十]{1,2}\)|\d[.、])")


def classify(sentence: str, paragraph: Paragraph, calendar: Calendar) -> tuple[Period | None, Statement]:
    """The years and the kind of one sentence of a paragraph as read."""
    plain = _bare(sentence)
    role = _role_of(paragraph, calendar)
    statement = _kind(plain, role, calendar)
    return _period(plain, role, paragraph.period, calendar, statement), statement


def judge(texts: Sequence[str], sections: Sequence[tuple[str, ...]], calendar: Calendar) -> list[tuple[Period | None, Statement]]:
    """Period and kind of each paragraph of a report, in reading order.

    Where headings tell nothing, the part goes on as before: review until a paragraph opens the
    plan, problems until a list of problems ends.
    """
    judged: list[tuple[Period | None, Statement]] = []
    going, listing = Role.REVIEW, False
    for text, section in zip(texts, sections, strict=True):
        plain = _bare(text)
        role = section_role(section, calendar)
        if role is None:
            opens = calendar.plan is not None and bool(_PLAN_OPENING.search(plain[:80])) and not _is_past(plain[:80], calendar)
            role = going = Role.PLAN if opens else going
        elif role in (Role.REVIEW, Role.PLAN):
            going = role
        listing = listing and bool(_ITEM.match(plain))
        effective = Role.PROBLEM if listing else role
        statement = _majority(text, effective, calendar)
        period = section_period(section, role, calendar)
        if statement is Statement.PROBLEM and role is Role.PLAN and calendar.period:
            period = Period(calendar.period.last, calendar.period.last)  # what is wrong is wrong now
        judged.append((period, statement))
        listing = listing or bool(_PROBLEM_LIST.search(plain[-60:]) and _PROBLEM.search(plain))
    return judged


def section_role(section: Sequence[str], calendar: Calendar) -> Role | None:
    """What the headings say of the part: the outermost telling heading, or an inner one on problems."""
    plains = [_bare(heading) for heading in section]
    for plain in reversed(plains):
        if _PROBLEM_HEADING.search(plain) and not _NO_PROBLEM.search(plain):
            return Role.PROBLEM
        if _SITUATION_HEADING.search(plain) and not _REVIEW_HEADING.search(plain) and not _PLAN_HEADING.search(plain):
            return Role.SITUATION
    for plain in plains[:2]:
        years = [int(year) for year in re.findall(rf"({_YEAR})年", plain)]
        if _REVIEW_HEADING.search(plain):
            return Role.REVIEW
        if years and calendar.plan and max(years) >= calendar.plan.first:
            return Role.PLAN
        if years and calendar.period and max(years) <= calendar.period.last:
            return Role.REVIEW
        if _PLAN_HEADING.search(plain):
            return Role.PLAN
    return None


def section_period(section: Sequence[str], role: Role, calendar: Calendar) -> Period | None:
    """The years of a part: those in its headings, else those reported on or planned for."""
    default = calendar.plan if role is Role.PLAN else calendar.period
    for heading in reversed(section):
        plain = _bare(heading)
        found = _explicit(plain, role, calendar) or _spans(plain, role, calendar)
        if found:
            return Period(min(period.first for period in found), max(period.last for period in found))
    return default


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", fold(text))


def _role_of(paragraph: Paragraph, calendar: Calendar) -> Role:
    if paragraph.statement is Statement.PROBLEM:
        return Role.PROBLEM
    role = section_role(paragraph.section, calendar)
    if role is not None:
        return role
    if paragraph.period is not None and paragraph.period == calendar.plan != calendar.period:
        return Role.PLAN
    return Role.PLAN if paragraph.statement in (Statement.TARGET, Statement.MEASURE) else Role.REVIEW


def _majority(text: str, role: Role, calendar: Calendar) -> Statement:
    """The kind that most of a paragraph's sentences have, by length; admitted problems weigh in their opening."""
    weights: dict[Statement, int] = {}
    for start, end in sentences(text):
        plain = _bare(text[start:end])
        kind = _kind(plain, role, calendar)
        weights[kind] = weights.get(kind, 0) + len(plain)
    if not weights:
        return Statement.OTHER
    if weights.get(Statement.OTHER, 0) < sum(weights.values()):
        weights.pop(Statement.OTHER, None)
    if re.search(r"清醒地?(?:看到|认识|意识)", _bare(text)[:60]):
        return Statement.PROBLEM
    return max(Statement, key=lambda kind: weights.get(kind, 0))


def _kind(plain: str, role: Role, calendar: Calendar) -> Statement:
    if _COURTESY.search(plain):
        return Statement.OTHER
    if role is Role.PROBLEM:
        return Statement.MEASURE if _MEASURE.search(plain) and not _PROBLEM.search(plain) else Statement.PROBLEM
    admitted = _PROBLEM.search(plain) and not _NO_PROBLEM.search(plain)
    if role is Role.SITUATION:
        kind = Statement.MEASURE if _RESOLVE.search(plain) else Statement.OTHER
        return Statement.PROBLEM if admitted else kind
    if role is Role.REVIEW:
        if _is_future(plain, calendar):
            return Statement.TARGET
        if admitted:
            return Statement.PROBLEM
        return Statement.MEASURE if _MEASURE.search(plain) else Statement.OUTCOME
    return _plan_kind(plain, bool(admitted), calendar)


def _plan_kind(plain: str, admitted: bool, calendar: Calendar) -> Statement:
    if admitted and not _MEASURE.search(plain):
        return Statement.PROBLEM
    if _FIRM_TARGET.search(plain):
        return Statement.TARGET
    if _is_past(plain, calendar):
        return Statement.OUTCOME
    if _FIGURE_WITH_UNIT.search(_PROPER.sub("", plain)) and _TARGET.search(plain):
        return Statement.TARGET
    if _FIGURE_WITH_UNIT.search(re.sub(r"[“《(][^”》)]*[”》)]", "", plain)):
        return Statement.TARGET
    return Statement.OTHER if _ANALYSIS.search(plain) and not _RESOLVE.search(plain) else Statement.MEASURE


def _is_past(plain: str, calendar: Calendar) -> bool:
    """Whether a sentence of the plan looks back: a past mark, or only years that are over."""
    years = [int(year) for year in re.findall(rf"({_YEAR})年", _PROPER.sub("", plain))]
    if years and calendar.plan:
        return max(years) < calendar.plan.first
    return bool(_PAST.search(plain))


def _is_future(plain: str, calendar: Calendar) -> bool:
    """Whether a sentence of the review commits to a year that is still to come."""
    last = max(filter(None, (calendar.year, calendar.period.last if calendar.period else None)), default=None)
    ahead = re.search(r"(?:可|将)(?:达到?|完成|实现)", plain)
    for match in re.finditer(rf"({_YEAR})年(?:底|末)?[^,;。]{{0,25}}?(?:可|将|达到?|完成|实现|建成|控制|力争)", _PROPER.sub("", plain)):
        if last is not None and int(match[1]) > last:
            return True
    return bool(ahead and re.search(r"年底|年末|规划(?:目标|末)|“?[一二三四五六七八九十]+五”?末", plain))


def _period(plain: str, role: Role, context: Period | None, calendar: Calendar, statement: Statement) -> Period | None:
    text = _PROPER.sub(lambda match: "　" * len(match[0]), plain)
    explicit = _explicit(text, role, calendar)
    found = explicit or _relative(text, role, context, calendar)
    if statement is Statement.TARGET and explicit and len(explicit) > 1:
        ahead = [period for period in explicit if period.last >= (calendar.year or 0)]
        found = ahead or explicit
    if role is Role.PLAN and calendar.plan and statement in (Statement.TARGET, Statement.MEASURE):
        found = [period for period in found if period.last >= calendar.plan.first - 1]  # "2000年以前建成的小区"
    if not found:
        return context
    return Period(min(period.first for period in found), max(period.last for period in found))


def _explicit(text: str, role: Role, calendar: Calendar) -> list[Period]:
    """Years named in the sentence; those it only compares with are left out."""
    found: list[Period] = []
    rest = text
    for match in _RANGE.finditer(text):
        first, last = int(match[1]), int(match[2])
        if first <= last:
            found.append(Period(first, last))
            rest = rest[: match.start()] + "　" * len(match[0]) + rest[match.end() :]
    for match in _SINCE.finditer(rest):
        first = int(match[1])
        found.append(Period(first, max(first, calendar.period.last if calendar.period else first)))
        rest = rest[: match.start()] + "　" * len(match[0]) + rest[match.end() :]
    for match in _SINGLE.finditer(rest):
        compared = _COMPARED.search(rest[: match.start()]) or _COMPARED_AFTER.match(rest, match.end())
        year = int(match[1]) if match[1] else int(numeral(match[2].replace("○", "〇")) or 0)
        if not compared and year:
            found.append(Period(year, year))
    return found + _five_year_plans(rest, role, calendar)


def five_year_plan(number: str) -> Period | None:
    """The years of a five-year plan: 十四 for 十四五 is 2021 to 2025."""
    value = numeral(number)
    if value is None or not 1 <= value <= 30:
        return None
    first = int(1966 + 5 * (value - 3)) if value >= 3 else int(1953 + 5 * (value - 1))
    return Period(first, first + 4)


def _five_year_plans(text: str, role: Role, calendar: Calendar) -> list[Period]:
    found = []
    for match in _FIVE_YEAR_PLAN.finditer(text):
        years, part = five_year_plan(match[1] or match[3]), match[2] or match[4]
        if years is None or _COMPARED.search(text[: match.start()]):
            continue
        now = min(max(calendar.year or years.last, years.first), years.last)
        if part == "末":
            years = Period(years.last, years.last)
        elif part in ("以来", "前"):
            years = Period(years.first, now)
        elif part == "后半":
            years = Period(now, years.last)
        found.append(years)
    return found


def _relative(text: str, role: Role, context: Period | None, calendar: Calendar) -> list[Period]:
    found = _spans(text, role, calendar)
    this = _this_year(role, calendar)
    if this is None:
        return found
    last = calendar.period.last if calendar.period else this - 1
    for words, year in (("今年|本年", this), ("去年|上年(?!同期)|上一年", this - 1), ("前年", this - 2), ("明年|来年", this + 1)):
        for match in re.finditer(words, text):
            if not _COMPARED.search(text[: match.start()]):
                found.append(Period(year, year))
    if not found and re.search(r"一年来|过去一年|过去的一年|这一年", text) and role is not Role.PLAN:
        found.append(Period(last, last))
    return found


def _this_year(role: Role, calendar: Calendar) -> int | None:
    """The year that "今年" means: the plan year in the plan part, else the year of the report."""
    if role is Role.PLAN and calendar.plan:
        return calendar.plan.first
    if calendar.year:
        return calendar.year
    return calendar.plan.first if calendar.plan else calendar.period.last if calendar.period else None


def _spans(text: str, role: Role, calendar: Calendar) -> list[Period]:
    """Runs of years: 五年来, 两年半来, 前两年, 今后五年, and 五年 alone where five years are reported on."""
    found = []
    for match in _YEARS_SPAN.finditer(text):
        before, number, half, after = match[1] or "", match[2], match[3], match[4] or ""
        value = numeral(number)
        if value is None or not 2 <= value <= 20 or re.search(r"连续$|第$|\d$", text[: match.start()]):
            continue
        length = math.ceil(value + (0.5 if half else 0))
        if re.match(r"今后|未来|下|接下来|后", before):
            if calendar.plan:
                found.append(Period(calendar.plan.first, calendar.plan.first + length - 1))
        elif calendar.period and (years := _span_back(before, length, after, text[match.end() :], calendar.period)):
            found.append(years)
    return found


def _span_back(before: str, length: int, after: str, rest: str, period: Period) -> Period | None:
    several = period.last - period.first + 1
    if before in ("前", "头"):
        first = period.first if several > length else period.last - length + 1
        return Period(first, first + length - 1)
    if after or before or (length == several and not re.match(r"规划|计划|行动|期|制", rest)):
        return Period(period.last - length + 1, period.last)
    return None


def union(periods: Iterable[Period]) -> Period | None:
    """The smallest period that covers all given ones; None for none."""
    years = list(periods)
    return Period(min(period.first for period in years), max(period.last for period in years)) if years else None
