"""What each command of `wenbao` does with its options; Chinese messages, the work itself is done elsewhere.

Every public function takes the parsed options of its command in `cli` and gives the exit status; what the user can
mend is a `QAError`.
"""

from __future__ import annotations

import getpass
import json
import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from types import ModuleType
from typing import TYPE_CHECKING

from qa import console
from qa.batch import answer_question, answer_record, read_questions
from qa.config import Config
from qa.errors import ConfigError, QAError
from qa.progress import ProgressBar

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from qa.assistant import Assistant
    from qa.figures.entries import Entry
    from qa.figures.ledger import Ledger
    from qa.reports.library import Library


def _open(options: argparse.Namespace) -> Assistant:
    from qa.opening import open_configured

    config = Config(options.index, options.encoder, options.generator)
    with ProgressBar() as show:
        return open_configured(config, progress=show)


def ask(options: argparse.Namespace) -> int:
    """Answer one question, a file of them, or without either three examples."""
    if options.batch:
        return _ask_batch(options)
    from qa.page.sources import example_questions

    assistant = _open(options)
    if options.question is not None:
        _show_answer(assistant, options.question, as_json=options.json)
        return 0
    for question in example_questions(assistant.reports(), limit=3):
        print(f"\n问：{question}")
        _show_answer(assistant, question, as_json=options.json)
    return 0


def _show_answer(assistant: Assistant, question: str, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer_record(assistant.ask(question)), ensure_ascii=False, indent=1))
    else:
        console.show_answer(assistant.stream(question))


def _ask_batch(options: argparse.Namespace) -> int:
    if not options.out:
        raise ConfigError("批量回答要写明输出文件：--out ANSWERS.jsonl")
    try:
        lines = options.batch.read_text(encoding="utf-8-sig").splitlines()
        options.out.touch()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"文件不能读写：{error}") from error
    questions = list(read_questions(lines))
    assistant = _open(options)
    done = failed = 0
    with options.out.open("w", encoding="utf-8") as out, ProgressBar() as show:
        for number, question in enumerate(questions, start=1):
            record = answer_question(assistant, question)
            failed += "error" in record
            done += "error" not in record
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            out.flush()
            show("回答问题", number, len(questions))
    console.say(f"共{len(questions)}行：{done}个已回答，{failed}个出错。答案在 {options.out}")
    return 0 if not failed else 1


def index(options: argparse.Namespace) -> int:
    """Read reports into an index; what is finished stays when it is interrupted."""
    from qa.opening import index_reports

    try:
        with ProgressBar() as show:
            summary = index_reports(
                options.paths, options.index, encoder=options.encoder, prune=options.prune, progress=show
            )
    except KeyboardInterrupt:
        print("已中断。做完的部分已保存，再次运行同一命令会接着做。", file=sys.stderr)
        return 130
    console.show_files(summary)
    console.show_counts(summary, options.index)
    return 0


def reports(options: argparse.Namespace) -> int:
    """List the reports of an index, show one, or take some out."""
    from qa.opening import open_library

    if options.action == "remove":
        return _remove(options)
    with closing(open_library(options.index)) as library:
        if options.action == "list":
            console.show_listing(library.listing())
        elif len(options.report_ids) != 1:
            raise ConfigError("要显示哪一份？请写编号，一次一份：wenbao reports show ID")
        elif (report := library.report(options.report_ids[0])) is None:
            raise ConfigError(f"没有编号为 {options.report_ids[0]} 的报告。用 wenbao reports 查看全部编号。")
        else:
            console.show_report(report)
    return 0


def _remove(options: argparse.Namespace) -> int:
    from qa.opening import remove_reports

    if not options.report_ids or not options.index:
        raise ConfigError("要移除哪一份？请写编号和索引文件夹：wenbao reports remove ID --index DIR")
    with ProgressBar() as show:
        removed = remove_reports(options.report_ids, options.index, progress=show)
    console.show_removed(removed)
    return 0


def indicators(options: argparse.Namespace) -> int:
    """Print the values of an indicator, or the indicators there are; a CSV file of them when asked for."""
    from qa.figures.ledger import Ledger
    from qa.opening import open_library

    with closing(open_library(options.index)) as library:
        ledger = Ledger.of(library)
        regions = [_held_region(library, region) for region in options.region]
        if options.name is None:
            print("可查的指标：" + "、".join(ledger.names(regions=regions)))
            return 0
        entries = ledger.values(options.name, regions=regions, years=options.year)
        if not entries:
            raise ConfigError(_no_values(ledger, options.name, regions))
        rows = _rows(library, entries, regions)
    if options.csv:
        _save_csv(rows, options.csv)
    console.show_indicator(rows)
    console.say(f"共{len(entries)}个数。" + (f"已存为 {options.csv}" if options.csv else ""))
    return 0


def _held_region(library: Library, asked: str) -> str:
    """The full name of a region of the library, "朝阳区" for "朝阳"."""
    held = sorted({report.region for report in library.listing() if report.region})
    found = asked if asked in held else next((region for region in held if region.startswith(asked)), None)
    if found is None:
        raise ConfigError(f"索引中没有{asked}的报告。有：{'、'.join(held[:20])}{'等' if len(held) > 20 else ''}。")
    return found


def _no_values(ledger: Ledger, name: str, regions: Sequence[str]) -> str:
    years = {entry.year for entry in ledger.values(name, regions=regions) if entry.year}
    if years:
        return f"报告未提及所问年份的“{name}”。有数的年份：{'、'.join(map(str, sorted(years)))}。"
    near = "、".join(ledger.nearest(name))
    return f"报告未提及“{name}”的数。" + (f"相近的指标：{near}。" if near else "用 wenbao indicators 查看可查的指标。")


def _rows(library: Library, entries: Sequence[Entry], regions: Sequence[str]) -> list[tuple[str | float, ...]]:
    """The values, and the gaps of the regions asked for or else of those that have values."""
    from qa.page.indicators import rows
    from qa.page.sources import catalogue

    shown = set(regions) or {entry.region for entry in entries if entry.region}
    held = [library.report(report.report_id) for report in library.listing() if report.region in shown]
    reports = {report.report_id: report for report in held if report}
    return list(rows(entries, reports, catalogue(reports.values())))


def _save_csv(rows: Sequence[tuple[str | float, ...]], file: Path) -> None:
    from qa.page.indicators import csv_file

    try:
        file.write_bytes(csv_file(rows))
    except OSError as error:
        raise ConfigError(f"文件不能写：{error}") from error


def weights(options: argparse.Namespace) -> int:
    """List, fetch or verify the default models."""
    from embeddings import weights as held

    try:
        return _run_weights(held, options)
    except held.WeightsError as error:
        raise QAError(str(error)) from error


def _run_weights(weights: ModuleType, options: argparse.Namespace) -> int:
    names = options.names or list(weights.WEIGHTS)
    unknown = [name for name in names if name not in weights.WEIGHTS]
    if unknown:
        raise ConfigError(f"没有名为 {'、'.join(unknown)} 的默认模型。可用：{'、'.join(weights.WEIGHTS)}")
    for name in names:
        if options.action == "list":
            print(f"{name}  {weights.WEIGHTS[name].title}  {weights.WEIGHTS[name].licence}  {_state(weights, name)}")
        elif options.action == "verify":
            weights.verify(name)
            print(f"{name}：完好")
        else:
            with ProgressBar() as show:
                folder = weights.fetch(name, progress=show)
            print(f"{name}：已就绪，在 {folder}")
    return 0


def _state(weights: ModuleType, name: str) -> str:
    try:
        return str(weights.locate(name))
    except weights.WeightsError:
        return f"未下载（wenbao weights fetch {name}）"


def evaluate(options: argparse.Namespace) -> int:
    """Run the gold questions and print what came of them."""
    from qa.answers.generator import chosen_name
    from qa.evaluation.command import ReportCorpus, evaluate_to_text, run_info
    from qa.opening import default_gold

    assistant = _open(options)
    corpus = ReportCorpus(assistant.reports(), assistant.fronts())
    info = run_info(
        generator=chosen_name(options.generator), index=str(options.index or "seeds"), settings=assistant.settings()
    )
    with ProgressBar() as show:
        text = evaluate_to_text(
            assistant,
            corpus,
            options.gold or default_gold(),
            options.out,
            info=info,
            split=None if options.split == "all" else options.split,
            against=options.compare,
            progress=lambda done, total: show("评测", done, total),
        )
    print(text)
    return 0


def feedback(options: argparse.Namespace) -> int:
    """Write the judgements given on the page as candidates for the gold set."""
    from qa.feedback import candidates
    from qa.opening import kept_folder

    found = candidates(kept_folder())
    lines = "".join(json.dumps(candidate, ensure_ascii=False) + "\n" for candidate in found)
    try:
        options.out.write_text(lines, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"文件写不进去：{options.out}（{error}）。") from error
    unfinished = sum("todo" in candidate for candidate in found)
    print(f"{len(found)} 道候选题在 {options.out}，其中 {unfinished} 道要按 todo 补写后才能用于评测。")
    return 0


def serve(options: argparse.Namespace) -> int:
    """Open the page and the interfaces for programs, until stopped."""
    from qa.page import chat, server
    from qa.page.access import Users
    from qa.page.line import TakingTurns

    users = Users.read(options.auth) if options.auth else None
    opened = _open(options)
    threading.Thread(target=opened.warm_up, name="warm-up", daemon=True).start()
    assistant = TakingTurns(opened)
    page = chat.build_page(assistant, shared_uploads=options.shared_uploads)
    server.serve(page, assistant, host=options.host, port=options.port, users=users)
    return 0


def password(options: argparse.Namespace) -> int:
    """Print a line of name and hashed password for the file of `serve --auth`."""
    from qa.page.access import password_line

    asking = sys.stdin.isatty()
    password = getpass.getpass("密码：") if asking else sys.stdin.readline().rstrip("\r\n")
    if asking and password != getpass.getpass("再输入一次："):
        raise ConfigError("两次输入的密码不同，请重新运行。")
    print(password_line(options.name, password))
    return 0
