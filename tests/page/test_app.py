from __future__ import annotations

import re
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


def test_app_explains_in_chinese_what_wenbao_serve_takes() -> None:
    shown = run("app.py", "--help").stdout
    assert "索引文件夹" in shown
    assert [option for option in ("--host", "--port", "--auth", "--shared-uploads") if option not in shown] == []


def test_parts_of_the_page_know_no_gradio() -> None:
    names = "markup records conversation references sources cards checks charts viewer indicators exports evaluations"
    modules = [f"qa.page.{name}" for name in (*names.split(), "shelves", "views", "handlers")]
    result = run("-c", f"import sys, {', '.join(modules)}; print('gradio' in sys.modules)")
    assert result.stdout.strip() == "False", result.stderr


def test_app_ends_with_one_line_and_code_two_on_what_the_user_can_mend(tmp_path: Path) -> None:
    result = run("app.py", "--auth", str(tmp_path / "users.txt"))
    assert result.returncode == 2
    assert re.fullmatch(r"错误：用户文件不能读取：.*\n", result.stderr)
