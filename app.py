"""The chat page: builds it from qa.page and serves it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from qa.errors import QAError


def main(argv: Sequence[str] | None = None) -> int:
    """Serve the page; give the exit code."""
    parser = argparse.ArgumentParser(prog="app.py", description="问报：政府报告问答网页")
    parser.add_argument("--index", metavar="DIR", help="索引目录；不写则用 seeds/ 的报告")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认只限本机（%(default)s）")
    parser.add_argument("--port", type=int, default=7860, help="端口，默认 %(default)s")
    options = parser.parse_args(argv)
    try:
        _serve(options)
    except QAError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _serve(options: argparse.Namespace) -> None:
    # Imported here: the engines and Gradio take seconds to load, and `--help` needs neither.
    import qa
    from qa.page import chat, server
    from qa.page.line import TakingTurns

    assistant = TakingTurns(qa.open_assistant(index=options.index) if options.index else qa.open_assistant())
    server.serve(chat.build_page(assistant), assistant, host=options.host, port=options.port)


if __name__ == "__main__":
    sys.exit(main())
