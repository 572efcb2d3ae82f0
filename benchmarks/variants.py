"""Whether one question gets one answer however it is typed: `python benchmarks/variants.py [--limit N]`.

Takes the gold questions about a figure (types fact and temporal, both splits) that name a district and
a year, and asks each again with full-width digits, without 区 (朝阳 for 朝阳区, and the other way), with a slip of the
keyboard (a character of the question's longest word replaced by the commonest one of the same sound),
in Traditional characters, and as words with blanks between them. Only sameness is looked at, not rightness:
an answer is the same when it cites the same paragraphs with the same figures, or refuses likewise. No
model words anything. Printed is the share of the same per variant, and each question that differs.
"""

from __future__ import annotations

import argparse
import functools
import importlib.resources
import re
import sys
from collections.abc import Callable, Mapping, Sequence

from ablation import SilentGenerator
from provenance import print_provenance

from qa.assistant import Assistant
from qa.config import Config
from qa.datatypes import Answer
from qa.evaluation.gold import GoldQuestion, load_gold
from qa.figures.parsing import parse_figures
from qa.opening import default_gold, open_configured
from qa.search.index import Index, default_index, load_encoder
from qa.search.places import short_name

_YEAR = re.compile(r"20\d\d|[去今明]年")
_DIGITS = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
_COMMONEST = 20_000  # characters' and words' count in jieba's corpus; a slip is a common character


def main() -> int:
    """Ask all variants and print the shares."""
    parser = argparse.ArgumentParser(description="The same question typed in several ways")
    parser.add_argument("--limit", type=int, help="take the first N questions")
    options = parser.parse_args()
    print_provenance()
    open_configured(Config())  # builds the index where it is missing
    encoder = load_encoder(Config.encoder)
    assistant = Assistant(Index.open(default_index(), encoder=encoder), encoder, SilentGenerator, Config())
    districts = sorted({report.region for report in assistant.reports() if report.region and len(report.region) == 3})
    asked = (question for question in load_gold(default_gold()) if _asks_figure(question, districts))
    questions = list(asked)[: options.limit]
    answers = {question.id: assistant.ask(question.question) for question in questions}
    for name, vary in variants(districts).items():
        differing = []
        for question in questions:
            typed = vary(question.question)
            if _told(assistant.ask(typed)) != _told(answers[question.id]):
                differing.append(f"  {question.id} {typed}")
        print(f"{name:<14}{1 - len(differing) / len(questions):7.1%} of {len(questions)} the same", flush=True)
        print(*differing, sep="\n", end="\n" if differing else "", file=sys.stderr, flush=True)
    return 0


def _asks_figure(question: GoldQuestion, districts: Sequence[str]) -> bool:
    return (
        question.type in ("fact", "temporal")
        and not question.history
        and any(short_name(district) in question.question for district in districts)
        and bool(_YEAR.search(question.question))
        and any(re.search(r"\d", alternative) for group in question.must_include for alternative in group)
    )


def _told(answer: Answer) -> tuple[object, ...]:
    """What an answer tells, its words aside."""
    if answer.refused:
        return ("refused",)
    paragraphs = {(citation.report_id, citation.paragraph) for citation in answer.citations}
    figures = {(figure.value, figure.unit) for figure in parse_figures(answer.text)}
    return (frozenset(paragraphs), frozenset(figures))


def full_width(question: str) -> str:
    """Digits as ０１２."""
    return question.translate(_DIGITS)


def other_name(question: str, districts: Sequence[str]) -> str:
    """朝阳 for 朝阳区, and 朝阳区 for 朝阳, for each of the districts."""
    other = {short_name(district): district for district in districts}
    other |= {district: short for short, district in other.items()}
    return re.sub("|".join(sorted(other, key=len, reverse=True)), lambda name: other[name[0]], question)


def traditional(question: str) -> str:
    """Simplified characters replaced one for one."""
    return question.translate(_traditional())


@functools.cache
def _traditional() -> Mapping[int, str]:
    lines = importlib.resources.files("opencc").joinpath("dictionary/STCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in lines.splitlines() if "\t" in line)
    return {ord(simple): others.split(" ")[0] for simple, others in pairs if len(simple) == 1}


def with_slip(question: str) -> str:
    """The last character of the longest word that is no name or year is another of the same sound."""
    import jieba.posseg

    words = [token.word for token in jieba.posseg.cut(question) if token.flag[0] in "nv" and token.flag != "ns"]
    word = max((word for word in words if len(word) >= 2 and not re.search(r"[区\d]", word)), key=len, default="")
    return question.replace(word, word[:-1] + _sounding_like(word[-1]), 1) if word else question


@functools.cache
def _sounding_like(character: str) -> str:
    import jieba
    from pypinyin import Style, lazy_pinyin

    jieba.initialize()
    counts = jieba.dt.FREQ
    sound = lazy_pinyin(character, style=Style.NORMAL)
    common = (chr(code) for code in range(0x4E00, 0x9FA6) if counts.get(chr(code), 0) >= _COMMONEST)
    alike = [other for other in common if other != character and lazy_pinyin(other, style=Style.NORMAL) == sound]
    return max(alike, key=counts.get, default=character)


def spaced(question: str) -> str:
    """Words with blanks between them, no question mark."""
    import jieba

    return " ".join(jieba.cut(question.rstrip("？?")))


def variants(districts: Sequence[str]) -> Mapping[str, Callable[[str], str]]:
    """The ways to type a question, by name, where these districts are held."""
    return {
        "full width": full_width,
        "without 区": functools.partial(other_name, districts=districts),
        "a slip": with_slip,
        "Traditional": traditional,
        "blanks": spaced,
    }


if __name__ == "__main__":
    sys.exit(main())
