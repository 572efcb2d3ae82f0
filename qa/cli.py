"""The command `wenbao`: asks, indexes, evaluates, fetches weights, serves. Chinese messages, no logic of its own."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn

from qa import console
from qa.batch import answer_question, answer_record, read_questions
from qa.config import Config
from qa.errors import ConfigError, QAError
from qa.progress import ProgressBar

if TYPE_CHECKING:
    from qa.assistant import Assistant
    from qa.figures.entries import Entry
    from qa.figures.ledger import Ledger
    from qa.reports.library import Library

USER_ERROR = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all went well, 2 with one line on stderr for what the user can mend."""
    parser = _parser()
    options = parser.parse_args(argv)
    if not hasattr(options, "run"):
        parser.print_help()
        return USER_ERROR
    try:
        return int(options.run(options) or 0)
    except QAError as error:
        console.say(f"错误：{error}", to=sys.stderr)
        return USER_ERROR
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one Chinese line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command, and leave."""
        console.say(f"错误：命令写法不对（{message}）。请用 {self.prog} -h 查看用法。", to=sys.stderr)
        self.exit(USER_ERROR)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="wenbao", description="问报：政府报告问答，句句有出处，数字有核对。")
    commands = parser.add_subparsers(metavar="命令")

    ask = commands.add_parser("ask", help="提问；不写问题则演示三个问题")
    ask.add_argument("question", nargs="?", help="用中文写的问题")
    ask.add_argument("--json", action="store_true", help="输出 JSON")
    ask.add_argument(
        "--batch",
        type=Path,
        metavar="QUESTIONS.jsonl",
        help='逐行回答一个问题文件；每行如 {"id": "q1", "question": "…"}，不写 id 则按行号；追问另写 history',
    )
    ask.add_argument("--out", type=Path, metavar="ANSWERS.jsonl", help="批量答案写到这里")
    _engine_options(ask)
    ask.set_defaults(run=_ask)

    index = commands.add_parser("index", help="把报告文件或文件夹加入索引，或更新其中已有的")
    index.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="报告文件（txt、md、html、docx、pdf）或文件夹"
    )
    index.add_argument("--index", required=True, type=Path, metavar="DIR", help="索引文件夹")
    index.add_argument("--prune", action="store_true", help="移除文件已从这些文件夹里删掉的报告")
    index.add_argument("--encoder", default=Config.encoder, help="编码模型：名称、文件夹或模型库名")
    index.set_defaults(run=_index)

    reports = commands.add_parser(
        "reports", help="列出索引中的报告；reports show ID 显示带段号的全文；reports remove ID 移出索引"
    )
    reports.add_argument("action", nargs="?", choices=["list", "show", "remove"], default="list")
    reports.add_argument("report_ids", nargs="*", metavar="ID")
    reports.add_argument("--index", type=Path, metavar="DIR", help="索引文件夹；不写则用自带报告")
    reports.set_defaults(run=_reports)

    indicators = commands.add_parser("indicators", help="一个指标在各年、各地的数；不写指标则列出可查的指标")
    indicators.add_argument("name", nargs="?", metavar="NAME", help="指标名称，如 PM2.5、GDP增速、新增学位")
    indicators.add_argument("--region", nargs="+", action="extend", default=[], metavar="地区", help="只看这些地区")
    indicators.add_argument("--year", nargs="+", action="extend", default=[], type=int, metavar="年份")
    indicators.add_argument("--csv", type=Path, metavar="FILE", help="另存为 CSV，可用 Excel 打开")
    indicators.add_argument("--index", type=Path, metavar="DIR", help="索引文件夹；不写则用自带报告")
    indicators.set_defaults(run=_indicators)

    evaluate = commands.add_parser("evaluate", help="用标准问题集评测")
    evaluate.add_argument("--gold", type=Path, help="问题集；不写则用自带的 gold.jsonl")
    evaluate.add_argument("--split", choices=["dev", "test", "all"], default="test")
    evaluate.add_argument("--out", type=Path, default=Path("evaluation"), metavar="DIR", help="结果文件夹")
    evaluate.add_argument("--compare", type=Path, metavar="DIR", help="与另一次结果配对比较")
    _engine_options(evaluate)
    evaluate.set_defaults(run=_evaluate)

    feedback = commands.add_parser("feedback", help="把网页上的评价变成候选评测题")
    feedback.add_argument("--out", required=True, type=Path, metavar="FILE", help="候选题写到这里（JSONL）")
    feedback.set_defaults(run=_feedback)

    weights = commands.add_parser("weights", help="模型文件：list 列出，fetch 下载，verify 校验")
    weights.add_argument("action", choices=["list", "fetch", "verify"])
    weights.add_argument("names", nargs="*", metavar="NAME", help="不写则为全部默认模型")
    weights.set_defaults(run=_weights)

    serve = commands.add_parser("serve", help="打开网页，并为程序提供接口（API、MCP、OpenAI 格式）")
    serve.add_argument("--host", default="127.0.0.1", help="监听地址，默认只限本机（%(default)s）")
    serve.add_argument("--port", type=int, default=7860, help="端口，默认 %(default)s")
    serve.add_argument(
        "--shared-uploads",
        type=Path,
        metavar="DIR",
        help="网页上传的报告大家共用，存在这个文件夹；不写则只有本人能看到",
    )
    serve.add_argument("--auth", type=Path, metavar="FILE", help="只让文件里的用户使用；文件每行由 password 命令生成")
    _engine_options(serve)
    serve.set_defaults(run=_serve)

    password = commands.add_parser("password", help="为 serve --auth 的文件生成一行：用户名和加密的密码")
    password.add_argument("name", metavar="NAME", help="用户名")
    password.set_defaults(run=_password)
    return parser


def _engine_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--index", type=Path, metavar="DIR", help="索引文件夹；不写则用自带报告")
    parser.add_argument("--encoder", default=Config.encoder, help="编码模型：名称、文件夹或模型库名")
    parser.add_argument(
        "--generator",
        default=Config.generator,
        help="生成模型：auto、generator-large、generator-small、文件夹、模型库名，或 http://地址/v1#模型名",
    )


def _open(options: argparse.Namespace) -> Assistant:
    from qa.opening import open_configured

    config = Config(options.index, options.encoder, options.generator)
    with ProgressBar() as show:
        return open_configured(config, progress=show)


def _ask(options: argparse.Namespace) -> int:
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


def _index(options: argparse.Namespace) -> int:
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


def _reports(options: argparse.Namespace) -> int:
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


def _indicators(options: argparse.Namespace) -> int:
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


def _weights(options: argparse.Namespace) -> int:
    from embeddings import weights

    try:
        return _run_weights(weights, options)
    except weights.WeightsError as error:
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


def _evaluate(options: argparse.Namespace) -> int:
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


def _feedback(options: argparse.Namespace) -> int:
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


def _serve(options: argparse.Namespace) -> int:
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


def _password(options: argparse.Namespace) -> int:
    from qa.page.access import password_line

    asking = sys.stdin.isatty()
    password = getpass.getpass("密码：") if asking else sys.stdin.readline().rstrip("\r\n")
    if asking and password != getpass.getpass("再输入一次："):
        raise ConfigError("两次输入的密码不同，请重新运行。")
    print(password_line(options.name, password))
    return 0


if __name__ == "__main__":
    sys.exit(main())
