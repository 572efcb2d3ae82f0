"""What the command line calls: evaluate an assistant into a folder, and compare two such folders."""

from __future__ import annotations

from pathlib import Path

from qa.errors import ConfigError
from qa.evaluation import tables
from qa.evaluation.aggregate import Comparison, compare_runs
from qa.evaluation.gold import load_gold
from qa.evaluation.report import Summary, html_report, markdown_report, summarise
from qa.evaluation.runner import (
    ROWS_FILE,
    Assistant,
    Corpus,
    Progress,
    RunInfo,
    answer_rows,
    complete,
    load_info,
    load_run,
    row_line,
    save_info,
)


def evaluate(
    assistant: Assistant,
    corpus: Corpus,
    gold_path: Path | str,
    out_dir: Path | str,
    *,
    info: RunInfo,
    split: str | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Ask the gold questions and write rows.jsonl, run.json, report.md and report.html into `out_dir`.

    Rows are written one by one, so that a broken run leaves what it has; rows of an earlier run are replaced.

    Raises:
        ConfigError: the gold set cannot be used, or the folder cannot be made.
    """
    questions = load_gold(gold_path, split)
    folder = _folder(out_dir)
    save_info(info, folder)
    rows = []
    with (folder / ROWS_FILE).open("w", encoding="utf-8") as file:
        for row in answer_rows(assistant, corpus, questions, progress):
            file.write(row_line(row))
            file.flush()
            rows.append(row)
    summary = summarise(complete(rows, questions), info)
    (folder / "report.md").write_text(markdown_report(summary), encoding="utf-8")
    (folder / "report.html").write_text(html_report(summary), encoding="utf-8")
    return summary


def compare(run_dir_a: Path | str, run_dir_b: Path | str) -> str:
    """Two run folders compared question by question, as text for the terminal.

    Raises:
        ConfigError: a folder holds no run, or the runs share no question.
    """
    run_a, run_b = load_run(run_dir_a), load_run(run_dir_b)
    try:
        comparison = compare_runs(run_a, run_b)
    except ValueError as error:
        raise ConfigError(f"{run_dir_a} 与 {run_dir_b} 没有相同的题，无法比较") from error
    lines = [_name("甲", run_dir_a), _name("乙", run_dir_b), _verdict(comparison)]
    parts = ["\n".join(lines), tables.terminal(tables.difference_table(comparison))]
    if comparison.flips:
        parts.append(tables.terminal(tables.flip_table(comparison), cell_chars=30))
    if comparison.only_in_one:
        parts.append(f"只在一次运行中的题，未比较：{'、'.join(comparison.only_in_one)}")
    return "\n\n".join(parts)


def _folder(out_dir: Path | str) -> Path:
    folder = Path(out_dir)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"建不了结果文件夹 {folder}：{error}。请换一个位置") from error
    return folder


def _name(side: str, run_dir: Path | str) -> str:
    info = load_info(run_dir)
    return f"{side}：{run_dir}（{info.date}，提交 {info.commit}，{info.generator}，索引 {info.index}）"


def _verdict(comparison: Comparison) -> str:
    return (
        f"共同的题 {comparison.count} 道：仅甲答对 {comparison.a_only_right}，仅乙答对 {comparison.b_only_right}，"
        f"McNemar 精确检验 p = {comparison.p_value:.4f}"
    )
