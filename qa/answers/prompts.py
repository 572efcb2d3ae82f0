"""Every word that the model is given. What is fixed comes first, so that engines can keep its state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qa.answers.generator import Message
from qa.datatypes import Inquiry, Intent, Passage, Statement
from qa.text import readable

# The model answers with this, and only this, when the evidence does not tell.
NOT_MENTIONED = "资料未提及"

_JUDGED_CHARS = 220  # of a sentence: what a longer one says at its end costs as much as a second sentence

_COMPUTED_CHARS = 260  # of a sentence to compute from

_SYSTEM = (
    "你是政府报告问答助手，只根据给出的资料回答问题。\n"
    "要求：直接回答，用完整的句子，一般一句，最多三句；数字、单位、年份、名称照抄资料，不计算，不推测；"
    "分清完成情况和目标，分清新增和累计，分清地区和年份；"
    f"资料里没有答案时，只回答“{NOT_MENTIONED}”。"
)
_FORMS = {
    Intent.LIST: "请把资料中列出的各项完整写出。",
    Intent.REASON: "请用资料中的话说明原因或做法。",
    Intent.PURPOSE: "请用资料中的话说明目的。",
    Intent.PERSON: "请写出姓名和职务。",
}


def _heading(passage: Passage) -> str:
    kind = "目标" if passage.statement is Statement.TARGET else passage.statement.label
    parts = [passage.region or "", passage.period.label() if passage.period else "", kind]
    return "，".join(part for part in parts if part and part != Statement.OTHER.label)


def answer_prompt(inquiry: Inquiry, evidence: Sequence[Passage]) -> list[Message]:
    """The messages that ask for an answer from the evidence sentences, best first."""
    lines = [f"{n}. （{_heading(passage)}）{readable(passage.text)}" for n, passage in enumerate(evidence, start=1)]
    form = _FORMS.get(inquiry.intent, "")
    content = "资料：\n" + "\n".join(lines) + f"\n\n问题：{inquiry.standalone}\n{form}"
    return [Message("system", _SYSTEM), Message("user", content.rstrip())]


class Judged(NamedTuple):
    """Messages about a sentence and a question, and these two as they stand in them."""

    messages: tuple[Message, ...]
    pieces: tuple[str, str]


def judge_prompt(question: str, wanted: str, passage: Passage) -> Judged:
    """The messages that ask whether a sentence tells what is wanted ("金额"); no reply is drawn, see `probe`.

    To name what is wanted keeps the model from being content with a sentence about the same thing.
    """
    told = f"（{_heading(passage)}）{readable(passage.text)[:_JUDGED_CHARS]}"
    asked = f"这条资料写出了问题要的那个{wanted}吗？写出了答“是”，没有答“否”。"
    messages = (
        Message("system", "判断资料是否回答问题。"),
        Message("user", f"资料：{told}\n问题：{question}\n{asked}"),
    )
    return Judged(messages, (told, question))


_EXPRESSION = (
    "你把问题写成算式。只用资料里的数字，不要算出结果；同比增长率写成(1+5%)这样的形式。"
    "只写一行算式，不要解释。资料不够或不需要计算时写“无”。"
)
_EXPRESSIONS = (  # made up, one for each kind of expression
    ("2022年全区新增学位3200个,其中小学学位1900个。", "除了小学,其他新增学位有多少个?", "3200-1900"),
    ("出口额达到560亿元,同比增长12%,占全市的35%。", "前一年的出口额大约是多少?", "560/(1+12%)"),
    ("出口额达到560亿元,同比增长12%,占全市的35%。", "推算全市出口额是多少?", "560/35%"),
    ("发放补贴1.2亿元,惠及3000户家庭。", "每户平均拿到多少补贴?", "1.2亿/3000"),
    ("改造老旧小区40个,其中已完工25个。", "完工的占百分之几?", "25/40"),
    ("改造老旧小区40个,其中已完工25个。", "完工了多少个?", "无"),
)


def expression_prompt(question: str, passage: Passage) -> list[Message]:
    """The messages that ask for the expression by which a sentence gives what is to be computed."""
    shown = [
        message
        for told, asked, expression in _EXPRESSIONS
        for message in (Message("user", f"资料：{told}\n问题：{asked}"), Message("assistant", expression))
    ]
    told = readable(passage.text)[:_COMPUTED_CHARS]
    return [Message("system", _EXPRESSION), *shown, Message("user", f"资料：{told}\n问题：{question}")]


def says_nothing(draft: str) -> bool:
    """Whether a draft only says that the evidence does not tell."""
    return any(
        phrase in draft
        for phrase in (
            "未提及",
            "没有提及",
            "未提到",
            "没有提到",
            "无法回答",
            "未说明",
            "没有说明",
            "无法确定",
            "未明确",
        )
    )
