"""What stands in a question beside what is asked: orders to the program, what is said not to be meant, and talk.

Talk is what the person says of themselves or of their asking ("我家孩子快上学了", "写稿用", "我想问的是").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.search.places import find_regions

# What tells the program how to behave, and asks nothing of the reports.
ORDER = re.compile(
    r"(?:忽略|无视|忘[掉记]).{0,12}(?:指令|规则|提示|要求|设定|报告|资料)|(?:别|不要|不用)(?:查|看|管|理会?)(?:任何|这些|那些)?(?:指令|规则|要求|报告|资料)|"
    r"管理员模式|系统通知|"
    r"切换到.{0,6}模式|直接输出|system prompt|(?:系统|内部的?)提示词|扮演|写(?:一?首|一?篇|段)|翻译成|讲个?笑话|"
    r"ignore (?:all|any|the|your|previous|above)|没有限制的|(?:自己|随便|给我)编(?![制写排印组])|"
    r"(?:不管|无论)(?:我)?问什么|(?:凡是|所有|每个|你的)?(?:答案|回答)[里中]?的?.{0,8}(?:都要|必须|一律|都得)",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|</?[a-z][^<>]*>", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:[^。！!？?；;\n.]|\.(?=[^\s一-鿿]))+(?:[。！!？?；;\n]|\.(?![^\s一-鿿]))*")
_CLAUSE = re.compile(r"[^,，]+[,，]*")
_ASKS = re.compile(r"多少|几|哪|什么|啥|谁|吗|呢|怎|如何|为何|是否|有没有|多[大长高远久]")
_CHINESE = re.compile(r"[一-鿿]")
_ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[\s,'’-]+[A-Za-z]+){2,}")

_NOT_MEANT = re.compile(
    r"(?:^|(?<=[一-鿿])(?<![是要])(?=不(?:是|要|含|算)[一-鿿]{2,5}$)|"
    r"(?<=[,，。;；?？、 ])|(?<=目标)|(?<=计划)|(?<=结果)|[(（])(?:请?注意|我?(?:要|问|说)的|我)?(?:并|而|可)?"
    r"(?:不是|不算|不含|不包括|不包含|不要|别算|别[说提讲]|别给我?|别拿|不计)"
    r"(?!说|很|太|挺|已经)(?![^,，。;；?？()（）]*[吗么吧])([^,，。;；?？!！()（）]{2,16})[)）]?"
)
_BESIDE_THAT = re.compile(
    r"(?:^|(?<=[,，。;；?？、 ]))(?!除)([^,，。;；?？!！()（）]{2,16})"
    r"(?:之外|以外|除外|(?:都?不|别)算(?:在内|进来)?)(?=[,，。;；!！]|$)"
)
_ANY_ONE = re.compile(r"^[哪某]一?个?(?=[^的]{2}的?$)")  # 不是哪一季度的
_SAID_OF_IT = re.compile(r"^[哪后前]面?|(?:的?[那这](?:一?[种个份批些类]|部分)|的?数字?|在内|进去|的)+$")
_PERSON = re.compile(r"我(?![区市县省国州院校])|咱|俺|[你您]|听(?:别?人|朋友|邻居)?[说讲]|据说|有人说")
_FOR_WHAT = re.compile(r"^.{1,10}用$|问一?[句下声]$")  # "写稿用", "路过问一句"
_DIALOGUE = re.compile(r"^(?:不对|不是|错了|你好|您好|请问|劳驾|麻烦|谢谢|多谢)[了呀啊哦的您你!！]*$")
_OPENING = re.compile(
    r"^(?:(?:我|咱)们?(?:就|只|其实|还)?是?(?:想|要)?(?:问|指|说)的是?"
    r"|(?:我|咱)?们?(?:就|只|还)?(?:想|要)(?:问|打听|知道|了解|请教)问?(?:一?下|一句)?)"
)
_POINTS_BACK = re.compile(r"[这那该它其]")
_STOPS = ",，:：。;；?？!！"
_TALKED = re.compile(f"[^{_STOPS}]+[{_STOPS}]*")
_ENOUGH_CHARS = 8  # a clause that asks, shorter than this, needs those before it


def without_talk(text: str, held: Sequence[str]) -> str:
    """The question without the clauses before the asking one that only tell of the person or of the asking.

    A clause that names one of the regions `held` or a number stays, and so do all where what asks points back to
    them or is too short to stand alone.
    """
    clauses = [_OPENING.sub("", clause) or clause for clause in _TALKED.findall(text)]
    asking = next((at for at, clause in enumerate(clauses) if _ASKS.search(clause)), 0)
    clear = bool(clauses) and len(clauses[asking]) >= _ENOUGH_CHARS and not _POINTS_BACK.search(clauses[asking])
    kept = [clause for clause in clauses[:asking] if not _is_talk(clause.rstrip(_STOPS), held, clear)]
    return "".join([*kept, *clauses[asking:]]) or text


def _is_talk(clause: str, held: Sequence[str], clear: bool) -> bool:
    if _DIALOGUE.match(clause):
        return True
    personal = _PERSON.search(clause) or _FOR_WHAT.search(clause)
    return bool(clear and personal) and not re.search(r"\d", clause) and not find_regions(clause, held)


def without_orders(text: str) -> str:
    """The question without orders to the program, English sentences and markup, where something is still asked.

    The text as it is where they cannot be told apart plainly: nothing of them, or no question, is left.
    """
    kept = "".join(part for part in map(_asking, _SENTENCE.findall(_MARKUP.sub("", text))) if part).strip()
    return kept if kept and _asks(kept) and _CHINESE.search(kept) else text


def _asking(sentence: str) -> str:
    """The sentence without its orders: the clauses after one, where they ask; empty where none does."""
    if _ENGLISH.search(sentence) and not _CHINESE.search(sentence):
        return ""
    if not ORDER.search(sentence):
        return sentence
    clauses = _CLAUSE.findall(sentence)
    last = max(at for at, clause in enumerate(clauses) if ORDER.search(clause) or at == 0)
    rest = "".join(clauses[last + 1 :])
    return rest if _asks(rest) else ""


def _asks(text: str) -> bool:
    return bool(_ASKS.search(text)) or text.endswith(("?", "？"))


def without_exclusions(text: str) -> tuple[str, tuple[str, ...]]:
    """The question without what it says not to be meant, and that: ("拆除护栏多长?", ("绿化带",))."""
    rest, named = text, []
    for pattern in (_NOT_MEANT, _BESIDE_THAT):
        named += [_ANY_ONE.sub("", match[1]) for match in pattern.finditer(rest)]
        rest = pattern.sub("", rest).strip(" ,，、")
    excluded = tuple(told for name in named if not _ASKS.search(name) and (told := _SAID_OF_IT.sub("", name)))
    asks = _ASKS.search(rest) or not _ASKS.search(text)  # keywords ask without a word for it
    return (rest, excluded) if excluded and rest and asks else (text, ())
