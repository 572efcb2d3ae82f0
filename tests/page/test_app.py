from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_app_is_light_until_it_serves() -> None:
    code = "import sys, app; print([name for name in ('gradio', 'torch', 'openvino', 'faiss') if name in sys.modules])"
    result = run("-c", code)
    assert result.stdout.strip() == "[]", result.stderr


def test_app_explains_its_arguments_in_chinese() -> None:
    assert "索引目录" in run("app.py", "--help").stdout


def test_parts_of_the_page_know_no_gradio() -> None:
    names = "markup records conversation references sources cards checks charts viewer indicators exports evaluations"
    modules = [f"qa.page.{name}" for name in (*names.split(), "shelves", "views", "handlers")]
    result = run("-c", f"import sys, {', '.join(modules)}; print('gradio' in sys.modules)")
    assert result.stdout.strip() == "False", result.stderr


def test_app_ends_with_one_line_and_code_two_on_what_the_user_can_mend() -> None:
    code = (
        "import app, qa.errors\n"
        "def fails(options): raise qa.errors.StaleIndexError('没有索引，请先运行 wenbao index。')\n"
        "app._serve = fails\n"
        "raise SystemExit(app.main([]))"
    )
    result = run("-c", code)
    assert (result.returncode, result.stderr) == (2, "没有索引，请先运行 wenbao index。\n")
