from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import ConfigError
from qa.evaluation.evaluate import compare, evaluate
from tests.evaluation.fakes import INFO, PlayedBack, Reports, answer, citation, gold_line, refusal, write_gold

BED = "养老床位添了几张？"
ABSENT = "地铁几点收车？"
GOLD = (
    gold_line(id="new", question="开了多少公司？"),
    gold_line(id="bed", question=BED, type="list", must_include=[["1021张"]]),
    gold_line(id="metro", question=ABSENT, type="unanswerable", answerable=False, must_include=[], evidence=[]),
    gold_line(id="other", split="test"),
)


def evaluate_into(folder: Path, *, bed: str | None = None) -> Path:
    """A run in which the question about beds is answered by `bed`, or fails."""
    folder.parent.mkdir(exist_ok=True)
    gold_path = write_gold(folder.parent, *GOLD)
    played = {"开了多少公司？": answer("21万户[1]", citation(1, "hai", 1), found=[("hai", 1)]), ABSENT: refusal()}
    if bed is not None:
        played[BED] = answer(bed, citation(1, "hai", 2))
    evaluate(PlayedBack(played), Reports(), gold_path, folder, info=INFO, split="dev")
    return folder


def test_evaluate_writes_rows_and_reports(tmp_path: Path) -> None:
    folder = evaluate_into(tmp_path / "深" / "run", bed="新增1021张[1]")
    assert sorted(path.name for path in folder.iterdir()) == ["report.html", "report.md", "rows.jsonl", "run.json"]


def test_evaluate_scores_a_split(tmp_path: Path) -> None:
    played = PlayedBack({"开了多少公司？": answer("21万户[1]", citation(1, "hai", 1)), ABSENT: refusal()})
    summary = evaluate(played, Reports(), write_gold(tmp_path, *GOLD), tmp_path / "run", info=INFO, split="dev")
    assert summary.overall.estimates["right"].mean == pytest.approx(2 / 3)
    assert (summary.overall.count, summary.overall.errors) == (3, 1)
    assert "66.7%" in summary.text()
    assert "无答案题拒答率" in summary.text()


def test_evaluate_refuses_a_folder_that_is_a_file(tmp_path: Path) -> None:
    gold_path = write_gold(tmp_path, *GOLD)
    with pytest.raises(ConfigError, match="建不了结果文件夹"):
        evaluate(PlayedBack({}), Reports(), gold_path, gold_path, info=INFO)


def test_compare_tells_flips_and_the_test(tmp_path: Path) -> None:
    text = compare(evaluate_into(tmp_path / "a"), evaluate_into(tmp_path / "b", bed="新增1021张[1]"))
    assert "仅甲答对 0，仅乙答对 1，McNemar 精确检验 p = 1.0000" in text
    assert "甲错乙对" in text
    assert "（出错）模型没有响应" in text
    assert "+33.3" in text


def test_compare_of_a_run_with_itself_has_no_flips(tmp_path: Path) -> None:
    folder = evaluate_into(tmp_path / "a", bed="21张")
    assert "编号" not in compare(folder, folder)


def test_compare_refuses_a_folder_without_a_run(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="读不了评测结果"):
        compare(tmp_path, tmp_path)
