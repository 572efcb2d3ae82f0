"""The words of a question: read alike however they are typed, and those that say what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.search.places import without_regions
from qa.search.references import without_references
from qa.search.years import with_full_years, without_periods, without_plans
from qa.text import HOW_MANY, fold, readable

_ASKING = re.compile(
    rf"(?:(?:政府|报告|区里)?自己)?(?:承认|坦言|坦承)|请问|请|告诉我|帮我|换成|想问一下|盘算着?|(?<!主)要(?=涨)|想知道|自己|已经|东西|那条|这几项|大概|差不多|一直|那么|这么|究竟|其实|当初|来说|那种|那边|这边|事儿|哪次|分(?=哪)|归成|来讲|那部分|就行|标题|列了|反而|(?:主要)?原因|缘故|(?:给出?的)?解释|认为|觉得|是因为|因为|出在|归到|归结|头上|概括|归纳|捋一捋|几句话|有?(?:什么|哪些)(?:打算|安排)|(?:取得|有)了?(?:什么|哪些)(?:进展|成绩|成效|成就|成果|变化)|[干做办弄搞](?:[得的](?=怎么样|如何)|了?[些点](?=什么))|准备(?=怎么|[干做])|多[大高长远](?=规模|比例|比重|面积|距离)|这(?:件事|方面|一?块)|讲讲|说说|简要|帮忙|总结(?:一?下)?|归拢|出于什么(?:考虑)?|图(?:个|的(?:是|就是)?)?什么|罪魁祸首|哪项(?=改革|工作|政策)|理一理|理顺|三块|概况|概览|全貌|要点|盘点|小结|来个|看看|名堂|功夫|还有|盼到|好事|一年下来|拿出|领域|面貌(?=怎么样|如何|[,，。?？]|$)|的?(?:安排|打算|成绩|成效|成果)(?=怎么样|如何|总结|归纳|概括|简单|[,，。?？]|$)|简单(?=[说讲介概列总])|[一二两三四五六七八九十]?[大几](?:大|块|方面)|(?<=[两三四五六七八九十])(?:个方面|类|样|方面)|是什么时候|什么时候|为什么|为何|哪一?年|何时|几时|(?:百分之|第)?{HOW_MANY}(?:个(?!百分点)|[家项处张部所名人条件户次天套座位种类场间棵辆]|公里|平方米|平米)?|百分之|实际上|实际(?=[是涨增完做达])|哪些|哪几个?|哪个|哪家|哪里|哪位|什么|怎么样?|怎样|如何|几[个家项处张部所名人条件户次天套座]?|"
    r"是谁|谁|吗|呢|吧|是否|有没有|分别|具体|情况|一共|总共|拢共|统共|[加合]起来|[有是]?多(?:长(?!时间|日子)|远)|到底|[?？!！。,，、;；:：“”\"'《》()（）]"
)


def as_read(question: str) -> str:
    """The question with widths, digits and blanks folded, spoken question words and years as they are written."""
    typed = _UNIT_ALONE.sub(r"多少\1", _YEAR_ALONE.sub(r"\1年", fold(question)))
    written = readable(typed).replace("啥", "什么").replace("咋", "怎么")
    written = _STATE_SPLIT.sub(r"\1\2了", written)
    written = _TAG.sub(lambda tag: "吗" if tag[0][-1] in "吗么不没" else "吧", written)
    written = _SET_IN_QUOTES.sub(r"“\1\2”", written)
    return with_full_years(re.sub(r"\s+", " ", written).strip())


def named(regions: Sequence[str], years: Sequence[int]) -> str:
    """Regions and years as a question names them: "朝阳区2022年"."""
    return "".join(regions) + "".join(f"{year}年" for year in years)


def searchable(text: str) -> str:
    """The question without what only says when, or which report to look in; years stay."""
    return without_plans(without_references(text))


# What asks for a nod after something is told: "…,对吧?", "…,我这么说没毛病吧".
_TAG = re.compile(
    r"[,，]\s*(?:我(?:们)?|这(?:个|种|句|样)?|你)?(?:这么|这样)?(?:说法?|讲|话|理解|记|想|看|算)?[得的]?"
    r"(?:(?:没有?|不)(?:啥|什么)?(?:毛病|问题|错|记错|说错|讲错|搞错|弄错|看错|听错|算错|理解错|差|假)|[对是]|是?这样|有这回事|(?:是|属)真的?|属实|站得住脚?)"
    r"的?(?:吧|吗|不|么|没)(?:[,，]?[对是]吧)?(?=[,，?？。!！]|$)|[,，](?:对不对|是不是)(?=[,，?？。!！])"
)
# A year set apart by blanks among other keywords: "零售总额 2023 亿元".
_YEAR_ALONE = re.compile(r"(?<=\S\s)(20[1-3]\d)(?=\s+\S+$|\s*$)")
_UNIT_ALONE = re.compile(r"(?<=\S)\s+([万亿]?元|[万亿][人户家套]|[万亿]?平方米|公里|公顷|%)\s*$")  # behind keywords
# A verb that 了 stands inside of: 落了地, 签了约.
_STATE_SPLIT = re.compile(r"([落签开竣完封投停动结立])了([地约工顶产业案项])(?![厂作程人资业方点品目务例])")
_SET_IN_QUOTES = re.compile(
    r"([两三四五六七八九十])(?:个|条|张|种|大)[“\"]([一-鿿])[”\"]"
)  # 四条“巷”: reports say “四巷”
_COUNTER = re.compile(r"(?<=\d)个(?=[一-鿿]{2})")  # "5个托位" is no "个托位"


def topic(text: str, regions: Sequence[str] = ()) -> str:
    """What is left of a question without its places, years and asking words: its indicator or subject."""
    text = without_periods(without_references(without_regions(text, regions)))
    return re.sub(r"\s+", " ", _COUNTER.sub(r"\g<0> ", _ASKING.sub(" ", text))).strip()
