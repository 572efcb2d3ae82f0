"""A second look at evidence in doubt: what the model's state tells of a sentence beside the question.

Search knows words and vectors; it cannot tell "how much did it cost" from "how many are there" beside a
sentence that has one of them. A probe of the large default model can, at the price of half a second a sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from qa.answers.generator import Generator, Message
from qa.answers.material import SURE, VOUCHED, Material
from qa.answers.picking import measures_another, own_share, told_words
from qa.answers.probe import Probe, Reading, probe_of
from qa.answers.prompts import judge_prompt
from qa.datatypes import Hit, Intent, Passage
from qa.figures.matching import dimension, is_named, other_dimension, stands_in
from qa.figures.parsing import Figure, parse_figures, same_quantity
from qa.text import HOW_MANY, normalise

LOOKED_AT = 2  # hits, and a third that search holds to be nearly as likely
HOLDS = 0.3  # likelihood from which a sentence is taken to tell something of what is asked
_DENIED = 0.1  # and below which even plain evidence is denied
_NEARLY = 0.5  # share of the best hit's score
_WORTH_A_LOOK = 0.02  # score below which a sentence is about something else
_PLAIN_SHARE = 0.3  # share of the question's words that plain evidence has
# Of a logistic regression on both, of the sentences that are not plain; `benchmarks/judging.py` prints it.
_BY_READING, _BY_SCORE, _BASE = 0.8, 0.55, 0.44
_RARELY = 0.001  # less than this likelihood counts no further
_FIGURES = (Intent.FIGURE, Intent.COMPUTE)


class Judge:
    """Lets through those of the best hits that answer, where search is in doubt."""

    def __init__(self, generator: Callable[[], Generator], probe: Callable[[str], Probe | None] = probe_of) -> None:
        """Take what gives the model when first needed, and what gives the probe fitted to a model."""
        self._generator = generator
        self._probe = probe
        self.reading = lru_cache(maxsize=256)(self._read)

    def warm_up(self) -> None:
        """Load what reads, so that no question waits for it."""
        if probe := self._probe(self._generator().name):
            self._generator().state([Message("user", "好")], probe.layer)

    def look_again(self, material: Material) -> Material:
        """The material with those of its best hits that answer, the likeliest first, or with none.

        What lies behind the hits looked at stays only beside one of them, and where no figure is asked for: it
        might have one that fits the words better. Nothing changes where the evidence is plain, and the model does
        not wholly deny it, or where there is no model that can judge.
        """
        if material.strength < _WORTH_A_LOOK or _answered_otherwise(material):
            return material
        if not self.judges() or (is_plain(material) and not self._denied(material)):
            return material
        looked = list(self._looked(material))
        holding = sorted((hit for hit in looked if hit.score >= HOLDS), key=lambda hit: -hit.score)
        behind = () if material.inquiry.intent in _FIGURES else material.hits[len(looked) :]
        return replace(material, hits=(*holding, *behind) if holding else ())

    def vouches(self, material: Material) -> bool:
        """Whether the best hit has a figure in the unit asked for, and the model takes it to tell what is asked."""
        return bool(material.hits) and self._vouched(material.passages[0], material, VOUCHED) is not None

    def vouched(self, material: Material, least: float) -> tuple[Passage, Reading] | None:
        """The first of the best hits that is at least so likely to tell what is asked, with how the model reads it."""
        if material.strength < _WORTH_A_LOOK:
            return None
        for hit in to_look_at(material):
            if self._fits(hit.passage, material) and (reading := self._vouched(hit.passage, material, least)):
                return hit.passage, reading
        return None

    def telling(self, question: str) -> Callable[[Passage], float] | None:
        """What gives how likely a passage tells what is asked; None where there is no model that can judge."""
        if not self.judges():
            return None

        def tells(passage: Passage) -> float:
            reading = self.reading(question, passage)
            return reading.tells if reading else 0.0

        return tells

    def denies(self, question: str, passages: Sequence[Passage]) -> bool:
        """Whether the model takes none of the first of some passages to tell anything of what is asked."""
        tells = self.telling(question)
        return tells is not None and all(tells(one) < _DENIED for one in dict.fromkeys(passages[:LOOKED_AT]))

    def _vouched(self, passage: Passage, material: Material, least: float) -> Reading | None:
        """How the model reads a passage that measures what is asked for, where it is so likely to tell it."""
        if measures_another(passage, material.wanted):
            return None
        reading = self.reading(material.inquiry.standalone, passage)
        return reading if reading and reading.tells >= least else None

    def _denied(self, material: Material) -> bool:
        """Whether the best hit, however plain, tells nothing of what is asked."""
        reading = self.reading(material.inquiry.standalone, material.passages[0])
        return reading is not None and reading.tells < _DENIED

    def judges(self) -> bool:
        """Whether there is a probe of the model."""
        return self._probe(self._generator().name) is not None

    def _looked(self, material: Material) -> Iterator[Hit]:
        """The hits looked at with their likelihoods, up to the first that the model vouches for."""
        for hit in to_look_at(material):
            fits = self._fits(hit.passage, material)
            reading = self.reading(material.inquiry.standalone, hit.passage) if fits else _NOTHING
            yield hit if reading is None else Hit(hit.passage, round(_together(reading, hit.score), 6))
            if reading is not None and reading.tells >= VOUCHED:
                return

    def _fits(self, passage: Passage, material: Material) -> bool:
        """Whether a passage may tell what is asked by its words, and tells of the things that the question means."""
        return may_tell(material.inquiry.standalone, passage) and not _of_other_things(passage, material)

    def _read(self, question: str, passage: Passage) -> Reading | None:
        """What the model's state tells of a passage; None where the state cannot be had."""
        model = self._generator()
        probe = self._probe(model.name)
        if probe is None:
            return None
        judged = judge_prompt(question, wanted(question).name, passage)
        state = model.state(judged.messages, probe.layer, judged.pieces)
        return None if state is None else probe.read(state)


def _together(reading: Reading, score: float) -> float:
    """How likely a sentence tells what is asked, by what the model reads and by the score of search."""
    tells = min(max(reading.tells, _RARELY), 1 - _RARELY)
    odds = _BY_READING * math.log(tells / (1 - tells)) + _BY_SCORE * math.log(max(score, _WORTH_A_LOOK)) + _BASE
    return 1 / (1 + math.exp(-odds))


def to_look_at(material: Material) -> tuple[Hit, ...]:
    """The hits that are worth a look, best first."""
    near = [hit for hit in material.hits[LOOKED_AT : LOOKED_AT + 1] if hit.score >= _NEARLY * material.strength]
    return (*material.hits[:LOOKED_AT], *near)


def may_tell(question: str, passage: Passage) -> bool:
    """Whether a passage has words without which it cannot tell what is asked; the model overlooks that they lack."""
    return bool(wanted(question).needed.search(passage.text))


def _of_other_things(passage: Passage, material: Material) -> bool:
    """Whether the question tells things by a figure of the best hit ("那54个项目") that another paragraph lacks."""
    best, told = material.passages[0], parse_figures(material.inquiry.own)
    elsewhere = (passage.report_id, passage.paragraph) != (best.report_id, best.paragraph)
    return elsewhere and any(_has(best, figure) and not _has(passage, figure) for figure in told)


def _has(passage: Passage, figure: Figure) -> bool:
    return any(same_quantity(figure, other) for other in parse_figures(passage.text))


def _answered_otherwise(material: Material) -> bool:
    """Whether a question is for no second look: reasons and what is about the reports are told in their own way.

    What is claimed may be refuted by what does not tell it.
    """
    intent = material.inquiry.intent
    return intent.asks_why or intent is Intent.META or wanted(material.inquiry.standalone).name == _CLAIM


def is_plain(material: Material) -> bool:
    """Whether the best hit is likely, has words of the question, and tells the kind of thing that is asked for."""
    passage, kind = material.passages[0], wanted(material.inquiry.standalone)
    if material.strength < SURE or not kind.told(passage):
        return False
    if material.inquiry.intent not in _FIGURES:
        return material.coverage(passage) >= _PLAIN_SHARE
    return names_counted(material) and any(
        own_share(figure, told_words(material)) >= _PLAIN_SHARE for figure in _may_be_asked(material)
    )


def names_counted(material: Material) -> bool:
    """Whether the best hit names what is to be counted: "多少商户" is not told by what has only markets."""
    counted = "".join(map("".join, _COUNTED.findall(normalise(material.inquiry.standalone))))
    passage = material.passages[0]
    held = normalise(passage.header + passage.text)
    return all(stands_in(word, held) for word in material.wanted.words if is_named(word, counted))


def _may_be_asked(material: Material) -> Iterator[Figure]:
    """The figures of the best hit that are counted as what is asked for, and that the question does not tell itself."""
    wanted, given = material.wanted, {(figure.value, figure.unit) for figure in parse_figures(material.inquiry.own)}
    for figure in parse_figures(material.passages[0].text):
        counted = not wanted.units or _ANYTHING in wanted.units or wanted.unit_fits(figure)
        if counted and (figure.value, figure.unit) not in given and not other_dimension(figure, wanted):
            yield figure


class Wanted(NamedTuple):
    """A kind of thing that is asked for: how one asks, what it is called, whether a sentence surely tells one.

    What has nothing of the pattern `needed` cannot tell it.
    """

    asked: re.Pattern[str]
    name: str
    told: Callable[[Passage], bool]
    needed: re.Pattern[str]


def _measures(*dimensions: str) -> Callable[[Passage], bool]:
    """Whether a passage has a figure of one of these dimensions; any figure where none is named."""
    return lambda passage: any(
        not dimensions or dimension(figure.unit) in dimensions for figure in parse_figures(passage.text)
    )


def _holds(pattern: str) -> Callable[[Passage], bool]:
    return lambda passage: bool(re.search(pattern, passage.text))


_NOTHING = Reading(0.0, 0.0)
_CLAIM = "说法"
_ANYTHING = "个"  # counts what has a measure word of its own too
# What is to be counted stands behind, or before 数: "多少张床位", "总床位数".
_COUNTED = re.compile(r"(?:多少|几)([^,，;；。?？、]{2,})|总([一-鿿]{2,4})数(?=$|[?？,，])")
_NEVER = _holds("(?!)")  # no form tells a name from other words
_CHANGES = "增|提高|提升|上升|回升|下降|降低|降至|减少|压缩|缩短|翻|倍|持平|转正"
_PLACES = (
    "位于|地处|坐落|落[户地]|设[在立]|建在|路(?![径网演由线灯])|街(?![道乡])|镇|(?<!街)乡(?![村级])|村(?![民级])|[桥庄营坊沟]"
    "|[二三四五六]环|大厦|广场|商圈|周边|沿线|小区|公园|[东南西北]部"
)
_SEVERAL_NAMES = "、|[”》].*[”》]"
_WANTED = tuple(
    Wanted(re.compile(asked), name, told, re.compile("".join(needed)))
    for asked, name, told, *needed in (
        (r"真的假的|真的吗|是真的|属实|没错吧|对[吧吗]", _CLAIM, _holds("")),
        (
            r"多少钱|总投资|投资(?:总?额)?[是有为]?(?:多少|几)(?!个?项目|家)|造价|预算(?!收入)|耗资|斥资|花费|资金|投入(?![使运])|金额|[花经]费|补贴|租金|收费|票价|价[格钱]|单价|工资|注册资本",
            "金额",
            _measures("money"),
        ),
        (r"几月|几号|哪一?天|日期", "日期", _holds(r"\d[月日]")),
        (r"哪一?年|什么时[候间]|啥时[候间]|何时|多会儿", "时间", _holds(r"\d[年月日]|年底")),
        (r"谁|姓名|哪位", "姓名", _NEVER),
        (r"为什么|为啥|为何|怎么会|原因|凭什么", "原因", _NEVER),
        (r"都叫|分别叫|各叫|名单[上里有是]|名字[都全]|名字.{0,3}列", "名称", _NEVER, _SEVERAL_NAMES),
        (r"叫什么|叫啥|名字", "名称", _NEVER),
        (r"哪一?条[路街]|地址|[什哪][么个](?:具体)?位置|位置在|[开设建]在(?:哪|什么地方)", "地点", _NEVER, _PLACES),
        (r"在哪|哪儿|哪里|地方|哪个(?:街道|街乡|乡|镇|村)", "地点", _NEVER),  # "差在哪里" is no place
        (r"同比|增[速幅]|[增下]?[长涨跌降]了?(?:多少|几|百分)", "增减幅度", _holds(_CHANGES), _CHANGES),
        (r"百分之|比例|占比|率", "比例", _measures("share")),
        (r"多大面积|面积[有是]?多[大少]", "面积", _measures("area")),
        (rf"{HOW_MANY}|多[大长高远宽重深]|总数|数量", "数字", _measures()),
        (r"哪[些几]", "名称", _holds("")),
        (r"哪", "名称", _NEVER),
        (r"吗|吧|对不对|是不是|有没有|是否", _CLAIM, _holds("")),
        (r"^(?!.*(?:什么|怎|何)).+[?？]$", _CLAIM, _holds("")),  # asks whether it is so without a word for it
        (r"", "内容", _holds("")),
    )
)


def wanted(question: str) -> Wanted:
    """What a question asks for: the first kind that fits its words."""
    return next(kind for kind in _WANTED if kind.asked.search(question))
