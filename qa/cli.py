"""The command `wenbao`: its options, its errors as one Chinese line, its exit status. What it does is in `commands`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from qa import commands, console
from qa.config import Config
from qa.errors import QAError

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
    verbs = parser.add_subparsers(metavar="命令")

    ask = verbs.add_parser("ask", help="提问；不写问题则演示三个问题")
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
    ask.set_defaults(run=commands.ask)

    index = verbs.add_parser("index", help="把报告文件或文件夹加入索引，或更新其中已有的")
    index.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="报告文件（txt、md、html、docx、pdf）或文件夹"
    )
    index.add_argument("--index", required=True, type=Path, metavar="DIR", help="索引文件夹")
    index.add_argument("--prune", action="store_true", help="移除文件已从这些文件夹里删掉的报告")
    index.add_argument("--encoder", default=Config.encoder, help="编码模型：名称、文件夹或模型库名")
    index.set_defaults(run=commands.index)

    reports = verbs.add_parser(
        "reports", help="列出索引中的报告；reports show ID 显示带段号的全文；reports remove ID 移出索引"
    )
    reports.add_argument("action", nargs="?", choices=["list", "show", "remove"], default="list")
    reports.add_argument("report_ids", nargs="*", metavar="ID")
    reports.add_argument("--index", type=Path, metavar="DIR", help="索引文件夹；不写则用自带报告")
    reports.set_defaults(run=commands.reports)

    indicators = verbs.add_parser("indicators", help="一个指标在各年、各地的数；不写指标则列出可查的指标")
    indicators.add_argument("name", nargs="?", metavar="NAME", help="指标名称，如 PM2.5、GDP增速、新增学位")
    indicators.add_argument("--region", nargs="+", action="extend", default=[], metavar="地区", help="只看这些地区")
    indicators.add_argument("--year", nargs="+", action="extend", default=[], type=int, metavar="年份")
    indicators.add_argument("--csv", type=Path, metavar="FILE", help="另存为 CSV，可用 Excel 打开")
    indicators.add_argument("--index", type=Path, metavar="DIR", help="索引文件夹；不写则用自带报告")
    indicators.set_defaults(run=commands.indicators)

    evaluate = verbs.add_parser("evaluate", help="用标准问题集评测")
    evaluate.add_argument("--gold", type=Path, help="问题集；不写则用自带的 gold.jsonl")
    evaluate.add_argument("--split", choices=["dev", "test", "all"], default="test")
    evaluate.add_argument("--out", type=Path, default=Path("evaluation"), metavar="DIR", help="结果文件夹")
    evaluate.add_argument("--compare", type=Path, metavar="DIR", help="与另一次结果配对比较")
    _engine_options(evaluate)
    evaluate.set_defaults(run=commands.evaluate)

    feedback = verbs.add_parser("feedback", help="把网页上的评价变成候选评测题")
    feedback.add_argument("--out", required=True, type=Path, metavar="FILE", help="候选题写到这里（JSONL）")
    feedback.set_defaults(run=commands.feedback)

    weights = verbs.add_parser("weights", help="模型文件：list 列出，fetch 下载，verify 校验")
    weights.add_argument("action", choices=["list", "fetch", "verify"])
    weights.add_argument("names", nargs="*", metavar="NAME", help="不写则为全部默认模型")
    weights.set_defaults(run=commands.weights)

    serve = verbs.add_parser("serve", help="打开网页，并为程序提供接口（API、MCP、OpenAI 格式）")
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
    serve.set_defaults(run=commands.serve)

    password = verbs.add_parser("password", help="为 serve --auth 的文件生成一行：用户名和加密的密码")
    password.add_argument("name", metavar="NAME", help="用户名")
    password.set_defaults(run=commands.password)
    return parser


def _engine_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--index", type=Path, metavar="DIR", help="索引文件夹；不写则用自带报告")
    parser.add_argument("--encoder", default=Config.encoder, help="编码模型：名称、文件夹或模型库名")
    parser.add_argument(
        "--generator",
        default=Config.generator,
        help="生成模型：auto、generator-large、generator-small、文件夹、模型库名，或 http://地址/v1#模型名",
    )


if __name__ == "__main__":
    sys.exit(main())
