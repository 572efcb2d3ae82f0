"""Question and history -> Inquiry, by rules of language: places, years, result or target, kind of answer.

Nothing is asked of a model here, so that the understanding is there at once and always the same.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from qa.datatypes import Inquiry, Intent, Statement, Turn
from qa.search.places import find_other_places, find_regions, short_name, without_regions
from qa.search.slips import Holders, mend, mended
from qa.text import fold, numeral, readable

_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?!\d)(?:\s*[-—–~至到]\s*((?:19|20)\d\d)(?!\d))?")
_SHORT_YEAR = re.compile(r"(?<![\d.])([012]\d)年(?![前来间以之级])")
_STRETCHES = {  # of a five-year plan, as offsets of first and last year from its first
    "末": (4, 4), "期末": (4, 4), "末期": (4, 4), "收官": (4, 4), "结束": (4, 4), "头两年半": (0, 2), "前两年半": (0, 2), "两年半": (0, 2),
    "前半段": (0, 2), "前半程": (0, 2), "前半期": (0, 2), "上半程": (0, 2), "上半段": (0, 2), "过半": (0, 2), "头两年": (0, 1),
    "前两年": (0, 1), "头三年": (0, 2), "前三年": (0, 2), "后半段": (2, 4), "后半程": (2, 4), "开局": (0, 0), "第一年": (0, 0),
}  # fmt: skip
_PLAN = re.compile(rf"[“\"]?十([二三四五])五[”\"]?(?:规划)?的?(?:期间)?({'|'.join(_STRETCHES)})?")
_DURING = re.compile(rf"[“\"]?十[二三四五]五[”\"]?(?:规划)?(?:期间|时期|以来|开始|的?(?:{'|'.join(_STRETCHES)}))")
_AFTER = re.compile(r"((?:19|20)\d\d)年?(?:起|开始|以后)的?(?:往?后)?([二两三四五])年")
_BEFORE = re.compile(
    r"((?:19|20)\d\d)年?(?:底|换届)?(?:以前|之前|往前|往前数|为止|在内|及以前)的?(?:那)?([二两三四五])年"
)
_RELATIVE = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1}

_TARGET = re.compile(
    r"目标|打算|(?:今后|未来|往后|接下来|下一?个?)的?[一二两三四五几]?(?:年|阶段|步)|(?:至少|最少|起码)要|预期目标|力争|准备|将要|计划(?!报告|执行|的报告|审查|落实|上半年)|安排|任务指标|定的目标|想要|说要|拟|(?<![主需重必])要(?:盖|修|装)|(?<=年)定的|(?<=年)要做|要(?:达到|新增|新建|建|完成|增加|开工|提高|怎么)"
)
_OUTCOME = re.compile(
    r"[^不为到]了(?:多少|几)|完成了|实际(?!利用|使用|用了)|做到|达到了|实现了|结果|已经|执行情况|最后|建成了|完成情况|取得"
)

_PROBLEM = re.compile(
    r"(?:存在|面临|承认|还有|当前|主要|哪些|什么).{0,8}(?:问题|困难|挑战|短板|不足|欠账|薄弱)|困难和挑战|问题和挑战|短板|难处|没做好|毛病|坦白|不足之处|主要问题"
)

_DONE = re.compile(
    r"(?:达到|达成|完成|实现|够到|兑现).{0,10}(?:目标|任务|计划|承诺).{0,3}(?:[吗没]|了没)|完成了[吗没]|完成没|实现了[吗没]|达到了?[吗没]|做到了?[吗没]|兑现了?[吗没]|后来.{0,6}(?:完成|实现|兑现)"
)
# A year that names a report ("2022年底的报告") is not the year asked about where another one is named.
_REPORT_YEAR = re.compile(
    r"((?:19|20)\d\d)年[底末初]?的?(?:那份|这份)?[^,，。；;\d]{0,14}?(?:报告|评估)(?=[里中给说提定上])"
)

_BOTH = re.compile(r"这俩|这两|两者|二者|它俩|这两个|这两项|上面两")
_EACH_YEAR = re.compile(r"分别|各(?:年|是|有|多少)|(?<!平均)每年(?!平均)|逐年|哪一?年|这[两几三]年.{0,4}(?:各|都)")
_NEXT_YEAR = re.compile(r"来年|下一年|第二年|次年|转年|后一年")
_EACH = re.compile(r"(.+?)(?:都?各|分别)(?:自|是|为|有|定了?|达到)?(?:了|的)?多少")

# The year before the one that the question names: "比头一年多几套".
_YEAR_BEFORE = re.compile(r"(?<=[比较跟和与])(?:头一年|上一年|前一年|上年|去年)(?!同期)")
_PART_OF_YEAR = re.compile(r"\d{1,2}月(?:份|底)?|全年|前[一二三]季度|[上下]半年|[一二三四]季度")
_SPOKEN = re.compile(r"(?:我|你|咱|麻烦|也有|减一减|[前后]一个)(?![区市国]).*")
# What the parts of a question have to do with each other, and what the person is at while asking.
_TOGETHER = re.compile(
    r"(?:[两二三四五]个?(?:年|区|家|者|样|项)(?:一共|总共|合计|加|合|从|的?总和)?)?(?:加在?一[起块]|加到一[起块]|加起来|合起来|合在?一[起块]|合到一[起块]|合计|总和|之和|相加|加上|拢共|"
    r"从[多高大]到[少低小]|从[少低小]到[多高大])|排(?:在|到)?第?(?:几|老几)|排个?[序队名]|[两三四]个区|(?<=[里中])也?有一?个|的?总数|(?:多少|几)[万亿](?:平方米|平米|公里|公顷)"
)
_LEAD_IN = re.compile(r"^(?:我|我们|咱们?)(?:正|现在)?(?:在|想)?(?:整理|写|准备|做|研究|看|梳理|汇报)[^,，。]*[,，]")
# Without a region named, all that are held are compared, where they are few.
_WHICH_REGION = re.compile(
    r"(?:哪个|哪一个|几个|各个?)[区县市](?:的)?[^,，。]{0,12}?(?:最|更)[多少高低大小快慢]|(?:几个|各)[区县市].{0,16}排"
)
_COMPARED_AT_MOST = 6
# "2024年定的比它高还是低": against what the turn before asked for.
_THAN_IT = re.compile(r"(?:比|跟|和|与|较)(?:它|那个数?|这个数?|那时|前面(?:那个)?|上面(?:那个)?|刚才(?:那个)?|上一个)")
_APART = re.compile(r"(?<=..)(?:相差|差距|之差|差)$")
_NO_FIGURE = re.compile(r"连[续着].{0,6}几|第几|老几|什么时候|哪一?年")
_COMPARING = re.compile(
    r"(?:的|跟|比|和|与|较|差|多|少|高|低|更|了|个|座|家|数|那|说|上|时|都|用|最新|够得上|大|小|得)+"
)

_INTENTS: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (Intent.META, re.compile(r"(?:报告|发言|评估).{0,16}(?:几月几[号日]|什么会|哪个会|哪次会|哪天|哪一天|什么时候|何时|哪次会议|第几次|第几届|日期|几月几日|哪年哪月|标题|分成|几大块|几部分|几个部分|分了?(?:成)?几(?!条|点)|哪.{0,2}个?部分)")),
    (Intent.COMPUTE, re.compile(r"(?:多|(?<!减)少|(?<!提)高|(?<!降)低|差)(?:了|出)?(?:多少|几)|相差|差了?多少|多出来?多少|减一减|加在一起|加一块|拢共|加总|加起来|之和|合计|总和|占.{0,14}(?:百分之|几成|比例|多少)|平均(?:下来|每)|翻了?几倍|几倍|倒推|推算|除去|会是多少|倒着算|往前推|占几成|[一二两三四五六七八九十]年前.{0,6}多少")),
    (Intent.COMPARE, re.compile(r"哪个区.{0,10}(?:更|最|多|高|低|少)|谁.{0,4}(?:更|最|高|低|多|少|大|小)|哪个?.{0,6}(?:更|最)(?:高|低|多|少|大|小|快|好)|比较|对比|比一比|相比|还是.{0,8}(?:多|高|低|少)|哪边|差别|差距|谁的")),
    (Intent.REASON, re.compile(r"为什么|为何|为啥|原因|怎么[会就]|怎么.{0,4}那么|缘故|因为什么|是因为|咋回事|何以|凭什么|靠什么|靠哪|归到|归因|归结|出在哪|出于什么|一直.{0,6}的[？?]?$")),
    (Intent.PERSON, re.compile(r"(?:是|由|受)谁|谁(?:是|上台|作|做|来|代表|向|当|的委托)|什么职务|哪[几两三]?位|叫什么名字的|干什么的|担任")),
    (Intent.SUMMARY, re.compile(r"概括|总结|归纳|归拢|提纲|分成几条|讲讲|说说|有啥变化|什么变化|哪几手|路数|哪几方面|干点啥|干点什么|简述|简要|梳理|简单说|大致|总体情况|主要(?:内容|做法|工作|思路)|几句话|讲了什么|说了什么|哪些(?:方面的)?(?:工作|举措|措施|办法|做法)|怎么(?:做|办|弄|干|推进|解决|保持|保障)|咋样|怎么样|怎样|变化|如何|有什么(?:打算|安排|举措|进展)|进展如何")),
    (Intent.LIST, re.compile(r"列一下|列出来|名单|名字|哪.{0,3}[些几两三四五六七八九十]|有哪|都有|分别(?:是|叫|有)|列出|列举|到底是哪|哪[二两三四五六七八九十]|什么.{0,4}(?:和|、).{0,6}(?:什么|哪)|几(?:项|个|家|处).{0,8}分别|分别(?:注重|指|叫|支持)?(?:啥|什么|哪)|[四五六三两二]个?“.{1,3}”.{0,8}(?:什么|啥)")),
    (Intent.FIGURE, re.compile(r"多少|(?<![第老])几(?!乎|经)|百分之|多大|多高|多长|多远|增速|比例|占比|率[是有为]?$|数量|总数|总量|规模|\d+%?吗")),
    (Intent.YES_NO, re.compile(r"吗[？?]?$|是否|有没有|能不能|没有[？?]?$|了没|完成没")),
)  # fmt: skip

# "那书店呢": another subject in place of the one before; "那外资的呢" goes on about the same.
_ANOTHER = re.compile(
    r"^(?:那么?|再说|换成|至于)?([^,，。?？]{2,14}?)(?:那一?块|方面|这一?块)?(?<![的了])(?:呢|怎么样|如何|又怎样)(?=[?？,，]|$)"
)
_YEAR_WORDS = re.compile(r"(?:19|20)\d\d年?底?|[“\"]?十[二三四五]五[”\"]?(?:末|期间)?")
_MEASURED = re.compile(
    r"收入|增速|增长|增幅|降幅|产值|利润|占比|比例|目标|投资额?|面积|总数|数量|多少|新增|累计|开工|竣工|完工|新建|覆盖率|达标率|合格率"
)
_ELLIPTIC = re.compile(
    r"^(?:那|那么|这|该|它|他|她|其|同一|同年|同期|比|再|还有|上述|前面|以上|后来|其中|而|那边)|(?:呢|的呢)[？?]?$|这个|那个|这些|上面|他是|它的"
)
_ASKING = re.compile(
    r"请问|请|告诉我|帮我|想问一下|想知道|自己|东西|那条|这几项|大概|差不多|一直|那么|这么|究竟|其实|当初|来说|那种|那边|这边|事儿|哪次|分(?=哪)|归成|来讲|那部分|就行|标题|列了|[一二两三四五六七八九十]?[大几](?:大|块|方面)|(?<=[两三四五六七八九十])(?:个方面|类|样|方面)|是什么时候|什么时候|为什么|为啥|为何|哪一年|(?:百分之|第)?(?:多少|几(?!乎|经))(?:个(?!百分点)|[家项处张部所名人条件户次天套座位种类场间棵辆]|公里|平方米|平米)?|百分之|实际上|实际(?=[是涨增完做达])|哪些|哪几个?|哪个|哪家|哪里|哪位|什么|怎么样?|怎样|如何|几[个家项处张部所名人条件户次天套座]?|"
    r"是谁|谁|吗|呢|吧|是否|有没有|分别|具体|情况|一共|总共|到底|[?？!！。,，、;；:：“”\"'《》()（）]"
)


def _clean(question: str) -> str:
    return re.sub(r"\s+", " ", readable(fold(question))).strip()


def find_years(text: str, today: dt.date) -> list[tuple[int, int]]:
    """Positions and years named in `text`, in order; spans give each of their years.

    "今年" and its kin mean the calendar of `today`, unless the text names a year itself.
    """
    found: list[tuple[int, int]] = []
    for match in _YEAR.finditer(text):
        first = int(match[1])
        last = int(match[2] or first)
        found += [(match.start(), year) for year in range(first, min(last, first + 10) + 1)]
    found += [(match.start(), 2000 + int(match[1])) for match in _SHORT_YEAR.finditer(text)]
    for match in _PLAN.finditer(text):
        opening = 2011 + 5 * "二三四五".index(match[1])
        since, until = _STRETCHES[match[2]] if match[2] else (0, 4)
        found += [(match.start(), year) for year in range(opening + since, opening + until + 1)]
    for pattern, step in ((_AFTER, 1), (_BEFORE, -1)):
        for match in pattern.finditer(text):
            found += [(match.start(), int(match[1]) + step * at) for at in range(int(numeral(match[2]) or 1))]
    if not found:
        found = [(text.index(word), today.year + shift) for word, shift in _RELATIVE.items() if word in text]
    naming = {match.start(1) for match in _REPORT_YEAR.finditer(text)}
    compared = re.search(r"比|差|减|变化|相较", text)
    asked = [item for item in found if item[0] not in naming or compared]
    return sorted(set(asked or found))


def find_statement(text: str) -> Statement | None:
    """Whether the question wants a result, a target or the problems; None when it does not say."""
    if _PROBLEM.search(text):
        return Statement.PROBLEM
    if _DONE.search(text):
        return Statement.OUTCOME
    target, outcome = bool(_TARGET.search(text)), bool(_OUTCOME.search(text))
    if target == outcome:
        return None
    return Statement.TARGET if target else Statement.OUTCOME


def find_intent(text: str) -> Intent:
    """The kind of answer asked for; the first rule that fits decides."""
    return next((intent for intent, pattern in _INTENTS if pattern.search(text)), Intent.FACT)


_WHEN = re.compile(
    r"(?:(?:19|20)\d\d|(?<!\d)[012]\d(?=年))\s*年?(?:初|底|末|中|上半年|下半年|换届)?|今年|去年|前年|明年|上年|期间|以来|"
    r"(?:今后|未来|往后|接下来|过去|这|那|前|头)的?(?:[一二两三四五几]年半?|这?几年)(?:里|间|来)?"
)
_REPORT_NAMES = re.compile(
    r"(?:这次|那次|那份|这份)?(?:中期)?评估(?:报告)?(?:的时候|时|里|中|上|说|写)|(?:那份|这份)?(?:工作|计划)?报告(?:里|中|上|给|说|写)"
)


def without_report_names(text: str) -> str:
    """The question without the words that only say which report to look in."""
    return _REPORT_NAMES.sub(" ", text)


def searchable(text: str) -> str:
    """The question without what only says when, or which report to look in; years stay."""
    return _DURING.sub(" ", without_report_names(text))


def topic(text: str, regions: Sequence[str] = ()) -> str:
    """What is left of a question without its places, years and asking words: its indicator or subject."""
    text = without_report_names(without_regions(text, regions))
    for pattern in (_AFTER, _BEFORE, _PLAN, _WHEN):
        text = pattern.sub(" ", text)
    return re.sub(r"\s+", " ", _ASKING.sub(" ", text)).strip()


def _carried(question: str, history: Sequence[Turn], held: Sequence[str]) -> str:
    """What the question takes over from the turn before, its region and year put in place; empty where it stands alone."""
    if not history:
        return ""
    before = _standalone(history, held).rstrip("?？。 ")
    regions, year = find_regions(question, held), _YEAR.search(question)
    alone = len(topic(question, held)) >= 4 and regions
    if alone and not _ELLIPTIC.search(question):
        return ""
    compared = bool(re.search(r"比|相比|较", question))
    if (subject := _ANOTHER.match(question)) and len(topic(subject[1], held)) >= 2 and not compared:
        before = _without_subject(before, held)
    if regions and not compared:
        before = _replace_regions(before, regions[0][1], held)
    elif (others := find_other_places(question, held)) and not compared:
        before = _replace_regions(before, others[0], held)
    if year and not compared:
        before = _YEAR.sub(year[1], before)
    return before


def _without_subject(text: str, held: Sequence[str]) -> str:
    """Of a question that another subject is put into ("那书店呢?"): its place, its years and what it measures."""
    kept = [*(name for _, name in find_regions(text, held)), *(match.group() for match in _YEAR_WORDS.finditer(text))]
    return "".join(dict.fromkeys([*kept, *_MEASURED.findall(text)]))


def _standalone(history: Sequence[Turn], held: Sequence[str]) -> str:
    """The last question with what it took over itself, for questions that follow each other ("那海淀呢?", "东城的呢?")."""
    *earlier, last = history
    asked = _clean(last.question)
    carried = _carried(asked, earlier[-2:], held)
    return f"{carried}；{asked}" if carried else asked


def _replace_regions(text: str, region: str, held: Sequence[str]) -> str:
    for other in held:
        text = re.sub(f"{re.escape(other)}|{re.escape(short_name(other))}", region, text)
    return text


def _parts(inquiry: Inquiry, mentions: list[tuple[int, str | int]]) -> tuple[Inquiry, ...]:
    """The single questions of a comparison: mentioned regions and years, paired as they stand.

    Regions that one mention may mean (two of one name) stay together.
    """
    named: dict[int, tuple[str, ...]] = {}
    for at, value in mentions:
        if isinstance(value, str):
            named[at] = (*named.get(at, ()), value)
    regions = list(named.values())
    spans = {at for at, value in mentions if isinstance(value, int)}
    years = [value for _, value in mentions if isinstance(value, int)]
    if len(spans) == 1 and not _EACH_YEAR.search(inquiry.own):  # "头两年", "2021—2022年" are one stretch
        years = years[:1]
    pairs: list[tuple[tuple[str, ...], tuple[int, ...]]]
    told = _told_pairs(mentions)
    if len(told) > 1 and len({region for region, _ in told}) == len(set(regions)) and len(spans) == len(told):
        pairs = told
    elif len(regions) > 1 and len(regions) == len(years):
        pairs = [(region, (year,)) for region, year in zip(regions, years, strict=True)]
    elif len(set(regions)) > 1:
        pairs = [(region, inquiry.years) for region in dict.fromkeys(regions)]
    elif 1 < len(years) <= 4:
        pairs = [(inquiry.regions, (year,)) for year in dict.fromkeys(years)]
    elif len(years) == 1 and _YEAR_BEFORE.search(inquiry.own):
        pairs = [(inquiry.regions, (years[0],)), (inquiry.regions, (years[0] - 1,))]
        mentions = [*mentions, *((match.start(), years[0] - 1) for match in _YEAR_BEFORE.finditer(inquiry.standalone))]
    else:
        return _subjects(inquiry)
    pairs = list(dict.fromkeys(pairs))
    if len(pairs) == 1:  # "2023年呢" names again what it took over
        return ()
    core = _core(inquiry)
    kinds = _statements(inquiry, mentions, len(pairs))
    intent = Intent.FACT if _NO_FIGURE.search(inquiry.own) else Intent.FIGURE
    return tuple(
        replace(inquiry, standalone=f"{''.join(region)}{''.join(f'{year}年' for year in when)}{core}",
                regions=region, years=when, statement=kind, intent=intent, carried="")
        for (region, when), kind in zip(pairs, kinds, strict=True)
    )  # fmt: skip


def _told_pairs(mentions: Sequence[tuple[int, str | int]]) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Each region that its own year directly follows ("朝阳2022、海淀2022、东城2023"), in order."""
    return [
        ((region,), (year,))
        for (_, region), (_, year) in itertools.pairwise(mentions)
        if isinstance(region, str) and isinstance(year, int)
    ]


def _core(inquiry: Inquiry) -> str:
    """What is asked of each part of a comparison: the topic without times of its halves and words that compare."""
    text = _YEAR_BEFORE.sub(" ", inquiry.standalone)
    text = _TOGETHER.sub(" ", _LEAD_IN.sub("", text))
    words = _PART_OF_YEAR.sub(" ", topic(text, inquiry.regions)).split()
    told = [word for word in words if not _COMPARING.fullmatch(word) and not _SPOKEN.fullmatch(word)]
    return " ".join(_APART.sub("", word) for word in told)


def _statements(
    inquiry: Inquiry, mentions: Sequence[tuple[int, str | int]], count: int
) -> tuple[Statement | None, ...]:
    """The kind of statement that each part asks for: its own half's where only one half speaks of plans."""
    text = inquiry.standalone
    regions = [at for at, value in mentions if isinstance(value, str)]
    starts = sorted(set(regions) if len(set(regions)) > 1 else {at for at, value in mentions if isinstance(value, int)})
    if count != 2 or len(starts) != 2:
        return (inquiry.statement,) * count
    middle = starts[1]
    tail = re.split(r"[,，]|各|都|分别|哪|谁", text[middle:])[0]
    halves = [find_statement(text[starts[0] : middle]), find_statement(tail)]
    if halves.count(Statement.TARGET) != 1:
        return (inquiry.statement,) * count
    return tuple(kind or Statement.OUTCOME for kind in halves)


def _subjects(inquiry: Inquiry) -> tuple[Inquiry, ...]:
    """The single questions of "甲、乙和丙各是多少"."""
    match = _EACH.search(inquiry.own)
    if not match:
        return ()
    place = "".join(inquiry.regions) + "".join(f"{year}年" for year in inquiry.years[:1])
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


def understand(
    question: str,
    history: Sequence[Turn],
    *,
    held: Sequence[str],
    today: dt.date,
    regions: Sequence[str] = (),
    years: Sequence[int] = (),
    holders: Holders | None = None,
) -> Inquiry:
    """Read a question: what it names, what it wants, and the single questions that it is made of.

    Args:
        question: as typed; widths, blanks and digits are folded here.
        history: earlier turns, oldest first; the last three at most tell what a follow-up is about.
        held: regions whose reports are in the index.
        today: what "今年" refers to.
        regions: regions chosen by the person; they stand for those of the question.
        years: years chosen by the person, likewise.
        holders: tells how many passages have a pair of characters; slips of the keyboard are mended by it.
    """
    asked = _clean(question)
    slips = mend(asked, holders) if holders else {}
    asked = mended(asked, slips)
    carried = _carried(asked, history, held)
    standalone = f"{carried}；{asked}" if carried else asked
    where = [] if regions else find_regions(standalone, held)
    when = [] if years else find_years(standalone, today)
    own = find_intent(asked)
    if own is Intent.FACT and history:
        own = find_intent(_standalone(history, held))
    inquiry = Inquiry(
        question=question,
        standalone=standalone,
        regions=tuple(regions) or tuple(dict.fromkeys(name for _, name in where)),
        years=tuple(years) or tuple(dict.fromkeys(year for _, year in when)),
        statement=find_statement(asked),
        intent=own,
        carried=carried,
        slips=tuple(slips.items()),
    )
    planned = inquiry.statement is Statement.TARGET and re.search(r"今年|明年|新一年", asked)
    if carried and inquiry.years and not _YEAR.search(asked) and (planned or _NEXT_YEAR.search(asked)):
        inquiry = replace(inquiry, years=(inquiry.years[-1] + 1,))
        when = [(0, inquiry.years[0])]
    if _WHICH_REGION.search(asked) and not inquiry.regions and not regions and len(held) <= _COMPARED_AT_MOST:
        inquiry = replace(inquiry, regions=tuple(held))
        where = [(at, name) for at, name in enumerate(held)]
    mentions: list[tuple[int, str | int]] = sorted([*where, *when], key=lambda item: item[0])
    if _BOTH.search(asked) and len(history) >= 2:
        return replace(inquiry, parts=_last_two(history, held=held, today=today))
    against = _against_previous(inquiry, history, held=held, today=today)
    return replace(inquiry, parts=against or _parts(inquiry, mentions))


def _against_previous(
    inquiry: Inquiry, history: Sequence[Turn], *, held: Sequence[str], today: dt.date
) -> tuple[Inquiry, ...]:
    """What this question asks for and what the one before did, as parts of "2024年定的比它高还是低"."""
    match = _THAN_IT.search(inquiry.own)
    if not match or not history:
        return ()
    before = understand(history[-1].question, history[:-1], held=held, today=today)
    head = inquiry.own[: match.start()]
    regions = tuple(dict.fromkeys(name for _, name in find_regions(head, held))) or before.regions
    years = tuple(dict.fromkeys(year for _, year in find_years(head, today))) or before.years
    if before.years and _NEXT_YEAR.search(head):
        years = (before.years[-1] + 1,)
    if before.parts or (regions, years) == (before.regions, before.years):
        return ()
    own = topic(_NEXT_YEAR.sub(" ", re.sub(r"(?<=年)定的?", " ", head)), held)
    place = "".join(regions) + "".join(f"{year}年" for year in years)
    part = replace(
        inquiry, standalone=f"{place}{topic(before.standalone, held)} {own}".strip(), regions=regions, years=years,
        intent=Intent.FIGURE, carried="", parts=(),
    )  # fmt: skip
    return part, replace(before, intent=Intent.FIGURE)


def _last_two(history: Sequence[Turn], *, held: Sequence[str], today: dt.date) -> tuple[Inquiry, ...]:
    """The last two questions, each standing alone, as parts of "这俩哪个高"."""
    return tuple(
        replace(understand(history[at].question, history[:at], held=held, today=today), intent=Intent.FIGURE, parts=())
        for at in (len(history) - 2, len(history) - 1)
    )
