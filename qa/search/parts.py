"""The single questions that a comparison is made of: one for each region, year or subject that it names."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from qa.datatypes import Inquiry, Intent, Report, Statement
from qa.search.everywhere import without_places
from qa.search.intents import asks_both, find_statement
from qa.search.topics import named, topic
from qa.search.years import YEAR_BEFORE

# What a question names, as `find_regions` and `find_years` give it: positions and names, positions and years.
Places = Sequence[tuple[int, str]]
Years = Sequence[tuple[int, int]]
_Pair = tuple[tuple[str, ...], tuple[int, ...]]  # regions and years of one part

_EACH_YEAR = re.compile(r"分别|各(?:年|是|有|多少)|(?<!平均)每年(?!平均)|逐年|哪一?年|这[两几三]年.{0,4}(?:各|都)")
_EACH = re.compile(r"(.+?)(?:都?各|分别)(?:自|是|为|有|定了?|达到)?(?:了|的)?多少")

# The year before the one that the question names: "比头一年多几套".
_YEAR_BEFORE = re.compile(rf"(?<=[比较跟和与]){YEAR_BEFORE}(?!同期)")
# "比上年降了百分之几": the change itself, which the year's own report tells.
_RATE_SINCE = re.compile(rf"[比较]{YEAR_BEFORE}(?:同期)?[^,，。;；、]{{0,8}}(?:百分之|几个点|几个百分点|多少个?百分点)")
_BEFORE_THAT = re.compile(r"[上前头]一年|上年")  # 去年 and 前年 are years of their own
_FROM_NOW = re.compile(r"今后|往后|接下来|接着|下一步|未来|打算")  # without a year
_UP_TO = re.compile(r"从.{2,14}[到至]|[比跟和与较].{0,14}(?:[多少高低差增减快慢]|变化)")
_YEARS_AT_MOST = 4  # years that are asked for one by one
_PART_OF_YEAR = re.compile(r"\d{1,2}月(?:份|底)?|全年|前[一二三]季度|[上下]半年|[一二三四]季度")
_SPOKEN = re.compile(r"(?:我|你|咱|麻烦|也有|减一减|[前后]一个)(?![区市国]).*")
# What the parts of a question have to do with each other, and what the person is at while asking.
_TOGETHER = re.compile(
    r"(?:[两二三四五]个?(?:年|区|家|者|样|项)(?:一共|总共|合计|加|合|从|的?总和)?)?(?:加在?一[起块]|加到一[起块]|加起来|合起来|合在?一[起块]|合到一[起块]|合计|总和|之和|相加|加上|拢共|"
    r"从[多高大]到[少低小]|从[少低小]到[多高大])|排(?:在|到)?第?(?:几|老几)|排个?[序队名]|[两三四]个区|(?<=[里中])也?有一?个|的?总数|(?:多少|几)[万亿](?:平方米|平米|公里|公顷)|"
    r"比?哪一?[年边个][更最]?[多少高低快慢大小](?=$|[,，?？。了些呢])"
)
_GOAL_AND_RESULT = re.compile(
    r"的?(?:(?P<goal>目标|计划|任务)[是为]?(?:多少[^,，;；]{0,3})?[,，;；、和与]?(?:实际|最后|结果)?(?:完成|做到|达到|实现)(?:了|情况)?[是为]?(?:多少|如何|怎样)"
    r"|(?:实际|结果)?(?:完成|实际|达到|实现)了?[是为]?(?:多少[^,，;；]{0,3})?[,，;；、和与](?:年初)?(?:目标|计划|任务)[是为又]?(?:多少|各|分别))"
)
_LEAD_IN = re.compile(r"^(?:我|我们|咱们?)(?:正|现在)?(?:在|想)?(?:整理|写|准备|做|研究|看|梳理|汇报)[^,，。:：]*[,，]")
_APART = re.compile(r"(?<=..)(?:相差|差距|之差|差)(?:有?多[大少])?$")
# The other half's word in a part on the result.
_GOAL = re.compile(r" ?(?:(?:主要|预期)*目标(?:值|是|为|呢|又)*|预期)(?= |$)")
_JOINS = re.compile(r"[和跟与同、及比较给的]+")
_NO_FIGURE = re.compile(r"连[续着].{0,6}几|第几|老几|什么时候|哪一?年(?![更最]?[多少高低快慢大小])")
# The first half of "23年要比22年多几套", of "23年的任务比22年多几套".
_PLANNED_ABOVE = re.compile(r"(?:要|将|计划|打算|准备|安排|力争|任务[数量]?|目标[数值]?)[比较]$")
# How the halves differ, in words that reports do not have: "哪年涨得快", "是加码还是减码", "是不是比…调低了".
_GREW = re.compile(
    r"(?:更|最)?[涨增升长]得(?:更|最|比较)?(?:[快慢多少])?|各(?:自)?[涨增升]了?(?=$|[ ,，?？]|多少|几|百分之)"
)
_DIFFERS = re.compile(
    r"是?[加减]码(?:了?还是[加减]码)?了?|(?:是不是|是否)比?|[调定][高低多少]了(?![一-鿿])|(?:请|麻烦)?(?:给出|列出)[^,，。]*|那年|谁家?(?=领先|落后|更|最)|(?:领先|落后)"
)
_COMPARING = re.compile(
    r"(?:差距|多[大少]|哪一?[年边]|个?百分点|的|跟|比|和|与|较|差|多|少|高|低|更|了|个|座|家|数|那|说|上|时|都|用|实际|从|到|至|由|增加|减少|两头|最新|够得上|大|小|得|各|是|没有)+"
)


def parts_of(inquiry: Inquiry, where: Places, when: Years) -> tuple[Inquiry, ...]:
    """The single questions of a comparison: mentioned regions and years, paired as they stand; none of a plain one."""
    years = _years_apart(inquiry, when)
    pairs = _pairs(inquiry, where, when, years)
    if not pairs and len(years) == 1 and _YEAR_BEFORE.search(inquiry.own) and not _RATE_SINCE.search(inquiry.own):
        year = years[0][0]
        pairs = [(inquiry.regions, (year,)), (inquiry.regions, (year - 1,))]
        when = [*when, *((match.start(), year - 1) for match in _YEAR_BEFORE.finditer(inquiry.standalone))]
    if not pairs:
        return _goal_and_result(inquiry) or _subjects(inquiry)
    pairs = list(dict.fromkeys(pairs))
    if len(pairs) == 1:  # "2023年呢" names again what it took over
        return ()
    core = _core(inquiry)
    kinds = _statements(inquiry, where, when, len(pairs))
    intent = Intent.FACT if _NO_FIGURE.search(inquiry.own) else Intent.FIGURE
    return tuple(
        replace(inquiry, standalone=named(regions, years) + (_GOAL.sub("", core) if kind is Statement.OUTCOME else core),
                regions=regions, years=years, statement=kind, intent=intent, carried="")
        for (regions, years), kind in zip(pairs, kinds, strict=True)
    )  # fmt: skip


def of_places(inquiry: Inquiry, places: Sequence[str]) -> tuple[Inquiry, ...]:
    """The same question of each of several places, as parts of "哪个区最多"."""
    core = _core(replace(inquiry, standalone=without_places(inquiry.standalone)))
    return tuple(
        replace(inquiry, standalone=named((place,), inquiry.years) + core, regions=(place,), intent=Intent.FIGURE,
                carried="")
        for place in places
    )  # fmt: skip


def of_reports(inquiry: Inquiry, when: Years, meant: Sequence[Sequence[Report]]) -> tuple[Inquiry, ...]:
    """The same question of each of several reports, as parts of "年底报告里的和中期评估里的各是多少"; else none.

    A year beside one report ("从2016年到中期评估") is a part too.
    """
    years = [max((report.year for report in reports if report.year), default=None) for reports in meant]
    if len(meant) == 1 and len(when) == 1 and years != [when[0][1]] and _UP_TO.search(inquiry.own):
        return _up_to(inquiry, when[0][1], years[0], meant[0])
    told = [year for year in years if year]
    if len(inquiry.regions) > 1 or len(meant) < 2 or len(set(told)) < len(meant):
        return ()
    core = _core(inquiry)
    return tuple(
        replace(inquiry, standalone=f"{named(inquiry.regions, (year,))}{core}", years=(year,), intent=Intent.FIGURE,
                carried="", reports=tuple(report.called for report in reports))
        for reports, year in zip(meant, told, strict=True)
    )  # fmt: skip


def _up_to(inquiry: Inquiry, year: int, last: int | None, reports: Sequence[Report]) -> tuple[Inquiry, ...]:
    """A question of a year and of what later reports tell."""
    if last is None or len(inquiry.regions) > 1:
        return ()
    core = _core(inquiry)
    part = replace(inquiry, intent=Intent.FIGURE, carried="")
    return (
        replace(part, standalone=f"{named(inquiry.regions, (year,))}{core}", years=(year,), reports=()),
        replace(part, standalone=f"{named(inquiry.regions, (last,))}{core}", years=(last,),
                reports=tuple(report.called for report in reports)),
    )  # fmt: skip


def overviews(inquiry: Inquiry, parts: Sequence[Inquiry]) -> tuple[Inquiry, ...]:
    """The overviews that one is made of: of each region or year, else of what was done and what is to be done.

    `parts` are those that its regions and years make.
    """
    if inquiry.regions[1:] or parts:
        of_each = parts or [replace(inquiry, regions=(region,)) for region in inquiry.regions]
        apart = len({part.regions for part in of_each}) == 1 and len({part.statement for part in of_each}) > 1
        kinds = [part.statement if apart else inquiry.statement for part in of_each]
        return tuple(
            replace(part, intent=Intent.SUMMARY, statement=kind, parts=())
            for part, kind in zip(of_each, kinds, strict=True)
        )
    if not asks_both(inquiry.own):
        return ()
    done, planned = _years_of_both(inquiry)
    return (
        replace(inquiry, statement=Statement.OUTCOME, years=done, parts=()),
        replace(inquiry, statement=Statement.TARGET, years=planned, parts=()),
    )


def _years_of_both(inquiry: Inquiry) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The years of what was done and of what is to be done: the question's are of one of them, or one year apart."""
    years, of_plans = inquiry.years, () if _FROM_NOW.search(inquiry.own) else inquiry.years
    if _BEFORE_THAT.search(inquiry.own):
        return tuple(year - 1 for year in years), of_plans
    return () if of_plans else years, of_plans


def _years_apart(inquiry: Inquiry, when: Years) -> list[tuple[int, ...]]:
    """The times that may be asked for one by one: each year, or a stretch beside another time ("头两年", "2021—2022年")."""
    years: list[tuple[int, ...]] = [(year,) for _, year in when]
    stretches = [tuple(year for _, year in group) for _, group in itertools.groupby(when, key=lambda item: item[0])]
    if _EACH_YEAR.search(inquiry.own) and len(stretches) == 1:
        return years
    apart = len(set(years)) == len(years) and len(stretches) <= _YEARS_AT_MOST
    return stretches if apart or len(stretches) == 1 else years


def _pairs(inquiry: Inquiry, where: Places, when: Years, years: Sequence[tuple[int, ...]]) -> list[_Pair]:
    """Regions and years of each part, as they stand in the question; empty where it names too few.

    Regions that one mention may mean (two of one name) stay together.
    """
    regions = [tuple(name for _, name in group) for _, group in itertools.groupby(where, key=lambda item: item[0])]
    told = _told_pairs(where, when)
    spans = {at for at, _ in when}
    if len(told) > 1 and len({region for region, _ in told}) == len(set(regions)) and len(spans) == len(told):
        return told
    if len(regions) > 1 and len(regions) == len(years):
        return list(zip(regions, years, strict=True))
    if len(set(regions)) > 1:
        return [(region, inquiry.years) for region in regions]
    if 1 < len(years) <= _YEARS_AT_MOST:
        return [(inquiry.regions, one) for one in years]
    return []


def _told_pairs(where: Places, when: Years) -> list[_Pair]:
    """Each region that its own year directly follows ("朝阳2022、海淀2022、东城2023"), in order."""
    times = [(at, tuple(year for _, year in group)) for at, group in itertools.groupby(when, key=lambda item: item[0])]
    mentions: list[tuple[int, str | tuple[int, ...]]] = sorted([*where, *times], key=lambda item: item[0])
    return [
        ((region,), years)
        for (_, region), (_, years) in itertools.pairwise(mentions)
        if isinstance(region, str) and isinstance(years, tuple)
    ]


def _core(inquiry: Inquiry) -> str:
    """What is asked of each part of a comparison: the topic without times of its halves and words that compare."""
    text = _YEAR_BEFORE.sub(" ", inquiry.standalone)
    text = _DIFFERS.sub(" ", _GREW.sub("增长", _TOGETHER.sub(" ", _LEAD_IN.sub("", text))))
    words = _PART_OF_YEAR.sub(" ", topic(text, inquiry.regions)).split()
    told = [word for word in words if not _COMPARING.fullmatch(word) and not _SPOKEN.fullmatch(word)]
    return " ".join(_APART.sub("", word) for word in told)


def _statements(inquiry: Inquiry, where: Places, when: Years, count: int) -> tuple[Statement | None, ...]:
    """The kind of statement that each part asks for: its own half's where only one half speaks of plans."""
    text = inquiry.standalone
    regions, years = {at for at, _ in where}, {at for at, _ in when}
    starts = sorted(regions if len(regions) > 1 else years)
    if count != 2 or len(starts) != 2:
        return (inquiry.statement,) * count
    middle = starts[1]
    tail = re.split(r"[,，]|各|都|分别|哪|谁", text[middle:])[0]
    halves = [find_statement(text[starts[0] : middle]), find_statement(tail)]
    if _PLANNED_ABOVE.search(text[starts[0] : middle]):
        halves = [Statement.TARGET, find_statement(tail)]
    first = [word for word in topic(text[starts[0] : middle], inquiry.regions).split() if not _JOINS.fullmatch(word)]
    if halves.count(Statement.TARGET) != 1 or not (first or halves[0]):  # "甲2024年和乙2023年的目标"
        return (inquiry.statement,) * count
    return tuple(kind or Statement.OUTCOME for kind in halves)


def _goal_and_result(inquiry: Inquiry) -> tuple[Inquiry, ...]:
    """The target and the result of one thing, where both are asked for: "完成多少，目标是多少"."""
    match = _GOAL_AND_RESULT.search(inquiry.own)
    about = topic(inquiry.own[: match.start()], inquiry.regions) if match else ""
    if not match or len(about) < 3:
        return ()
    kinds = (Statement.TARGET, Statement.OUTCOME) if match["goal"] else (Statement.OUTCOME, Statement.TARGET)
    place = named(inquiry.regions, inquiry.years[:1])
    words = {Statement.TARGET: "目标多少", Statement.OUTCOME: "完成多少"}
    return tuple(
        replace(
            inquiry,
            standalone=f"{place}{about}{words[kind]}",
            statement=kind,
            intent=Intent.FIGURE,
            carried="",
            parts=(),
        )
        for kind in kinds
    )


def _subjects(inquiry: Inquiry) -> tuple[Inquiry, ...]:
    """The single questions of "甲、乙和丙各是多少"."""
    match = _EACH.search(inquiry.own)
    if not match:
        return ()
    place = named(inquiry.regions, inquiry.years[:1])
    chunks = [topic(chunk, inquiry.regions) for chunk in re.split(r"[、，,]|和|以及|与|跟", match[1])]
    chunks = [chunk for chunk in chunks if chunk]
    if not 2 <= len(chunks) <= 4 or any(len(chunk) < 3 for chunk in chunks):
        return ()
    head, _, _ = chunks[0].rpartition("的")
    shared = head and not any("的" in chunk for chunk in chunks[1:])
    about = f"{place}{head if shared else ''}"
    return tuple(
        replace(inquiry, standalone=f"{about}；{chunk}多少", intent=Intent.FIGURE, carried=about, parts=())
        for chunk in chunks
    )
