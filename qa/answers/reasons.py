"""Why something came about: the cause that a report names for just this effect.

A cause stands in the clauses before its effect ("受…影响，…回落"; of a problem also as a weakness,
"基础薄弱，…低于…"), or right behind it ("…，主要是…"). Where none is named, that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from qa.answers.material import SURE, Material, Neighbours, Outcome, Refusal, Sentence, not_mentioned
from qa.answers.means import asks_means, means_of
from qa.answers.series import Outlines
from qa.answers.wording import in_words, lead_in, quote
from qa.datatypes import Hit, Intent, Passage, Reason, Statement
from qa.figures.matching import Wanted, is_named, likeliest
from qa.figures.parsing import clauses
from qa.text import normalise, readable

_CAUSE = re.compile(
    r"(?<![原起成])因(?![此素地时势])|由于|鉴于|受.{1,30}影响|应对|得益于|源于|随着|着力解决|(?<![当所有])作为.{2,20}[,，]"
    r"|为了?(?:更好|积极|进一步|着力|切实|有效)?(?:满足|解决|适应|缓解|方便|支持|推动|防止|确保)"
    r"|.{2,}(?:带动|推动|拉动|支撑|作用)下|是.{2,24}(?:之年|一年)"
)
_MEANS = re.compile(r"依靠|依托|凭借|借助|(?<![议决])通过(?!了|对|验收|[评审认])")
_CAUSE_BEHIND = re.compile(
    r"^这?(?:(?:主要|根本|重要)(?:原因)?(?:是|在于|因|由于|受|得益于|源于|靠)|原因(?:是|在于)|得益于|源于|由于|是由于|是因为)"
)
_WEAKNESS = re.compile(
    r"薄弱|不[足牢强多够高大优]|较[小少弱低]|[难弱缓慢]$|难度|成本高|冲击|压力|任务重|紧[张缺]|缺[乏少]|尚未|仍存在|制约|滞后|短缺|收紧|疲软|下滑"
)
_AFFECTED = re.compile(r"受到.{0,4}影响")
_TELLS_PURPOSE = re.compile(r"为|以便|以利|用于|旨在|目的|支持|推动|促进|保障|满足|解决")
_ASKS_LACK = re.compile(r"[差弱短难卡堵慢]在(?:了|的是)?(?:哪|什么)")
# A clause that tells what was done, and the next that tells what came of it: "新增泊位千个，停车难有效缓解".
_DONE = re.compile(
    r"率先|设立|成立|组建|新[增建设]|建成|建立|完成|开展|启动|推[进动行]|实施|落实|深化|改革|挖潜|出台|建设|加[快大强]|优化|完善|"
    r"引[进入]|打[通造]|投用|^[,，]?(?:通过|依靠|坚持|强化|狠抓|紧抓|聚焦|发挥|健全)"
)
_CAME_OF_IT = re.compile(
    r"缓解|有(?:了|所)?保障|提[升高]|改善|下降|降低|增强|享受|稳[定住]|好转|见效|受益|减[轻少]|畅通|便利|解决|显著|明显|持续"
)
_ONE_SIDE = re.compile(r"^(?:一方面|主要|原因|由于|[因受])")
_ASKS_OF_REST = re.compile(r"(?:没有?能?|未能?|尚未)(?!什么|啥)[^,，]{1,5}的(?!话)")
_DENIES = re.compile(r"[没未]|尚(?!且)|不[足够能]|难以")
_OTHER_HALF = re.compile(r"^另一方面")
_BUT = re.compile(r"^(?:然而|但是?|不过|同时|此外|另外)[,，]?")
_SEGMENT = re.compile(r"[^;；。]+")
_TELLS_WHY = 0.5  # likelihood from which a sentence without a word for a cause is told all the same
_EFFECT_HELD = 0.25  # share of the question's own words that the stretch with the cause must hold,
_EFFECT_NEAR = 0.6  # and the same against the hit that holds most
_NO_REASON = "报告没有直接说明原因，有关的原文是："
_PLAINLY = 0.4  # and the same that a sentence without a cause must hold to be cited for what it tells
_FULL_NAME_CHARS = 6  # a measure's name is at least so long
_LIKELY = 0.1  # of the best score that a hit with a cause must have,
_LEAST = 0.03  # and at least
_AS_WELL = 0.9  # of the best stretch's share: a second one of another paragraph is told too


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What a passage says between stops or semicolons, with cause and effect; the question's share that it holds."""

    passage: Passage
    text: str
    share: float


def without_reason(sentence: Sentence) -> bool:
    """Whether a sentence is quoted although it tells no reason."""
    return sentence.text.startswith(_NO_REASON)


def reasons(material: Material, neighbours: Neighbours, outlines: Outlines) -> Iterator[Outcome]:
    """The stretches that name a cause for what was asked; else what is told of it, said to name none.

    Args:
        material: hits of at least `POSSIBLE` strength.
        neighbours: gives the passages of a paragraph.
        outlines: gives the series of a report.
    """
    own = _own_words(material)
    if told := _told(material, own) or _weakness_elsewhere(material, own):
        for stretch in told:
            yield from (_said(material, half) for half in _halves(stretch, neighbours))
        return
    best, asked = material.passages[0], material.inquiry.own
    likely, held = material.strength >= SURE / 2, own.coverage(normalise(best.text))
    asks_purpose = material.inquiry.intent is Intent.PURPOSE
    purpose = asks_purpose and (likely or held >= _PLAINLY) and _tells_purpose(best, own)
    if means := means_of(material, outlines):
        yield from means
    elif purpose or (_ASKS_LACK.search(asked) and best.statement is Statement.PROBLEM):
        yield quote(material, best, uncut=True)
    elif sides := _sides(best, neighbours):
        yield from (quote(material, one) for one in (best, *sides))
    elif material.strength >= SURE and held >= _PLAINLY and not _of_the_rest(asked, best.text):
        quoted = quote(material, best, uncut=True)
        yield Sentence(f"{_NO_REASON}{quoted.text}", quoted.passages)
    elif likely or held >= _EFFECT_HELD:
        yield Refusal(Reason.NOT_MENTIONED, f"报告没有说明原因。相近的原文是：{in_words(best)}", _TELLS_WHY)
    else:
        yield not_mentioned(material.inquiry)


def _tells_purpose(passage: Passage, own: Wanted) -> bool:
    """Whether a passage tells what is done for what: by a word, or by a clause without a figure behind the deed."""
    if _TELLS_PURPOSE.search(passage.text):
        return True
    parts = [passage.text[start:end] for start, end in clauses(passage.text)]
    held = [own.coverage(normalise(part)) for part in parts]
    following = parts[held.index(max(held)) + 1 :]
    return max(held) > 0 and bool(following) and not re.search(r"\d", following[0])


def _sides(passage: Passage, neighbours: Neighbours) -> list[Passage]:
    """What follows a sentence and begins to tell why: "一方面…", and its other half."""
    after = [one for one in neighbours(passage.report_id, passage.paragraph) if one.start >= passage.end]
    if not after or not _ONE_SIDE.match(after[0].text):
        return []
    return after[: 2 if len(after) > 1 and _OTHER_HALF.match(after[1].text) else 1]


def _of_the_rest(asked: str, told: str) -> bool:
    """Whether it is asked why some are not done ("没落地的卡在哪"), and only those that are done are told of."""
    return bool(_ASKS_OF_REST.search(asked)) and not _DENIES.search(told)


def _own_words(material: Material) -> Wanted:
    """The telling words of the question itself; all where a follow-up has none of its own."""
    asked = normalise(material.inquiry.own)
    own = material.wanted.keeping(lambda word: is_named(word, asked))
    return own if own.words else material.wanted


def _told(material: Material, own: Wanted) -> list[_Stretch]:
    """The stretch that names a cause and holds most of the question's words, and one of another paragraph like it."""
    shares = {hit.passage: own.coverage(normalise(hit.passage.text)) for hit in material.hits}
    enough = max(_EFFECT_HELD, _EFFECT_NEAR * max(shares.values()))
    likely = max(_LEAST, _LIKELY * material.strength)
    means = asks_means(material.inquiry.own)
    found = [
        (stretch.share + hit.score / (2 * material.strength), stretch)
        for hit in material.hits
        if hit.score >= likely and (stretch := _stretch(hit, own, means)) and stretch.share >= enough
    ]
    best = likeliest(found)
    if best is None:
        return []
    others = [(value, one) for value, one in found if _another(one, best) and one.share >= _AS_WELL * best.share]
    second = likeliest(others)
    return [best, second] if second else [best]


def _weakness_elsewhere(material: Material, own: Wanted) -> list[_Stretch]:
    """The weakness that the best sentence's report names, in another sentence, for the very measure asked about.

    A report counts the measures that fall short, and tells elsewhere why; both say the measure by its full name.
    """
    best = material.passages[0]
    if material.strength < SURE:
        return []
    for hit in material.hits:
        if hit.passage.statement is Statement.PROBLEM and hit.passage.report_id == best.report_id:
            stretch = _stretch(hit, own, means=False)
            name = _shared(hit.passage.text, best.text)
            if stretch and len(name) >= _FULL_NAME_CHARS and own.coverage(normalise(name)) >= _EFFECT_HELD:
                return [stretch]
    return []


def _shared(text: str, other: str) -> str:
    """The longest run of Chinese characters that stands in both texts."""
    match = SequenceMatcher(None, text, other, autojunk=False).find_longest_match()
    return max(re.findall("[一-鿿]+", text[match.a : match.a + match.size]), key=len, default="")


def _another(stretch: _Stretch, best: _Stretch) -> bool:
    place = (stretch.passage.report_id, stretch.passage.paragraph)
    return place != (best.passage.report_id, best.passage.paragraph)


def _stretch(hit: Hit, own: Wanted, means: bool) -> _Stretch | None:
    """The sentence that holds most of the question's words, where it names a cause for them, or `means`; else None."""
    text = hit.passage.text
    segment = max(_SEGMENT.findall(text) or [text], key=lambda one: own.coverage(normalise(one)))
    spans = clauses(segment)
    parts = [segment[start:end] for start, end in spans]
    held = [own.coverage(normalise(part)) for part in parts]
    effect = max(range(len(parts)), key=lambda at: (held[at], at))
    behind = effect + 1 < len(parts) and bool(_CAUSE_BEHIND.search(parts[effect + 1]))
    reached = not hit.passage.statement.ahead and _is_reached(parts[: effect + 1], means)
    if not (behind or reached or _cause_before(segment[: spans[effect][1]], parts[: effect + 1], hit.passage)):
        return None
    return _Stretch(hit.passage, segment, own.coverage(normalise(segment)))


def _is_reached(parts: Sequence[str], means: bool) -> bool:
    """Whether the clauses before the last tell what was done: right before what came of it, anywhere for `means`."""
    *before, effect = parts
    came = before and _DONE.search(before[-1]) and _CAME_OF_IT.search(effect)
    return bool(came) or (means and any(map(_DONE.search, before)))


def _cause_before(said: str, parts: list[str], passage: Passage) -> bool:
    """Whether the clauses up to the effect, which is the last of `parts`, name a cause."""
    if _CAUSE.search(said):
        return True
    if passage.statement.ahead:
        return False
    if _MEANS.search(said):
        return True
    before = parts[:-1]
    if not before:
        return False
    weak = passage.statement is Statement.PROBLEM and any(_WEAKNESS.search(part) for part in before)
    return weak or bool(_AFFECTED.search(parts[-1]))


def _halves(stretch: _Stretch, neighbours: Neighbours) -> Iterator[_Stretch]:
    """The stretch; before one that begins with "另一方面", the sentence with the other side."""
    passage = stretch.passage
    if _OTHER_HALF.match(passage.text):
        before = [one for one in neighbours(passage.report_id, passage.paragraph) if one.end <= passage.start]
        yield from (_Stretch(one, one.text, 0.0) for one in before[-1:])
    yield stretch


def _said(material: Material, stretch: _Stretch) -> Sentence:
    """The stretch as a sentence of the answer, with whose and when."""
    head = lead_in(stretch.passage)
    body = _BUT.sub("", readable(stretch.text).strip(" ,，。"))
    return Sentence(f"{head}：{body}。" if head else f"{body}。", (stretch.passage,))
