"""What another region's report tells of the very thing that the reports of the region asked about do not name."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answers.material import SURE, Material, Refusal, Sentence
from qa.answers.wording import quote
from qa.datatypes import Hit, Intent, Passage, Reason
from qa.figures.matching import Wanted
from qa.text import normalise

_WANTS = (Intent.FIGURE, Intent.COMPUTE, Intent.COMPARE, Intent.LIST, Intent.PERSON)
_HELD = 0.6  # share of the rare words, by weight, that the other region's sentence must hold


def rare_words(material: Material, rarest: float) -> dict[str, float]:
    """The words of a question that hardly any sentence of the index has: names, mostly.

    Args:
        material: the question with its weighed words.
        rarest: weight of a word that one sentence has.
    """
    return {word: weight for word, weight in material.wanted.words.items() if weight >= rarest and "|" not in word}


def told_elsewhere(
    material: Material, rare: dict[str, float], here: Sequence[Hit], everywhere: Sequence[Hit]
) -> list[Sentence | Refusal]:
    """The other region's sentence, where it has the rare words and nothing found `here` has any of them.

    Who asks for a figure or a list is refused with it; whose question takes the thing for granted is corrected by it.
    """
    if not rare or any(word in _text(hit.passage) for hit in here for word in rare):
        return []
    best = everywhere[0] if everywhere else None
    if best is None or best.score < SURE or best.passage.region in (None, *material.inquiry.regions):
        return []
    if Wanted(rare).coverage(_text(best.passage)) < _HELD:
        return []
    quoted = quote(material, best.passage).text
    told = quoted if quoted.startswith(str(best.passage.region)) else f"{best.passage.region}：{quoted}"
    asked = "、".join(material.inquiry.regions)
    text = f"{asked}的报告没有提到，这是{best.passage.region}报告中的内容。{told}"
    if material.inquiry.intent in _WANTS:
        return [Refusal(Reason.NOT_MENTIONED, text)]
    return [Sentence(text, (best.passage,))]


def _text(passage: Passage) -> str:
    return normalise(passage.header + passage.text)
