"""What a question takes for granted, against what the report says: a figure, a direction, all or none, who did it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from qa.answers.asserted import SHORT_OF, claims_of
from qa.answers.material import SURE, Material, Sentence
from qa.answers.wording import AGAINST, quote
from qa.datatypes import Passage
from qa.figures.agreement import can_be_one
from qa.figures.matching import Wanted, clauses_of, dimension
from qa.figures.parsing import Figure, clauses, parse_figures
from qa.text import HOW_MANY, normalise

_SOMEWHAT = 1.5  # a figure further above what was "not reached" is one of something else
_NEAR_ENOUGH = SURE / 2  # a passage less likely than this says nothing against a question
_ABOUT = 0.5  # share of a question's subject that words of the report must hold to be said of it
_PLAIN = 0.7  # a sentence this likely tells of what is asked about,
_BESIDE = 0.1  # and one that scores less than this share of it tells of something else
_SAME_DEED = 0.7  # share of the other words of a question that a clause must hold to tell of what was done
_BODY = re.compile(r"(?<=[一-鿿]{2})(?:医院|大学|中学|小学|剧院|博物馆|图书馆)$")
_FALL = r"负增长|由增(?:到|转)减|下降|减少|降低|回落|下滑|下跌|缩减|压减|萎缩|降至|降到"
_RISE = r"(?<!负)增长(?![率极点])|(?<!新)增加(?!值)|上升|上涨|提高|提升|回升|增至|升至|扩大"
_NO_TIME = r"^(?!.*时[间长]).*?"  # a longer time is a slower one
# Up and down, above and below something: in the words of reports, and in those of questions.
_DIRECTIONS = tuple(
    tuple((re.compile(told), re.compile(asked)) for told, asked in opposed)
    for opposed in (
        (
            (
                _RISE,
                rf"{_RISE}|(?<![上高])涨(?!价|得?慢|不)|[变升走]高|往上[一-鿿]|变多|多[了出]|升了|升到|攀升"
                r"|越[^,，越]{1,4}越[多高快大]|一年比一年[多高快大好]",
            ),
            (
                _FALL,
                rf"{_FALL}|[变降走]低|往下[一-鿿]|缩[水到]|滑坡|变少|(?<![不多])少了|[降掉跌](?:了|到|下)"
                r"|越[^,，越]{1,4}越[少低慢小]|一年比一年[少低慢小差]",
            ),
        ),
        (
            (
                rf"{_NO_TIME}(?:[高快优好]于|领先)",
                r"比(?P<other>[^,，。]{1,8}?)(?:还要?|都|更)?[高快好强]|[高快优好]于|跑赢|领先",
            ),
            (
                rf"{_NO_TIME}(?:[低慢差]于|落后|不及)",
                r"比(?P<other>[^,，。]{1,8}?)(?:还要?|都|更)?[低慢差]|[低慢差]于|跑输|落后",
            ),
        ),
    )
)
_OFFICE = re.compile(r"(副)?([区市县省州局院校部]长|书记|主任|主席)")
_FROM_TO = re.compile(r"[从由](\d+)[^,，。;；\d]{0,8}?[到至为成](\d+)")
_TAKEN_FOR_GRANTED = re.compile(
    r"了|又|反而|还在|继续|接着|怎么|为什么|为何|为啥|多少|几|吧|对不对|是不是|有(?:什么|啥)|靠"
)
_WHETHER = re.compile(r"是否|有没有|还是|没有?[?？]?$|吗[?？]?$|(?:升|涨|降|增|减|高|低|多|少)没")
_EITHER = re.compile(r"\d[^,，。;；?？]{0,8}还是[^\d,，。;；?？]{0,8}\d")  # offers two figures, and claims neither
_EVERY = re.compile(r"[每任]\s*$")
_OF_SO_MANY = re.compile(r"[^\d,，。;；?？]{0,4}?(?:里|中(?![国央学心小外])|当中)")
_ALL = re.compile(
    r"(?:全部|全都?|都|统统|一律|无一例外|百分之百|没有?一[个项家]|一[个项家](?:都|也)?没).{0,12}?"
    r"(?:完成|达标|达到|实现|符合|合格|跟上|按(?:期|时|预期|计划)|不?符合|掉队|落下|落后|拖后腿|慢于)"
)
_ASKS_WHICH = re.compile(rf"哪|{HOW_MANY}|什么|啥|有没有|是否")
_EXCEPT = re.compile(
    r"慢于|落后于|滞后|(?<!从)未(?:能|达|完成|实现|如期|按)|尚未|没有(?:达|完成|实现)|低于(?:预期|目标|计划)|不(?:达标|符合|合格)"
)
# What came later of a place or thing, and how a report tells the like ("腾退后建成公园").
_ASKS_SEQUEL = re.compile(
    r"(?:以后|之后|后来).{0,12}?(?:(?P<built>[建盖修])|(?P<turned>[改变转])|(?P<used>[用做干])|(?P<moved>[搬迁去]))[^,，。?？]{0,5}(?:什么|哪)"
)
_SEQUELS = {
    "built": re.compile(r"建(?!筑|设完)|盖|修|打造"),
    "moved": re.compile(r"[搬迁转移]+(?:到|至|入|往)|入驻|安置|承接|落户"),
    "turned": re.compile(r"改|变|转|成为|建成"),
    "used": re.compile(r"用(?:于|作|来|途)|建(?!筑|设完)|[改转变](?:为|成|作)|打造|发展|成为|作为"),
}
_DIRECTION_WORDS = re.compile(f"{_RISE}|{_FALL}|涨|跌|升到|降到|[去前上头]?一年|多了|少了|反而|又")


def against_premise(material: Material) -> list[Sentence]:
    """What the report says where the question takes something else for granted; empty where they agree."""
    if not material.hits or material.passages[0].paragraph == 0 or says_of_another(material, material.passages[0]):
        return []
    checks = (_other_figure, _reached, _exception, _other_direction, _other_body, _other_rung)
    if not (_other_rank(material) or (material.strength >= _NEAR_ENOUGH and any(check(material) for check in checks))):
        return []
    return [correction(material, material.passages[0]), *asked_besides(material, material.passages[0])]


def says_of_another(material: Material, passage: Passage) -> bool:
    """Whether a question with several regions speaks first of another one than a passage is of."""
    regions = material.inquiry.regions
    return len(regions) > 1 and passage.region is not None and passage.region != regions[0]


def asked_besides(material: Material, corrected: Passage) -> list[Sentence]:
    """What is surely told of another thing that the question asks for than the passage that corrects it tells of."""
    asked = [one for one in claims_of(material) if one.asks and one.about(corrected.text) < _ABOUT]
    sure = (hit.passage for hit in material.hits if hit.score >= SURE and hit.passage != corrected)
    told = next((one for one in sure if any(claim.about(one.text) >= _PLAIN for claim in asked)), None)
    return [quote(material, told)] if told else []


def against_direction(material: Material) -> Sentence | None:
    """The same where the question only takes a rise for granted, or a fall."""
    near = material.strength >= _NEAR_ENOUGH and len(material.inquiry.years) <= 1
    return correction(material, material.passages[0]) if near and _other_direction(material) else None


def tells_no_sequel(material: Material) -> bool:
    """Whether it is asked what something later became, and the best sentence tells nothing like it."""
    asked = _ASKS_SEQUEL.search(material.inquiry.own)
    if not asked or not material.hits:
        return False
    return not _SEQUELS[str(asked.lastgroup)].search(material.passages[0].text)


def correction(material: Material, passage: Passage, wrong: str = "") -> Sentence:
    """What a passage tells otherwise than the question takes for granted, after what is said to be `wrong` there."""
    quoted = quote(material, passage, uncut=True)
    against = f"：{wrong}。" if wrong else "，"
    return replace(quoted, text=f"{AGAINST}{against}报告的原文是：{quoted.text}")


def _other_figure(material: Material) -> bool:
    """Whether the question takes a figure for granted that none of the near hits has."""
    asked = material.inquiry.own
    if _EITHER.search(asked):
        return False
    held = [figure for hit in material.hits[:5] for figure in parse_figures(hit.passage.text)]
    dimensions = {dimension(figure.unit) for figure in parse_figures(material.passages[0].text)}
    told = material.passages[0].text
    of_thing = {
        one.text
        for claim in claims_of(material, doubted=True)
        if claim.about(told) >= _ABOUT
        for one in parse_figures(claim.text)
    }
    for claimed in parse_figures(asked):
        kind = dimension(claimed.unit)
        of_kind = kind != "time" and (kind in dimensions or kind != "things")
        if (
            claimed.value > 10
            and of_kind
            and claimed.text in of_thing
            and not (_is_base(claimed, asked) or _short_of(claimed, asked))
            and not any(can_be_one(claimed, figure) for figure in held)
        ):
            return True
    return False


def _reached(material: Material) -> bool:
    """Whether the best sentence has at least the figure that the question says was not reached."""
    asked = material.inquiry.own
    missed = [claimed for claimed in parse_figures(asked) if _short_of(claimed, asked)]
    told = parse_figures(material.passages[0].text)
    return any(_reaches(figure, claimed) for claimed in missed for figure in told)


def _short_of(figure: Figure, asked: str) -> bool:
    return bool(SHORT_OF.search(asked[: figure.start]))


def _reaches(held: Figure, claimed: Figure) -> bool:
    """Whether a figure of the report is what a question says was not reached, or somewhat more."""
    alike = dimension(held.unit) == dimension(claimed.unit) or not claimed.unit
    return alike and claimed.value <= held.value <= _SOMEWHAT * claimed.value


def _is_base(figure: Figure, asked: str) -> bool:
    """Whether a figure of a question is what a rate is counted on ("每万人", "一万人里", "100个学生中")."""
    round_number = math.log10(figure.value).is_integer()
    before, after = asked[: figure.start], asked[figure.end :]
    return bool(_EVERY.search(before)) or (round_number and bool(_OF_SO_MANY.match(after)))


def _exception(material: Material) -> bool:
    """Whether the question has all or none of something, and the best sentence tells of an exception."""
    asked = material.inquiry.own
    claimed = any(_ALL.search(clause) and not _ASKS_WHICH.search(clause) for clause in clauses_of(asked))
    return claimed and bool(_EXCEPT.search(material.passages[0].text))


def _other_body(material: Material) -> bool:
    """Whether a body named in the question did what the best sentence plainly tells of another body of its kind.

    Nothing near the best sentence may tell of the one named.
    """
    if material.strength < _PLAIN or _WHETHER.search(material.inquiry.own):
        return False
    near = [hit.passage.text for hit in material.hits if hit.score >= _BESIDE * material.strength]
    words = material.wanted.words
    told = [normalise(material.passages[0].text[start:end]) for start, end in clauses(material.passages[0].text)]
    for name in words:
        kind = _BODY.search(name)
        if kind is None or "|" in name or any(name in text for text in near):  # an everyday word names no body
            continue
        rest = Wanted({word: weight for word, weight in words.items() if name[: kind.start()] not in word})
        other = re.compile(rf"[一-鿿]{{2}}{kind[0]}")
        if any(other.search(clause) and rest.coverage(clause) >= _SAME_DEED for clause in told):
            return True
    return False


def _other_rung(material: Material) -> bool:
    """Whether the head of something is said to do what the best sentence tells of a deputy, or the other way round."""
    text = material.passages[0].text
    told = _rungs(text)
    return any(
        claim.about(text) >= _PLAIN
        and any(rungs.isdisjoint(told.get(office, rungs)) for office, rungs in _rungs(claim.text).items())
        for claim in claims_of(material)
    )


def _rungs(text: str) -> dict[str, set[bool]]:
    """The offices that a text names, each with whether it is the deputy's."""
    rungs: dict[str, set[bool]] = {}
    for deputy, office in _OFFICE.findall(text):
        rungs.setdefault(office, set()).add(bool(deputy))
    return rungs


def _other_direction(material: Material) -> bool:
    """Whether the question takes one direction for granted where the best sentence tells only of the other."""
    asked, told = material.inquiry.own, material.passages[0].text
    planned = material.passages[0].statement.ahead and not material.inquiry.ahead
    if _WHETHER.search(asked) or planned:
        return False
    return _backwards(asked, told) or any(_goes_otherwise(material, told, opposed) for opposed in _DIRECTIONS)


def _backwards(asked: str, told: str) -> bool:
    """Whether a text tells a change between two figures the other way round."""
    changes = {found.groups() for found in _FROM_TO.finditer(told)}
    return any((found[2], found[1]) in changes for found in _FROM_TO.finditer(asked))


def _goes_otherwise(material: Material, told: str, opposed: Sequence[tuple[re.Pattern[str], re.Pattern[str]]]) -> bool:
    """Whether the question has one of two opposed directions, and a text only the other one of the same subject."""
    asked = material.inquiry.own
    found = [claim.search(asked) for _, claim in opposed]
    claimed = [claim for claim in found if claim]
    if len(claimed) != 1 or not _TAKEN_FOR_GRANTED.search(asked):
        return False
    if (other := claimed[0].groupdict().get("other")) and other not in told:  # compared with something else
        return False
    way = claimed[0].re
    said = next((claim.subject for claim in claims_of(material) if way.search(claim.text)), material.wanted)
    words = {word: weight for word, weight in said.words.items() if not _moves(word)}
    subject = replace(material.wanted, words=words)
    return [_tells(told, word, subject) for word, _ in opposed] == [one is None for one in found]


def _other_rank(material: Material) -> bool:
    """Whether the question takes a rank or a run for granted that the best sentence tells otherwise of the thing."""
    told = material.passages[0].text
    return any(claim.about(told) >= _PLAIN and claim.ranked_otherwise(told) for claim in claims_of(material))


def _moves(word: str) -> bool:
    """Whether a word of the question only says which way, or since when."""
    return any(_DIRECTION_WORDS.search(form) for form in word.split("|"))


def _goes(clause: str, direction: re.Pattern[str]) -> bool:
    """Whether a clause goes this way, by a word or from one figure to another ("由168个调整为163个")."""
    if moved := _FROM_TO.search(clause):
        way = _RISE if float(moved[1]) < float(moved[2]) else _FALL
        return direction.pattern == way
    return bool(direction.search(clause))


def _tells(text: str, direction: re.Pattern[str], subject: Wanted) -> bool:
    """Whether a clause that goes this way is about the subject, itself or by the clause before it."""
    spans = clauses(text)
    for at, (start, end) in enumerate(spans):
        before = spans[max(at - 1, 0)][0]
        if not _goes(text[start:end], direction) or subject.told_per_unit(text[before:end]):
            continue
        if subject.coverage(normalise(text[before:end])) >= _ABOUT:
            return True
    return False
