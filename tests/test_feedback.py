from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.datatypes import Citation, Intent, Turn
from qa.errors import ConfigError
from qa.evaluation.gold import check_gold, load_gold
from qa.feedback import FILE, Judged, Verdict, candidates, keep

QUOTE = "过去一年，全区新设企业四万户，其中科技企业３.２万户，同比增长百分之十二点五，城镇登记失业率控制在目标以内。"
SOURCE = Citation(1, "a", "栎木区_2023.txt", "报告", "栎木区", None, (), 3, f"{QUOTE}后文。", QUOTE)
JUDGED = Judged("科技企业有多少？", "2022年，科技企业3.2万户[1]。", intent=Intent.FIGURE, citations=(SOURCE,))
REFUSED = Judged("苹果产量？", "报告中没有关于苹果的内容。", refused=True)


def test_right_answer_becomes_a_question_that_evaluation_takes(tmp_path: Path) -> None:
    keep(JUDGED, Verdict.RIGHT, "", tmp_path)
    keep(REFUSED, Verdict.RIGHT, "", tmp_path)
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(json.dumps(item, ensure_ascii=False) for item in candidates(tmp_path)), encoding="utf-8")
    fact, refused = load_gold(gold)
    assert (fact.type, fact.answer, refused.type, refused.answerable) == (
        "fact", "2022年，科技企业3.2万户。", "unanswerable", False,
    )  # fmt: skip
    assert fact.must_include[0][0] == "3.2万户"
    assert check_gold([fact, refused], {"栎木区_2023.txt": f"前文\n{QUOTE}后文。"}) == ()


def test_wrong_answer_becomes_a_question_for_a_person(tmp_path: Path) -> None:
    keep(JUDGED, Verdict.WRONG, "  应为 2.8 万户 ", tmp_path)
    [candidate] = candidates(tmp_path)
    assert "answer" not in candidate
    assert "evidence" not in candidate
    assert candidate["note"] == "应为 2.8 万户"
    assert "answerable 改为 false" in candidate["todo"]


def test_wrong_source_keeps_the_answer_and_drops_the_evidence(tmp_path: Path) -> None:
    keep(JUDGED, Verdict.WRONG_SOURCE, "", tmp_path)
    [candidate] = candidates(tmp_path)
    assert candidate["answer"] == "2022年，科技企业3.2万户。"
    assert "evidence" not in candidate


def test_a_later_word_on_the_same_answer_stands(tmp_path: Path) -> None:
    keep(JUDGED, Verdict.RIGHT, "", tmp_path)
    keep(JUDGED, Verdict.WRONG, "看错了", tmp_path)
    assert [candidate["verdict"] for candidate in candidates(tmp_path)] == ["wrong"]
    assert len((tmp_path / FILE).read_text(encoding="utf-8").splitlines()) == 2


def test_follow_up_takes_its_history_along(tmp_path: Path) -> None:
    keep(Judged("那东河区呢？", "东河区2.4万户[1]。", history=(Turn("甲？", "乙。"),)), Verdict.RIGHT, "", tmp_path)
    [candidate] = candidates(tmp_path)
    assert (candidate["type"], candidate["history"]) == ("followup", [{"question": "甲？", "answer": "乙。"}])
    assert candidate["todo"] == "写出 must_include"


@pytest.mark.parametrize("content", ["{", '{"id": 1}', '["a"]'], ids=["cut", "without fields", "a list"])
def test_damaged_line_is_named(tmp_path: Path, content: str) -> None:
    keep(JUDGED, Verdict.RIGHT, "", tmp_path)
    with (tmp_path / FILE).open("a", encoding="utf-8") as file:
        file.write(content + "\n")
    with pytest.raises(ConfigError, match="第 2 行已损坏"):
        candidates(tmp_path)


def test_no_feedback_and_no_folder_are_one_line_each(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="还没有人评价过"):
        candidates(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="没有存下来"):
        keep(JUDGED, Verdict.RIGHT, "", tmp_path / "file")
