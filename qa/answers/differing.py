"""Another report's other value of the very figure that an answer gives: both are shown, each cited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from qa.answers.material import Finder, Material, Outcome, Sentence
from qa.answers.picking import figure_of
from qa.answers.wording import quote
from qa.datatypes import Inquiry, Intent, Passage
from qa.figures.agreement import compatible
from qa.figures.entries import Entry
from qa.figures.ledger import Ledger
from qa.figures.parsing import Figure, parse_figures, same_quantity

# The figures of these passages alone.
Figures = Callable[[Sequence[Passage]], Ledger]


def with_differing(
    outcomes: Iterable[Outcome], material: Material, find: Finder, figures: Figures
) -> Iterator[Outcome]:
    """The outcomes and, after a sentence with a figure asked for, what other reports give for it.

    Nothing is added to what is not one figure of one region and year, or where the question refers to a report.
    """
    asked = [material, *map(find, material.inquiry.parts)]
    asked = [one for one in asked if _is_for_one_figure(one.inquiry)]
    seen: set[Sentence] = set()
    for outcome in outcomes:
        yield outcome
        if isinstance(outcome, Sentence):
            others = dict.fromkeys(other for one in asked for other in _differing(outcome, one, figures))
            yield from (other for other in others if other not in seen)
            seen |= others.keys()


def _is_for_one_figure(inquiry: Inquiry) -> bool:
    one = len(inquiry.regions) == len(inquiry.years) == 1 and not inquiry.parts
    return one and inquiry.intent is Intent.FIGURE and not inquiry.reports


def _differing(sentence: Sentence, material: Material, figures: Figures) -> Iterator[Sentence]:
    """What other reports give, beyond rounding, for the figure that a sentence gives."""
    inquiry = material.inquiry
    given = figure_of(sentence, material.wanted)
    if given is None or not sentence.passages or sentence.passages[0].region not in inquiry.regions:
        return
    like = [one for one in material.passages if any(given.unit == each.unit for each in parse_figures(one.text))]
    if len({passage.report_id for passage in like}) < 2:
        return
    for group in figures(like).conflicts(regions=inquiry.regions, years=inquiry.years):
        for other in _against(sentence, given, group):
            quoted = quote(material, other.passage)
            yield Sentence(f"另一份报告给出的数字不同，为{other.text}。{quoted.text}", other.passages)


def _against(sentence: Sentence, given: Figure, group: Sequence[Entry]) -> list[Entry]:
    """Those of a group of differing figures that differ from the one given; none where it is not of the group."""
    own = [one for one in group if same_quantity(one.figure, given) and set(one.passages) & set(sentence.passages)]
    return [other for other in group if own and not compatible(own[0], other)]
