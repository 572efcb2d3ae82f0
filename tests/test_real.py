"""The product with its real encoder and its own reports, without a network."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from qa import cli
from qa.answers.generator import Message, load_generator
from qa.assistant import Assistant
from qa.datatypes import Reason
from qa.opening import index_reports, open_assistant
from qa.search.index import SEEDS
from tests.fakes import write_reports

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the reports that come with the product."""
    folder: Path = tmp_path_factory.mktemp("real") / "index"
    index_reports([SEEDS], folder)
    return folder


@pytest.fixture(scope="module")
def assistant(index: Path) -> Assistant:
    return open_assistant(index, generator="generator-small")


@pytest.mark.parametrize(
    ("question", "figure", "region"),
    [
        pytest.param("海淀区2022年新设企业多少户？", "3.5万户", "海淀区", id="plain"),
        pytest.param("2022年一共有多少家金融机构被引到朝阳区来了？", "42家", "朝阳区", id="passive"),
        pytest.param("海淀区２０２２年做核酸的能力，一天最多能检多少管？", "73.18万管", "海淀区", id="full width"),
        pytest.param("2023年东城区服务窗口给中央单位和驻军受理了多少件事项？", "1289件", "东城区", id="third report"),
    ],
)
def test_a_figure_is_right_and_cited(question: str, figure: str, region: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert not answer.refused
    assert figure in answer.text
    assert answer.citations[0].region == region
    assert any(figure in citation.quote for citation in answer.citations)
    assert all(citation.quote in citation.text for citation in answer.citations)


def test_the_same_question_has_the_same_answer(assistant: Assistant) -> None:
    one, other = (assistant.ask("海淀区2022年新设企业多少户？") for _ in range(2))
    assert (one.text, one.citations, one.hits) == (other.text, other.citations, other.hits)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        pytest.param("广州市2022年新增学位多少个？", Reason.NO_REPORT, id="place"),
        pytest.param("海淀区2009年新增学位多少个？", Reason.NO_REPORT, id="year"),
        pytest.param("海淀区有几座核电站？", Reason.NOT_MENTIONED, id="subject"),
        pytest.param("写一首关于海淀区的诗", Reason.NOT_A_QUESTION, id="order"),
    ],
)
def test_what_the_reports_do_not_tell_is_refused(question: str, reason: Reason, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert (answer.refused, answer.reason, answer.citations) == (True, reason, ())


def test_what_was_newly_added_is_not_subtracted(assistant: Assistant) -> None:
    answer = assistant.ask("海淀区2022年新增了多少学位？")
    assert "10040个" in answer.text
    assert "−" not in answer.text


def test_a_state_of_the_model_is_had_without_a_reply() -> None:
    model = load_generator("generator-small")
    beds, again, school = (
        model.state([Message("user", asked)], 15) for asked in ("养老床位多少张？", "养老床位多少张？", "学校几所？")
    )
    assert beds is not None
    assert again is not None
    assert school is not None
    assert beds.shape == (896,)
    assert beds == pytest.approx(again, abs=1e-3)
    assert np.abs(beds - school).max() > 0.1
    assert model.state([Message("user", "好")], 99) is None


def test_a_state_has_one_more_part_for_each_piece_of_the_prompt() -> None:
    model = load_generator("generator-small")
    message = Message("user", "资料：养老床位350张。\n问题：养老床位多少张？")
    whole = model.state([message], 15)
    pieces = model.state([message], 15, ("养老床位350张。", "养老床位多少张？"))
    assert whole is not None
    assert pieces is not None
    assert pieces.shape == (3 * 896,)
    assert pieces[:896] == pytest.approx(whole, abs=1e-3)
    assert np.abs(pieces[896:1792] - pieces[1792:]).max() > 0.1


def test_answering_opens_no_socket(index: Path) -> None:
    code = """
        import json, socket, sys
        def refuse(*_args, **_kwargs):
            raise AssertionError("a socket was opened")
        socket.socket.connect = socket.socket.sendto = socket.getaddrinfo = refuse
        from qa.opening import open_assistant
        ready = open_assistant(sys.argv[1], generator="generator-small")
        print(json.dumps([ready.ask(question).text for question in sys.argv[2:]]))
    """
    questions = ["海淀区2022年新设企业多少户？", "海淀区的夜市经营得好不好玩？"]  # the second goes to the model
    arguments = [sys.executable, "-c", textwrap.dedent(code), str(index), *questions]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True, cwd=SEEDS.parent)
    first, second = json.loads(done.stdout)
    assert "3.5万户" in first
    assert second


# -- the command line with the real encoder over two made districts ----------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("made")
    write_reports(folder / "reports")
    (folder / "reports" / "空.txt").write_text("", encoding="utf-8")
    return folder


@pytest.fixture
def run(made: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*arguments: object) -> tuple[int, str, str]:
        code = cli.main([*map(str, arguments), "--index", str(made / "index")])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


@pytest.fixture
def indexed(made: Path, run: Callable[..., tuple[int, str, str]]) -> str:
    """What `wenbao index` printed over the made reports."""
    _, shown, _ = run("index", made / "reports")
    return shown


def test_index_tells_what_it_read_and_what_it_skipped(indexed: str) -> None:
    assert all(words in indexed for words in ("政府工作报告", "云河区", "松岭区", "2024-01-09"))
    (skipped,) = [line for line in indexed.splitlines() if line.startswith("跳过  ")]
    assert "空.txt" in skipped
    assert "共2份报告、29个句段" in indexed.replace("\n", "")


@pytest.mark.usefixtures("indexed")
def test_index_again_embeds_nothing(made: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    code, shown, _ = run("index", made / "reports")
    assert code == 0
    assert "新计算向量0个" in shown.replace("\n", "")


@pytest.mark.usefixtures("indexed")
def test_ask_prints_answer_and_source(run: Callable[..., tuple[int, str, str]]) -> None:
    code, shown, _ = run("ask", "云河区2023年新增养老床位多少张？", "--generator", "generator-small")
    assert code == 0
    assert "350张" in shown
    assert "[1] 《政府工作报告》（云河区，2024-01-09）" in shown


def test_ask_names_an_index_that_is_not_there(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "学位多少？", "--index", str(made / "无")]) == 2
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line.strip()]
    assert line.startswith("错误：没有找到索引")


@pytest.mark.usefixtures("indexed")
def test_a_batch_answers_every_line_it_can(made: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    good = {"id": "q1", "question": "云河区2023年新增养老床位多少张？"}
    lines = [good, "", {"question": "没有编号？"}, {"id": "q3", "question": ""}, {"id": "q4", "question": "学" * 5000},
             "{坏", {**good, "id": "q6"}]  # fmt: skip
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    (made / "q.jsonl").write_text("\ufeff" + "\n".join(texts) + "\n\n", encoding="utf-8")
    code, shown, _ = run(
        "ask", "--batch", made / "q.jsonl", "--out", made / "a.jsonl", "--generator", "generator-small"
    )
    records = [json.loads(line) for line in (made / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (code, "共6行：3个已回答，3个出错" in shown) == (1, True)
    assert [(record["id"], "error" in record) for record in records] == [
        ("q1", False), ("3", False), ("q3", True), ("q4", True), (None, True), ("q6", False),
    ]  # fmt: skip


@pytest.mark.usefixtures("indexed")
def test_a_batch_without_errors_exits_with_0(made: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    (made / "one.jsonl").write_text('{"id": "q1", "question": "你好"}', encoding="utf-8")
    code, shown, _ = run("ask", "--batch", made / "one.jsonl", "--out", made / "b.jsonl")
    assert (code, "1个已回答，0个出错" in shown) == (0, True)
