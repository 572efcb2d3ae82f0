"""What another region's report tells of the very thing that the reports of the region asked about do not name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.answers.asserted import Claim, claims_of
from qa.answers.material import SURE, Material, Refusal, Sentence
from qa.answers.summaries import areas_of
from qa.answers.wording import AGAINST, quote
from qa.datatypes import Hit, Intent, Passage, Reason
from qa.dictionary import is_verb
from qa.figures.matching import Wanted
from qa.figures.parsing import Figure, parse_figures, same_quantity
from qa.text import normalise

_WANTS = (Intent.FIGURE, Intent.COMPUTE, Intent.COMPARE, Intent.LIST, Intent.PERSON)
_HELD = 0.6  # share of the rare words, by weight, that the other region's sentence must hold
_ASSERTED = 0.85  # the same for all words of what the question asserts, and less than _HELD may be held here
_FOUND = 0.03  # score that such a sentence needs: it tells the thing, though maybe not what is asked of it
_TELLING = 1.5  # weight that all words of a claim need, as a multiple of that of a word that one sentence has,
_FOREIGN = 1.3  # and the same where a rare one among them is not known here
_RATHER_RARE = 0.8  # share of the weight of a word that one sentence has
_SAME_THING = 0.7  # share of the words of what is asserted that tells of the same thing
_QUOTED_NAME = re.compile(r"[“\"《]([^”\"》]{2,12})[”\"》]")
_YEAR_FIRST = re.compile(r"\d{4}年：")
_GRANTED = re.compile(r"不是|那[个条种款]|已经?|了(?!$)")


def rare_words(material: Material, rarest: float) -> dict[str, float]:
    """The words of a question that few sentences of the index have: names, mostly.

    Args:
        material: the question with its weighed words.
        rarest: weight of a word that one sentence has.
    """
    least = _RATHER_RARE * rarest
    words = material.wanted.words.items()
    return {word: weight for word, weight in words if weight >= least and "|" not in word and not is_verb(word)}


def told_elsewhere(
    material: Material, rare: dict[str, float], here: Sequence[Hit], everywhere: Sequence[Hit], rarest: float
) -> list[Sentence | Refusal]:
    """The other region's sentence, where it tells the very thing and nothing found `here` does.

    It tells it where it has the rarest words, none of which is found here, or nearly all words of what the question
    asserts, with a `rare` one among them. Who asks for a figure or a list is refused with it; whose question takes
    the thing for granted is corrected by it. Where only the figure is of the other region, what is told here of the
    same thing follows.
    """
    texts = [_text(hit.passage) for hit in here]
    claims = [] if areas_of(material) else list(claims_of(material))
    for best in sorted(everywhere, key=lambda hit: -max((one.about(hit.passage.text) for one in claims), default=0.0)):
        if best.passage.region in (None, *material.inquiry.regions):
            continue
        asserted = [claim for claim in claims if _asserts(claim, rare, rarest, best, texts)]
        named = best is everywhere[0] and _named(rare, rarest, best, texts)
        if asserted or named or _quoted(material.inquiry.own, best, texts):
            return _corrected(material, best, asserted)
    return []


def _corrected(material: Material, best: Hit, asserted: Sequence[Claim]) -> list[Sentence | Refusal]:
    """The other region's sentence, as a correction or within a refusal."""
    quoted = quote(material, best.passage).text
    where = "" if quoted.startswith(str(best.passage.region)) else best.passage.region
    told = f"{where}{'：' if where and not _YEAR_FIRST.match(quoted) else ''}{quoted}"
    asked = "、".join(material.inquiry.regions)
    if figure := _figure_of(material, best.passage):
        wrong = f"{AGAINST}：{figure.text}是{best.passage.region}报告中的数字。{told}"
        return [Sentence(wrong, (best.passage,)), quote(material, material.passages[0])]
    text = f"{asked}的报告没有提到，这是{best.passage.region}报告中的内容。{told}"
    granted = any(_GRANTED.search(claim.text) or not claim.asks for claim in asserted)
    if material.inquiry.intent in _WANTS and not granted:
        return [Refusal(Reason.NOT_MENTIONED, text)]
    return [Sentence(text, (best.passage,))]


def _figure_of(material: Material, there: Passage) -> Figure | None:
    """An asserted figure that `there` has, where the sure best sentence has others in its unit of the same thing."""
    if material.strength < SURE:
        return None
    here = material.passages[0].text
    told = parse_figures(here)
    for claim in claims_of(material):
        if min(claim.about(here), claim.about(there.text)) < _SAME_THING:
            continue
        for said in parse_figures(claim.text):
            others = [one for one in told if one.unit == said.unit]
            agrees = any(same_quantity(said, one) for one in others)
            if others and not agrees and any(same_quantity(said, one) for one in parse_figures(there.text)):
                return said
    return None


def _named(rare: Mapping[str, float], rarest: float, best: Hit, here: Sequence[str]) -> bool:
    """Whether a sentence surely found has the rarest words of a question, and no text found here has any of them."""
    names = {word: weight for word, weight in rare.items() if weight >= rarest}
    if not names or best.score < SURE or any(word in text for text in here for word in names):
        return False
    return Wanted(names).coverage(_text(best.passage)) >= _HELD


def _quoted(question: str, best: Hit, here: Sequence[str]) -> bool:
    """Whether a sentence has a name that the question quotes ("青禾计划"), and no text found here has it."""
    names = map(normalise, _QUOTED_NAME.findall(question))
    text = _text(best.passage)
    return best.score >= _FOUND and any(name in text and all(name not in one for one in here) for name in names)


def _asserts(claim: Claim, rare: Mapping[str, float], rarest: float, best: Hit, here: Sequence[str]) -> bool:
    """Whether a sentence has what a claim is about, a rare word of it too, and no text found here has much of it."""
    text, words = _text(best.passage), claim.subject.words
    names = [word for word in words if word in rare and word in text]
    foreign = any(all(word not in one for one in here) for word in names)
    if best.score < _FOUND or not names or sum(words.values()) < (_FOREIGN if foreign else _TELLING) * rarest:
        return False
    things = replace(claim, subject=claim.subject.keeping(lambda word: not _is_done(word, claim.text)))
    return any(
        said.about(text) >= _ASSERTED and all(said.about(one) < _HELD for one in here) for said in (claim, things)
    )


def _is_done(word: str, text: str) -> bool:
    """Whether a word of a text only tells what is done, and is no part of a measure ("解决率")."""
    return is_verb(word) and not re.search(rf"{word}[率额量数度值面]", text)


def _text(passage: Passage) -> str:
    return normalise(passage.header + passage.text)
