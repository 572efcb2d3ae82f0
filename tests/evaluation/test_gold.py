from __future__ import annotations

from pathlib import Path

import pytest

from qa.datatypes import Turn
from qa.errors import ConfigError
from qa.evaluation.gold import Evidence, check_gold, load_gold
from tests.evaluation.fakes import HAI, PARAGRAPHS, gold_line, write_gold


def test_load_gold_reads_every_field(tmp_path: Path) -> None:
    line = gold_line(
        history=[{"question": "海河区呢", "answer": "好"}], evidence_alt=[{"report": HAI, "quote": "别处"}]
    )
    (question,) = load_gold(write_gold(tmp_path, "\ufeff" + line))
    assert question.must_include == (("21万户", "21万家"),)
    assert question.must_not_include == ("18万",)
    assert question.history == (Turn("海河区呢", "好"),)
    assert question.evidence_alt == (Evidence(HAI, "别处"),)


def test_load_gold_picks_a_split_in_file_order(tmp_path: Path) -> None:
    lines = [gold_line(id="b"), "\n", gold_line(id="t", split="test"), gold_line(id="a", note="另记")]
    assert [question.id for question in load_gold(write_gold(tmp_path, *lines), "dev")] == ["b", "a"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("{不是\n", "不是 JSON", id="json"),
        pytest.param("[]\n", "JSON 对象", id="object"),
        pytest.param(gold_line(question=" "), "question", id="blank question"),
        pytest.param(gold_line(type="facts"), "facts", id="type"),
        pytest.param(gold_line(answerable="true"), "answerable", id="flag"),
        pytest.param(gold_line(split=None), "split", id="split"),
        pytest.param(gold_line(must_include=[]), "must_include", id="no groups"),
        pytest.param(gold_line(must_include=[[]]), "must_include", id="empty group"),
        pytest.param(gold_line(must_include=["21万"]), "must_include", id="group as text"),
        pytest.param(gold_line(must_include=[[" "]]), "must_include", id="blank alternative"),
        pytest.param(gold_line(evidence=[{"report": HAI}]), "quote", id="evidence"),
        pytest.param(gold_line(history=["你好"]), "history", id="history"),
        pytest.param(gold_line(must_not_inclde=["18万"]), "must_not_include", id="misspelt field"),
        pytest.param(gold_line(id="q0"), "q0 已用于第 1 行", id="repeated id"),
    ],
)
def test_load_gold_names_the_line_of_a_fault(tmp_path: Path, line: str, message: str) -> None:
    path = write_gold(tmp_path, gold_line(id="q0"), line)
    with pytest.raises(ConfigError, match="第 2 行") as caught:
        load_gold(path)
    assert message in str(caught.value)


def test_load_gold_refuses_an_empty_split(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="没有 test 划分的题目"):
        load_gold(write_gold(tmp_path, gold_line()), "test")


def test_load_gold_refuses_an_unknown_split(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="dev、test"):
        load_gold(write_gold(tmp_path, gold_line()), "train")


def test_load_gold_refuses_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="读不了题库"):
        load_gold(tmp_path / "none.jsonl")


def test_check_gold_accepts_a_sound_set(tmp_path: Path) -> None:
    questions = load_gold(write_gold(tmp_path, gold_line()))
    assert check_gold(questions, {HAI: PARAGRAPHS["hai", 1]}) == ()


def test_check_gold_finds_misquotes_and_wrong_references(tmp_path: Path) -> None:
    quotes = [{"report": HAI, "quote": "全年新设企业22万户"}, {"report": "无.txt", "quote": "全年新设"}]
    questions = load_gold(write_gold(tmp_path, gold_line(answer="121万户", evidence=quotes)))
    faults = check_gold(questions, {HAI: PARAGRAPHS["hai", 1]})
    assert [fault.split("：")[1][:6] for fault in faults] == [
        "“全年新设企",
        "没有报告文件",
        "“全年新设”",
        "参考答案本身",
    ]
