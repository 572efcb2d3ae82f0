"""By what a result was reached: the parallel sentences of endeavour that stand beside it."""

from __future__ import annotations

import re

from qa.answers.material import SURE, Material, Sentence
from qa.answers.series import Outlines, lead_of
from qa.answers.wording import quote

_ASKS_MEANS = re.compile(r"[靠凭]|手段|办法|哪几手|[几些两三四五六]大?招|怎么做到")
_MEANS_TOLD = 6


def asks_means(question: str) -> bool:
    """Whether a question asks by what something was reached."""
    return bool(_ASKS_MEANS.search(question))


def means_of(material: Material, outlines: Outlines) -> list[Sentence]:
    """By what a result was reached, then the result: the parallel sentences that stand with it under one lead.

    Empty where something else is asked, or no such sentences ("坚持以…") stand with the best hit.
    """
    if not asks_means(material.inquiry.own) or material.strength < SURE / 2:
        return []
    result = material.passages[0]
    if result.statement.ahead:
        return []
    for series in outlines(result.report_id).series:
        told = [item.passage for item in series.items]
        together = {(one.paragraph, lead_of(one)) for one in told} == {(result.paragraph, lead_of(result))}
        if together and result not in told and len(told) >= 3:
            return [quote(material, passage) for passage in (*told[:_MEANS_TOLD], result)]
    return []
