"""The command `wenbao`: ask, index, reports, evaluate, weights, serve. Chinese messages, no logic of its own."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, NoReturn

from qa.config import Config
from qa.datatypes import Answer, Found, Turn, Verified
from qa.errors import ConfigError, QAError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from qa.assistant import Assistant

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
        print(f"错误：{error}", file=sys.stderr)
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
        self.exit(USER_ERROR, f"错误：命令写法不对（{message}）。请用 {self.prog} -h 查看用法。\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="wenbao", description="问报：政府报告问答，句句有出处，数字有核对。")
    commands = parser.add_subparsers(metavar="命令")

    ask = commands.add_parser("ask", help="提问；不写问题则演示三个问题")
    ask.add_argument("question", nargs="?", help="用中文写的问题")
    ask.add_argument("--json", action="store_true", help="输出 JSON")
    ask.add_argument("--batch", type=Path, metavar="QUESTIONS.jsonl", help="逐行回答一个问题文件")
    ask.add_argument("--out", type=Path, metavar="ANSWERS.jsonl", help="批量答案写到这里")
    _engine_options(ask)
    ask.set_defaults(run=_ask)

    index = commands.add_parser("index", help="为报告文件或文件夹建立、更新索引")
    index.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="报告文件或文件夹")
    index.add_argument("--index", required=True, type=Path, metavar="DIR", help="索引文件夹")
    index.add_argument("--encoder", default=Config.encoder, help="编码模型：名称、文件夹或模型库名")
    index.set_defaults(run=_index)

    reports = commands.add_parser("reports", help="列出索引中的报告；reports show ID 显示带段号的全文")
    reports.add_argument("action", nargs="?", choices=["list", "show"], default="list")
    reports.add_argument("report_id", nargs="?", metavar="ID")
    reports.add_argument("--index", type=Path, metavar="DIR", help="索引文件夹；不写则用自带报告")
    reports.set_defaults(run=_reports)

    evaluate = commands.add_parser("evaluate", help="用标准问题集评测")
    evaluate.add_argument("--gold", type=Path, help="问题集；不写则用自带的 gold.jsonl")
    evaluate.add_argument("--split", choices=["dev", "test", "all"], default="test")
    evaluate.add_argument("--out", type=Path, default=Path("evaluation"), metavar="DIR", help="结果文件夹")
    evaluate.add_argument("--compare", type=Path, metavar="DIR", help="与另一次结果配对比较")
    _engine_options(evaluate)
    evaluate.set_defaults(run=_evaluate)

    weights = commands.add_parser("weights", help="模型文件：list 列出，fetch 下载，verify 校验")
    weights.add_argument("action", choices=["list", "fetch", "verify"])
    weights.add_argument("names", nargs="*", metavar="NAME", help="不写则为全部默认模型")
    weights.set_defaults(run=_weights)

    serve = commands.add_parser("serve", help="打开网页")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=7860)
    _engine_options(serve)
    serve.set_defaults(run=_serve)
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
    with _progress() as show:
        return open_configured(config, progress=show)


class _progress:
    """A progress bar a stage on stderr; where that is no terminal, a line when a stage begins."""

    def __enter__(self) -> Callable[[str, int, int], None]:
        self._tasks: dict[str, TaskID | None] = {}
        self._bar: Progress | None = None
        return self._show

    def _show(self, stage: str, done: int, total: int) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._begin(stage, total)
        task = self._tasks[stage]
        if self._bar is not None and task is not None:
            self._bar.update(task, completed=done, total=total)

    def _begin(self, stage: str, total: int) -> TaskID | None:
        if not sys.stderr.isatty():
            print(f"{stage} …", file=sys.stderr)
            return None
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._bar = Progress(*columns, console=Console(stderr=True))
            self._bar.start()
        return self._bar.add_task(stage, total=total)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


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
    answer = None
    for event in assistant.stream(question):
        if isinstance(event, Found) and not as_json:
            print(f"按：{event.inquiry.label()}")
        elif isinstance(event, Verified) and not as_json:
            print(event.text, end="", flush=True)
        elif isinstance(event, Answer):
            answer = event
    assert answer is not None
    if as_json:
        print(json.dumps(answer_record(answer), ensure_ascii=False, indent=1))
        return
    print(answer.text if answer.refused else "")
    for citation in answer.citations:
        section = " > ".join(citation.section)
        place = f"第{citation.paragraph}段" if citation.paragraph else "题头"
        whose = f"{citation.region or '地区未知'}，{citation.date or '日期未知'}"
        print(f"  [{citation.marker}] 《{citation.title}》（{whose}） {section} {place}")
        print(f"      “{citation.quote}”")
    if answer.refused and answer.hits:
        print("  相近的段落：")
        for hit in answer.hits[:3]:
            print(f"   · {hit.passage.region or ''} 第{hit.passage.paragraph}段：{hit.passage.text[:60]}…")
    print(f"  用时 {answer.timings['total_s']:.1f} 秒")


def answer_record(answer: Answer, question_id: str | None = None) -> dict[str, Any]:
    """An answer in the form of batch answers."""
    citations = []
    for citation in answer.citations:
        record = dataclasses.asdict(citation)
        record["report"] = record.pop("source")
        record["date"] = citation.date.isoformat() if citation.date else None
        citations.append(record)
    record = {"id": question_id} if question_id is not None else {}
    return record | {
        "question": answer.question,
        "text": answer.text,
        "refused": answer.refused,
        "reason": answer.reason.value if answer.reason else None,
        "understood": answer.inquiry.label() if answer.inquiry else None,
        "citations": citations,
        "seconds": answer.timings.get("total_s"),
        "first_token_seconds": answer.timings.get("first_text_s"),
    }


def _ask_batch(options: argparse.Namespace) -> int:
    if not options.out:
        raise ConfigError("批量回答要写明输出文件：--out ANSWERS.jsonl")
    try:
        lines = options.batch.read_text(encoding="utf-8-sig").splitlines()
        options.out.touch()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"文件不能读写：{error}") from error
    jobs = list(_batch_questions(lines))
    assistant = _open(options)
    done = failed = 0
    with options.out.open("w", encoding="utf-8") as out, _progress() as show:
        for number, job in enumerate(jobs, start=1):
            record = _batch_answer(assistant, job)
            failed += "error" in record
            done += "error" not in record
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            out.flush()
            show("回答问题", number, len(jobs))
    print(f"共{len(jobs)}行：{done}个已回答，{failed}个出错。答案在 {options.out}")
    return 0 if not failed else 1


def _batch_questions(lines: Sequence[str]) -> Iterator[dict[str, Any]]:
    """One record a line that is not blank; a line that cannot be used carries "error"."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError:
            yield {"id": None, "question": None, "line": number, "error": f"第{number}行不是有效的 JSON。"}
            continue
        if not isinstance(record, dict):
            yield {"id": None, "question": None, "line": number, "error": f"第{number}行不是一个对象。"}
        elif not isinstance(record.get("question"), str):
            yield {"id": record.get("id"), "question": None, "line": number, "error": f"第{number}行没有 question。"}
        elif record.get("id") in (None, ""):
            yield {"id": None, "question": record["question"], "line": number, "error": f"第{number}行没有 id。"}
        else:
            yield record


def _batch_answer(assistant: Assistant, job: dict[str, Any]) -> dict[str, Any]:
    if "error" in job:
        return {key: job[key] for key in ("id", "question", "error")}
    try:
        history = [Turn(str(turn["question"]), str(turn.get("answer", ""))) for turn in job.get("history") or []]
        return answer_record(assistant.ask(job["question"], history=history), str(job["id"]))
    except (QAError, KeyError, TypeError, AttributeError) as error:
        reason = str(error) if isinstance(error, QAError) else "history 的格式不对。"
        return {"id": job["id"], "question": job["question"], "error": reason}


def _index(options: argparse.Namespace) -> int:
    from rich.console import Console
    from rich.table import Table

    from qa.opening import index_reports

    with _progress() as show:
        summary = index_reports(options.paths, options.index, encoder=options.encoder, progress=show)
    table = Table("报告", "地区", "日期", "段落", "编号", title="已读入")
    for report in summary.reports:
        table.add_row(
            report.title,
            report.region or "未知",
            str(report.date or "未知"),
            str(len(report.paragraphs)),
            report.report_id,
        )
    console = Console()
    console.print(table)
    for file, same in summary.duplicates:
        console.print(f"重复：{file} 与 {same} 内容相同", markup=False)
    for file, reason in summary.skipped:
        console.print(f"跳过：{file}（{reason}）", markup=False)
    console.print(
        f"共{len(summary.reports)}份报告、{summary.passages}个句段，其中新计算向量{summary.embedded}个；"
        f"跳过{len(summary.skipped)}个文件。索引在 {options.index}",
        markup=False,
    )
    return 0


def _reports(options: argparse.Namespace) -> int:
    from qa.opening import open_library

    library = open_library(options.index)
    if options.action == "list":
        for report in library.reports():
            whose = f"{report.region or '地区未知'}  {report.date or '日期未知'}"
            print(f"{report.report_id}  {whose}  {len(report.paragraphs)}段  《{report.title}》")
        return 0
    if not options.report_id:
        raise ConfigError("要显示哪一份？请写编号：wenbao reports show ID")
    chosen = library.report(options.report_id)
    if chosen is None:
        raise ConfigError(f"没有编号为 {options.report_id} 的报告。用 wenbao reports 查看全部编号。")
    print(f"《{chosen.title}》  {chosen.region or ''}  {chosen.date or ''}  {chosen.post or ''} {chosen.speaker or ''}")
    section: tuple[str, ...] = ()
    for paragraph in chosen.paragraphs:
        for depth, heading in enumerate(paragraph.section):
            if paragraph.section[: depth + 1] != section[: depth + 1]:
                print(f"{'#' * (depth + 1)} {heading}")
        section = paragraph.section
        period = paragraph.period.label() if paragraph.period else "年份不明"
        print(f"[{paragraph.number}]（{period}，{paragraph.statement.label}）{paragraph.text}")
    return 0


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
            with _progress() as show:
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
    with _progress() as show:
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


def _serve(options: argparse.Namespace) -> int:
    from qa.page import chat, server

    server.serve(chat.build_page(_open(options)), host=options.host, port=options.port)
    return 0


if __name__ == "__main__":
    sys.exit(main())
