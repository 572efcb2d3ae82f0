"""Names that are asked for ("叫什么", "名单", "哪几条路"), and whether the best sentence tells any."""

from __future__ import annotations

import itertools
import re

from qa.answers.enumerations import ASKS_SEVERAL, count_asked
from qa.answers.material import Material
from qa.answers.series import items_of
from qa.answers.wording import ENUMERATED
from qa.datatypes import Intent
from qa.dictionary import cut, parts_of_speech
from qa.figures.matching import dimension
from qa.figures.parsing import Figure, clause_span, clauses, parse_figures, same_quantity
from qa.text import normalise

_ASKS_EACH = re.compile(
    r"叫(?:什么|啥)|名字|名称|名单|哪[一-鿿]{0,2}[几两三四五六七八九十\d]+[一-鿿]|都?是(?:哪|谁)|都?有(?:哪些|谁)"
)
_BESIDE_THEM = re.compile(r"(?:以外|之外|除外|除了?.{2,16}?(?:以?外)?[,，]?)(?:的?(?:那|其[他余]|另外?|还有|剩下?))")
_ASKS_WHO = re.compile(r"哪|谁|什么|叫|名")
_JOINED = re.compile(r"、|[一-鿿”》](?:和|与|及|以及)[一-鿿“《]|[”》].*[“《]")  # several names
_TELLS_THEM = re.compile(r"^(?:分别|包括|包含|即|如|其中|有)")
_ASKS_NAMES = re.compile(r"叫什么|名字|名称|哪[几两三四五六七八九十些]|分别是")
_ASKS_OWN_NAMES = re.compile(r"叫什么|名[字称单]|[校厂店院馆园村站路街]名")
_NAMES = re.compile(r"、|和|《|“")
_TWO = re.compile(r"、|和|与|及|[”》)）].*[“《(（]")  # what may join two names
_COUNTED = re.compile(r"\d([家个所座名人处项])[,，;；][^,，;；。]{2,12}\d\1")  # "主城区3所，郊区5所"
_NAMED_BY_NUMBER = re.compile(r"[“\"][两三四五六七八九十]个?.{1,4}[”\"]")  # "四个密度": a set that has its members
# A name in quotation marks, or of what is called by its kind ("青禾路"); a word that the dictionary has as the name of
# a person, a place or a body, or has not at all: two characters of those are often no name ("获批").
_IN_MARKS = re.compile(r"[“《「]([^”》」]{2,})[”》」]")
_OF_KIND = re.compile(
    r"[一-鿿]{2,6}(?:[路街巷桥园馆村站河湖镇乡里寺](?![道面段网区系长域岸庄点口集])|大厦|小区|中学|小学|医院|剧[场院]|集团|公司)"
)
_OWN_NAMES = ("nr", "ns", "nt", "nz")
_LONG_UNKNOWN = 3  # characters
_LISTED_NAMES = 3  # items of an enumeration without figures that are names, wherever in the sentence


def names_none_of(material: Material) -> bool:
    """Whether names of counted things are asked for ("那7所学校都叫什么"), and the best sentence only counts them.

    The same where those beside some named ones are asked for ("甲、乙以外那三个"), and no others are listed, and where
    names are asked for and nothing that tells of the thing is one.
    """
    asked, text = material.inquiry.own, material.passages[0].text
    if (beside := _BESIDE_THEM.search(asked)) and _ASKS_WHO.search(asked):
        excluded = asked[: beside.end()]
        listed = [item for items in items_of(text) for item in items]
        only_those = all(any("".join(pair) in excluded for pair in itertools.pairwise(one)) for one in listed)
        return only_those and (bool(listed) or not _JOINED.search(text))
    counted = [one for one in parse_figures(asked) if dimension(one.unit) == "things" and one.value > 1]
    told = [one for one in parse_figures(text) if any(same_quantity(one, other) for other in counted)]
    if told and _ASKS_EACH.search(asked):
        return not any(_names_beside(one, text) for one in told)
    return bool(_ASKS_OWN_NAMES.search(asked)) and not _tells_name(material)


def _tells_name(material: Material) -> bool:
    """Whether the clause of the best sentence that has most of the question, or the next, has a name that it has not.

    An enumeration without figures is one of names.
    """
    asked, text = normalise(material.inquiry.own), material.passages[0].text
    if any(len(items) >= _LISTED_NAMES and not re.search(r"\d", "".join(items)) for items in items_of(text)):
        return True
    spans = clauses(text)
    best = max(range(len(spans)), key=lambda at: material.wanted.coverage(normalise(text[slice(*spans[at])])))
    near = text[spans[best][0] : spans[min(best + 1, len(spans) - 1)][1]]
    named = [match[1] for match in _IN_MARKS.finditer(near)] + [match[0][-3:] for match in _OF_KIND.finditer(near)]
    named += [word for word, _, _ in cut(near, made=True) if len(word) > 1 and _is_own_name(word)]
    listed = sum(not re.search(r"\d", item) for item in near.split("、")) > 1 and "、" in near
    return listed or any(normalise(name) not in asked for name in named)


def _is_own_name(word: str) -> bool:
    known = parts_of_speech().get(word)
    if known is None:
        return len(word) >= _LONG_UNKNOWN and not re.search(r"\d", word)
    return known.startswith(_OWN_NAMES)


def _names_beside(figure: Figure, text: str) -> bool:
    """Whether names stand in the clause of a count, or in the one right behind it that tells them."""
    start, end = clause_span(figure, text)
    following = next((text[a:b] for a, b in clauses(text) if a >= end), "")
    return bool(_JOINED.search(text[start:end]) or (_JOINED.search(following) and _TELLS_THEM.search(following)))


def lists_nothing(material: Material) -> bool:
    """Whether names are asked for and the best sentence lists none."""
    asked = material.inquiry.own
    if not ASKS_SEVERAL.search(asked) or material.inquiry.intent is not Intent.LIST:
        return False
    text = material.passages[0].text
    if re.search(r"分别|各", asked) and _COUNTED.search(text):
        return False
    if _NAMED_BY_NUMBER.search(asked) and re.search(r"哪|是什么|指", asked):
        return True  # its members would have been found
    count = count_asked(asked) or 0
    if count == 2 and not _TWO.search(text):
        return True
    if count > 2 and all(len(items) < count for items in items_of(text)):
        return len(ENUMERATED.findall(text)) < count - 1
    return not (_NAMES if _ASKS_NAMES.search(asked) else ENUMERATED).search(text)
