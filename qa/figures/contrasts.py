"""Words that exclude each other: a figure told of the one is no answer to a question about the other."""

from __future__ import annotations

import re

_GROUPS = tuple(
    tuple(re.compile(pattern) for pattern in group)
    for group in (
        (r"小学", r"中学|中小学|初中|高中", r"幼儿园|学前|幼儿|托位|托育"),
        (r"(?<!进)出口", r"进口"),
        (r"收入", r"支出|开支|花销"),
        (r"城镇", r"农村|乡村|农民"),
        (r"公办", r"民办"),
        (r"内资", r"外资|外商"),
        (r"国有|国企|央企", r"民营|民企|私营"),
        (r"男(?!女)", r"(?<![子儿男])女|妇女"),
        (r"户籍", r"非户籍|外来|流动人口"),
    )
)
_PART_OF_YEAR = re.compile(r"第?([一二三四])季度|前([两二三])个?季度|([上下])半年")
_PARTS = (  # what is asked of one part cannot be told of the whole; the groups of a match tell which part
    _PART_OF_YEAR,
    re.compile(r"(?<![子儿男])(女)|(男)(?!女)"),
    re.compile(r"([^每哪各几个全所城的\W]{2})(?:街道|镇|乡)(?![村镇级])"),
)
# "几家是外省的": which part of the things is counted; what became of them ("是达标的") may be told in other words.
_OF_A_KIND = re.compile(
    r"(?:多少|几)[一-鿿]{0,5}?(?:是|来自|属于)((?:(?![了没不未达完超慢快建做在什啥哪几])[一-鿿A-Za-z]){1,6}?)的?(?=[\W呢啊呀]|$)"
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


def leaves_out(asked: str, told: str) -> bool:
    """Whether a part of the whole is asked for (四季度, 女性, 青禾街道, "几家是外省的") that `told` does not name."""
    kind = _OF_A_KIND.search(asked)
    if kind and not any(kind[1][at : at + 2] in told for at in range(max(1, len(kind[1]) - 1))):
        return True
    return any(
        not {match.groups() for match in part.finditer(asked)} <= {match.groups() for match in part.finditer(told)}
        for part in _PARTS
    )


def of_part_of_year(told: str) -> bool:
    """Whether `told` counts a part of a year only ("前三季度")."""
    return bool(_PART_OF_YEAR.search(told))


def lacks_each(asked: str, told: str) -> bool:
    """Whether an amount for each one is asked for ("一个人一个月几百块") and `told` gives one for all."""
    return bool(_EACH_ASKED.search(asked)) and not _EACH_TOLD.search(told)
