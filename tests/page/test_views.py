from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from qa.evaluation.runner import row_line, save_info
from qa.page.conversation import Conversation, Exchange, Notebook
from qa.page.shelves import Shelves
from qa.page.views import Views
from tests.evaluation.fakes import summary
from tests.page.fakes import write_own_report
from tests.page.markup import shown


@pytest.fixture
def views(shelves: Shelves, tmp_path: Path) -> Views:
    return Views(shelves, tmp_path / "evaluation")


def handed_over(markup: str) -> tuple[str, bytes]:
    found = re.search(r'data-name="([^"]+)".*data-content="([^"]+)"', markup)
    assert found
    return found[1], base64.b64decode(found[2])


@pytest.mark.parametrize(
    ("words", "regions"),
    [("", ["栎木区", "东河区"]), ("东河", ["东河区"]), ("2023 栎木区_2023.TXT", ["栎木区"]), ("没有", [])],
)
def test_reports_are_found_by_any_word_of_them(views: Views, words: str, regions: list[str]) -> None:
    assert re.findall(r'data-report="(\w+)-2022"', views.reports("甲", words)) == regions


def test_upload_tells_stages_then_what_became_of_each_file(views: Views, tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    files = [str(write_own_report(tmp_path, "青溪区")), str(tmp_path / "空.txt")]
    *stages, last = views.upload("甲", files)
    assert "读取第 1/2 个文件：青溪区.docx…" in shown(stages[0])[0]
    assert "计算向量 1/1…" in "".join(shown(stage)[0] for stage in stages)
    assert "已加入 青溪区.docx：《" in last
    assert '<p class="error" role="alert">空.txt：' in last
    assert "仅自己可见" in views.reports("甲")
    assert "仅自己可见" not in views.reports("乙")


def test_indicator_of_an_upload_is_its_owner_s(views: Views, tmp_path: Path) -> None:
    list(views.upload("甲", [str(write_own_report(tmp_path, "青溪区"))]))
    assert "3000个" in views.indicator("甲", "停车位", "")
    assert "没有找到“停车位”的数字" in views.indicator("乙", "停车位", "")


def test_files_have_harmless_names(views: Views) -> None:
    name, content = handed_over(views.indicator_file("甲", "市场主体", "东河区", "csv"))
    assert name == "指标-东河区市场主体.csv"
    assert "2.4万户" in content.decode("utf-8-sig")
    odd = Notebook(Conversation("a", (Exchange("../../<b>:*?" + "长" * 99),)), owner="b").record()
    assert re.fullmatch(r"问报- b 长+\.md", handed_over(views.conversation_file(odd, "md"))[0])


def test_evaluation_says_how_to_make_one(views: Views) -> None:
    assert "<code>wenbao evaluate</code>" in views.evaluation()


def test_evaluation_shows_scores_and_escapes_what_was_answered(views: Views, tmp_path: Path) -> None:
    made = summary()
    folder = tmp_path / "evaluation"
    folder.mkdir()
    save_info(made.info, folder)
    (folder / "rows.jsonl").write_text("".join(row_line(row) for row in made.run.rows), encoding="utf-8")
    text, elements = shown(views.evaluation())
    assert "全部题正确率" in text
    assert "67%" in text
    assert elements.count("svg") == 2
    assert not {"script", "img", "a", "iframe"} & set(elements)


def test_a_damaged_evaluation_is_one_line(views: Views, tmp_path: Path) -> None:
    (tmp_path / "evaluation").mkdir()
    (tmp_path / "evaluation" / "rows.jsonl").write_text("{", encoding="utf-8")
    assert "还没有评测结果" in views.evaluation()
