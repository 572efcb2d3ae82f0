"""Sentences beside the best one: what a question in several parts leaves open is looked for and added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.answers.material import SURE, Finder, Material, Neighbours, Outcome, Sentence
from qa.answers.picking import clause_of
from qa.answers.wording import quote
from qa.datatypes import Inquiry, Intent, Passage, Period
from qa.figures.matching import Wanted, is_named, likeliest, other_dimension, other_state
from qa.figures.parsing import Figure, parse_figures
from qa.text import normalise

COMPLETES = 0.22  # share of the question's words that a further sentence must add to be added
_TELLS = 0.45  # share of an ask's words that a figure must have about it to be what is asked
_FOUND = 0.25  # the same where a search for the ask alone is sure of the sentence
_PLAINLY = 0.8  # and where it is not
_OTHER_MEASURE = 0.8  # what a figure in another measure word (户 for 家) is worth
_PART = 0.4  # what a figure is worth that may be a part only, where all is asked for ("加起来")
_NEAR_TOP = 0.1  # hits below this share of the best score tell nothing that is left open
_ALONE = 2  # words from which an ask is looked for without the first one
_BETTER = 0.3  # how much more a further sentence must tell of an ask than those chosen do

_BREAK = re.compile(r"[,，、;；。?？!！:：+＋]")
# "合不合格" is told by a figure too; "能不能" asks for none.
_HOW_MANY = re.compile(
    r"多少|百分之几|多[长远](?!时间|[时期])|(?<![哪第好老之那这])(?<!分成)几(?!乎|经|年来|句|月几)|(?![能是要好对会可])([一-鿿])不\1"
)
_ALL_ASKED = re.compile(r"[加合]起来|[加合]在?一[起块]|总共|合计|拢共")
_ALL_TOLD = re.compile(r"累计|总|(?<!公)共(?![享建同])|合计|全长|达")
_BESIDE = re.compile(r"以及|还有|又|和|及|与|跟|并")
# Asks the price of what was asked before, and names nothing itself.
_BARE_PRICE = re.compile(r"(?:一共|总共|共|都|又)?(?:花|投|投入|用|拨)(?:了|掉|进去)?(?:多少|几)[^,，]{0,4}")
_SAME_THING = 0.5  # share of the first ask's words that a sentence about the same thing has
_FOR_EACH = re.compile(r"都?各|分别|都")
# What is asked by its bare name, and the unit of some.
_RATE = re.compile(r"(?:率|比例|占比)$")
_QUANTITY = re.compile(r"(?:([次件人户家个套张])数|数量|总[量数]|(金额|总额)|(面积))$")
_UNITS = re.compile(r"(?:多少|几)(?:[万亿]+(?:平方米|平米|公里|公顷|[一-鿿])?|平方米|平米|平方公里|公里|公顷)")
_NO_WORD = re.compile(rf"还有|又|另外|此外|各[一-鿿]?|都|分别|一共|总共|累计|[一加合]?起来?|{_QUANTITY.pattern}")


@dataclass(frozen=True, slots=True)
class Ask:
    """One of the things that a question asks for: its own clause, and the figure that it wants."""

    text: str
    wanted: Wanted

    def fitting(self, passages: Iterable[Passage]) -> Iterator[tuple[float, Figure]]:
        """The figures of some passages that measure what is asked for, each with how well it is what is asked.

        That is the share of the ask's words in its clause, less where it is counted in another measure word, or where
        all of something is asked for and it is not said to be all.
        """
        for passage in passages:
            for figure in parse_figures(passage.text):
                if not (other_dimension(figure, self.wanted) or other_state(figure, self.wanted)):
                    near = self.wanted.coverage(normalise(clause_of(figure, passage))) if self.wanted.words else 1.0
                    like = not self.wanted.units or self.wanted.unit_fits(figure)
                    part = bool(_ALL_ASKED.search(self.text)) and not _ALL_TOLD.search(clause_of(figure, passage))
                    yield near * (1 if like else _OTHER_MEASURE) * (_PART if part else 1), figure

    def best(self, passages: Iterable[Passage]) -> Figure | None:
        """The figure that is best what is asked."""
        return likeliest(self.fitting(passages))

    def told(self, passages: Iterable[Passage]) -> float:
        """How well the best figure of some passages is what is asked; 0 where none may be."""
        return max((near for near, _ in self.fitting(passages)), default=0.0)

    def is_told(self, passages: Iterable[Passage]) -> bool:
        """Whether some passages plainly have the figure."""
        return self.told(passages) >= _TELLS


def completed(
    outcomes: Iterable[Outcome], material: Material, neighbours: Neighbours, find: Finder
) -> Iterator[Outcome]:
    """The outcomes and, after them, the sentences that plainly tell what they leave open of a question in parts.

    Looked for among the hits, then in the paragraphs of what is told, then by a search of its own, which is all
    there is where the question as a whole is refused. What is not found is said by name. A sentence about other
    years than the stretch asked for is left out where others tell the same of it.
    """
    asks = asks_of(material)
    if len(asks) < 2 and not (asks and _stretch(material)):
        yield from outcomes
        return
    given = list(outcomes)
    sentences = [one for one in given if isinstance(one, Sentence)]
    told = [passage for one in sentences for passage in one.passages]
    near = [*_near(material), *_beside(told, neighbours)]
    added, nowhere = _left_open(asks, material, told, near, find) if len(asks) > 1 else ([], [])
    if not sentences and 2 * len(added) < len(asks):
        yield from given
        return
    sentences += [quote(material, passage) for passage in added]
    yield from _of_the_stretch(sentences, asks, material, near)
    if missing := _missing(nowhere, asks, [*told, *added]):
        named = "、".join(f"“{ask.text}”" for ask in missing)
        yield Sentence(f"报告中没有找到{named}的相应数字。", ())


def _left_open(
    asks: Sequence[Ask], material: Material, told: Sequence[Passage], near: Sequence[Passage], find: Finder
) -> tuple[list[Passage], list[Ask]]:
    """The passages that tell what others leave open, and the asks of which a search of their own finds nothing.

    Where nothing is told yet, what is `near` the question as a whole tells nothing of its parts.
    """
    added: list[Passage] = []
    nowhere: list[Ask] = []
    for ask in asks:
        held = [*told, *added]
        if ask.is_told(held) or not ask.wanted.words:
            continue
        passage = _telling(ask, _about(ask, asks, near), held, _TELLS) if told else None
        if passage is None:
            sought = find(_inquiry(ask, asks, material))
            likely = [hit.passage for hit in sought.hits if hit.score >= SURE]
            passage = _telling(ask, _about(ask, asks, likely), held, _FOUND)
            if passage is None:
                maybe = [hit.passage for hit in sought.hits if hit.score >= SURE / 4]
                passage = _telling(ask, _about(ask, asks, maybe), held, _PLAINLY)
            nowhere += [ask] if sought.strength < SURE / 2 else []
        if passage is not None and passage not in held:
            added.append(passage)
    return added, nowhere


def _about(ask: Ask, asks: Sequence[Ask], passages: Sequence[Passage]) -> list[Passage]:
    """The passages that may tell of an ask: for a bare price only those about what was asked first."""
    if ask is asks[0] or not _BARE_PRICE.fullmatch(ask.text):
        return list(passages)
    first = asks[0].wanted
    return [one for one in passages if first.coverage(normalise(one.header + one.text)) >= _SAME_THING]


def _missing(nowhere: Sequence[Ask], asks: Sequence[Ask], passages: Sequence[Passage]) -> list[Ask]:
    """The asks found nowhere that no figure of the passages may answer: none that counts what answers the others."""
    best = (ask.best(passages) for ask in asks if ask not in nowhere and ask.is_told(passages))
    counted = {figure.indicator for figure in best if figure}
    return [ask for ask in nowhere if {figure.indicator for _, figure in ask.fitting(passages)} <= counted]


def asks_of(material: Material) -> list[Ask]:
    """The figures that a question asks for, clause by clause: by "多少" or by the bare name of a quantity."""
    inquiry = material.inquiry
    if inquiry.intent.asks_why or inquiry.intent in (Intent.SUMMARY, Intent.LIST):
        return []
    return [_ask(text, material.wanted) for text in _asking_clauses(inquiry.own)]


def _asking_clauses(question: str) -> list[str]:
    """The clauses that ask for a figure; of "开工、竣工各多少套" each asks for its own."""
    asking: list[str] = []
    waiting: list[str] = []  # clauses that ask for nothing by themselves
    for clause in (part for whole in _BREAK.split(question) for part in _cut(whole)):
        match = _HOW_MANY.search(clause)
        if match and _FOR_EACH.search(clause[: match.start()]):
            asking += [f"{one}{clause[match.start() :]}" for one in waiting]
        if match:
            asking.append(clause)
        elif name := _QUANTITY.search(clause):
            unit = name[1] or (name[2] and "元") or (name[3] and "平方米") or ""
            asking.append(f"{clause}多少{unit}")
        elif _RATE.search(clause):
            asking.append(clause)
        elif asking and clause.endswith("呢"):  # asks the same of another thing
            asking.append(f"{clause[:-1]}多少")
        else:
            waiting.append(clause)
            continue
        waiting = []
    return asking


def _cut(clause: str) -> list[str]:
    """A clause that asks twice ("多少家和多少人", "几个项目多少套") cut before what belongs to its second question."""
    first, *others = [match.start() for match in _HOW_MANY.finditer(clause)] or [0]
    cuts = [0]
    for at in others:
        joined = [match.start() for match in _BESIDE.finditer(clause, first + 1, at)]
        cuts.append(joined[0] if joined else at)
        first = at
    return [clause[start:end] for start, end in zip(cuts, [*cuts[1:], len(clause)], strict=True) if clause[start:end]]


def _ask(text: str, wanted: Wanted) -> Ask:
    folded = normalise(_UNITS.sub(" ", text))
    own = wanted.keeping(lambda word: is_named(word, folded) and not _NO_WORD.fullmatch(word))
    return Ask(text, Wanted.of(text, own.words))


def _near(material: Material) -> list[Passage]:
    return [hit.passage for hit in material.hits if hit.score >= _NEAR_TOP * material.strength]


def _beside(passages: Sequence[Passage], neighbours: Neighbours) -> list[Passage]:
    """What stands in the paragraphs of some passages and tells of the same time, results or plans alike."""
    return [
        other
        for passage in passages
        for other in neighbours(passage.report_id, passage.paragraph)
        if (other.period, other.statement.ahead) == (passage.period, passage.statement.ahead)
    ]


def _telling(ask: Ask, near: Sequence[Passage], held: Sequence[Passage], at_least: float) -> Passage | None:
    """The passage that tells best what is asked, clearly better than those that are told already."""
    least = max(at_least, _BETTER + ask.told(held)) if held else at_least
    return likeliest(((ask.told([passage]), passage) for passage in near), least)


def _inquiry(ask: Ask, asks: Sequence[Ask], material: Material) -> Inquiry:
    """An ask as a question of its own; with few words it follows the first one."""
    carried = asks[0].text if ask is not asks[0] and len(ask.wanted.words) < _ALONE else ""
    return replace(
        material.inquiry,
        standalone=f"{carried}；{ask.text}" if carried else ask.text,
        carried=carried,
        intent=Intent.FIGURE,
        parts=(),
    )


def _stretch(material: Material) -> Period | None:
    """The first and the last year, where several are asked for in one."""
    years = material.inquiry.years
    return Period(min(years), max(years)) if len(years) > 1 and not material.inquiry.parts else None


def _of_the_stretch(
    sentences: Sequence[Sentence], asks: Sequence[Ask], material: Material, near: Sequence[Passage]
) -> Iterator[Sentence]:
    """The sentences, one about other years giving way to what tells the same of just the stretch asked for."""
    stretch = _stretch(material)
    passages = [*(passage for one in sentences for passage in one.passages), *near]
    exact = [passage for passage in passages if passage.period == stretch] if stretch else []
    given: dict[Sentence, None] = {}
    for one in sentences:
        told = [ask for ask in asks if ask.is_told(one.passages)]
        better = [_telling(ask, exact, (), _TELLS) for ask in told]
        if not told or None in better or set(exact) & set(one.passages):
            better = []
        given |= dict.fromkeys([quote(material, passage) for passage in better if passage] or [one])
    yield from given


def completing(material: Material) -> list[Passage]:
    """The best passage, and up to two more that each hold enough of the question's words that are still open.

    Where figures are asked for in several clauses, `completed` looks for each.
    """
    wanted, top = material.wanted, material.strength
    chosen = [material.passages[0]]
    if len(asks_of(material)) > 1:
        return chosen
    for _ in range(2):
        held = normalise("".join(passage.header + passage.text for passage in chosen))
        open_words = {word: weight for word, weight in wanted.words.items() if word not in held}
        share = sum(open_words.values()) / max(sum(wanted.words.values()), 1e-9)
        if share < COMPLETES:
            break
        rest = Wanted(open_words)
        gains = [
            (share * rest.coverage(normalise(hit.passage.text)), -rank, hit.passage)
            for rank, hit in enumerate(material.hits[:8])
            if hit.passage not in chosen and hit.score >= max(SURE / 3, top * 0.2)
        ]
        if not gains or max(gains)[0] < COMPLETES:
            break
        chosen.append(max(gains)[2])
    return chosen
