"""The gold question set: one JSON object a line, the fields of `GoldQuestion`. It knows no score and no assistant."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import NamedTuple, TypeGuard

from qa.datatypes import Turn
from qa.errors import ConfigError
from qa.evaluation.matching import answer_text, held_in, mentions, normalise

TYPE_LABELS = {
    "fact": "事实",
    "list": "列举",
    "multi": "多项事实",
    "compare": "比较",
    "calc": "计算",
    "temporal": "时间辨析",
    "why": "原因",
    "summary": "概括",
    "person": "人物",
    "meta": "报告信息",
    "unanswerable": "无答案",
    "falsepremise": "错误前提",
    "followup": "追问",
}
SPLITS = ("dev", "test")


class Evidence(NamedTuple):
    """A paragraph, named by the file of its report and an exact piece of its text."""

    report: str
    quote: str


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One question with what a right answer holds and the paragraphs that it needs.

    `must_include` is a list of groups of alternatives: every group needs one of its own.
    `evidence_alt` are paragraphs that would do as well as one of `evidence`.
    """

    id: str
    question: str
    type: str
    answerable: bool
    split: str
    answer: str = ""
    history: tuple[Turn, ...] = ()
    must_include: tuple[tuple[str, ...], ...] = ()
    must_not_include: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    evidence_alt: tuple[Evidence, ...] = ()


def load_gold(path: Path | str, split: str | None = None) -> tuple[GoldQuestion, ...]:
    """Read the questions in file order, those of one split or all of them.

    Unknown fields are ignored, unless they look like a slip in a known one.

    Raises:
        ConfigError: the file cannot be read, a line is not a gold question (the message gives
            its number), an id comes twice, or no question is left.
    """
    path = Path(path)
    if split is not None and split not in SPLITS:
        raise ConfigError(f"没有名为“{split}”的题集划分，可用：{'、'.join(SPLITS)}")
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"读不了题库 {path}：{error}。请检查路径，文件须为 UTF-8 编码") from error
    first_lines: dict[str, int] = {}
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            question = _parse(line)
        except ValueError as error:
            raise ConfigError(f"题库 {path} 第 {number} 行有误：{error}") from error
        if question.id in first_lines:
            first = first_lines[question.id]
            raise ConfigError(f"题库 {path} 第 {number} 行有误：编号 {question.id} 已用于第 {first} 行")
        first_lines[question.id] = number
        questions.append(question)
    chosen = tuple(question for question in questions if split in (None, question.split))
    if not chosen:
        raise ConfigError(f"题库 {path} 中没有{f' {split} 划分的' if split else ''}题目")
    return chosen


def check_gold(questions: Sequence[GoldQuestion], texts: Mapping[str, str]) -> tuple[str, ...]:
    """Faults of the set itself, one line each: a quote that stands nowhere, a reference answer that is not right.

    Args:
        questions: the set.
        texts: file name of a report to the whole text of the file.
    """
    faults = []
    for question in questions:
        for evidence in (*question.evidence, *question.evidence_alt):
            if evidence.report not in texts:
                faults.append(f"{question.id}：没有报告文件 {evidence.report}")
            elif not any(evidence.quote in line for line in texts[evidence.report].split("\n")):
                faults.append(f"{question.id}：“{evidence.quote}”不在 {evidence.report} 的任何一行中")
            if not 8 <= len(evidence.quote) <= 40:
                faults.append(f"{question.id}：“{evidence.quote}”应为 8 至 40 个字")
        if question.answerable and not includes_all(question.answer, question):
            faults.append(f"{question.id}：参考答案本身按判分规则不算对")
    return tuple(faults)


def includes_all(text: str, question: GoldQuestion) -> bool:
    """Whether `text` holds one alternative of every group and nothing that shows a wrong pick."""
    plain = answer_text(text)
    groups = question.must_include
    return all(any(mentions(plain, option) for option in group) for group in groups) and not any(
        mentions(plain, wrong) for wrong in question.must_not_include
    )


def holds(source: str, text: str, evidence: Evidence) -> bool:
    """Whether a paragraph `text` of the report file `source` is the one that `evidence` names."""
    return source == evidence.report and held_in(text, evidence.quote)


def _parse(line: str) -> GoldQuestion:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"不是 JSON（{error}）") from error
    if not isinstance(row, dict):
        raise ValueError("应为一个 JSON 对象")
    _refuse_misspelt(row)
    question = GoldQuestion(
        id=_text(row, "id"),
        question=_text(row, "question"),
        type=_one_of(row, "type", tuple(TYPE_LABELS)),
        answerable=_flag(row, "answerable"),
        split=_one_of(row, "split", SPLITS),
        answer=_text(row, "answer", default=""),
        history=tuple(Turn(_text(turn, "question"), _text(turn, "answer")) for turn in _objects(row, "history")),
        must_include=_groups(row),
        must_not_include=_texts(row.get("must_not_include", []), "must_not_include"),
        evidence=_evidence(row, "evidence"),
        evidence_alt=_evidence(row, "evidence_alt"),
    )
    if question.answerable and not question.must_include:
        raise ValueError("可答的题必须有 must_include，否则任何回答都算对")
    return question


def _refuse_misspelt(row: Mapping[str, object]) -> None:
    known = [field.name for field in fields(GoldQuestion)]
    for name in row:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
        if name not in known and near:
            raise ValueError(f"未知字段 {name}，是否应为 {near[0]}")


def _text(row: Mapping[str, object], name: str, *, default: str | None = None) -> str:
    value = row.get(name, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise ValueError(f"字段 {name} 应为非空文字")
    return value


def _flag(row: Mapping[str, object], name: str) -> bool:
    value = row.get(name)
    if not isinstance(value, bool):
        raise ValueError(f"字段 {name} 应为 true 或 false")
    return value


def _one_of(row: Mapping[str, object], name: str, allowed: Sequence[str]) -> str:
    value = _text(row, name)
    if value not in allowed:
        raise ValueError(f"字段 {name} 的值“{value}”不可用，可用：{'、'.join(allowed)}")
    return value


def _objects(row: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    value = row.get(name, [])
    if not _is_list(value) or not all(isinstance(item, dict) for item in value):
        raise ValueError(f"字段 {name} 应为对象的列表")
    return [item for item in value if isinstance(item, dict)]


def _evidence(row: Mapping[str, object], name: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(_text(item, "report"), _text(item, "quote")) for item in _objects(row, name))


def _groups(row: Mapping[str, object]) -> tuple[tuple[str, ...], ...]:
    value = row.get("must_include", [])
    if not _is_list(value):
        raise ValueError("字段 must_include 应为列表的列表")
    groups = tuple(_texts(group, "must_include 的每一组") for group in value)
    if not all(groups):
        raise ValueError("字段 must_include 有一组没有任何写法")
    return groups


def _texts(value: object, name: str) -> tuple[str, ...]:
    texts = [item for item in value if isinstance(item, str) and normalise(item)] if _is_list(value) else None
    if texts is None or not _is_list(value) or len(texts) != len(value):
        raise ValueError(f"字段 {name} 应为文字的列表，且文字不能为空")
    return tuple(texts)


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)
