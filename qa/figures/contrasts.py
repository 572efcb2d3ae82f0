"""What is asked for beside what is told: counterparts, parts, single ones, bounds, goals; the one is no answer to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.synonyms import official_words
from qa.text import numeral

_GROUPS = tuple(
    tuple(re.compile(pattern) for pattern in group)
    for group in (
        (r"小学", r"(?<!其)中学|中小学|初中|高中", r"幼儿园|学前|幼儿|托位|托育"),
        (r"(?<!进)出口", r"进口"),
        (r"收入", r"支出|开支|花销"),
        (r"城镇", r"农村|乡村|农民"),
        (r"公办", r"民办"),
        (r"内资", r"外资|外商"),
        (r"国有|国企|央企", r"民营|民企|私营"),
        (r"男(?!女)", r"(?<![子儿男])女|妇女"),
        (r"户籍", r"非户籍|外来|流动人口"),
        (r"发放|发出", r"收回|回收|采集|收集"),
    )
)
_PART_OF_YEAR = re.compile(r"第?([一二三四])季度|前([两二三])个?季度|([上下])半年")
_PARTS = (  # what is asked of one part cannot be told of the whole; the groups of a match tell which part
    _PART_OF_YEAR,
    re.compile(r"(?<![子儿男])(女)|(男)(?!女)"),
    re.compile(r"([^每哪各几个全所城的\W]{2})(?:街道|镇|乡)(?![村镇级下间亲])"),
    re.compile(r"(?<!进)(出口)|(进口)"),
    re.compile(r"(副(?:组长|书记|主任|局长|院长|校长|主席|区长|市长|县长))"),
)
# "几家是外省的": which part of the things is counted; what became of them ("是达标的") may be told in other words.
_OF_A_KIND = re.compile(
    r"(?:多少|几)[一-鿿]{0,5}?(?:是|来自|属于)((?:(?![了没不未达完超慢快建做在什啥哪几])[一-鿿A-Za-z]){1,6}?)的?(?=[\W呢啊呀]|$)"
)
# "新增的学位里,初中的有多少": a part of what is counted.
_PART_OF = re.compile(
    r"(?:的|新增?)(?P<whole>(?:(?!的)[一-鿿]){2,6}?)[里中](?:头|面|边)?[,，]?(?P<part>[一-鿿A-Za-z]{2,8}?)的?(?:一共|总共|大概|大约)?[有是](?:多少|几)"
)
_ALONE = re.compile(r"(?:单|光|仅|只)[是就说给帮为替]{0,2}(?P<one>[^,，\s]{2,10}?)[一这那][家个所项处]")
_STEPS = (  # parts done one after another or side by side, by their numbers: "二期", "首批", "东段"
    re.compile(r"([首一二三四五六七八九十\d]+)期(?!间)"),
    re.compile(r"(?:第([一二三四五六七八九十\d]+)|(首))批"),
    re.compile(r"([东西南北中])[段区侧院]"),
)
_AMOUNT = r"((?:\d+(?:\.\d+)?|[一二两三四五六七八九十]+)?[百千]?[万亿])"
_BOUND = re.compile(rf"(?:[上过破]|超过?|突破){_AMOUNT}(?:元|美元|平方米|平米)?(?:以上)?的")
_TOLD_AMOUNT = re.compile(_AMOUNT)
_GOAL_ASKED = re.compile(r"(?:目标|任务|指标)(?:定的?|设的?|值|数)*(?:是|为|达到|有)?(?:多少|几)")
_GOAL_TOLD = re.compile(
    r"(?:目标|任务|指标)(?:值|数|定)?(?:的|是|为|达到)?[^,，;；。]{0,4}\d|\d[^,，;；。年]{0,12}(?:目标|任务|指标)"
)
_EACH_ASKED = re.compile(r"(?:每|一)个?(?:人|户|家|月|天|次|餐|顿|平方?米|亩)(?!以)")
_EACH_TOLD = re.compile(r"每|人均|户均|月均|日均|均|/|标准")


def contrary(asked: str, told: str) -> bool:
    """Whether `told` is about the counterpart of what `asked` names (出口 for 进口), and not about the thing itself."""
    for group in _GROUPS:
        wanted = {number for number, word in enumerate(group) if word.search(asked)}
        given = {number for number, word in enumerate(group) if word.search(told)}
        if wanted and given and not wanted & given:
            return True
    return False


def steps(text: str) -> frozenset[tuple[int, float | str]]:
    """The steps and sides of works that a text names, each by its kind and number or side."""
    return frozenset(
        (kind, 1.0 if name == "首" else numeral(name) or name)
        for kind, pattern in enumerate(_STEPS)
        for found in pattern.finditer(text)
        for name in found.groups()
        if name
    )


def other_step(asked: str, told: str) -> bool:
    """Whether `told` is of another step of the works than the one that `asked` names (一期 for 二期)."""
    wanted, given = steps(asked), steps(told)
    return any(kind in {one for one, _ in given} for kind, _ in wanted) and not wanted & given


def leaves_out(asked: str, told: str) -> bool:
    """Whether a part of what is told is asked for that `told` does not name.

    That is a part of the year or of the place, a kind of the things ("几家是外省的", "学位里,初中的有多少"), one of
    several alone, or those above a bound ("产值上百亿的") where another bound is told.
    """
    if _lacks_kind(asked, told) or _lacks_bound(asked, told) or _tells_together(asked, told):
        return True
    return any(
        not {match.groups() for match in part.finditer(asked)} <= {match.groups() for match in part.finditer(told)}
        for part in _PARTS
    )


def _lacks_kind(asked: str, told: str) -> bool:
    kind = _OF_A_KIND.search(asked)
    if kind and not any(kind[1][at : at + 2] in told for at in range(max(1, len(kind[1]) - 1))):
        return True
    part = _PART_OF.search(asked)
    return part is not None and _names(told, part["whole"]) and not _names(told, part["part"])


def _names(told: str, thing: str) -> bool:
    """Whether a text has a thing by name: most of its pairs of letters, its official words, or a word of one group."""
    if any(word.search(thing) and word.search(told) for group in _GROUPS for word in group):
        return True
    forms = (thing, *(form for forms in official_words(thing).values() for form in forms))
    return any(2 * sum(pair in told for pair in _pairs(form)) >= len(_pairs(form)) for form in forms)


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(max(1, len(text) - 1))]


def _lacks_bound(asked: str, told: str) -> bool:
    """Whether things above an amount are asked for, and amounts are told but not this one."""
    bound = _BOUND.search(asked)
    return bound is not None and _amount(bound[1]) not in map(_amount, _TOLD_AMOUNT.findall(told))


def _amount(text: str) -> float | None:
    return numeral(text if numeral(text) else f"一{text}")


def _tells_together(asked: str, told: str) -> bool:
    """Whether one of several is asked for alone ("单青禾一家") that are told together ("青禾等企业")."""
    alone = _ALONE.search(asked)
    return alone is not None and any(
        re.search(rf"{re.escape(one)}(?:等|[、和与及])|[、和与及]{re.escape(one)}", told) for one in _ends(alone["one"])
    )


def _ends(phrase: str) -> Iterator[str]:
    """The ends of a phrase from two letters on: the name stands last in "为青禾"."""
    return (phrase[at:] for at in range(len(phrase) - 1))


def lacks_goal(asked: str, told: str) -> bool:
    """Whether the value of a goal is asked for ("目标定的是多少") and `told`, a result, gives none."""
    return bool(_GOAL_ASKED.search(asked)) and not _GOAL_TOLD.search(told)


def of_part_of_year(told: str) -> bool:
    """Whether `told` counts a part of a year only ("前三季度")."""
    return bool(_PART_OF_YEAR.search(told))


def lacks_each(asked: str, told: str) -> bool:
    """Whether an amount for each one is asked for ("一个人一个月几百块") and `told` gives one for all."""
    return bool(_EACH_ASKED.search(asked)) and not _EACH_TOLD.search(told)
