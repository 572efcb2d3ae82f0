"""Title, region, kind, date, speaker, meeting and years of a report, from its head, headings and file name.

What is not told is None. The date is the day of the meeting; the day a page was published counts
only where it fits the report, the day of a forum post never.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from qa.datatypes import Period
from qa.reports.cleaning import SALUTATION
from qa.reports.periods import HAN_YEAR, YEAR, five_year_plan
from qa.reports.regions import Area, hinted_region, located, named_region, told_above
from qa.text import numeral, whole_number


class Head(NamedTuple):
    """What metadata is read from; texts are folded and, but for `spaced_lines`, without blanks.

    `lines` are those before the body, `opening` its first lines, `headings` the two outer levels,
    `paragraph_starts` the first characters of each paragraph, `text` the whole.
    """

    lines: tuple[str, ...]
    spaced_lines: tuple[str, ...]
    opening: str
    headings: tuple[str, ...]
    paragraph_starts: tuple[str, ...]
    file_name: str
    text: str


class Metadata(NamedTuple):
    """The metadata of a report; None where neither text nor file name tells."""

    title: str
    region: str | None
    area: Area
    kind: str | None
    date: dt.date | None
    speaker: str | None
    post: str | None
    meeting: str | None
    period: Period | None
    plan_period: Period | None


_HAN = "[一二三四五六七八九十]"
_COUNT = r"[一二三四五六七八九十\d]{1,4}"
_DAY = re.compile(rf"(\d{{4}}|{HAN_YEAR})年(\d{{1,2}}|{_HAN}{{1,2}})月(\d{{1,2}}|{_HAN}{{1,3}})日")
_SITTING = re.compile(r"(?:\)|,)?(?:在|于)?(?:(?!\d{4}年).){2,50}?(?:会议|大会|次会)")
_STAMP = re.compile(r"(?:发文时间|发布时间|发布日期|日期|成文日期):?(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})")
_MEETING = re.compile(
    rf"([^,。;:\d日()在于—《》>【】\[\]]{{2,24}}第{_COUNT}届人(?:民代表)?大(?:会)?(?:常务?委员?会)?(?:常委会)?"
    rf"第?{_COUNT}次(?:全体)?(?:会议|全会)?)"
)
_TITLE_END = re.compile(r"(?:报告|公报|纲要|规划|总结|简报|汇报)(?:\(.{0,20}\)|[一二三四五]|《.*》)*(?:——.*)?$")
_TITLE_TAIL = re.compile(r"——(?!.*报告$).*$|——(?=\d{4}年).*$|\((?:20|19)\d\d年\d+月\d+日.*$")
_TITLE_MARKS = re.compile(r"^(?:标题:|\[[^\]]{1,6}\]|新华社[^,。]{2,12}电|——?)+|\[\d+\]$")
_SERIES_TITLE = re.compile(r"^.{0,12}政府工作报告(?=关于.{8,}报告$)|\(全文\)$")  # the series that a page files it under
_NO_TITLE = re.compile(r"您?(?:当前|现在)|.*>>|.*[。;]|来源|作者|附件|.{0,5}我")
_TITLE_CHARS = 110
_FURNITURE_CHARS = 60
_OFFICE = r"总理|主席|省长|市长|区长|县长|州长|盟长|旗长|专员|主任|局长|行政长官"
_PERSON = r"[\u4e00-\u9fff·]{2,4}|[\u4e00-\u9fff]{2,8}·[\u4e00-\u9fff·]{2,12}"
_SPEAKER = re.compile(
    rf"^(?:报告人:?|\(|——)?([\u4e00-\u9fff]{{0,24}}?(?:代|常务)?副?(?:{_OFFICE}))[:、]?({_PERSON})"
    r"(?:\)|同志|作.{0,8}报告。?)?$"
)
_SPACED_SPEAKER = re.compile(rf"(?:报告人:?)?(.{{0,30}}?(?:{_OFFICE}))([\u4e00-\u9fff·]{{2,12}})$")
_SPEAKER_INSIDE = re.compile(
    rf"(?:会议上|大会上),?([\u4e00-\u9fff]{{0,16}}?代?(?:{_OFFICE}))([\u4e00-\u9fff]{{2,4}}?)(?=作|\)|$)"
)
_NO_NAME = re.compile(r"报告|会议|人大|分享|打印|关闭|正文")
_NAME = re.compile(r"^[\u4e00-\u9fff]{2,4}$")
_SELF = re.compile(r"(?:代表|受)([\u4e00-\u9fff]{0,16}?(?:人民政府|国务院|政府))")

_SELF_CHARS = 200  # within these a report says what it reports

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("规划中期评估报告", re.compile(r"中期评估")),
    ("落实审议意见报告", re.compile(r"落实.{0,60}(?:审议|审查)意见")),
    ("政府工作报告", re.compile(r"政府工作报告|政府工作的报告")),
    ("统计公报", re.compile(r"统计公报")),
    ("国民经济和社会发展计划报告", re.compile(r"国民经济和?社会发展计划|国民经济计划")),
    ("预算报告", re.compile(r"预算.{0,20}报告|财政决算")),
    ("人大常委会工作报告", re.compile(r"(?:人大|人民代表大会)常务?委员?会.{0,4}工作报告")),
    ("规划纲要", re.compile(r"五年规划|规划纲要|远景目标")),
    ("政府工作报告", re.compile(r"(?:向大会|作).{0,10}(?:政府)?工作(?:报告)?|报告(?:政府)?工作")),
)


def read_metadata(head: Head) -> Metadata:
    """All metadata of one report."""
    joined = "\n".join(head.lines)
    title = _title(head) or next(filter(_is_title, head.headings[:1]), None)
    kind = _kind(title, head)
    meeting = _meeting(joined)
    speaker, post = _speaker(head)
    phrases = _phrases(title, meeting, post, head)
    region = _region(phrases, head)
    above = (told_above(phrase, region) for phrase in phrases if region)
    area = located(region, joined + head.opening + head.file_name, head.text, next(filter(any, above), Area()))
    years = _title_years(title, head)
    date = _date(joined, head, years)
    period, plan = _years(kind, date, title, head, years)
    if title is None:
        year = plan.first if plan else (period.last if period else None)
        title = _made_title(head, region, year, kind)
    return Metadata(title, region, area, kind, date, speaker, post, meeting, period, plan)


def _title(head: Head) -> str | None:
    """The last line of the head that names a report, joined with the line it was broken from."""
    found: str | None = None
    before = ""
    for line in head.lines:
        bare = _TITLE_MARKS.sub("", line)
        if _is_title(bare):
            broken = before and not _TITLE_END.search(before)
            if broken and (bare.startswith("及") or (len(before) < _FURNITURE_CHARS and "关于" in before)):
                bare = before + bare
            bare = _SERIES_TITLE.sub("", _TITLE_TAIL.sub("", bare))
            longer = found is None or len(bare) >= len(found) or not found.endswith(bare)
            if bare and longer and (found is None or not _better(found, bare)):
                found = bare
        before = line
    return found


def _is_title(line: str) -> bool:
    return bool(
        _TITLE_END.search(line) and len(line) <= _TITLE_CHARS and not _DAY.match(line) and not _NO_TITLE.match(line)
    )


def _better(old: str, new: str) -> bool:
    """Whether the title found first is more than a longer form of the new one."""
    return new in ("政府工作报告", "工作报告") and old.endswith("政府工作报告")


def _made_title(head: Head, region: str | None, year: int | None, kind: str | None) -> str:
    book = re.search(r"(《[^》]*规划[^》]*》)", head.opening)
    if kind == "规划中期评估报告" and book:
        return f"{book[1]}中期评估报告"
    return f"{region or ''}{f'{year}年' if year else ''}{kind or '报告'}"


def _kind(title: str | None, head: Head) -> str | None:
    """By the title, else by what the opening says is reported, the file name, what the opening mentions."""
    stated = (*_KINDS[:2], _KINDS[-1])
    opening = head.opening[:_SELF_CHARS]
    for patterns, text in ((_KINDS, title or ""), (stated, opening), (_KINDS, head.file_name), (_KINDS, opening)):
        for kind, pattern in patterns:
            if pattern.search(text):
                return kind
    return None


def _meeting(joined: str) -> str | None:
    """The meeting of the dated line where there is one, else the first named."""
    flat = joined.replace("\n", "")
    dated = [_MEETING.search(flat, match.end(), match.end() + 70) for match in _DAY.finditer(flat)]
    match = next(filter(None, dated), None) or _MEETING.search(flat)
    return match[1] if match else None


def _speaker(head: Head) -> tuple[str | None, str | None]:
    """Name and office: the last line of the head that holds them, else inside the meeting line."""
    for spaced in reversed(head.spaced_lines[-12:]):
        words = spaced.split()
        line = "".join(words)
        match = _SPACED_SPEAKER.match(line) if len(words) > 1 else None
        if match := match or _SPEAKER.match(line):
            return match[2].removesuffix("同志"), re.sub(r"^(?:报告人:?|[(—])+", "", match[1]) or None
    if match := _SPEAKER_INSIDE.search("".join(head.lines)):
        return match[2].removesuffix("同志"), match[1] or None
    names = [line for line in head.lines[-3:] if not SALUTATION.match(line)][-1:]
    if names and len(head.lines) > 1 and _NAME.match(names[0]) and not _NO_NAME.search(names[0]):
        return names[0], None
    return None, None


def _phrases(title: str | None, meeting: str | None, post: str | None, head: Head) -> list[str]:
    """What tells whose report it is: meeting, title, office and self-naming, as far as there are."""
    own = _SELF.search(head.opening)
    told = [
        re.split(rf"第{_COUNT}届", meeting)[0] if meeting else None,
        _title_region(title) if title else None,
        post,
        own[1] if own else None,
    ]
    return [re.split(r"关于|落实", phrase)[0] or phrase for phrase in told if phrase]


def _region(phrases: Sequence[str], head: Head) -> str | None:
    """The region that the phrases name, else the one that the file name hints at."""
    if region := next(filter(None, map(named_region, phrases)), None):
        return region
    own = _SELF.search(head.opening)
    unit = re.match(r"全?(省|市|区|县|州|旗|盟|自治区|自治州)(?:人民)?政府", own[1]) if own else None
    hints = [
        hint
        for hint in re.split(r"[_\-\s.]+|(?:19|20)\d\d年?", head.file_name)
        if re.fullmatch(r"[\u4e00-\u9fff]{2,12}", hint)
    ]
    named = (hinted_region(hint, unit[1] if unit else None) for hint in hints)
    return next(filter(None, named), None)


def _title_region(title: str) -> str:
    return re.sub(r"(?:20|19)\d\d年?|(?:人民)?政府工作.*|国民经济.*|统计公报.*", "", title)


def _date(joined: str, head: Head, years: Sequence[int]) -> dt.date | None:
    """The day of the meeting, else a day alone on a line, else the day of issue where it fits the title's year."""
    flat = joined.replace("\n", "")
    for match in _DAY.finditer(flat):
        if (day := _day(match)) and _SITTING.match(flat, match.end(), match.end() + 60):
            return day
    for line in head.lines:
        alone = re.fullmatch(rf"[(—]*{_DAY.pattern}[)]?", line)
        if alone and (day := _day(alone)) and (not years or abs(day.year - years[0]) <= 1):
            return day
    for line in head.lines:
        stamp = _STAMP.match(line)
        day = _safe_date(*map(int, stamp.groups())) if stamp else None
        if day and (not years or day.year in (years[0], years[0] + 1)):
            return day
    opening = _DAY.search(head.opening[:60])
    return _day(opening) if opening and "会议" in head.opening[:90] else None


def _day(match: re.Match[str]) -> dt.date | None:
    numbers = [numeral(part) for part in match.groups()[:3]]
    return _safe_date(*(int(number) for number in numbers if number is not None))


def _safe_date(*parts: int) -> dt.date | None:
    try:
        year, month, day = parts
        return dt.date(year, month, day) if 1949 <= year <= 2100 else None
    except ValueError:
        return None


def _title_years(title: str | None, head: Head) -> list[int]:
    """Years in the title, else in the file name."""
    found = re.findall(r"(?<!\d)((?:19|20)\d\d)(?=年|\D|$)", title or "")
    return [int(year) for year in found or re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", head.file_name)]


_YEAR_NUMBER = rf"({YEAR}|{HAN_YEAR})年"
_REVIEWED = re.compile(rf"{_YEAR_NUMBER}(?:的|度|上半年)?[^,。]{{0,24}}?(?:回顾|总结|简报|汇报|情况|成绩|统计公报)")
_PLANNED = re.compile(
    rf"{_YEAR_NUMBER}(?:的|度)?[^,。]{{0,24}}?(?:任务|安排|建议|目标|要求|重点|计划|部署|打算|思路|工作$|主要工作|举措)"
)
_FIVE_BACK = re.compile(r"(?:[^今后未来]|^)的?五年[^,。]{0,12}(?:回顾|总结|工作$|情况|成就)|过去的?五年")
_FIVE_AHEAD = re.compile(r"(?:今后|未来)的?五年")
_PLAN_NAME = rf"[“\"]?({_HAN}{{1,3}})五[”\"]?(?:时期|期间|规划)?[^,。]{{0,14}}"
_PLAN_BACK = re.compile(rf"{_PLAN_NAME}(?:回顾|总结|成就)")
_PLAN_AHEAD = re.compile(rf"{_PLAN_NAME}(?:目标|任务|要求|安排|思路|展望|指标)")
_YEAR_OPENING = re.compile(rf"({YEAR})年[,是](?!.*以来)")


def _years(
    kind: str | None, date: dt.date | None, title: str | None, head: Head, years: Sequence[int]
) -> tuple[Period | None, Period | None]:
    """The years reported on and the years planned for."""
    headings = [*head.headings, title or ""]
    if kind == "规划中期评估报告":
        return _evaluated(date, head)
    if kind == "统计公报" and years:
        return Period(years[0], years[0]), None
    reviewed = [year for heading in headings for year in _found_years(_REVIEWED, heading)]
    planned = [year for heading in headings for year in _found_years(_PLANNED, heading) if year not in reviewed]
    given = date.year if date else None
    last = max((year for year in reviewed if given is None or year <= given), default=None)
    if last is None and date:
        last = date.year if date.month >= 8 else date.year - 1
    if last is None:
        last = _last_told([*head.paragraph_starts, *head.opening.split("。")]) or (years[-1] - 1 if years else None)
    if last is None:
        return None, None
    if kind == "落实审议意见报告":
        return Period(last, last), None
    next_year = min((year for year in planned if last < year <= last + 2), default=last + 1)
    return _widened(Period(last, last), Period(next_year, next_year), headings)


def _last_told(starts: Sequence[str]) -> int | None:
    """The year reported on where no heading tells: paragraphs open with it, and others with the year after it."""
    told = {int(match[1]) for start in starts if (match := _YEAR_OPENING.match(start))}
    pairs = [year for year in told if year + 1 in told]
    return max(pairs, default=None)


def _found_years(pattern: re.Pattern[str], heading: str) -> list[int]:
    return [whole_number(year) for year in pattern.findall(heading)]


def _widened(period: Period, plan: Period, headings: Sequence[str]) -> tuple[Period, Period]:
    """Five years where the headings look five years back or ahead."""
    text = "\n".join(headings)
    if _FIVE_BACK.search(text) and not _FIVE_AHEAD.search(re.sub(_FIVE_AHEAD, "", text)):
        period = Period(period.last - 4, period.last)
    if _FIVE_AHEAD.search(text):
        plan = Period(plan.first, plan.first + 4)
    for match in _PLAN_BACK.finditer(text):
        years = five_year_plan(match[1])
        if years and years.last in (period.last, period.last + 1):
            period = Period(years.first, period.last)
    for match in _PLAN_AHEAD.finditer(text):
        years = five_year_plan(match[1])
        if years and years.first in (plan.first, plan.first - 1):
            plan = Period(plan.first, years.last)
    return period, plan


def _evaluated(date: dt.date | None, head: Head) -> tuple[Period | None, Period | None]:
    spoken = re.search(r"评估(?:时限|期限|时段|范围|期)[^。]{0,12}?(\d{4})年[^。]{0,12}?至(\d{4})年", head.opening)
    number = re.search(r"第([一二三四五六七八九十]{1,3})个五年|“([一二三四五六七八九十]{1,3})五”", head.opening)
    years = five_year_plan((number[1] or number[2]) if number else "")
    if years is None or (date is None and spoken is None):
        return None, None
    last = int(spoken[2]) if spoken else date.year if date else years.last
    return Period(years.first, last), Period(last, years.last)
