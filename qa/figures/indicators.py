"""What an indicator's name means: the same thing under all its names, and whether a name says enough."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from qa.figures.entries import Entry
from qa.figures.naming import Kind, split_verb, thing, without_verbs
from qa.synonyms import same_names
from qa.text import fold, normalise

_LONGEST_NAME = 14
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
class Asked:
    """What an indicator's name asks for: the same thing under all its names, of one kind or of any."""

    names: tuple[str, ...]
    words: tuple[str, ...]
    kind: Kind | None

    @classmethod
    def of(cls, indicator: str) -> Self:
        """What the name `indicator` asks for; no `words` where it says nothing."""
        plain = re.sub(r"\s+", "", fold(indicator)).strip("“”\"'?？")
        kind, bare = None, plain
        for each, pattern in _KINDS:
            if pattern.search(plain) and len(rest := pattern.sub("", plain)) >= 2:
                kind, bare = each, rest
                break
        names = dict.fromkeys((*same_names(plain), *same_names(bare)))
        names.update(dict.fromkeys(filter(None, map(thing, tuple(names)))))
        words = [_search_word(name) for name in (*same_names(bare), thing(bare), core_name(bare, None))]
        words += [re.sub(r"[!-~]", lambda match: chr(ord(match[0]) + 0xFEE0), word) for word in words]
        return cls(tuple(names), tuple(dict.fromkeys(word for word in words if len(word) >= 2)), kind)

    def exactly(self, entry: Entry) -> bool:
        """Whether the entry's own indicator is the one asked for."""
        core = core_name(entry.indicator, entry.region)
        stateless = core_name(_CORE_STATE.sub("", entry.indicator), entry.region)
        return not self._cores(entry.region).isdisjoint({core, stateless})

    def kind_of(self, entry: Entry) -> bool:
        """Whether the entry's indicator is a special kind of the one asked for: 普惠性学位, 压减床位."""
        core = core_name(split_verb(entry.indicator)[1], entry.region)
        return any(core.endswith(each) and not _PER.search(core[: -len(each)]) for each in self._cores(entry.region))

    def _cores(self, region: str | None) -> frozenset[str]:
        return frozenset(core for name in self.names if len(core := core_name(name, region)) >= 2)


def core_name(name: str, region: str | None) -> str:
    """An indicator's name without scope and measure words, so that one thing has one name.

    "全区细颗粒物(PM2.5)年均浓度" and "PM2.5" are the same in a district's report; "全市" is not "全区".
    """
    text = "".join(reversed(split_verb(re.sub(r"\(.*?\)", "", normalise(name)))))  # 改造老旧小区 is 老旧小区改造
    scope = _SCOPES.get((region or "")[-1:], "")
    text = _CORE_START.sub("", text.removeprefix(scope) if scope else text)
    text = text.replace("pm2.5", "细颗粒物").replace("gdp", "地区生产总值").replace("总额", "额")
    text = re.sub(r"^(?:国内|地区)?生产总值", "地区生产总值", text)
    return re.sub(r"^(?:规模以上|规上|规模)(?=工业)", "规上", _CORE_END.sub("", text))


def short(name: str, region: str | None) -> str:
    """The name without the scope that goes without saying in a report of the region."""
    return name.removeprefix(_SCOPES.get((region or "")[-1:], "\0"))


def says_enough(name: str) -> bool:
    """Whether a name is clean and says enough: not "项目" nor "引进企业"."""
    return len(name) <= _LONGEST_NAME and not _NO_NAME.search(name) and not _NO_NAME.search(split_verb(name)[1])


def _search_word(name: str) -> str:
    """What a sentence about the indicator must hold: the name without what a report may leave out."""
    return without_verbs(_CORE_END.sub("", _CORE_START.sub("", re.sub(r"^全[市区县省州旗国]", "", name))))
