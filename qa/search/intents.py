"""What a question wants: a result, a target or the problems, and which kind of answer."""

from __future__ import annotations

import re

from qa.datatypes import Intent, Statement

_TARGET = re.compile(
    r"目标|打算|今后|往后|接下来|下一步|(?:未来|下一?个?)的?[一二两三四五几]?(?:年|阶段)|(?:至少|最少|起码)要|预期目标|力争|准备|将要|计划(?!报告|执行|的报告|审查|落实|上半年)|安排|任务指标|定的(?:目标|任务)|(?:年初|当初)定|想要|说要|拟|(?<![主需重必])要(?:盖|修|装)|(?<=年)定的|(?<=年)要做|[给为替](?:第二|来|下一?|明|次|转)年|要(?:达到|新增|新建|建|完成|增加|开工|提高|怎么)"
)
_OUTCOME = re.compile(
    r"[^不为到]了(?:多少|几)|完成了|实际(?!利用|使用|用了)|做到|达到了|实现了|结果|已经|执行情况|最后|建成了|完成情况|取得|做了(?:些|哪些|什么|啥)|[干做办弄搞][得的](?:怎么?样|咋样|如何)|成效|成绩如何"
)
_PROBLEM = re.compile(
    r"(?:存在|面临|承认|还有|当前|主要|哪些|什么).{0,8}(?:问题|困难|挑战|短板|不足|欠账|薄弱)|困难和挑战|问题和挑战|短板|难处|没做好|毛病|坦白|不足之处|主要问题"
)
_DONE = re.compile(
    r"(?:达到|达成|完成|实现|够到|兑现).{0,10}(?:目标|任务|计划|承诺).{0,3}(?:[吗没]|了没)|完成了[吗没]|完成没|实现了[吗没]|达到了?[吗没]|做到了?[吗没]|兑现了?[吗没]|后来.{0,6}(?:完成|实现|兑现)"
)

_INTENTS: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (Intent.META, re.compile(r"(?:报告|发言|评估).{0,16}(?:几月几[号日]|什么会|哪个会|哪次会|哪天|哪一天|什么时候|何时|哪次会议|第几次|第几届|日期|几月几日|哪年哪月|标题|分成|几大块|几部分|几个部分|分了?(?:成)?几(?!条|点)|哪.{0,2}个?部分)")),
    (Intent.COMPUTE, re.compile(r"(?:多|(?<!减)少|(?<!提)高|(?<!降)低|差)(?:了|出)?(?:多少|几)|相差|差了?多少|多出来?多少|减一减|加在一起|加一块|拢共|加总|加起来|之和|合计|总和|占.{0,14}(?:百分之|几成|比例|多少)|平均(?:下来|每)|翻了?几倍|几倍|倒推|推算|除去|会是多少|倒着算|往前推|占几成|[一二两三四五六七八九十]年前.{0,6}多少")),
    (Intent.COMPARE, re.compile(r"哪个区.{0,10}(?:更|最|多|高|低|少)|谁.{0,4}(?:更|最|高|低|多|少|大|小)|哪个?.{0,6}(?:更|最)(?:高|低|多|少|大|小|快|好)|比较|对比|比一比|相比|还是.{0,8}(?:多|高|低|少)|哪边|差别|差距|谁的")),
    (Intent.REASON, re.compile(r"为什么|为何|为啥|原因|怎么(?:[会就]|反而|才能?|还能)|怎么.{0,4}那么|缘故|因为什么|是因为|咋回事|何以|干嘛要|解释(?:是|说)|的解释|[凭靠](?:的是?)?(?:什么|啥|哪(?![几两三四五六七八九十些]))|(?:什么|啥)(?:因素|事)?(?:拖|导致|造成|引起)|[被受](?:什么|啥|哪些?)[^,，。]{0,6}影响|为了(?:干|做)?(?:什么|啥)|归到|归因|归结|[出短卡堵弱输败]在(?:了|的是)?(?:哪(?![个所家条座片些天年])|什么|啥)|出于什么|一直.{0,6}的[？?]?$")),
    (Intent.PERSON, re.compile(r"(?:是|由|受)谁|谁(?:是|上台|作|做|来|代表|向|当|的委托)|什么职务|哪[几两三]?位|叫什么名字的|干什么的|担任")),
    (Intent.SUMMARY, re.compile(r"概括|总结|归纳|归拢|提纲|分成几条|讲讲|说说|有啥变化|什么变化|哪几手|路数|哪几方面|干点啥|干点什么|简述|简要|梳理|简单说|大致|总体情况|主要(?:内容|做法|工作|思路)|几句话|讲了什么|说了什么|哪些(?:方面的)?(?:工作|举措|措施|办法|做法|动作|招数|大招)|怎么(?:做|办|弄|干|推进|解决|保持|保障)|咋样|怎么样|怎样|变化|如何|有什么(?:打算|安排|举措|进展)|进展如何")),
    (Intent.LIST, re.compile(r"列一下|列出来|名单|名字|哪.{0,3}[些几两三四五六七八九十]|有哪|都有|分别(?:是|叫|有)|列出|列举|到底是哪|哪[二两三四五六七八九十]|什么.{0,4}(?:和|、).{0,6}(?:什么|哪)|几(?:项|个|家|处).{0,8}分别|分别(?:注重|指|叫|支持)?(?:啥|什么|哪)|[四五六三两二]个?“.{1,3}”.{0,8}(?:什么|啥)")),
    (Intent.FIGURE, re.compile(r"(?<!排)(?<!排[在到])(?<!位列)多少|(?<![第老那这好])几(?!乎|经)|百分之|多大|多高|多长|多远|增速|比例|占比|率[是有为]?$|数量|总数|总量|规模|\d+%?吗")),
    (Intent.YES_NO, re.compile(r"吗[？?]?$|是否|有没有|能不能|没有[？?]?$|了没|完成没")),
)  # fmt: skip


def find_statement(text: str) -> Statement | None:
    """Whether the question wants a result, a target or the problems; None when it does not say.

    What brought a result about, or a target, may be told as any kind.
    """
    if _PROBLEM.search(text):
        return Statement.PROBLEM
    if find_intent(text) is Intent.REASON:
        return None
    if _DONE.search(text):
        return Statement.OUTCOME
    target, outcome = bool(_TARGET.search(text)), bool(_OUTCOME.search(text))
    if target == outcome:
        return None
    return Statement.TARGET if target else Statement.OUTCOME


def find_intent(text: str) -> Intent:
    """The kind of answer asked for; the first rule that fits decides."""
    return next((intent for intent, pattern in _INTENTS if pattern.search(text)), Intent.FACT)
