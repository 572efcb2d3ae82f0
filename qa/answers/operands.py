"""Figures of the evidence for operands that a question describes in its own words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa.answers.material import Material
from qa.datatypes import Hit, Passage
from qa.figures.matching import Wanted, likeliest, other_state, score_figure
from qa.figures.parsing import Figure, parse_figures, same_quantity
from qa.synonyms import official_words
from qa.text import normalise

GENERAL = frozenset(("个", "家", "所", "处", "项"))  # measure words used for one another
LIKE = 0.3  # a figure is taken for a description only if its words are at least so like it
NAMED = 0.5  # share of an item's letters that a sentence must have to name it
_LOOKED_AT = 8  # hits whose figures are looked at
_NEAR_TOP = 0.05  # hits below this share of the best score are not
_TRIED = 6  # figures tried for each description
_SAME_PLACE = 0.2  # what it counts that operands stand in one passage
_RANK = 0.03  # what each rank further down counts against a figure
_FIT = 0.25  # weight of kind (new or total, unit, state) beside words
CAME_NEW = re.compile(r"新增|新建|新开|新设|新引|新添|增加")
_A_TOTAL = re.compile(r"总|累计|(?<!公)共(?![享建同])|现有|保有|达")
_A_REST = re.compile(r"(?:剩余|剩下|余下|尚余|尚有|仍有|还有|还剩|其余)[^\d]{0,6}$")
_REACHED = re.compile(r"(?<![可将要])达到|已")
_ENDS = re.compile(r"[,，;；。、(（)）:：]")
_OF_WHICH = re.compile(r"(?:其中[,，:：]?|[(（])[^,，;；。、()（）]*$")
_GOES_ON = re.compile(r"[、和及][^,，;；。()（）]*")
_IN_ONE_BREATH = re.compile(r"[、和与及]")
_SINCE = re.compile(r"[较比]|同比|环比|[高低快慢多少]于|超[过出]")
_EMPTY = re.compile(
    r"[的了里头面中那些个数是有和跟与把被给在到去来底初末说要真过才又再也都还就这其多少几大概约一共及搞弄]|\W|\d"
)


@dataclass(frozen=True, slots=True)
class Held:
    """A figure of the evidence, its passage with its rank among the hits, and the words right at the figure.

    `within` is the figure that this one is said to be part of: "项目800个(外资170个)", "项目800个,其中外资170个".
    """

    figure: Figure
    passage: Passage
    rank: int
    near: str
    within: Figure | None = None

    @property
    def about(self) -> str:
        """All words that the figure has about it."""
        return normalise(self.figure.indicator + self.figure.aspect)

    @property
    def noun(self) -> str:
        """What it counts, without the words that it is new."""
        return CAME_NEW.sub("", self.near) or self.figure.indicator

    @property
    def is_level(self) -> bool:
        """Whether it tells how much there is of something in a unit: no change, share or bare number."""
        return not self.figure.is_growth and self.figure.unit not in ("", "%")

    @property
    def is_new(self) -> bool:
        """Whether the words at it say that it came new."""
        return bool(CAME_NEW.search(self.near))

    @property
    def is_total(self) -> bool:
        """Whether the words at it say that it is all there is, or adds up what came until then."""
        return bool(_A_TOTAL.search(self.near))

    @property
    def is_rest(self) -> bool:
        """Whether the words before it say that it is what is left of something."""
        clause = _ENDS.split(self.passage.text[: self.figure.start])[-1]
        return bool(_A_REST.search(clause))

    @property
    def is_planned(self) -> bool:
        """Whether it is of a plan and the words at it do not say that it is reached."""
        return self.passage.statement.ahead and not _REACHED.search(self.near)


Allowed = Callable[[Sequence[Held]], bool]


def held_in(hits: Sequence[Hit]) -> list[Held]:
    """The figures of the best hits, best hit first, each in the order of its sentence."""
    top = hits[0].score if hits else 0.0
    looked_at = [hit.passage for hit in hits[:_LOOKED_AT] if hit.score >= top * _NEAR_TOP]
    return [held for rank, passage in enumerate(looked_at) for held in figures_of(passage, rank)]


def figures_of(passage: Passage, rank: int = 0) -> Iterator[Held]:
    """The figures of a passage with the words between each and its neighbours."""
    figures, text, last = parse_figures(passage.text), passage.text, 0
    within: Figure | None = None
    for at, figure in enumerate(figures):
        after = text[figure.end : figures[at + 1].start if at + 1 < len(figures) else len(text)]
        before = _ENDS.split(text[last : figure.start])[-1]
        near = before + _ENDS.split(after)[0]
        listed = "分别" in near or (not near.strip(" 和与及") and "分别" in text[: figure.start])
        between = text[last : figure.start]
        if _OF_WHICH.search(between):
            within = next((one for one in reversed(figures[:at]) if one.unit == figure.unit), None)
        elif not _GOES_ON.fullmatch(between):
            within = None
        yield Held(figure, passage, rank, normalise(figure.indicator if listed else near), within)
        last = figure.end


def last_year(passage: Passage) -> int:
    """The last year that a passage is about; 0 where that is not told."""
    return passage.period.last if passage.period else 0


def likeness(phrase: str, held: Held) -> float:
    """How well a figure fits a description: about 1 where its words say the same, 0 where they share nothing."""
    if _names_value(phrase, held):
        return 1.5
    words = max(0.65 * shared(said, held.near) + 0.35 * shared(said, held.about) for said in _forms(phrase))
    wanted = Wanted.of(phrase, {})
    same_state = wanted.state is not None and Wanted.of(held.near, {}).state == wanted.state
    kind = score_figure(held.figure, wanted) + same_state - 2.0 * other_state(held.figure, wanted)
    return words + _FIT * kind


def _names_value(phrase: str, held: Held) -> bool:
    """Whether a description gives the figure's value itself ("那268家上市公司")."""
    return any(same_quantity(told, held.figure) for told in parse_figures(phrase))


def _of_kind(phrase: str, held: Held) -> bool:
    """Whether a description tells the figure by its kind: what came new of the total, or what was finished."""
    wanted = Wanted.of(phrase, {})
    if wanted.state is not None and wanted.state == Wanted.of(held.near, {}).state:
        return True
    return wanted.new is not None and score_figure(held.figure, wanted) > 0.3


def _forms(phrase: str) -> tuple[str, ...]:
    """The phrase as it stands and in official words."""
    official = phrase
    for everyday, (word, *_) in official_words(phrase).items():
        official = official.replace(everyday, word)
    return tuple(dict.fromkeys((phrase, official)))


def own_letters(phrase: str, others: Sequence[str]) -> set[str]:
    """What tells a phrase from the others: of "民办医院" beside "三级医院" the letters of 民办."""
    letters = {letter for form in _forms(phrase) for letter in _EMPTY.sub("", normalise(form))}
    return letters - {letter for other in others for letter in normalise(other)}


def shared(phrase: str, text: str) -> float:
    """Share of the phrase's telling characters and of their pairs that stand in a normalised text."""
    letters = _EMPTY.sub("", normalise(phrase))
    if not letters:
        return 0.0
    pairs = [letters[at : at + 2] for at in range(len(letters) - 1)]
    single = sum(letter in text for letter in letters) / len(letters)
    return single if not pairs else 0.5 * single + 0.5 * sum(pair in text for pair in pairs) / len(pairs)


def shared_any(phrase: str, text: str) -> float:
    """The same of the phrase as it stands or in official words, with a text as it stands."""
    return max(shared(form, normalise(text)) for form in _forms(phrase))


def assign(phrases: Sequence[str], held: Sequence[Held], allowed: Allowed, *, ahead: bool) -> tuple[Held, ...] | None:
    """One figure for each description, no figure twice, such that `allowed` holds; the likest choice, or None.

    Args:
        phrases: the descriptions.
        held: figures of the evidence.
        allowed: which choices can be combined at all.
        ahead: whether plans are asked about; else figures of plans are the last to be taken.
    """
    scored = []
    for choice in itertools.product(*_likest(phrases, held, ahead=ahead)):
        chosen = tuple(one for _, one in choice)
        if len({(one.passage.passage_id, one.figure.start) for one in chosen}) < len(chosen) or not allowed(chosen):
            continue
        places = len({one.passage.passage_id for one in chosen})
        scored.append((sum(fit for fit, _ in choice) - _SAME_PLACE * (places - 1), chosen))
    return likeliest(scored)


def _likest(phrases: Sequence[str], held: Sequence[Held], *, ahead: bool) -> Iterator[list[tuple[float, Held]]]:
    """For each description the few figures that fit it best, each with how well."""
    for at, phrase in enumerate(phrases):
        own = own_letters(phrase, [*phrases[:at], *phrases[at + 1 :]])
        scored = [
            (_fit(phrase, one, ahead=ahead), one)
            for one in held
            if not own or own.intersection(one.near + one.about) or _names_value(phrase, one) or _of_kind(phrase, one)
        ]
        ordered = sorted(scored, key=lambda item: -item[0])
        yield [item for item in ordered if item[0] >= LIKE][:_TRIED]


def _fit(phrase: str, held: Held, *, ahead: bool) -> float:
    planned = held.passage.statement.ahead and not ahead
    return likeness(phrase, held) - _RANK * held.rank - 0.3 * planned


def levels_in(material: Material) -> Iterator[tuple[Held, list[Held]]]:
    """Each level of the evidence with the changes and shares said of it; levels that are only planned are left out.

    A rate of growth of which percentage points are said ("增长6%,高于全市1个百分点") is a level too.
    """
    held = held_in(material.hits)
    for at, level in enumerate(held):
        counted = level.is_level or _is_rate(level, held[at + 1 : at + 2])
        if not counted or (level.is_planned and not material.inquiry.ahead) or _one_of_several(level, held):
            continue
        yield level, list(_said_of(level, held[at + 1 :]))


def _is_rate(held: Held, following: Sequence[Held]) -> bool:
    """Whether a figure is a percentage: no growth, or one of which percentage points are told right after it."""
    in_points = any(one.passage is held.passage and one.figure.unit == "个百分点" for one in following)
    return held.figure.unit == "%" and (not held.figure.is_growth or in_points)


def _one_of_several(level: Held, held: Sequence[Held]) -> bool:
    """Whether another level is told in one breath with this one and in the same words, so that none is told apart."""
    return any(
        one.passage is level.passage
        and one.figure.start != level.figure.start
        and (one.figure.unit, one.figure.indicator) == (level.figure.unit, level.figure.indicator)
        and bool(_IN_ONE_BREATH.fullmatch(_between(one.figure, level.figure, level.passage.text)))
        for one in held
    )


def _between(one: Figure, other: Figure, text: str) -> str:
    first, second = sorted((one, other), key=lambda figure: figure.start)
    return text[first.end : second.start]


def _said_of(level: Held, following: Sequence[Held]) -> Iterator[Held]:
    """What a passage says of a level after it: the figures right behind it, and others that count the same."""
    beside = True
    for other in following:
        if other.passage is not level.passage:
            return
        same = other.figure.indicator == level.figure.indicator
        beside = beside and (same or bool(_SINCE.match(other.figure.indicator)))
        if same or beside:
            yield other
