"""A question after others: what it takes over from the turn before, and the earlier questions that it compares.

An earlier question is read again by the `Reader` that the caller gives, since reading one is `understand`'s work.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.datatypes import Inquiry, Intent, Statement, Turn
from qa.search.intents import find_intent, find_statement, without_kind
from qa.search.places import find_other_places, find_regions, named_among, short_name
from qa.search.references import find_references, without_references
from qa.search.topics import as_read, named, topic
from qa.search.years import NEXT_YEAR, YEAR, find_years, relative_to

Reader = Callable[[Sequence[Turn]], Inquiry]  # of the last question of some turns, after those before it

# "那书店呢", "换成书店,多少家": another subject in place of the one before; "那外资的呢" goes on about the same.
_ANOTHER = re.compile(
    r"^(?:(?:那么?|再说|换成|至于)?([^,，。?？]{2,14}?)(?:那一?块|方面|这一?块)?(?<![的了])(?:呢|怎么样|如何|又怎样)(?=[?？,，]|$)"
    r"|(?:再?换成|改成|改问|至于|再说)([^,，。?？]{2,14}?)[,，]|那么?([^,，。?？]{2,14}?)又(?=[是被靠为有]))"
)
_YEAR_WORDS = re.compile(r"(?:19|20)\d\d年?底?|[“\"]?十[二三四五]五[”\"]?(?:末|期间)?")
_MEASURED = re.compile(
    r"收入|增速|增长|增幅|降幅|产值|利润|占比|比例|目标|投资额?|面积|总数|数量|多少|新增|累计|开工|竣工|完工|新建|覆盖率|达标率|合格率"
)
_ELLIPTIC = re.compile(
    r"^(?:那|那么|这|该|它|他|她|其|同一|同年|同期|比|再|还有|上述|前面|以上|后来|其中|而|那边)|(?:呢|的呢)[？?]?$|这个|那个|这些|上面|他是|它的"
)
_BOTH = re.compile(r"这俩|这两|两者|二者|它俩|这两个|这两项|上面两")
# "2024年定的比它高还是低": against what the turn before asked for.
_THAN_IT = re.compile(
    r"(?:比|跟|和|与|较|加上?)(?:它|那个数?|这个数?|那时|前面(?:那个)?|上面(?:那个)?|刚才(?:那个)?|上一个)"
)


def carried_over(question: str, history: Sequence[Turn], held: Sequence[str]) -> str:
    """What the question takes over from the turn before, its region and year put in place; empty where it stands alone."""
    if not history:
        return ""
    before = standalone_of(history, held).rstrip("?？。 ")
    regions, year = find_regions(question, held), YEAR.search(question)
    alone = len(topic(question, held)) >= 4 and regions
    if alone and not _ELLIPTIC.search(question):
        return ""
    compared = bool(re.search(r"比|相比|较", question))
    if (subject := _ANOTHER.match(question)) and _names_a_thing(subject[subject.lastindex or 1], held) and not compared:
        before = _without_subject(before, held)
    if regions and not compared:
        before = _replace_regions(before, regions[0][1], held)
    elif (others := find_other_places(question, held)) and not compared:
        before = _replace_regions(before, others[0], held)
    if compared:
        return before
    if meant := year[1] if year else _year_meant(question, before, held):
        before = YEAR.sub(meant, before)
    return before


def _year_meant(question: str, before: str, held: Sequence[str]) -> str:
    """The year that "今年呢" or "那去年呢" means after a question about a year, not of a report; else empty.

    A result asked for this year ("今年建成了几所") is of the year asked about before.
    """
    named = [int(match[2] or match[1]) for match in YEAR.finditer(before)]
    tells = find_statement(question) is Statement.OUTCOME and not re.search(r"[去前上]年", question)
    if not named or tells or find_references(before, held):
        return ""
    return str(relative_to(question, named[-1]) or "")


def standalone_of(history: Sequence[Turn], held: Sequence[str]) -> str:
    """The last question with what it took over itself, for questions that follow each other ("那海淀呢?", "东城的呢?")."""
    *earlier, last = history
    asked = as_read(last.question)
    carried = carried_over(asked, earlier[-2:], held)
    return f"{carried}；{asked}" if carried else asked


def statement_before(question: str, history: Sequence[Turn], held: Sequence[str], today: dt.date) -> Statement | None:
    """Whether the turn before wanted a result or a target, where the question only names another thing or place."""
    asks = find_intent(question) is not Intent.FACT or find_years(question, today) or NEXT_YEAR.search(question)
    return None if asks else find_statement(standalone_of(history, held))


def last_two(inquiry: Inquiry, history: Sequence[Turn], read: Reader) -> tuple[Inquiry, ...]:
    """The last two questions, each standing alone, as parts of "这俩哪个高"; none where it asks for something else."""
    if not _BOTH.search(inquiry.own) or len(history) < 2:
        return ()
    return tuple(replace(read(turns), intent=Intent.FIGURE, parts=()) for turns in (history[:-1], history))


def against_previous(
    inquiry: Inquiry, history: Sequence[Turn], read: Reader, *, held: Sequence[str], today: dt.date
) -> tuple[Inquiry, ...]:
    """What this question asks for and what the one before did, as parts of "2024年定的比它高还是低"; else none."""
    match = _THAN_IT.search(inquiry.own)
    if not match or not history:
        return ()
    before = read(history)
    head = inquiry.own[: match.start()]
    regions = tuple(dict.fromkeys(name for _, name in find_regions(head, held))) or before.regions
    years = tuple(dict.fromkeys(year for _, year in find_years(head, today))) or before.years
    if before.years and NEXT_YEAR.search(head):
        years = (before.years[-1] + 1,)
    if before.parts:
        return ()
    if (regions, years) == (before.regions, before.years):
        return _another_thing(inquiry, before, head) if topic(head, held) else ()
    own = topic(NEXT_YEAR.sub(" ", re.sub(r"(?<=年)定的?", " ", head)), held)
    part = replace(
        inquiry, standalone=f"{named(regions, years)}{topic(before.standalone, held)} {own}".strip(), regions=regions,
        years=years, intent=Intent.FIGURE, carried="", parts=(),
    )  # fmt: skip
    return part, replace(before, intent=Intent.FIGURE)


def _another_thing(inquiry: Inquiry, before: Inquiry, head: str) -> tuple[Inquiry, ...]:
    """Another thing of the same place and time, then what the question before asked for ("提案几件?跟刚才那个数加起来呢")."""
    asked = f"{named(before.regions, before.years)}{head}"
    own = replace(before, standalone=asked, carried="", intent=Intent.FIGURE, statement=inquiry.statement)
    return own, replace(before, intent=Intent.FIGURE)


def _names_a_thing(text: str, held: Sequence[str]) -> bool:
    """Whether a text has more than a time, a kind and a measure ("2023年打算竣工多少")."""
    return len(topic(_MEASURED.sub("", without_kind(text)), held)) >= 2


def _without_subject(text: str, held: Sequence[str]) -> str:
    """Of a question that another subject is put into ("那书店呢?"): its place, report, years and what it measures."""
    regions = [name for _, name in find_regions(text, held)]
    reports = [text[reference.start : reference.end] for reference in find_references(text, held)]
    rest = without_references(text)
    years = [match.group() for match in _YEAR_WORDS.finditer(rest)]
    return "".join(dict.fromkeys([*regions, *reports, *years, *_MEASURED.findall(rest)]))


def _replace_regions(text: str, region: str, held: Sequence[str]) -> str:
    for other in named_among(held, text):
        text = re.sub(f"{re.escape(other)}|{re.escape(short_name(other))}", region, text)
    return text
