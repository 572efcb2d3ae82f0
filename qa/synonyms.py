"""Everyday words and the official words that reports use for the same thing.

General vocabulary of government reports in `synonyms.txt`, and below a few verbs that need the
words after them; nothing here belongs to one report or region. The encoder bridges the rest.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

Forms = tuple[str, ...]  # the official words for one everyday word, the nearest first


def read_synonyms(text: str) -> dict[str, Forms]:
    """The official words of each everyday word, as in `synonyms.txt`; no words for one that is left as it is.

    Raises:
        ValueError: a word stands twice, or among its own official words; the message names it.
    """
    forms: dict[str, Forms] = {}
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    for everyday, _, official in (entry.partition("=") for line in lines for entry in line.split()):
        words = tuple(official.split("/")) if official else ()
        if everyday in forms or everyday in words:
            raise ValueError(f"synonyms: {everyday} stands twice")
        forms[everyday] = words
    return forms


_OFFICIAL = read_synonyms(Path(__file__).with_name("synonyms.txt").read_text(encoding="utf-8"))
_KNOWN: dict[str, Forms] = {word.lower(): () for words in _OFFICIAL.values() for word in words}
_KNOWN.update((everyday.lower(), words) for everyday, words in _OFFICIAL.items())
_LENGTHS = sorted({len(word) for word in _KNOWN}, reverse=True)

# Verbs of one character, and words that mean an indicator only beside another word. What comes before tells
# the verb from the end of another word: 覆盖了 is not 盖了.
_AFTER = r"(?=[^,，。；;？?]{0,%d}(?:%s))"
_CONTEXTS = (
    # Not the growth of one kind of economy (数字经济, 民营经济).
    (
        r"(?<![字营洋台体空间发部色游村])经济(?!增长[极点])(?:增速|增长|" + _AFTER % (7, "涨|增长") + ")",
        "地区生产总值增长",
    ),
    (r"收入" + _AFTER % (4, "涨"), "收入增长"),
    (r"(?:新开|开办|新注册|新成立)" + _AFTER % (6, "公司|企业"), "新设企业"),
    (r"(?<![覆掩遮涵铺加])盖(?:了|起了?|成了?|出了?|多少|几|的(?=房|楼))", "建设/新建"),
    (r"(?<![维检装整改返抢编自进必选])修(?:了|出了?|成了?|通了?|多少|几)", "建设/改造"),
    (r"拆(?:了|除了|多少|几)", "拆除"),
    (r"砍(?:了|到|下|多少|几)", "压减/削减"),
    (r"(?<![砍拆关去除丢扔忘卖停换减改清干跑])掉(?:了|到|下|多少|几)", "下降"),
    (r"跌(?:了|多少|几)", "下降"),
    (r"(?<![上高])涨(?:了|多少|几)", "增长/提高"),
    (r"(?<![鲜棉开])花(?:了|掉|出去|多少|几)" + _AFTER % (8, "钱|[亿万]|元"), "投入/投资/支出"),
    (r"(?<![安包服加组封])装(?:了|多少|几)", "安装/加装"),
    (r"(?<![各多哪这那几一两树良育播品])种(?:了|下|上|多少|几)" + _AFTER % (6, "树|林|绿"), "植树造林/造林绿化"),
    (r"(?<![检调抽督排核普审巡侦勘])查(?:了|出了?|多少|几)", "检查/查处"),
    (r"招(?:了|多少|几)" + _AFTER % (5, "企业|公司|项目|商"), "引进/引入"),
    (r"招(?:了|多少|几)" + _AFTER % (4, "学生|新生"), "招生"),
    (r"(?<![海机相有])关(?:了|多少|几)" + _AFTER % (6, "厂|企业|公司|矿|店|市场"), "关停/关闭"),
    (r"(?<![交开流沟普打联接精])通(?:了|上了?)" + _AFTER % (6, "车|路|高铁|地铁|高速|公交"), "开通/通车"),
    (r"高速(?=有?(?:多少|几)条|通车|修|里程)|(?<=条)高速(?![公铁增发])", "高速公路"),
    (r"(?:多少|几)[家户个]公司", "企业"),
    (r"(?:什么|哪些|哪几|啥|几)招(?![商聘生引录工标募考])", "举措/措施"),
    (r"(?<![以网线马早晚会课])上学(?![习历术校科员])", "入学/就学"),
    (r"(?<=[学园校])的?名额|名额" + _AFTER % (8, "孩子|学生|上学|小学|幼儿园"), "学位"),
    (r"(?<=[所个家些座少])大学(?![生城])", "高校/高等院校"),
    (r"(?<![提最居])高企", "高新技术企业"),
    (r"(?<![第统单同唯])一产(?![业品量权线出能值])", "第一产业"),
    (r"(?<![第统单同唯十])二产(?![业品量权线出能值])", "第二产业"),
    (r"(?<![第统单同唯十])三产(?![业品量权线出能值])", "第三产业/服务业"),
    (r"(?<![展公放打召分])开建(?![设议言])", "开工/开工建设"),
    (r"(?<![劳推带联行活启驱流互电自运])动工(?![作业资程人会具])", "开工"),
    (r"(?<=[市区县省国州旗])人口" + _AFTER % (4, "多少|几|数|规模|总"), "常住人口"),
    (r"(?:卖了|卖出)" + _AFTER % (6, "房|套"), "商品房销售"),
    # Last of its kind: a place in a school is told above.
    (r"名额", "指标/计划"),
    (r"(?<![打攻冲])破了?(?=[\d一二三四五六七八九十]*[百千万亿])", "突破/超过"),
    (r"开了?(?:多少|几)场", "举办/召开"),
    (r"(?<=[区市县省州年末底])(?:现在|目前|一?共|总共|大概|到底|究竟)*(?:有|住着?)?多少人口?(?=[?？]|$)", "常住人口"),
    (r"(?<=[线车])跑起来", "通车/开通/投入运营"),
    (r"(?<!整)改成(?![效果绩功就立])", "改造/改建/转为"),
    # Not the trade of the whole country, nor a county of this name.
    (r"(?<![中全我各本美德法英韩泰])国外(?![贸资汇企商])", "境外/海外/国际"),
    (r"国际上(?![市门海空])", "国际环境/国际形势"),
    (r"(?<![加扩最])大环境(?![保治整问卫])", "外部环境/宏观环境"),
    (r"(?<![做扩加])大厂(?![房区县商家]|回族)", "头部企业"),
)


def official_words(text: str) -> dict[str, Forms]:
    """Each everyday word in a text with its official words, the nearest first, in the order of the text."""
    return dict(_found(text))


@functools.lru_cache(maxsize=1024)  # one question is looked up beside every figure that may answer it
def _found(text: str) -> tuple[tuple[str, Forms], ...]:
    return tuple(_scan(text))


def _scan(text: str) -> Iterator[tuple[str, Forms]]:
    at, lower = 0, "".join(map(_lower, text))
    while at < len(text):
        word = next((lower[at : at + length] for length in _LENGTHS if lower[at : at + length] in _KNOWN), "")
        length, forms = len(word), _KNOWN.get(word, ())
        if not forms and (match := _contexts().match(text, at)) and match.lastindex:
            length, forms = len(match.group()), tuple(_CONTEXTS[match.lastindex - 1][1].split("/"))
        if forms:
            yield text[at : at + length], forms
        at += max(length, 1)


@functools.cache  # three times as slow to compile as all else here is to load
def _contexts() -> re.Pattern[str]:
    return re.compile("|".join(f"({pattern})" for pattern, _ in _CONTEXTS))


def _lower(letter: str) -> str:
    """A letter in lower case, or as it is where that would be longer: places in the text stay the same."""
    return low if len(low := letter.lower()) == 1 else letter


def same_names(name: str) -> tuple[str, ...]:
    """The name with its official form and its abbreviations (GDP, 生产总值 of 地区生产总值), itself first."""
    names = (name, *_KNOWN.get(name.lower(), ())[:1])
    short = [
        everyday for everyday, words in _OFFICIAL.items()
        if words and words[0] in names and (everyday.isascii() or (len(everyday) > 2 and words[0].endswith(everyday)))
    ]  # fmt: skip
    return tuple(dict.fromkeys((*names, *short)))
