"""Questions over all places of a kind, none of them named: "哪个区新增学位最多", "各县排个名".

One place says nothing of such a question: all are asked that have a report of the year, or it is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from qa.datatypes import Inquiry, Intent, Report, Statement
from qa.reports.regions import NATION, own_name, provinces
from qa.search.places import find_regions

PLACES_AT_MOST = 12  # that are asked one by one

_UNIT = r"(?P<unit>[省市州盟区县旗]{1,3}(?![场域级委直属政民容道间])|城市|省份|地方|地区)"
_WHICH = rf"哪(?:[一几]?个|一|些|座)?{_UNIT}"
_EVERY = rf"(?:各个?|[这那]?[几两三四五六七八九十]个|每一?个|所有)的?{_UNIT}"
_NEAR = r"[^,，。;；?？]{0,30}?"
_ATTRIBUTE = r"(?!.{1,2}的[一-鿿])"  # "哪个区建成了最大的公园" compares no districts
_MOST = rf"(?<!全[国省市区球])(?<!世界)(?<!国内)[最更](?=[多少高低大小快慢]){_ATTRIBUTE}"
_FIRST = r"(?:排名?|位居|位列|名列|居)(?:在|于|各区)?(?:第[一二三1-3]|首位?|榜首|前[列三])"
_ORDER = (
    r"排[名序行在第个队]|谁[最更]|[最更][多少高低大小快慢]|从[多高大少低小]到|(?:分别|各)[^,，。]{0,8}(?:多少|几)"
    r"|(?:对比|比一比|比较)(?:一下)?[?？]*$"
)
_COMPARES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_WHICH}{_NEAR}(?:{_MOST}|{_FIRST})",
        rf"[最更][多少高低大小快慢]的?(?:一个)?(?:[是为属]于?)?{_WHICH}",
        rf"[最更][多少高低大小快慢]的(?:一个)?{_UNIT}(?:[是为叫有]?(?:哪|谁|什么)|[?？]?$)",
        rf"{_WHICH}{_NEAR}(?:超过|突破|达到|高于|低于|不到|不足|少于|多于)了?\d",
        rf"{_EVERY}{_NEAR}(?:{_ORDER})",
        rf"(?<!在)(?P<unit>哪[里儿]){_NEAR}最[多少高低快慢](?:[?？呢啊]|$)",
    )
)
_PLACES = re.compile(rf"(?:全[国省市]的?)?(?:{_WHICH}|{_EVERY}的?|哪[里儿])".replace("?P<unit>", "?:"))
_BY_MERIT = re.compile(
    rf"{_WHICH}{_NEAR}(?<!全[国省市区球])[最更](?:好|差|强|弱|优|棒|美|宜居|幸福|安全|厉害|富|穷)的?[?？呢啊]*$"
)


class Rivals(NamedTuple):
    """The places that a question compares: `told` have a report of the `year`; `year` is None where several are asked.

    `unit` is what the question calls them, `every` are all places of the kind that are held.
    """

    unit: str
    every: tuple[str, ...]
    told: tuple[str, ...]
    year: int | None

    @property
    def comparable(self) -> bool:
        """Whether there is something to compare, and not too much."""
        return self.year is not None and 1 < len(self.told) <= PLACES_AT_MOST


def by_merit(question: str) -> bool:
    """Whether a question asks which place is best, by no figure."""
    return bool(_BY_MERIT.search(question))


def unit_compared(question: str) -> str:
    """What a question calls the places that it compares without a name ("区"); empty where it compares none."""
    found = filter(None, (pattern.search(question) for pattern in _COMPARES))
    return next(("地方" if match["unit"][0] == "哪" else match["unit"] for match in found), "")


def rivals(inquiry: Inquiry, held: Sequence[str], reports: Sequence[Report]) -> Rivals | None:
    """The places that an inquiry compares, of its own regions or else of all `held`.

    None where it compares none or names them, or where only the report of a place above them may tell. Where the
    question tells no year it is the one that most of the places have reports of, the later of two.
    """
    unit = unit_compared(inquiry.own)
    if not unit or any(name != NATION for _, name in find_regions(inquiry.own, held)):
        return None
    places = inquiry.regions if len(inquiry.regions) > 1 or not inquiry.carried else ()
    every = tuple(place for place in places or held if _is_called(place, unit))
    if not every and any(_rank(place) < _rank(unit) for place in held):
        return None
    called = frozenset(every)
    own = [report for report in reports if report.region in called]
    years = inquiry.years or _year_of_most(own, ahead=inquiry.ahead)
    if len(years) > 1:
        return Rivals(unit, every, (), None)
    telling = {report.region for report in own if _tells(report, years, ahead=inquiry.ahead)}
    told = tuple(place for place in every if place in telling) if reports else every
    return Rivals(unit, every, told, years[0] if years else 0)


def _rank(name: str) -> int:
    """0 for a province and the nation, 1 for a city, 2 for a district or county, or what is called so."""
    if name == NATION or name.startswith("省") or own_name(name) in provinces():
        return 0
    return 2 if name[-1] in "区县旗" and not name.endswith("地区") else 1


def _is_called(place: str, unit: str) -> bool:
    """Whether a place is one of what a question calls 区, 区县, 城市 or 地方."""
    name = own_name(place)
    if name == NATION:
        return False
    if name in provinces():
        return unit[0] in "省地" or ("市" in unit and name.endswith("市"))
    if unit.startswith("省"):
        return False
    return unit[0] == "地" or (name[-1] in unit and not name.endswith("地区"))


def _year_of_most(reports: Sequence[Report], *, ahead: bool) -> tuple[int, ...]:
    """The year that most places have reports of, the later of two; none where no report tells its years."""
    periods = {(report.region, report.plan_period if ahead else report.period) for report in reports}
    told = Counter(period.first if ahead else period.last for _, period in periods if period)
    return (max(told, key=lambda year: (told[year], year)),) if told else ()


def _tells(report: Report, years: Sequence[int], *, ahead: bool) -> bool:
    """Whether a report tells of the years: of results, where not plans are asked for."""
    periods = (report.period, report.plan_period) if ahead else (report.period,)
    return all(any(period and period.covers(year) for period in periods) for year in years)


def over_places(inquiry: Inquiry, places: Rivals) -> Inquiry:
    """The inquiry over all the places; of results, where it does not speak of plans."""
    years = (places.year,) if places.year else inquiry.years
    kind = inquiry.statement or Statement.OUTCOME
    return replace(inquiry, regions=places.every, years=years, statement=kind, intent=Intent.COMPARE)


def without_places(question: str) -> str:
    """The question without the words for which place is asked for, or for all of them."""
    return _PLACES.sub(" ", question)
