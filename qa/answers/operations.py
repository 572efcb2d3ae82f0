"""Which computation a question asks for, by its words; `computation` then shows it as an expression."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from qa.text import HOW_MANY


class Operation(StrEnum):
    """What a question wants computed."""

    DIFFERENCE = "difference"
    SUM = "sum"
    SHARE = "share"
    RATIO = "ratio"
    AVERAGE = "average"
    PER_YEAR = "per_year"
    REMAINDER = "remainder"
    WHOLE = "whole"
    GROWN = "grown"
    BEFORE = "before"
    FRACTION = "fraction"
    CONVERSION = "conversion"


def _one_of(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases))


# What became of things, of which a question may ask the share ("项目落地的比例").
STATE = r"(?:落地|签约|[开完]工|竣工|建成|投[产运用]|入住|办结|达标|转化|完成)"
# "项目里不是外资的有多少个": what of a whole is not of a kind.
NOT_OF_KIND = rf"(?:不是|不属于|非)(?P<part>[^,，。？?]{{1,12}}?)的?(?:一共|总共|共)?[有是]?(?={HOW_MANY})"
# "住宅加非住宅": a joining 加, which is no part of a verb (增加, 加装).
PLUS = r"(?<=[一-鿿])(?<![增添参追附施更叠新再要又还])加上?(?![一在起到总装大强快入工班速固密盟气油盖])"
# Pieces of what is said where something is computed.
BEFOREHAND = r"(?:原[来先本]|本来|此前|先前|之前|以前|当初)"
_BACK = (
    r"倒推|往回推|推算|推回|反推|反算|反过来算|倒过来算|倒着算|倒算|(?<![正还]在)往前推(?![进动的])|往回算|算回去|还原|"
    r"(?:根据|按照?|用|拿)[^,，。]{0,6}(?:[涨增降]幅|增速|增量|减少的)[^,，。]{0,6}[算推]"
)
_CHANGED = r"(?:增长|增速|增幅|涨|降|增加|减少|提高|少[掉了]|多[了出])"
_TAKEN = r"(?:去掉|减[去掉]|扣[掉除去]|刨[去掉除]|除[去掉])"
_CAME_NEW = r"(?:新|当年|今年|这)"
_SOME = r"(?:多少|几)"
_PART = r"(?:百分之|几成|比例|多少|比重|百分比)"
_ANY_YEAR = r"(?:19|20)\d\d年"
_YEAR_BEFORE = r"(?:上年|上一年|头一年|前一年|去年|上年同期)"
_MOMENT = r"(?:那会儿?|那时候?|那个时候|当时|的?时候)"
_THEN = rf"(?:{_MOMENT}|{BEFOREHAND}|末|结束时?|年初|\d{{1,2}}月份?)"
_ROUGHLY = r"(?:大概|大约|应该|该|差不多|估计|原来|约|到底|究竟)?"
_HOW_MUCH = rf"(?:是|有)?(?:百分之)?{_SOME}"
_CARRIED_OUT = r"(?:建成|建好|建完|完成|做[完成]|办成|落[实地]|实现|兑现|到位|加上去)"
_SCALED = r"(?:元|平方米|平米|平方公里|公顷|亩|公里|千米|里|米|吨|公斤|千克|个|人|户|套)"
_COUNTED = r"[家所张间部件项人名位户处座栋条辆个]"
# In this order: the first found is meant where one question has the words of several.
_ASKED_BY: Mapping[Operation, re.Pattern[str]] = {
    Operation.WHOLE: _one_of(
        rf"(?:占比|比重|占全|占了?整个|份额).*(?:{_BACK}|算出).{{0,12}}(?:全[市国省区球]|整个|北京|总)",
        # 占全市20%,那全市大约多少
        rf"占[^,，。]{{0,8}}(?:%|百分之|[一二三四五六七八九]成)[^,，。]{{0,6}}[,，]"
        rf".*(?:全[一-鿿]|整个|总)[^,，。占]*{_SOME}(?!成)",
    ),
    Operation.GROWN: _one_of(
        r"(?:目标|增长|增速|幅度).{0,12}(?:刚好|如果|完成|实现|算|来看)"
        r".{0,20}(?:会是|能到|将是|应该是|该是|是多少|达到多少|到多少)",
        r"会是多少",
        rf"{_CARRIED_OUT}.{{0,16}}(?:总共|一共|总[数量]|共)(?:就|可以)?[会能将该](?:有|是|达到?|到)?",  # 建成后总数能到
        rf"(?:要是|如果|假如|假设|[倘要]?若).*(?:目标|增长|增速|增幅)[^。？?]*[能会将该可][^,，。]{{0,6}}{_SOME}",
        r"加上.{0,16}(?:计划|打算|准备|安排|目标).{0,20}(?:总|共)",
    ),
    Operation.FRACTION: _one_of(
        r"的(?:百分之[一二三四五六七八九十\d][一二三四五六七八九十\d.]*|\d+(?:\.\d+)?%|[一二三四五六七八九]成)"
        rf"(?:大概|大约|约|应该)?[是有为合]{_SOME}"
    ),
    Operation.BEFORE: _one_of(
        _BACK,
        r"从(?:多少|几|哪个数)[^,，。]{0,6}[升降涨跌增减提高压加少]+[到至]了?\d",
        rf"总[数量]?(?:里|中)?(?:{_TAKEN}|减|扣){_CAME_NEW}",
        rf"比.*{_CHANGED}.*{_THEN}{_ROUGHLY}{_HOW_MUCH}",
        rf"{_TAKEN}.*{_THEN}{_ROUGHLY}{_HOW_MUCH}",
        rf"(?:新增|{_CHANGED}).*{BEFOREHAND}{_ROUGHLY}{_HOW_MUCH}",
        rf"(?:(?<!\d)\d\d|\d{{4}})年(?:以前|之前)[^,，。]{{0,6}}{_HOW_MUCH}",
        # 五年前到底是多少; no 二三年前的五年
        r"(?<![比较跟和一二三四五六七八九零〇])[一两三四五六七八九十]年(?:以)?前(?!的?[一两三四五六七八九十几\d]+年)"
        rf".{{0,6}}(?:是|有|到底)?.{{0,4}}{_SOME}",
        rf"{_CHANGED}.*{_ANY_YEAR}(?:的时候|时)?{_ROUGHLY}{_HOW_MUCH}",
        rf"{_CHANGED}.*{_ANY_YEAR}[^,，。]{{0,4}}(?:基数|起点|底数)",
        rf"{_ANY_YEAR}.*{_ANY_YEAR}(?:大概|大约|估计|差不多)(?:是|有)?{_SOME}",
        rf"{_CHANGED}.*{_YEAR_BEFORE}(?:的时候|时)?{_ROUGHLY}(?:是|有)(?:百分之)?{_SOME}",
    ),
    Operation.PER_YEAR: _one_of(
        r"平均(?:下来)?(?:一年|每年|年)|(?:一年|每年)平均",
        r"年均(?:下来)?(?:是|有)?(?:多少(?!个?百分)|几)",
    ),
    Operation.CONVERSION: _one_of(
        r"换算|折合|折算",
        rf"(?<!符)合{_SOME}[万亿]?{_SCALED}",
        rf"(?:等于|相当于|也就是|那是){_SOME}个?[百十千]?[万亿]{_SCALED}",
    ),
    Operation.AVERAGE: _one_of(
        r"平均(?:下来)?[每一]|平摊|分摊|摊(?:到|给|在|下来)|人均摊",
        r"[每一][家户人位个]人?(?:能|可|会)?(?:分|摊)",
        rf"(?:每|一){_COUNTED}(?:大概|大约)?平均",
        rf"人均(?:下来)?(?:是|有|能)?{_SOME}",
    ),
    Operation.SHARE: _one_of(
        rf"占(?![压道])(?:了|到)?.{{0,20}}{_PART}|占几成",
        rf"{STATE}率(?!先)|{STATE}的?(?:比例|比重|占比)",
        r"百分之几的|有(?:百分之几|几成).{0,4}是|是.{1,16}的(?:百分之几|百分之多少|几成)",
    ),
    Operation.RATIO: _one_of(r"几倍|多少倍|倍数"),
    Operation.SUM: _one_of(
        r"加在一起|加一起|加起来|加一块|加到一块|合起来|合在?一[起块]|合到一[起块]",
        rf"加上.{{2,30}}?(?:一共|总共|共|得|是|有){_SOME}",
        # 公办园加民办园一共多少所
        rf"{PLUS}[^,，。？?]{{2,16}}?(?:一共|总共|合共|共|得|是|有|了)[^,，。？?]{{0,4}}?{HOW_MANY}",
        r"拢共|加总|之和|合计|总和|共计多少|相加|[两三四五]个?[样笔项类种者块]一共",
        # 学校和医院一共有多少; 学校跟医院一块儿建的 asks for no sum
        r"[和与跟、](?:(?!一[块起道]儿?[^,，。？?、]+的)[^,，。？?、]){2,12}"
        rf"(?:一共|总共)(?:是|有|[一-鿿]{{2}}了?)?{_SOME}",
    ),
    Operation.DIFFERENCE: _one_of(
        rf"(?:(?<!差不)多|(?<!减)少|(?<!提)高|(?<!降)低|差)(?:了|出)?{_SOME}",
        r"相差|差了?多少|[比较跟和与].*多出来多少|减一减|差了",
        r"除了.{0,10}还有|除了.{0,14}其[余他它]|不算.{0,14}还有",
        rf"[里中内]头?面?[,，]?{NOT_OF_KIND}",
        rf"{_TAKEN}|剩|[还尚仍][差有欠缺]{_SOME}.{{0,4}}(?:[没未]|不是)",
    ),
}
_ASKING = re.compile(rf"{HOW_MANY}|多[长远大高]")
_ITEM_ENDS = re.compile(r"[,，、;；。？?]")
_NO_SUBJECT = re.compile(r"(?:(?:这|那)?[两二三四五六七八九十几]?个?[样笔项类种者块数]?|一共|总共|全部?|都)*")
# Words of a question that tell how to compute, not of what.
_METHOD = _one_of(
    r"倒推|往回推|推算|推回|反推|倒着算|倒算|往前推|往回算|还原|平均(?:下来)?(?:每年|一年)?|往前数|照着?|按照?|根据|报告",
    r"大概|大约|多少|涨幅|降幅|增幅|增速|增量|涨的钱",
    r"(?:[二两三四五六七八九十]|\d{1,2})年(?:以?前|来)?|上年|同期|去年|知道|能不能|目标|刚好|完成|如果|会是|增长了?",
)
_RANK = re.compile(
    r"排(?:在|到|了)?第?[几多]|第几|老几|名次|排名|从[多高大]到[少低小]|从[少低小]到[多高大]|排个?[序队]"
)
# Computed from one report's words, though the question names a second year ("2021年" of a back-calculation,
# "2023年" of a growth): it is not taken apart by year.
UNDIVIDED = (Operation.BEFORE, Operation.WHOLE, Operation.GROWN, Operation.PER_YEAR)
# The year that the question names is that of the result, not of the figures that it is computed from.
OF_ANOTHER_YEAR = (Operation.BEFORE, Operation.GROWN)
# What has a sum in it but is computed as a whole: the share of two things together.
_OF_SUMS = (Operation.SHARE, Operation.BEFORE, Operation.WHOLE)


def asks_rank(question: str) -> bool:
    """Whether a question wants an order or someone's place in it."""
    return bool(_RANK.search(question))


def find_operation(question: str) -> Operation | None:
    """The one computation that a question asks for; None when it asks for none, or for several in one."""
    found = [operation for operation, pattern in _ASKED_BY.items() if pattern.search(question)]
    if len(found) > 1 and Operation.CONVERSION in found:
        found.remove(Operation.CONVERSION)  # the unit of what is computed
    if Operation.SUM in found and len(found) > 1 and found[0] not in _OF_SUMS:
        together = found == [Operation.SUM, Operation.DIFFERENCE] and "比" not in question  # 加起来一共多出多少
        return Operation.SUM if together else None
    if found == [Operation.SUM] and _adds_one_of_several(question):
        return None
    return found[0] if found else None


def without_method(question: str) -> str:
    """The question without the words that tell how to compute: what it is about."""
    return _METHOD.sub("", question)


def _adds_one_of_several(question: str) -> bool:
    """Whether what is to be added up is one thing ("支援的钱物加起来有多少") of several that are each asked for."""
    asking = [item for item in _ITEM_ENDS.split(question) if _ASKING.search(item)]
    adding = [match for item in asking if (match := _ASKED_BY[Operation.SUM].search(item))]
    subjects = [match.string[: match.start()] for match in adding]
    return 0 < len(adding) < len(asking) and not any(map(_NO_SUBJECT.fullmatch, subjects))
