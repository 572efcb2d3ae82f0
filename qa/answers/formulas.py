"""A computing question -> what it computes of what: the operands in the question's own words.

"入库项目里头，外资的占几成" is a share with the part "外资的" and the whole "入库项目".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.answers.operations import NOT_OF_KIND, PLUS, STATE, Operation
from qa.figures.matching import Wanted, without_state
from qa.text import HOW_MANY, normalise, numeral

_YEAR = re.compile(r"(?:19|20)?\d\d年(?:度|\d{1,2}月份?)?(?:[底末初]|上半年|下半年|全年)?的?|今年|去年|当前")
_JOIN = re.compile(r"、|[,，;；](?:还有|以及|和|跟)?|和|跟|与|以及|还有|再?加上|再加(?![装大强快])|及(?!其)")
_PLUS = re.compile(PLUS)
_ASKED_OF_SUM = re.compile(r"[共得是有]?(?:多少|几(?!乎))")
_ADDED = re.compile(
    r"(?:这|那)?(?:[两二三四五六七八九十\d][个样笔项类种者块]|都|全)?(?:[加合]在?一[起块]儿?|[加合]起来|[加合]到一[块起]儿?|拢共|加总|之和|合计|总和|共计|相加|一共|总共|总的)"
)
_COUNTED = re.compile(r"([两二三四五六七八九十]|\d+)[个样笔项类种者块](?:加|拢|合|总|一共|都)")
_LEAD_IN = re.compile(r"^[^,，]*(?:那会儿?|时候?|期间|以来|阶段|[一两二三四五六七八九十\d]年[里间来]?)[,，]")
_AMONG = r"(?:(?:里头|里面|里边|当中|之中|其中)[,，]?|[中里][,，])"
_PERCENT = r"(?:约|大约|大概|差不多)?(?:是|有)?(?:百分之[多几]|几成|几分之|百分比|多[大少]|比例|比重|%)"
_SHARES = (
    re.compile(rf"(?P<whole>.+?){_AMONG}(?:大概|大约)?有?(?:百分之几|几成|多大比例)(?:的)?(?:是|为|属于)?(?P<part>.+)"),
    re.compile(
        rf"(?P<whole>.+?)(?:{_AMONG}|(?<=[一-鿿]{{2}})(?<![公这那哪城乡村])里(?!程))(?P<part>.+?)(?:所|大概|大约|约)?占(?:了|到|去)?(?:的)?{_PERCENT}"
    ),
    re.compile(
        rf"(?P<part>.+?)(?:所|大概|大约|约)?占(?!比(?![例重]))(?:了|到|去)?(?P<whole>.*?[一-鿿A-Za-z]{{2,}}?)(?:的)?{_PERCENT}"
    ),
    re.compile(r"(?P<part>.+?)是(?P<whole>.+?)的(?:百分之[多几]|几成)"),
    re.compile(rf"(?P<part>.+?)(?:所|大概|大约|约)?占(?:了|到|去)?(?:的)?{_PERCENT}"),
)
_ALL_OF_IT = re.compile(r"(?:总[数量的体]|全部|所有)(?:的)?")
_FILLING = re.compile(r"[的了数量]")
_COUNTED_THING = re.compile(r"\d+[一-鿿][^,，、]{2,}")
_RATE_NAMED = re.compile(
    rf"(?P<whole>[^,，。？?]+?)的?[,，]?(?:(?P<part>[一-鿿]{{2}})率|(?:(?<!际)(?:真正|实际|已经|最后|最终)|已)?(?P<state>{STATE})了?的?(?:比例|比重|占比)).*?(?:百分之|多[少大]|几)"
)
_RATE_TOLD = re.compile(
    r"(?:按照?|用|拿|根据).*?(?P<one>[一-鿿]{2,8}?)数?[和跟与、除](?P<other>[一-鿿]{2,8}?)(?:数|来|算|除|相)"
)
_TAKEN = r"(?:除[去了掉]|扣[除掉去]|去掉|刨[去掉除]|抛开|撇开|不算|减[去掉])"
_OUTSIDE = r"(?:那?一?(?:部分|[块些])|的|以外|之外|外|后|[,，])*"
_RESTS = (
    re.compile(rf"(?P<whole>.+?)[里中内]头?面?[,，]?{NOT_OF_KIND}"),
    re.compile(rf"(?P<whole>.+?)(?:{_AMONG}|[里中,，])*[把将](?P<part>.+?){_OUTSIDE}{_TAKEN}"),
    re.compile(rf"[把将](?P<part>.+?)从(?P<whole>.+?)[里中]?头?{_TAKEN}"),
    re.compile(rf"(?P<whole>.+?)(?:{_AMONG}|[,，])?{_TAKEN}(?P<part>.+?){_OUTSIDE}(?:还|就|共)?(?:有|剩|是|余)"),
    re.compile(
        rf"(?P<whole>.+?)(?:{_AMONG}|[,，])*[还尚仍](?:[差有欠缺]|[剩余]下?)(?:多少|几).{{0,4}}(?:[没未]有?|不是)(?P<part>.+)"
    ),
    re.compile(
        r"(?P<whole>.+?)[,，]?[还尚]?[没未]有?(?P<part>[^,，的]+)的?(?:一?共|总共)?[还尚仍]?(?:剩下?|余下?|有|是)(?:多少|几)"
    ),
)
_MORE = re.compile(
    r"(?P<one>.+?)(?:比|较)(?P<other>.+?)(?:的)?(?:多|少|高|低|大|小|超)(?:出来?|了|收|花|建|开|装|做|完)*(?:了)?(?:多少|几)"
)
_APART = re.compile(r"(?P<one>.+?)[和跟与、,，](?P<other>.+?)[,，]?(?:之间)?(?:相差|差了?|差距)(?:是|有)?(?:多|几)")
_TIMES = re.compile(r"(?P<one>.+?)是(?P<other>.+?)的?(?:几|多少)倍")
_ASKED_AT_END = re.compile(rf"(?:是|有)?{HOW_MANY}[一-鿿]?$")
_EACH = re.compile(
    r"(?:平均(?:下来)?)?[每一](?P<unit>个[^,，。？?]{1,4}的人|个?人(?!口)|口人|场|次(?!性)|天|[家所张间部件项名位户套处座栋条辆个亩支棵宗起批笔块])(?!区)(?P<noun>[一-鿿]{2,5}?(?=平均|[平分]?摊|[能可拿花投要得是有]|多少|几))?|(?P<person>人头|人均|每位|受惠的人)"
)


_AVERAGED = re.compile(r"[,，]?(?:平均|[平分]?摊[到给在]?|人均|每)")


@dataclass(frozen=True, slots=True)
class Formula:
    """Operands as the question describes them: `parts` on the one side, `whole` on the other.

    A sum has parts alone; a share, a difference and a ratio have both. `subject` is what the operands of a
    difference or a share are states of, where they are ("保障房盖好的" and "开工的"). An average has one part,
    in `whole` the measure word of what it is divided by ("家") and in `subject` the noun, where one follows.
    """

    operation: Operation
    parts: tuple[str, ...]
    whole: str = ""
    subject: str = ""


def read_formula(operation: Operation, question: str, regions: Sequence[str] = ()) -> Formula | None:
    """What `question` wants computed; None where its words do not tell the operands apart."""
    text = _without_places(question, regions)
    if operation is Operation.SHARE:
        return _share(text)
    if operation is Operation.SUM:
        return _sum(text)
    if operation is Operation.DIFFERENCE:
        return _difference(text)
    if operation is Operation.RATIO and (match := _TIMES.search(text)):
        return Formula(operation, (_last(match["one"]),), match["other"])
    if operation is Operation.AVERAGE and (match := _each(text)):
        unit = "人" if match["person"] or "人" in match["unit"] else match["unit"]
        return Formula(operation, (_AVERAGED.split(text)[0] or text,), unit, match["noun"] or "")
    return None


def _each(text: str) -> re.Match[str] | None:
    """What something is divided by: rather "平均一宗" than the "一批" of a lead-in."""
    plainly = (match for match in _EACH.finditer(text) if match.group().startswith(("平均", "每", "人均")))
    return next(plainly, _EACH.search(text))


def adds_up(question: str) -> bool:
    """Whether a question wants things added together, for their sum or for what is computed of it."""
    return bool(_ADDED.search(question))


def _without_places(text: str, regions: Sequence[str]) -> str:
    for region in regions:
        text = re.sub(f"{re.escape(region)}|{re.escape(region[:-1])}(?!区)", "", text)
    return _YEAR.sub("", re.sub(r"[“”\"《》?？。!！\s]", "", text))


def _share(text: str) -> Formula | None:
    if told := _RATE_TOLD.search(text):
        rate = _RATE_NAMED.search(text)
        one, other = told["one"], told["other"]
        if rate and _rated(rate) in one:
            one, other = other, one
        return Formula(Operation.SHARE, (other,), one)
    for pattern in _SHARES:
        if match := pattern.search(text):
            found = match.groupdict()
            parts = _split(_last(found["part"]) if "whole" in found else found["part"])
            whole = _whole(_last(found.get("whole", "")), text)
            return Formula(Operation.SHARE, parts, whole, _subject_of_states((*parts, whole)))
    if rate := _RATE_NAMED.search(text):
        whole = re.split(r"(?<=..)里(?!程)", rate["whole"])[-1]
        subject = _FILLING.sub("", without_state(whole)) if rate["state"] else ""
        return Formula(Operation.SHARE, (_rated(rate),), whole, subject)
    return None


def _rated(rate: re.Match[str]) -> str:
    """What a rate is the share of: 落地 of "落地率" and of "落地的比例"."""
    return str(rate["part"] or rate["state"])


def _subject_of_states(operands: Sequence[str]) -> str:
    """What is in the states that operands tell ("竣工的保障房" and "开工的"); empty unless each tells one."""
    if any(Wanted.of(operand, {}).state is None for operand in operands):
        return ""
    return max((_FILLING.sub("", without_state(operand)) for operand in operands), key=len)


def _whole(phrase: str, text: str) -> str:
    """The whole of a share; "总数" alone is that of the things that the question names ("24项主要指标", "机构里")."""
    if not _ALL_OF_IT.fullmatch(phrase):
        return phrase
    among = re.match(rf"(.{{2,}}?){_AMONG}", text)
    return next((found.group(found.re.groups) for found in (_COUNTED_THING.search(text), among) if found), phrase)


def _sum(text: str) -> Formula | None:
    match = _ADDED.search(text) or (_PLUS.search(text) and _ASKED_OF_SUM.search(text))
    if not match:
        return None
    before = text[: match.start()].rstrip(",，的、")
    among = re.search(rf"^(.*){_AMONG}", before)
    if _PLUS.search(_last(before)):  # what stands before "甲加乙" leads in to it
        return Formula(Operation.SUM, _split(_PLUS.sub("、", _last(before))))
    parts = _split(before[among.end() :] if among else _LEAD_IN.sub("", before))
    told = _COUNTED.search(text)
    if told and numeral(told[1].replace("两", "二")) != len(parts):
        return None
    return Formula(Operation.SUM, parts)


def _split(text: str) -> tuple[str, ...]:
    """The items of "甲、乙和丙"; one item where nothing joins."""
    text = _ASKED_AT_END.sub("", _ADDED.sub("", text))
    return tuple(item for piece in _JOIN.split(_PLUS.sub("、", text)) if (item := piece.strip("的, ，")))


def _difference(text: str) -> Formula | None:
    if rest := next(filter(None, (pattern.search(text) for pattern in _RESTS)), None):
        return Formula(Operation.REMAINDER, (rest["part"],), _last(rest["whole"]))
    for pattern in (_MORE, _APART):
        if match := pattern.search(text):
            one, other = match["one"], match["other"]
            of_states = any(Wanted.of(operand, {}).state is not None for operand in (one, other))
            return Formula(Operation.DIFFERENCE, (other,), _last(one), one if of_states else "")
    return None


def _last(text: str) -> str:
    """The last clause of a text, where a description stands after what leads in to it."""
    pieces = [piece for piece in re.split(r"[,，;；:：]", text) if len(normalise(piece)) > 1]
    return pieces[-1] if pieces else text
