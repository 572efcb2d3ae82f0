"""The model's draft, sentence by sentence, as far as it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from qa.answers.generator import Generator, Message
from qa.answers.material import Material, Sentence
from qa.answers.picking import contradicted, picks_well
from qa.answers.prompts import answer_prompt, says_nothing
from qa.answers.verification import Support, WordWeigher, verify
from qa.answers.wording import ENUMERATED, quote, shortened
from qa.datatypes import Intent, Passage
from qa.figures.matching import other_dimension
from qa.figures.parsing import parse_figures
from qa.text import normalise, sentences

_PROMPT_PASSAGES = 3  # each costs about a second of prefill with the 1.5B on two old cores
_PROMPT_CHARS = 130  # of each; what a longer sentence says beside the point costs as much


class Drafter:
    """Drafts with the model and lets through what verification holds."""

    def __init__(self, generator: Callable[[], Generator], words: WordWeigher, *, max_tokens: int) -> None:
        """Take what gives the model when first needed, and the word weigher of search."""
        self._generator = generator
        self._words = words
        self._max_tokens = max_tokens

    def warm_up(self) -> None:
        """Let the model say a word."""
        for _ in self._generator().generate([Message("user", "好")], max_tokens=1):
            pass

    def sentences(self, material: Material) -> Iterator[Sentence]:
        """Each sentence of the draft that holds, as it may be shown; none where the draft says that nothing is told."""
        given: set[str] = set()
        for draft in self._draft(material):
            sentence = None if says_nothing(draft) else self._checked(draft, material)
            if sentence and sentence.text not in given:
                given.add(sentence.text)
                yield sentence

    def _draft(self, material: Material) -> Iterator[str]:
        """The sentences of the model's draft, each as soon as it ends."""
        text = ""
        shown = [shortened(one, material.wanted, _PROMPT_CHARS) for one in material.passages[:_PROMPT_PASSAGES]]
        prompt = answer_prompt(material.inquiry, shown)
        for piece in self._generator().generate(prompt, max_tokens=self._max_tokens):
            text += piece
            *done, rest = _split(text)
            yield from done
            text = rest
        if text.strip():
            yield text

    def _checked(self, draft: str, material: Material) -> Sentence | None:
        """The draft sentence as it may be shown: itself, completed, or None."""
        text = _tidy(draft)
        if not text:
            return None
        support = verify(
            text, material.passages[:_PROMPT_PASSAGES], question=material.inquiry.standalone, words=self._words
        )
        if support.failure or contradicted(text, support.passages, material.wanted):
            return None
        if material.inquiry.intent is Intent.LIST and not _items_held(text, support.passages):
            return None
        if material.inquiry.intent is Intent.FIGURE and (
            _lacks_figure(text, material) or not picks_well(text, support.passages, material)
        ):
            return None
        if _leaves_out(text, support, material):
            return quote(material, support.passages[0])
        note = f"（{support.note}）" if support.note else ""
        return Sentence(f"{text.rstrip('。')}{note}。", support.passages)


def _lacks_figure(text: str, material: Material) -> bool:
    """Whether a figure of some unit was asked for and the draft has none of that dimension."""
    if not material.wanted.units:
        return False
    return all(other_dimension(figure, material.wanted) for figure in parse_figures(text))


def _leaves_out(text: str, support: Support, material: Material) -> bool:
    """Whether a list was asked for and the supporting sentence lists more than the draft does."""
    if material.inquiry.intent is not Intent.LIST:
        return False
    source = support.passages[0].text
    return len(ENUMERATED.findall(source)) > len(ENUMERATED.findall(text)) and len(source) <= 400


def _items_held(text: str, passages: Sequence[Passage]) -> bool:
    """Whether each item that a draft enumerates stands in its evidence to the letter."""
    held = normalise("".join(passage.header + passage.text for passage in passages))
    items = [normalise(item).strip("。，,；;“”") for item in re.split(r"、|和|以及|及", text)]
    if len(items) < 2:
        return True
    first, *middle, last = items
    return first[-3:] in held and last[:3] in held and all(item in held for item in middle if len(item) >= 2)


def _split(text: str) -> list[str]:
    """Finished sentences of a growing text, and the unfinished rest last (maybe empty)."""
    spans = sentences(text)
    finished = [text[start:end] for start, end in spans]
    if finished and re.search(r"[。！？!?\n]\s*$", text):
        return [*finished, ""]
    return finished or [""]


def _tidy(draft: str) -> str:
    """A draft sentence without list marks, line ends and made-up citation marks."""
    text = re.sub(r"\[\d+\]|【\d+】|（?资料\s*\d+）?", "", draft)
    return re.sub(r"^\s*(?:\d{1,2}[.、)）]|[-*•])\s*", "", text).strip(" \n。") + "。" if text.strip(" \n。") else ""
