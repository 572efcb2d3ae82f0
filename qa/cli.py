"""The command `wenbao`: asks, indexes, evaluates, fetches weights, serves. Chinese messages, no logic of its own."""

from __future__ import annotations

import argparse
import dataclasses
import getpass
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, NoReturn

from qa.config import Config
from qa.datatypes import Answer, Found, Turn, Verified
from qa.errors import ConfigError, QAError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from qa.assistant import Assistant
    from qa.figures.ledger import Entry, Ledger
    from qa.reports.library import Library, Listing
    from qa.search.building import IndexSummary

USER_ERROR = 2
_TITLE_CHARS = 24  # of a report in a table; the place must stand beside it


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

    index = commands.add_parser("index", help="把报告文件或文件夹加入索引，或更新其中已有的")
    index.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="报告文件或文件夹")
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
    with _progress() as show:
        return open_configured(config, progress=show)


_TOLD_EVERY_S = 30.0


class _progress:
    """How far each stage is, how fast, and the time left: a bar on a terminal, else a line now and then; on stderr."""

    def __enter__(self) -> Callable[[str, int, int], None]:
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._began: dict[str, tuple[float, int]] = {}  # when, and how much was done already
        self._told_at = 0.0
        return self._draw if sys.stderr.isatty() else self._tell

    def _draw(self, stage: str, done: int, total: int) -> None:
        if self._bars is None:
            from rich import progress
            from rich.console import Console

            speed = progress.TextColumn("{task.fields[speed]}")
            columns = (progress.TextColumn("{task.description}"), progress.BarColumn(), progress.MofNCompleteColumn())
            self._bars = progress.Progress(
                *columns, speed, progress.TimeRemainingColumn(), console=Console(stderr=True)
            )
            self._bars.start()
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=total, speed="")
        self._bars.update(self._tasks[stage], completed=done, total=total, speed=self._pace(stage, done, total)[0])

    def _tell(self, stage: str, done: int, total: int) -> None:
        first = stage not in self._began
        speed, left = self._pace(stage, done, total)
        if first or time.monotonic() - self._told_at > _TOLD_EVERY_S:
            self._told_at = time.monotonic()
            print(f"{stage} {done}/{total} {speed} {left}".rstrip() + (" …" if first else ""), file=sys.stderr)

    def _pace(self, stage: str, done: int, total: int) -> tuple[str, str]:
        """Speed and time left in words, empty while they are not known."""
        began, before = self._began.setdefault(stage, (time.monotonic(), done))
        passed = time.monotonic() - began
        if done == before or passed < 1:
            return "", ""
        speed = (done - before) / passed
        minutes, seconds = divmod(round((total - done) / speed), 60)
        return f"{speed:,.0f}/秒" if speed >= 10 else f"{speed:.1f}/秒", f"剩余{minutes}分{seconds:02d}秒"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()


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
    from qa.opening import index_reports

    try:
        with _progress() as show:
            summary = index_reports(
                options.paths, options.index, encoder=options.encoder, prune=options.prune, progress=show
            )
    except KeyboardInterrupt:
        print("已中断。做完的部分已保存，再次运行同一命令会接着做。", file=sys.stderr)
        return 130
    _show_files(summary)
    counts = Counter(file.outcome for file in summary.files)
    told = "，".join(f"{outcome}{counts[outcome]}个" for outcome in type(summary.files[0].outcome) if counts[outcome])
    print(f"文件：{told}。")
    print(
        f"索引中共{len(summary.reports)}份报告、{summary.passages}个句段（这次新计算向量{summary.embedded}个），"
        f"在 {options.index}"
    )
    return 0


def _show_files(summary: IndexSummary) -> None:
    """A line for each file that is not as it was: what became of it, and the report it belongs to or why not."""
    reports = {report.report_id: report for report in summary.reports}
    for path, outcome, report_id, note in summary.files:
        if outcome != "未变":
            told = (_listed(reports[report_id]) if report_id else "", note)
            print("  ".join(part for part in (outcome.value, _short(path), *told) if part))


def _short(path: str) -> str:
    """The path from the working folder, where it lies below."""
    return str(Path(path).relative_to(Path.cwd())) if Path(path).is_relative_to(Path.cwd()) else path


def _listed(report: Listing) -> str:
    when = report.date or (f"{report.year}年（日期未注明）" if report.year else "日期未注明")
    whose = f"{report.place or '地区未知'}  {when}"
    return f"{report.report_id}  {whose}  {report.paragraphs}段  《{report.title}》"


def _reports(options: argparse.Namespace) -> int:
    from qa.opening import open_library

    if options.action == "remove":
        return _remove(options)
    with closing(open_library(options.index)) as library:
        if options.action == "list":
            for report in library.listing():
                print(f"{_listed(report)}  {'、'.join(file.name for file in report.files)}")
        elif len(options.report_ids) != 1:
            raise ConfigError("要显示哪一份？请写编号，一次一份：wenbao reports show ID")
        else:
            _show_report(library, options.report_ids[0])
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
        _show_entries(library, entries, regions, options.csv)
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


def _show_entries(library: Library, entries: Sequence[Entry], regions: Sequence[str], file: Path | None) -> None:
    """A table of the values and gaps on the screen, and as CSV where a file is given."""
    from rich.console import Console
    from rich.table import Table

    from qa.page.indicators import csv_file, rows
    from qa.page.sources import catalogue

    shown = set(regions) or {entry.region for entry in entries if entry.region}
    held = [library.report(report.report_id) for report in library.listing() if report.region in shown]
    reports = {report.report_id: report for report in held if report}
    told = list(rows(entries, reports, catalogue(reports.values())))
    if file:
        try:
            file.write_bytes(csv_file(told))
        except OSError as error:
            raise ConfigError(f"文件不能写：{error}") from error
    table = Table("年份", "地区", "指标", "报告写法", "类别", "性质", "比较")
    table.add_column("出处", overflow="fold")
    for name, region, when, text, _, _, kind, statement, base, title, _, place, _ in told:
        source = f"《{str(title).lstrip('《')[:_TITLE_CHARS]}》{place}" if title else ""
        table.add_row(*map(str, (when, region, name, text, kind, statement, base, source)))
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table)
    print(f"共{len(entries)}个数。" + (f"已存为 {file}" if file else ""))


def _remove(options: argparse.Namespace) -> int:
    from qa.opening import remove_reports

    if not options.report_ids or not options.index:
        raise ConfigError("要移除哪一份？请写编号和索引文件夹：wenbao reports remove ID --index DIR")
    with _progress() as show:
        removed = remove_reports(options.report_ids, options.index, progress=show)
    for report in removed:
        print(f"已移除  {_listed(report)}")
        for file in report.files:
            print(f"    原文件未动：{file.path}（再次索引它所在的文件夹会重新读入）")
    return 0


def _show_report(library: Library, report_id: str) -> None:
    chosen = library.report(report_id)
    if chosen is None:
        raise ConfigError(f"没有编号为 {report_id} 的报告。用 wenbao reports 查看全部编号。")
    print(
        f"《{chosen.title}》  {chosen.place}  {chosen.date or '日期未注明'}  {chosen.post or ''} {chosen.speaker or ''}"
    )
    for file, role in zip(chosen.files, ["文件", *["同一报告"] * len(chosen.other_files)], strict=True):
        print(f"{role}：{file.path}")
    section: tuple[str, ...] = ()
    for paragraph in chosen.paragraphs:
        for depth, heading in enumerate(paragraph.section):
            if paragraph.section[: depth + 1] != section[: depth + 1]:
                print(f"{'#' * (depth + 1)} {heading}")
        section = paragraph.section
        period = paragraph.period.label() if paragraph.period else "年份不明"
        print(f"[{paragraph.number}]（{period}，{paragraph.statement.label}）{paragraph.text}")


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
    assistant = TakingTurns(_open(options))
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
