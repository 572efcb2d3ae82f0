"""The figures of a library by indicator, region and year.

Nothing is kept on disk: a question about one indicator looks only at the sentences that hold its words.
"""

from __future__ import annotations

import copy
import difflib
import functools
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from qa.datatypes import Passage, Period, Report, Statement
from qa.figures.naming import Kind, Naming, name_figures, split_verb, thing, without_verbs
from qa.figures.parsing import Figure, clauses, parse_figures, same_quantity
from qa.reports.library import Library
from qa.reports.periods import YEAR, Calendar, Role, named_years, relative_years, union
from qa.synonyms import same_names
from qa.text import fold, normalise

__all__ = ["Entry", "Kind", "Ledger", "compatible"]

# All passages, or those that hold one of the words literally; and the report with an id.
Passages = Callable[[Sequence[str]], Iterable[Passage]]
Reports = Callable[[str], Report | None]

_NAMES_FROM = 60_000  # passages read for the list of names; of a bigger library, evenly spread ones
_LONGEST_NAME = 14
_FALLS = re.compile(r"下降|减少|降|压缩|下调|低|少|收窄")
_MONTHS = re.compile(
    r"(?<![较比\d])\d{1,2}[-—–~至]\d{1,2}月份?|(?:前?[一二三四]个?|第[一二三四])季度|[上下]半年|全年|前[一二三四五六七八九十]+个?月|(?<![较比\d])\d{1,2}月(?:份|底|末)?"
)
_YEAR_BEFORE = re.compile(r"同比|[上去]年")
_SINCE = re.compile(rf"{YEAR}年.*以来")
_OWN_YEAR = re.compile(rf"({YEAR})年(?:底|末|度)?的?[约近]?$")
_SCOPES = {"市": "全市", "区": "全区", "县": "全县", "省": "全省", "州": "全州", "旗": "全旗", "院": "全国"}
_CORE_START = re.compile(r"^(?:我[市区县省国]|本[市区县省]|区级|地方|各类|各项|年末|年度)+")
_CORE_END = re.compile(r"(?<=..)(?:(?:年均|年平均|平均|日均)?浓度|(?:年均|平均)值|总数|总量|数量|数|总额|规模)$")
_CORE_STATE = re.compile(r"(?<=..)(?:新?开工|动工|完工|竣工|在施|在建|建成|启动|交付)$")
_PER = re.compile(r"人均|单位|每|地均|户均|占|亿元$|万元$")  # "人均地区生产总值" is no kind of it
_KINDS = (
    (Kind.CHANGE, re.compile(r"(?:同比)?(?:增长率?|增速|增幅|降幅|涨幅|下降|提高|变化)$")),
    (Kind.NEW, re.compile(r"^(?:新增|新建|新设)|新增$")),
    (Kind.TOTAL, re.compile(r"^累计|总数$|总量$")),
    (Kind.SHARE, re.compile(r"占比$|比重$")),
)
_NO_NAME = re.compile(
    r"[，,、；;:：()（）\s%]|(?<!PM)(?<!PM2\.)(?<!PM1)\d(?!G)|^.?$|^(?:[和与及等的了已将被在对为各其该]|重点|一批|约)|[等的了与和及]$|"
    r"^(?:项目|企业|机构|任务|问题|资金|投资|总投资|工程|活动|案例|群众|居民|家庭|人员|人才|方面|时间|服务|建设|改造|措施|政策|产业|"
    r"产值|收入|学校|医院|社区|小区|道路|公园|街道|工作|事项|平台|试点|示范|品牌|规模|面积|总数|人数|增长|合格率|完成率|满意率|解决率|比例|单位|土地|产品|设施|基地|中心|站点|点位)$"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure with what it counts, as what, where and when.

    `base` is what a change is compared with or a share is of ("同比", "比2015年", "占全市"), `months` the
    part of the year that the figure is about ("1-10月"); both empty where nothing is told. `passages`
    are the sentences that tell it, in the order of their ids, never none.
    """

    indicator: str
    figure: Figure
    kind: Kind
    period: Period | None
    region: str | None
    statement: Statement
    base: str
    months: str
    passages: tuple[Passage, ...]

    @property
    def passage(self) -> Passage:
        """The first sentence that tells it."""
        return self.passages[0]

    @property
    def value(self) -> float:
        """The number in `unit`, 万 and 亿 multiplied out; a fall is negative."""
        falls = self.kind is Kind.CHANGE and bool(_FALLS.search(self.figure.change))
        return -abs(self.figure.value) if falls else self.figure.value

    @property
    def unit(self) -> str:
        """The unit of measure, e.g. "元", "%", "微克/立方米"."""
        return self.figure.unit

    @property
    def year(self) -> int | None:
        """The last year that the figure is about."""
        return self.period.last if self.period else None

    @property
    def text(self) -> str:
        """The figure as a reader says it: direction, hedge and number as written, e.g. "下降约3.5%"."""
        expected = "预计" if "预计" in self.figure.qualifiers else ""
        hedges = [word for word in self.figure.qualifiers if word in _BEFORE]
        after = "".join(word for word in self.figure.qualifiers if word in _BEHIND)
        change = self.figure.change if self.kind is Kind.CHANGE and not self.figure.text.startswith("翻") else ""
        return f"{expected}{_verb(change)}{''.join(hedges)}{fold(self.figure.text)}{after}"


_BEFORE = frozenset(
    ["约", "近", "超过", "超", "突破", "逾", "不足", "至少", "不低于", "不少于", "低于", "高于", "不超过"]
)
_BEHIND = frozenset(["以上", "以内", "左右", "以下"])


def _verb(change: str) -> str:
    return {
        "增速": "增长",
        "增幅": "增长",
        "涨幅": "上涨",
        "降幅": "下降",
        "增": "增长",
        "升": "上升",
        "降": "下降",
    }.get(change, change)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an indicator's name asks for: the same thing under all its names, of one kind or of any."""

    names: tuple[str, ...]
    words: tuple[str, ...]
    kind: Kind | None

    @classmethod
    def of(cls, indicator: str) -> Self:
        plain = re.sub(r"\s+", "", fold(indicator)).strip("“”\"'?？")
        kind, bare = None, plain
        for each, pattern in _KINDS:
            if pattern.search(plain) and len(rest := pattern.sub("", plain)) >= 2:
                kind, bare = each, rest
                break
        names = dict.fromkeys((*same_names(plain), *same_names(bare)))
        names.update(dict.fromkeys(filter(None, map(thing, tuple(names)))))
        words = [_search_word(name) for name in (*same_names(bare), thing(bare), _core(bare, None))]
        words += [re.sub(r"[!-~]", lambda match: chr(ord(match[0]) + 0xFEE0), word) for word in words]
        return cls(tuple(names), tuple(dict.fromkeys(word for word in words if len(word) >= 2)), kind)

    def exactly(self, entry: Entry) -> bool:
        """Whether the entry's own indicator is the one asked for."""
        core = _core(entry.indicator, entry.region)
        stateless = _core(_CORE_STATE.sub("", entry.indicator), entry.region)
        return not self._cores(entry.region).isdisjoint({core, stateless})

    def kind_of(self, entry: Entry) -> bool:
        """Whether the entry's indicator is a special kind of the one asked for: 普惠性学位, 压减床位."""
        core = _core(split_verb(entry.indicator)[1], entry.region)
        return any(core.endswith(each) and not _PER.search(core[: -len(each)]) for each in self._cores(entry.region))

    def _cores(self, region: str | None) -> frozenset[str]:
        return frozenset(core for name in self.names if len(core := _core(name, region)) >= 2)


def _search_word(name: str) -> str:
    """What a sentence about the indicator must hold: the name without what a report may leave out."""
    return without_verbs(_CORE_END.sub("", _CORE_START.sub("", re.sub(r"^全[市区县省州旗国]", "", name))))


def _core(name: str, region: str | None) -> str:
    """An indicator's name without scope and measure words, so that one thing has one name.

    "全区细颗粒物(PM2.5)年均浓度" and "PM2.5" are the same in a district's report; "全市" is not "全区".
    """
    text = "".join(reversed(split_verb(re.sub(r"\(.*?\)", "", normalise(name)))))  # 改造老旧小区 is 老旧小区改造
    scope = _SCOPES.get((region or "")[-1:], "")
    text = _CORE_START.sub("", text.removeprefix(scope) if scope else text)
    text = text.replace("pm2.5", "细颗粒物").replace("gdp", "地区生产总值").replace("总额", "额")
    text = re.sub(r"^(?:国内|地区)?生产总值", "地区生产总值", text)
    return re.sub(r"^(?:规模以上|规上|规模)(?=工业)", "规上", _CORE_END.sub("", text))


class Ledger:
    """Figures of a library, found when asked for; the same question gives the same entries in the same order."""

    def __init__(self, passages: Passages, report: Reports) -> None:
        """Take the two ways into a library: its passages that hold one of some words, and its reports."""
        self._passages = passages
        self._report = report
        self._calendars: dict[str, Calendar] = {}

    @classmethod
    def of(cls, *libraries: Library) -> Self:
        """The ledger of one or more libraries; a report that several hold is the first one's."""

        held = functools.cache(lambda at: {report.report_id for report in libraries[at].listing()})

        def passages(words: Sequence[str]) -> Iterator[Passage]:
            for at, library in enumerate(libraries):
                for passage in library.all_passages(holding=words):
                    if not any(passage.report_id in held(earlier) for earlier in range(at)):
                        yield passage

        def report(report_id: str) -> Report | None:
            return next((found for library in libraries if (found := library.report(report_id))), None)

        return cls(passages, report)

    def within(self, passages: Sequence[Passage]) -> Self:
        """The ledger of these passages of the library alone."""
        alone = copy.copy(self)
        alone._passages = lambda words: passages
        return alone

    def values(
        self,
        indicator: str,
        *,
        regions: Sequence[str] = (),
        years: Sequence[int] = (),
        reports: Sequence[str] = (),
    ) -> tuple[Entry, ...]:
        """All figures of an indicator, by region, year, statement and kind; the same told twice is one entry.

        A figure counts when what it counts means the indicator, not when its sentence mentions it. Where
        nothing is called so, its special kinds count ("普惠性学位" for "学位"). A name such as "GDP增速" or
        "新增学位" asks for one kind only. Without `regions`, `years` (any year of an entry's period) or
        `reports` (ids), all count.
        """
        asked = _Asked.of(indicator)
        if not asked.words:
            return ()
        held = [
            entry
            for passage in self._passages(asked.words)
            if (not regions or passage.region in regions) and (not reports or passage.report_id in reports)
            for entry in self._entries(passage)
            if asked.kind in (None, entry.kind) and asked.kind_of(entry) | asked.exactly(entry)
        ]
        exact = [entry for entry in held if asked.exactly(entry)]
        wanted = [entry for entry in exact or held if not years or _covers(entry.period, years)]
        return tuple(sorted(_merged(wanted), key=_order))

    def names(self, *, regions: Sequence[str] = (), limit: int | None = 60) -> tuple[str, ...]:
        """Indicators worth asking for: told for several years or regions, the most told first, ties by name."""
        names = self._names(tuple(sorted(set(regions))))
        return names[:limit]

    def nearest(self, indicator: str, *, limit: int = 5) -> tuple[str, ...]:
        """Names that are like `indicator`, the likest first."""
        asked = normalise(indicator)
        pairs = {asked[at : at + 2] for at in range(len(asked) - 1)} or {asked}
        scored = [
            (sum(pair in normalise(name) for pair in pairs) + difflib.SequenceMatcher(None, asked, name).ratio(), name)
            for name in self.names(limit=None)
        ]
        best = sorted((-round(score, 6), name) for score, name in scored if score >= 0.6)
        return tuple(name for _, name in best[:limit])

    def conflicts(
        self, indicator: str = "", *, regions: Sequence[str] = (), years: Sequence[int] = ()
    ) -> tuple[tuple[Entry, ...], ...]:
        """Groups of entries of different reports that give one figure differently, beyond rounding and hedges.

        A group has one indicator, region, period, statement, kind, unit and base. Without `indicator`
        all figures are looked at, which reads the whole library.
        """
        if indicator:
            entries: Iterable[Entry] = self.values(indicator, regions=regions, years=years)
        else:
            entries = _merged(
                entry
                for passage in self._passages(())
                if not regions or passage.region in regions
                for entry in self._entries(passage)
                if not years or _covers(entry.period, years)
            )
        groups: dict[object, list[Entry]] = defaultdict(list)
        for entry in entries:
            vague = entry.kind is Kind.CHANGE and not (
                entry.unit == "%" and (_YEAR_BEFORE.search(entry.base) or not entry.base)
            )
            if entry.period and entry.region and not vague and _is_definite(entry):
                groups[(_core(entry.indicator, entry.region), entry.region, *_likeness(entry))].append(entry)
        found = [tuple(sorted(group, key=_order)) for group in groups.values() if _disagree(group)]
        return tuple(sorted(found, key=lambda group: _order(group[0])))

    @functools.cache  # noqa: B019 - one ledger lives as long as its library, and few regions are asked for
    def _names(self, regions: tuple[str, ...]) -> tuple[str, ...]:
        told: dict[str, set[tuple[str | None, int | None]]] = defaultdict(set)
        written: dict[str, Counter[str]] = defaultdict(Counter)
        for passage in self._sample(regions):
            for entry in self._entries(passage):
                if _tells(entry.indicator):
                    core = _core(entry.indicator, entry.region)
                    if len(core) < 2:
                        continue
                    told[core].add((entry.region, entry.year))
                    written[core][_short(entry.indicator, entry.region)] += 1
        order = sorted(told, key=lambda core: (-len(told[core]), -written[core].total(), core))
        names = (
            min(written[core], key=lambda name: (-written[core][name], name)) for core in order if len(told[core]) > 1
        )
        return tuple(names)

    def _sample(self, regions: Sequence[str]) -> Iterator[Passage]:
        """Passages with digits, all of them or, in a big library, evenly spread ones."""
        count = sum(1 for _ in self._passages(()))
        for passage in itertools.islice(self._passages(()), 0, None, max(1, count // _NAMES_FROM)):
            if (not regions or passage.region in regions) and re.search(r"\d", passage.text):
                yield passage

    def _entries(self, passage: Passage) -> Iterator[Entry]:
        figures = parse_figures(passage.text, period=passage.period, statement=passage.statement)
        if not figures:
            return
        folded = fold(passage.text)
        years = _years_of(folded, figures, passage, self._calendar(passage.report_id))
        names = name_figures(passage.text, figures)
        for at, (figure, naming, period) in enumerate(zip(figures, names, years, strict=True)):
            follows = names[at + 1] if at + 1 < len(names) else naming
            if period and _of_one_year(figure, naming, follows):
                period = Period(period.last, period.last)
            if naming.indicator and figure.unit:
                yield _entry(passage, folded, replace(figure, period=period), naming)

    def _calendar(self, report_id: str) -> Calendar:
        if report_id not in self._calendars:
            report = self._report(report_id)
            self._calendars[report_id] = Calendar.of(report) if report else Calendar(None, None, None)
        return self._calendars[report_id]


def _entry(passage: Passage, folded: str, figure: Figure, naming: Naming) -> Entry:
    told = [match.group() for match in _MONTHS.finditer(folded, 0, figure.start)]
    return Entry(
        naming.indicator, figure, naming.kind, figure.period, passage.region, passage.statement, naming.base,
        told[-1] if told and told[-1] != "全年" else "", (passage,),
    )  # fmt: skip


def _years_of(folded: str, figures: Sequence[Figure], passage: Passage, calendar: Calendar) -> list[Period | None]:
    """The years of each figure: those told last before it in the sentence, else those of the passage.

    Years outside the passage's own are not the figure's but of what it is compared with, unless they
    stand right before it: "由2015年的30公里增至…".
    """
    role = Role.PLAN if passage.statement in (Statement.TARGET, Statement.MEASURE) else Role.REVIEW
    told: list[tuple[int, Period]] = []
    for start, end in clauses(folded):
        text = re.sub(r"\s", "", folded[start:end])
        period = union(named_years(text, calendar) or relative_years(text, role, calendar))
        if period and _SINCE.search(text) and calendar.period:
            told.append((start, Period(period.first, max(period.last, calendar.period.last))))
        elif period and passage.period and passage.period.first <= period.first and period.last <= passage.period.last:
            told.append((start, period))
    found: list[Period | None] = []
    for figure in figures:
        own = _OWN_YEAR.search(folded[: figure.start])
        before = [period for start, period in told if start <= figure.start]
        if own:
            found.append(Period(int(own[1]), int(own[1])))
        else:
            found.append(before[-1] if before else passage.period)
    return found


def _of_one_year(figure: Figure, naming: Naming, follows: Naming) -> bool:
    """Whether a figure in an account of several years is the last one's: expected, or compared with the year before."""
    same = follows.indicator == naming.indicator and naming.kind is Kind.LEVEL
    return "预计" in figure.qualifiers or any(_YEAR_BEFORE.search(base) for base in (naming.base, follows.base * same))


def _covers(period: Period | None, years: Sequence[int]) -> bool:
    return period is not None and any(period.covers(year) for year in years)


def _short(name: str, region: str | None) -> str:
    """The name without the scope that goes without saying in a report of the region."""
    return name.removeprefix(_SCOPES.get((region or "")[-1:], "\0"))


def _likeness(entry: Entry) -> tuple[object, ...]:
    """What two entries of one indicator and region must share to be about the same figure."""
    return (entry.period, entry.statement, entry.kind, entry.unit, entry.base, entry.months)


def _merged(entries: Iterable[Entry]) -> list[Entry]:
    """The entries with those that tell the same value of the same thing as one, citing all passages."""
    kept: dict[object, list[Entry]] = defaultdict(list)
    for entry in entries:
        same = kept[(_core(entry.indicator, entry.region), entry.region, *_likeness(entry))]
        for at, other in enumerate(same):
            if same_quantity(entry.figure, other.figure) and entry.value == other.value:
                passages = dict.fromkeys((*other.passages, *entry.passages))
                same[at] = replace(other, passages=tuple(passages))
                break
        else:
            same.append(entry)
    return list(itertools.chain.from_iterable(kept.values()))


def _order(entry: Entry) -> tuple[object, ...]:
    statement = list(Statement).index(entry.statement)
    kind = list(Kind).index(entry.kind)
    first = entry.period.first if entry.period else 0
    return (entry.region or "", entry.year or 0, statement, kind, first, entry.passage.passage_id, entry.figure.start)


def _tells(name: str) -> bool:
    """Whether a name is clean and says enough: not "项目" nor "引进企业"."""
    return len(name) <= _LONGEST_NAME and not _NO_NAME.search(name) and not _NO_NAME.search(split_verb(name)[1])


def _is_definite(entry: Entry) -> bool:
    """Whether the entry says enough to tell one thing from another of its kind.

    "安排109亿元资金支持…" does not: what is counted goes on behind the number.
    """
    if not _tells(entry.indicator):
        return False
    behind = fold(entry.passage.text)[entry.figure.end :]
    goes_on = re.match(r"(?!以上|以下|以内|左右|的?目标)[一-鿿]", behind)
    return not goes_on or split_verb(entry.indicator)[1] in behind


def _disagree(group: Sequence[Entry]) -> bool:
    """Whether different reports, each of which tells one value, tell different ones."""
    by_report: dict[str, list[Entry]] = defaultdict(list)
    for entry in group:
        for passage in entry.passages:
            by_report[passage.report_id].append(entry)
    if len(by_report) < 2 or any(len(told) > 1 for told in by_report.values()):
        return False
    return any(not compatible(one, other) for (one,), (other,) in itertools.combinations(by_report.values(), 2))


def compatible(one: Entry, other: Entry) -> bool:
    """Whether two values can be one figure, told with its rounding and hedges."""
    if "预计" in {*one.figure.qualifiers, *other.figure.qualifiers}:
        return True
    (low, high), (other_low, other_high) = _span(one), _span(other)
    return low <= other_high and other_low <= high


def _span(entry: Entry) -> tuple[float, float]:
    """The values that a figure as written allows: half a unit of its last digit, a tenth where hedged."""
    digits = re.search(r"\d+(?:,\d{3})*(?:\.(\d+))?", fold(entry.figure.text))
    written = float(digits.group().replace(",", "")) if digits else 0.0
    scale = abs(entry.value) / written if written else 1.0
    slack = 0.499 * 10 ** -len(digits[1] or "") * scale if digits else 0.0
    low, high = entry.value - slack, (entry.figure.upper or entry.value) + slack
    words = set(entry.figure.qualifiers)
    tenth = 0.1 * abs(entry.value)
    if words & {"约", "左右"}:
        low, high = low - tenth, high + tenth
    if words & {"超过", "超", "突破", "逾", "以上", "余", "多", "不低于", "不少于", "至少", "高于"}:
        high = float("inf") if words & {"以上", "不低于", "不少于", "至少", "高于"} else high + tenth
    if words & {"近", "不足", "以内", "以下", "低于", "不超过"}:
        low = float("-inf") if words & {"以内", "以下", "低于", "不超过"} else low - tenth
    return low, high
