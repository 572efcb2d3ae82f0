"""What a question wants: a result, a target or the problems, and which kind of answer."""

from __future__ import annotations

import re

from qa.datatypes import Intent, Statement
from qa.search import kinds
from qa.search.topics import topic

_TARGET = re.compile(
    r"目标|打算|上限|后面(?=[一两二三四五\d])|后半[程段]?|今后|往后|接下来|下一步|(?:未来|下一?个?)的?[一二两三四五几]?(?:年|阶段)|(?:至少|最少|起码)要|预期目标|预期值?[是为定]{0,2}(?:多少|几)|力争|争取|盘算|准备|将要|想(?=做到|达到|完成|实现|建成|新?[增建])|(?<=年)给[^,，。]{1,10}定[了的]|计划(?!报告|执行|的报告|审查|落实|上半年)|安排|任务指标|定的(?:目标|任务|底线|指标)|(?:年初|当初)[^,，。]{0,8}(?<![确评认指制稳固])定|想要|说要|拟|(?<![主需重必])要(?:盖|修|装)|(?<=年)定的|(?<=年)要做|[又还]要[做干办]|接着要|[给为替](?:第二|来|下一?|明|次|转)年|要(?:达到|新增|新建|建|完成(?!的任务)|增加|开工|提高|怎么)|"
    r"(?:应该|应当|必须)(?:要|得)?(?:做到|达到|完成|实现|建成|增加到|提高到)|"
    r"(?<![主需重必纲摘概首紧扼天日])(?<![一每]年)(?<![一每个]月)要(?![求是素闻道点件害约么不])[^,，。?？的]{1,12}(?:多少|几(?!乎|经))(?!天|个?小时|个?工作日|分钟)"
)
_OUTCOME = re.compile(
    r"(?:[^不为到列排讲定]|[确认评指制鉴]定)了(?:多少|几)|完成了|实际(?!利用|使用|用了)|(?<![该当须要得想])做到|达到了|实现了|结果|已经|执行情况|最后|建成了|完成情况|(?:完成|达成)(?:率|进度)|取得|做了(?:些|哪些|什么)|[做干办]成了|[干做办弄搞][得的](?:怎么?样|如何)|成效|成绩|成果|概况|面貌|(?:完成|进展|发展|推进|落实)[得的](?:怎么样|如何)|[做干办搞弄抓](?:了|过|成了)(?:些)?(?:什么|哪些)|名堂"
)
_PROBLEM = re.compile(
    r"(?:存在|面临|承认|还有|当前|主要|哪些|什么|几[个条项点类大]).{0,8}(?:问题|困难|挑战|短板|不足|欠账|薄弱)|困难和挑战|问题和挑战|短板|难处|没做好|毛病|坦白|不足之处|主要问题|短处|软肋|弱项|检讨|(?:哪些|哪几?个?|什么)地方[还也]?(?:不行|不好|不够|没做)|不到位|做得?不[好够]"
)
_DONE = re.compile(
    r"(?:达到|达成|完成|实现|够到|兑现).{0,10}(?:目标|任务|计划|承诺).{0,3}(?:[吗没]|了没)|完成了[吗没]|完成没|实现了[吗没]|达到了?[吗没]|做到了?[吗没]|兑现了?[吗没]|后来.{0,6}(?:完成|实现|兑现)"
)

# What is asked of a whole field of work: its measures, results or shortcomings, or that it be told in short.
_OVERVIEW = re.compile(
    r"(?:哪些|什么|哪?几(?:大)?[件项样])(?:的?[一-鿿]{0,4})?(?:名堂|成绩|成果|功夫|力气|文章|安排|动作|实招|(?<!开始)新?招(?![一-鿿])|花样|起色|困难|短板|短处|不足|毛病|挑战|问题|大事|要事|重头戏|亮点|家底|部署|打算|举措|措施|目标$)|"
    r"讲了些什么|挑重点|概要|汇总|[说讲写列]几点(?!钟)|都怎么[说讲写]|怎么[把让][^,，]|(?:打算|准备|想|要)[一-鿿]{0,3}[干做]什么|概况|概览|面貌|要点|全貌|综述|小结|盘点|介绍一?下|总的(?!规划|来)|整体(?:情况|上)|大体上?|基本情况|(?:重点|主要)要?[抓干做办][^,，]{0,3}几件|"
    r"[干做办搞抓]了?哪些事|[干做办]成了?哪些|[又还接着]要[干做办]哪些|[干做办搞弄整抓忙](?:了|出了?|成了?|过)(?:些|点|一些)?什么(?![一-鿿])|"
    r"怎么(?:治|兜|搞|抓|推|走(?!到)|管|改|提[升高]|建设|发展|服务|帮|扶|支持|落实|优化|改善|加强|促进|打造|培育|布局)"
)
# Nothing but what is to be told of: "2022年住房改造情况".
_HEADLINE = re.compile(
    r"^(?!.*(?:多少|几[个家项所]|哪|谁|什么|怎么|如何|吗|为何|是否|有没有|比)).*"
    r"(?:情况|成绩|成果|成效|进展|打算|计划|安排|举措|措施|思路|亮点|困难|短板)(?:[,，]?分开[说讲])?[。?？]?$"
)
# These ask for less: a number, or which of several.
_SO_MANY_POINTS = re.compile(
    r"[几三四五六]+[点条项](?:即可|就行|就好|就够了?)"
)  # "几点即可": how long the answer is to be
_ASKS_NUMBER = re.compile(r"多少|百分之|多[大高长远密宽深快]|几(?:个(?!方面)|家|人|处|所|公里|平方米|亿|万)")
_ASKS_WHICH = re.compile(r"哪一?[个年边家所]|谁|更|最")

# Words that say no more than whether a plan or a result is asked for.
_KIND = re.compile(
    r"打算|盘算着?|准备(?!金)|争取|力争|想(?=做到|达到|完成|实现)|(?<!计划)安排(?!就业)|(?:[年当]初)?定了|定的(?=底线|指标)|"
    r"实际(?!利用|使用|用)上?|大概|[弄搞干]了|修了(?=多少|几)"
)

_INTENTS: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (Intent.META, re.compile(r"(?:报告|发言|评估).{0,16}(?:几月几[号日]|什么会|哪个会|哪次会|哪天|哪一天|什么时候|何时|哪次会议|第几次|第几届|日期|几月几日|哪年哪月|标题|分成|几大块|几部分|几个部分|分了?(?:成)?几(?!条|点)|哪.{0,2}个?部分)")),
    (Intent.COMPUTE, re.compile(r"(?:多|(?<!减)少|(?<!提)高|(?<!降)低|差)(?:了|出)?(?:多少|几)|相差|差了?多少|[比较跟和与].*多出来多少|减一减|加在一起|加一块|拢共|加总|加起来|之和|合计|总和|占.{0,14}(?:百分之|几成|比例|多少)|平均(?:下来|每)|翻了?几倍|几倍|倒推|推算|除去|会是多少|倒着算|往前推|占几成|[一二两三四五六七八九十]年前.{0,6}多少")),
    (Intent.COMPARE, re.compile(r"哪个区.{0,10}(?:更|最|多|高|低|少)|谁.{0,4}(?:更|最|高|低|多|少|大|小)|哪个?.{0,6}(?:更|最)(?:高|低|多|少|大|小|快|好)|比较|对比|比一比|相比|还是.{0,8}(?:多|高|低|少)|哪边|差别|差距|谁的")),
    (Intent.PURPOSE, re.compile(r"为了(?:干|做)?什么|出于什么|图(?:个|的(?:是|就是)?)?什么|(?<!项)目的(?!地)|用意|为的(?:就?是)?什么|[奔冲]着(?:解决|什么)|解决什么|干嘛要")),
    (Intent.REASON, re.compile(r"为什么|为何|原因|怎么(?:到[^,，。]{1,8})?(?:[会就还没不又老]|反而|才能?)|怎么.{0,4}那么|怎么(?:往|突然|一下子?|大幅|明显|也|都|反倒|持续|连续)*[上下]?(?:[掉降跌落滑慢少低减涨升高差弱变]|下滑|回落|萎缩)+(?:得|[下上][来去])?了(?!多少|几)|缘故|因为什么|是因为|^(?!.*(?:几句话|概括|归纳|讲明白|说清|进展|下一步)).*怎么回事|何以|解释(?:是|说)|的解释|[凭靠](?:的是?)?(?:什么|哪(?![几两三四五六七八九十些]))|什么(?:因素|事)?(?:拖|导致|造成|引起)|[被受](?:什么|哪些?)[^,，。]{0,6}影响|归到|归因|归结|[出短卡堵弱输败差难慢]在(?:了|的是)?(?:哪(?![个所家条座片些天年])|什么)|罪魁|得益于什么|归功|功劳|理由|[^,，。]逼的|一直.{0,6}的[？?]?$")),
    (Intent.PERSON, re.compile(r"(?:(?<![家个所处项])是|由|受)谁|谁(?:是|上台|作|做|来|代表|向|当|的委托)|什么(?:职务|职位|官|身份|头衔)|哪[几两三]?位|叫什么名字的|干什么的|担任")),
    (Intent.SUMMARY, re.compile(r"概括|总结|归纳|归拢|捋|理一理|[做干办]成了?些?(?:什么|啥)|有了?(?:什么|啥|哪些)(?:改善|进展|成绩|成效|起色)|提纲|分成几条|讲讲|说说|什么变化|哪几手|路数|哪几方面|[干做办搞]了?[些点]什么|简述|简要|梳理|简单说|大致|总体情况|主要(?:内容|做法|工作|思路)|几句话|讲了什么|说了什么|哪些(?:方面的)?(?:工作|举措|措施|办法|做法|动作|招数|大招)|怎么(?:做|办|弄|干|推进|解决|保持|保障)|怎么样|怎样|好不好|变化|如何|有什么(?:打算|安排|举措|进展)|进展如何")),
    (Intent.LIST, re.compile(r"列一下|列出来|名单|名字|哪.{0,3}[些几两三四五六七八九十]|有哪|都有|分别(?:是|叫|有)|列出|列举|到底是哪|哪[二两三四五六七八九十]|什么.{0,4}(?:和|、).{0,6}(?:什么|哪)|几(?:项|个|家|处).{0,8}分别|分别(?:注重|指|叫|支持)?(?:什么|哪)|[四五六三两二]个?“.{1,3}”.{0,8}什么")),
    (Intent.FIGURE, re.compile(r"(?<!排)(?<!排[在到])(?<!位列)多少|(?<![第老那这好前近头])几(?!乎|经|月|号|时)|百分之|多[大高长远密宽深快]|增速|比例|占比|率[是有为]?$|数量|总数|总量|规模|哪个数|\d+%?吗|\d[^,，。]{0,4}还是[^,，。\d]{0,2}\d")),
    (Intent.YES_NO, re.compile(r"吗[？?]?$|是否|有没有|能不能|没有[？?]?$|了没|完成没")),
)  # fmt: skip


# A topic of few words, and what is asked for by its name: a measure, a list, somebody, some time or place.
_BARE = re.compile(r"[一-鿿“”\" ]{2,10}")
_ASKED_FOR = re.compile(
    r"(?:[率额数值比费款价名]|(?<!质)量|人口?|名称|线路|面积|规模|收入|支出|增[速幅长]|名单|目录|电话|地址|位置|时间|日期|年份|[区市县]长|书记|主任|目标|指标|第一|原因)(?= |$)"
    r"|目标|指标|完成|建成|竣工|开[工业馆园通]"
)
_ASKING = re.compile(r"[?？吗呢吧]|多少|几|哪|谁|什么|怎|何|是|[了没不]|为|有")

# How likely a question must be to want a cause, a purpose or an overview, to be read so whatever rules say,
_LIKELY = 0.6
_SURELY = 0.9  # or where they see another of these, or a kind that there are plain words for;
_PLAIN = (Intent.META, Intent.COMPUTE, Intent.PERSON)
_UNLIKELY = 0.1  # and below which it is no overview
# What a question for an overview may look like too.
_MAY_BE_OVERVIEW = (Intent.LIST, Intent.FIGURE, Intent.YES_NO, Intent.FACT, Intent.COMPARE)


def find_statement(text: str) -> Statement | None:
    """Whether the question wants a result, a target or the problems; None when it does not say.

    What brought a result about, or a target, may be told as any kind.
    """
    if find_intent(text).asks_why:
        return None
    if _PROBLEM.search(text):
        return Statement.PROBLEM
    if _DONE.search(text):
        return Statement.OUTCOME
    target, outcome = bool(_TARGET.search(text)), bool(_OUTCOME.search(text))
    if target == outcome:
        return None
    return Statement.TARGET if target else Statement.OUTCOME


def asks_both(text: str) -> bool:
    """Whether both what was done and what is to be done are asked for."""
    return bool(_TARGET.search(text) and _OUTCOME.search(text))


def find_intent(text: str) -> Intent:
    """The kind of answer asked for: by rules, but a cause, a purpose or an overview also by how these are asked for.

    A bare topic ("养老服务") asks for an overview too, and who says how many points are enough.
    """
    if _SO_MANY_POINTS.search(text):
        return Intent.SUMMARY
    found, leaning = by_rules(text), kinds.leaning(text)
    likeliest = max(leaning, key=leaning.__getitem__)
    any_of_them = sum(leaning.values())
    if leaning[likeliest] >= _SURELY or (any_of_them >= _LIKELY and found not in (*leaning, *_PLAIN)):
        return likeliest
    if found is Intent.FACT and _is_bare_topic(text):
        return Intent.SUMMARY
    unlikely = found is Intent.SUMMARY and any_of_them < _UNLIKELY
    return by_rules(text, overviews=False) if unlikely else found


def _is_bare_topic(text: str) -> bool:
    about = topic(text)
    return bool(_BARE.fullmatch(about)) and not (_ASKED_FOR.search(about) or _ASKING.search(text))


def by_rules(text: str, *, overviews: bool = True) -> Intent:
    """The intent of the first rule that fits, unless a whole field of work is asked for; `overviews` may be left out."""
    rules = (rule for rule in _INTENTS if overviews or rule[0] is not Intent.SUMMARY)
    found = next((intent for intent, pattern in rules if pattern.search(text)), Intent.FACT)
    overview = overviews and found in _MAY_BE_OVERVIEW and _asks_overview(text, found)
    return Intent.SUMMARY if overview else found


def _asks_overview(text: str, found: Intent) -> bool:
    if _ASKS_NUMBER.search(text) or (found is Intent.COMPARE and _ASKS_WHICH.search(text)):
        return False
    return bool(_OVERVIEW.search(text) or _HEADLINE.search(text))


def without_kind(text: str) -> str:
    """The text without words that only tell a plan from a result ("准备", "实际")."""
    return _KIND.sub("", text)
