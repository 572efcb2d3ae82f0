"""What a sentence does and which years it is about, judged in the context of its paragraph.

The section path tells review from plan; where headings leave it open, the paragraph's own period
and kind, which carry the course of the report, decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.datatypes import Paragraph, Period, Statement
from qa.reports.periods import YEAR, Calendar, Role, heading_years, named_years, relative_years, union
from qa.reports.tables import Cell, cell_of
from qa.text import fold, sentences

__all__ = ["Calendar", "classify", "judge", "section_role"]

_HAN = "[一二三四五六七八九十]"

_REVIEW_HEADING = re.compile(
    r"回顾|总结|(?:完成|执行|落实|进展|开展|实施|运行)情况|主要成就|工作成效|取得的?.{0,6}成|过去|"
    r"推进顺利|进展良好|成绩"
)
_PLAN_HEADING = re.compile(
    r"总体(?:要求|思路|目标)|任务|(?:工作|计划|主要|总体)(?:安排|重点|部署|打算|思路|建议|要求|设想)|"
    r"(?:奋斗|预期|发展|工作)目标|重点工作|今后|未来|明年|下一步|措施|举措|指导思想|努力|奋力"
)
_PROBLEM_HEADING = re.compile(
    r"(?:存在|面临|主要)的?.{0,6}(?:问题|困难|不足|挑战)|问题和?(?:与|及)?(?:困难|不足)|困难和?(?:与|及)?(?:问题|挑战)"
)
_NOTE_HEADING = re.compile(r"名词|注释|术语|用语说明")
_SITUATION_HEADING = re.compile(r"形势|机遇|新要求|发展环境|发展阶段")
_PLAN_OPENING = re.compile(
    r"(?:今年|明年|新的一年|(?:20|19)\d\d年)[^。]{0,30}(?:总体要求|预期目标|主要目标|总体思路|重点工作|工作的?要求|"
    r"关键之年|关键一年|开局之年|收官之年|第一年|[要将](?:重点|着力|着重)?[做抓]好)|^(?:今后五年|未来五年|新的一年)|"
    r"经济社会发展的?(?:主要)?预期目标.{0,4}(?:是|为|:)"
)
_OPENING_CHARS = 80  # a plan announces itself this early in its first paragraph

_PROPER = re.compile(r"《[^《》]*》")
_QUOTED = re.compile(r"[“《(][^”》)]*[”》)]")
_COURTESY = re.compile(
    r"请(?:予|大会)?(?:审议|审查)|(?:代表|向大会|向本次).{0,24}(?:报告|作).{0,6}工作|作(?:政府)?工作报告|"
    r"致以.{0,12}(?:敬意|问候|感谢)|表示.{0,8}感谢|衷心(?:的)?感谢|让我们|受.{1,20}委托|奋斗创造|"
    r"^各位(?:代表|委员)[,!:]?$"
)
_FIGURE = re.compile(
    r"\d[\d.,]*(?:%|‰|个百分点|[百千万亿]|微克|公里|公顷|平方|左右|以上|以内|"
    r"[元个家项户人套米亩吨所处张座条件次台辆名场例斤倍天])"
)
_FIRM_TARGET = re.compile(r"力争|预期目标|主要目标|发展目标|控制在|确保.{0,20}\d|不低于|不超过")
_PROBLEM = re.compile(
    r"清醒地?(?:看到|认识|意识)|面临.{0,15}(?:压力|挑战|困难|问题|风险)|"
    r"(?:存在|还有|尚有|有).{0,14}(?:不足|问题|短板|差距|困难|弱项)|有待|仍(?:然|显|需|不|有)|"
    r"还(?:不|需|存在|有待|面临)|尚(?:未|需|不|有)|亟[待需]|薄弱|不够|不强|不优|不足(?!\d)|不平衡|不充分|不高|"
    r"不少问题|较大(?:压力|差距)|压力(?:较|很|依然|仍|加)|困难(?:较|很|依然|仍|和|重重)|难度(?:增|加|较|大|依)"
)
_NO_PROBLEM = re.compile(r"解决|破解|补齐|着力|克服|化解|攻克|缓解|整治|缩小")
_FACED = re.compile(  # what was faced is no admission
    r"(?:面对|应对|战胜|顶住|经受住?)[^,;。]{0,40}|面临[^,;。]{0,40}(?=[^。]{0,60}取得的?[^。]{0,6}成[绩就效])"
)
_ADMISSION = re.compile(
    r"清醒地?(?:看到|认识|意识)|问题(?:也|同样|却)?不容忽视|"
    r"我们也.{0,6}(?:看到|认识到|意识到|深知)[^。]{0,30}(?:存在|面临|还有|尚有)[^。]{0,14}(?:问题|不足|困难|差距|短板)"
)
_ADMISSION_CHARS = 60
_MEASURE = re.compile(
    r"下一步|我们(?:将|要|必须)|今后.{0,8}(?:将|要)|(?:对此|为此),|"
    r"将(?:继续|进一步|着力|全力|大力|加快|尽心|深入|持续|坚持|坚定|积极|认真)"
)
_RESOLVE = re.compile(r"(?:我们|必须|就|都|也)(?:要|将|必须)|^(?:要|将)|必须")
_PAST = re.compile(
    r"(?:^|[^不])已(?!有|经?[^经,;。]{2}的)|累计|去年|上年|过去(?:一|五)年|一年来|五年来|取得了|实现了|完成了|得益于"
)
_ANALYSIS = re.compile(
    r"是.{0,80}(?:之年|一年|时期|阶段|机遇期|关键期)[,。;]|面临.{0,12}(?:机遇|条件)|有利条件|重要契机|意义重大"
)
_COMMITTED = re.compile(rf"({YEAR})年(?:底|末)?,?[^,;。]{{0,25}}?(?:可|将|达到?|完成|实现|建成|控制|力争)")
_EXPECTED = re.compile(r"(?:可|将)(?:达到?|完成|实现)")
_HORIZON = re.compile(rf"年底|年末|规划(?:目标|末)|“?{_HAN}+五”?末")
_PROBLEM_LIST = re.compile(r"(?:问题|困难|挑战|不足|短板|差距)[^。]{0,30}[:。]?$")
_LIST_TAIL_CHARS = 60
_ITEM = re.compile(rf"^(?:{_HAN}{{1,2}}是|首先|其次|再次|最后|第{_HAN}{{1,2}}[,、]|——|\(\d|\(?{_HAN}{{1,2}}\)|\d[.、])")

# What the head of a column, the name of a row or the title of a table says of its figures.
_DONE_HEAD = re.compile(r"实际|完成(?![时日期])|实绩|执行(?![单部])|决算|实现|达到|达成|进度")
_TO_BE_DONE = re.compile(r"(?:计划|拟|预期|应|规划)(?:完成|实现|达到)(?!率|情况|进度|比|度|[(%])")
_PLANNED_HEAD = re.compile(r"目标|计划|预期|预算|任务|规划|力争|拟")
_KIND_AT_END = re.compile(r"(?:目标|计划|预期|任务|实际|完成)(?:值|数|情况)?$")
_PLAN_TABLE = re.compile(r"[今本]年[^|]{0,6}(?:目标|计划|预期|任务)")


def classify(sentence: str, paragraph: Paragraph, calendar: Calendar) -> tuple[Period | None, Statement]:
    """The years and the kind of one sentence of a paragraph as read."""
    plain = _bare(sentence)
    role = _role_of(paragraph, calendar)
    if cell := cell_of(fold(sentence)):
        years, kind = _judged_cell(cell, paragraph.text, paragraph.section, role, calendar)
        return years or paragraph.period, kind
    statement = _kind(plain, role, calendar)
    return _period(plain, role, paragraph.period, calendar, statement), statement


def judge(
    texts: Sequence[str], sections: Sequence[tuple[str, ...]], calendar: Calendar
) -> list[tuple[Period | None, Statement]]:
    """Period and kind of each paragraph of a report, in reading order.

    Where headings tell nothing, the part goes on as before: review until the plan opens, problems
    until their list ends.
    """
    judged: list[tuple[Period | None, Statement]] = []
    going, listing, reviewed = Role.REVIEW, False, ""
    for text, section in zip(texts, sections, strict=True):
        plain = _bare(text)
        role = section_role(section, calendar)
        if role is None:
            role = going = Role.PLAN if calendar.plan and _opens_plan(plain, section, reviewed, calendar) else going
        elif role in (Role.REVIEW, Role.PLAN):
            going = role
            reviewed = section[0] if role is Role.REVIEW else reviewed
        listing = listing and role is not Role.NOTE and bool(_ITEM.match(plain))
        statement = _majority(text, section, Role.PROBLEM if listing else role, calendar)
        judged.append((_context(section, role, statement, calendar), statement))
        listing = listing or _opens_problems(plain)
    return judged


def _opens_problems(plain: str) -> bool:
    """Whether a paragraph ends in the announcement of problems that are then listed."""
    last = plain.rstrip("。").rpartition("。")[2]
    return bool(_PROBLEM_LIST.search(last[-_LIST_TAIL_CHARS:]) and _PROBLEM.search(_FACED.sub("", last)))


def _opens_plan(plain: str, section: Sequence[str], reviewed: str, calendar: Calendar) -> bool:
    """Whether the plan begins: by the words, or as the first part after one that is headed as review."""
    if reviewed and section and section[0] != reviewed:
        return True
    opening = plain[:_OPENING_CHARS]
    return "|" not in opening and bool(_PLAN_OPENING.search(opening)) and not _is_past(opening, calendar)


def section_role(section: Sequence[str], calendar: Calendar) -> Role | None:
    """What the headings say of the part: an inner one on problems or prospects, else the outermost telling one."""
    plains = [_bare(heading) for heading in section]
    if plains and _NOTE_HEADING.search(plains[0]):
        return Role.NOTE
    for plain in reversed(plains):
        if _PROBLEM_HEADING.search(plain) and not _NO_PROBLEM.search(plain):
            return Role.PROBLEM
        if _SITUATION_HEADING.search(plain) and not _REVIEW_HEADING.search(plain) and not _PLAN_HEADING.search(plain):
            return Role.SITUATION
    for plain in plains[:2]:
        years = [int(year) for year in re.findall(rf"({YEAR})年", plain)]
        if _REVIEW_HEADING.search(plain):
            return Role.REVIEW
        if years and calendar.plan and max(years) >= calendar.plan.first:
            return Role.PLAN
        if years and calendar.period and max(years) <= calendar.period.last:
            return Role.REVIEW
        if _PLAN_HEADING.search(plain):
            return Role.PLAN
    return None


def _context(section: Sequence[str], role: Role, statement: Statement, calendar: Calendar) -> Period | None:
    """The years of a paragraph: those in its headings, else those reported on or planned for."""
    if role is Role.NOTE:
        return None
    if statement is Statement.PROBLEM and role is Role.PLAN and calendar.period:
        return Period(calendar.period.last, calendar.period.last)  # what is wrong is wrong now
    headings = [_bare(heading) for heading in section]
    return heading_years(headings, role, calendar) or (calendar.plan if role is Role.PLAN else calendar.period)


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
    return Role.PLAN if paragraph.statement.ahead else Role.REVIEW


def _majority(text: str, section: Sequence[str], role: Role, calendar: Calendar) -> Statement:
    """The kind that most of a paragraph has, by length; other kinds than OTHER go first."""
    if _ADMISSION.search(_bare(text)[:_ADMISSION_CHARS]):
        return Statement.PROBLEM
    weights = dict.fromkeys(Statement, 0)
    for start, end in sentences(text):
        plain, cell = _bare(text[start:end]), cell_of(fold(text[start:end]))
        kind = _judged_cell(cell, text, section, role, calendar)[1] if cell else _kind(plain, role, calendar)
        weights[kind] += len(plain)
    if weights[Statement.OTHER] < sum(weights.values()):
        del weights[Statement.OTHER]
    best = max(weights, key=lambda kind: weights[kind])
    return best if weights[best] else Statement.OTHER


def _kind(plain: str, role: Role, calendar: Calendar) -> Statement:
    if role is Role.NOTE or _COURTESY.search(plain):
        return Statement.OTHER
    if role is Role.PROBLEM:
        return Statement.MEASURE if _MEASURE.search(plain) and not _PROBLEM.search(plain) else Statement.PROBLEM
    admitted = bool(_PROBLEM.search(_FACED.sub("", plain))) and not _NO_PROBLEM.search(plain)
    if role is Role.SITUATION:
        kind = Statement.MEASURE if _RESOLVE.search(plain) else Statement.OTHER
        return Statement.PROBLEM if admitted else kind
    if role is Role.PLAN:
        return _plan_kind(plain, admitted, calendar)
    if _is_future(plain, calendar):
        return Statement.TARGET
    if admitted:
        return Statement.PROBLEM
    return Statement.MEASURE if _MEASURE.search(plain) else Statement.OUTCOME


def _judged_cell(
    cell: Cell, paragraph: str, section: Sequence[str], role: Role, calendar: Calendar
) -> tuple[Period | None, Statement]:
    """The years of a cell in a paragraph, and result or target: by column, row, the years of both, title, part."""
    years = _cell_years(cell, bool(_PLAN_TABLE.search(_bare(paragraph))), calendar)
    row = cell.row if _KIND_AT_END.search(cell.row) else ""
    title = _bare(section[-1]) if section else ""
    kind = _kind_told(cell.head) or _kind_told(row) or _kind_by_year(years, calendar) or _kind_told(title)
    if kind is None:
        kind = Statement.TARGET if role is Role.PLAN else Statement.OUTCOME
    return years, Statement.OTHER if role is Role.NOTE else kind


def _kind_told(head: str) -> Statement | None:
    if _TO_BE_DONE.search(head) or (_PLANNED_HEAD.search(head) and not _DONE_HEAD.search(head)):
        return Statement.TARGET
    return Statement.OUTCOME if _DONE_HEAD.search(head) else None


def _kind_by_year(years: Period | None, calendar: Calendar) -> Statement | None:
    ahead = calendar.plan.first if calendar.plan else calendar.period.last + 1 if calendar.period else None
    if years is None or ahead is None:
        return None
    return Statement.TARGET if years.last >= ahead else Statement.OUTCOME


def _cell_years(cell: Cell, of_plan: bool, calendar: Calendar) -> Period | None:
    """The years that the head of the column names, else the row; None where neither does.

    In a table that plans for 本年 this is the year planned for, in any other the year reported on.
    """
    if not of_plan and calendar.period:
        calendar = calendar._replace(year=calendar.period.last)
    role = Role.PLAN if of_plan else Role.REVIEW
    for text in (_bare(cell.head), _bare(cell.row)):
        if found := named_years(text, calendar) or relative_years(text, role, calendar):
            return union(found)
    return None


def _plan_kind(plain: str, admitted: bool, calendar: Calendar) -> Statement:
    if admitted and not _MEASURE.search(plain):
        return Statement.PROBLEM
    if _FIRM_TARGET.search(plain):
        return Statement.TARGET
    if _is_past(plain, calendar):
        return Statement.OUTCOME
    if _FIGURE.search(_QUOTED.sub("", plain)):
        return Statement.TARGET
    return Statement.OTHER if _ANALYSIS.search(plain) and not _RESOLVE.search(plain) else Statement.MEASURE


def _is_past(plain: str, calendar: Calendar) -> bool:
    """Whether a sentence of the plan looks back: a past mark, or only years that are over."""
    years = [int(year) for year in re.findall(rf"({YEAR})年", _PROPER.sub("", plain))]
    if years and calendar.plan and calendar.period and max(years) >= calendar.period.first:
        return max(years) < calendar.plan.first
    return bool(_PAST.search(plain))


def _is_future(plain: str, calendar: Calendar) -> bool:
    """Whether a sentence of the review commits to a year that is still to come."""
    last = max(calendar.year or 0, calendar.period.last if calendar.period else 0)
    for match in _COMMITTED.finditer(_PROPER.sub("", plain)):
        if last and int(match[1]) > last:
            return True
    return bool(_EXPECTED.search(plain) and _HORIZON.search(plain))


def _period(plain: str, role: Role, context: Period | None, calendar: Calendar, kind: Statement) -> Period | None:
    """The years of a sentence: those it names, else those it tells from the report, else its paragraph's."""
    text = _PROPER.sub(lambda match: "　" * len(match[0]), plain)
    named = named_years(text, calendar)
    found = named or relative_years(text, role, calendar)
    if kind is Statement.TARGET and len(named) > 1:
        found = [period for period in named if period.last >= (calendar.year or 0)] or named
    if role is Role.PLAN and calendar.plan and kind.ahead:
        found = [period for period in found if period.last >= calendar.plan.first - 1]  # not "2000年以前建成的小区"
    return union(found) or context
