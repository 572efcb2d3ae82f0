"""Serves the page and what it offers to programs: look, content policy, address, and who may come in.

Nothing is loaded from anywhere but this server.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import ipaddress
import re
import socket
import sys
import threading
from importlib.resources import files
from typing import Any

import gradio as gr
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from qa.errors import ConfigError
from qa.page.access import App, Gate, Message, Receive, Send, Users
from qa.page.openai import chat_routes
from qa.page.shelves import MAX_BYTES, Assistant

_FONTS = (
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "sans-serif",
)  # on macOS, Windows, Linux
_MONOSPACE = ("ui-monospace", "Consolas", "monospace")

# No request can leave for another server, and no script runs but our files and those that stand in the page as it
# was served, known by their hashes. Gradio compiles templates, hence "unsafe-eval", and writes styles into the page.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval'{hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]", "::1"]


class ContentPolicy:
    """ASGI middleware that sends the policy with every answer."""

    def __init__(self, app: App) -> None:
        """Wrap an ASGI app."""
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to what comes back; a page is held until its scripts are known."""
        start: Message | None = None
        page = b""

        async def send_with_headers(message: Message) -> None:
            nonlocal start, page
            if message["type"] == "http.response.start":
                _add_headers(message)
                if MutableHeaders(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                    start = message
                    return
            elif start is not None:
                page += message.get("body", b"")
                if message.get("more_body"):
                    return
                _add_headers(start, page)
                await send(start)
                message["body"] = page
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _add_headers(start: Message, page: bytes = b"") -> None:
    headers = MutableHeaders(raw=list(start.get("headers", [])))
    digests = (hashlib.sha256(script).digest() for script in _INLINE_SCRIPT.findall(page))
    hashes = "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    headers["content-security-policy"] = _POLICY.format(hashes=hashes)
    headers["x-content-type-options"] = "nosniff"
    headers["referrer-policy"] = "no-referrer"
    start["headers"] = headers.raw


def launch_options(assistant: Assistant, *, host: str = "127.0.0.1", users: Users | None = None) -> dict[str, Any]:
    """Give what `launch` needs for look, policy, privacy and programs; `users` None lets everybody in."""
    style = files("qa.page").joinpath("page.css").read_text(encoding="utf-8")
    middleware = [Middleware(ContentPolicy)]
    if is_loopback(host):  # a name of somebody's own that leads to this machine is no way in
        middleware.append(Middleware(TrustedHostMiddleware, allowed_hosts=[*_LOOPBACK_NAMES, host]))
    if users is not None:
        middleware.append(Middleware(Gate, users=users))
    return {
        "theme": gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=_FONTS, font_mono=_MONOSPACE),
        "head": f"<style>{style}</style>",  # not `css`: Gradio would narrow every rule to its container
        "app_kwargs": {"middleware": middleware, "routes": [chat_routes(assistant)]},
        "mcp_server": True,
        "max_file_size": 2 * MAX_BYTES,  # what is a little too large gets the page's own line
        "footer_links": [],
        "share": False,
        "ssr_mode": False,
        "pwa": False,
        "run_history": False,
        "enable_monitoring": False,
    }


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def warning(host: str, users: Users | None) -> str:
    """Give the line for whoever opens an address to the network; empty where nobody unknown can come in."""
    if is_loopback(host):
        return ""
    if users is None:
        return (
            f"注意：{host} 不限于本机，而没有设用户：网络里的任何人都能打开网页、提问和读取报告。"
            "请用 --auth 文件 限定用户，或去掉 --host。\n"
        )
    return "注意：密码和内容在网络上不加密；不信任的网络里，请在前面加一层 HTTPS 代理。\n"


def serve(page: gr.Blocks, assistant: Assistant, *, host: str, port: int, users: Users | None = None) -> None:
    """Serve a page of `chat.build_page` until the process is interrupted.

    Raises:
        ConfigError: the address cannot be used.
    """
    _check_address(host, port)
    sys.stderr.write(warning(host, users))
    address = start(page, assistant, host=host, port=port, users=users)
    sys.stdout.write(f"网页：{address}\nMCP：{address}gradio_api/mcp/\nOpenAI 格式：{address}v1\n按 Ctrl+C 停止。\n")
    sys.stdout.flush()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        sys.stdout.write("已停止。\n")
    finally:
        page.close(verbose=False)


def start(
    page: gr.Blocks,
    assistant: Assistant,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    users: Users | None = None,
) -> str:
    """Serve a page beside what else the process does, until `page.close`; gives its address, which ends with "/".

    Without a port the first free one from 7860 is taken.

    Raises:
        ConfigError: the address cannot be used.
    """
    options = launch_options(assistant, host=host, users=users)
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # Gradio says its own in English even when quiet
            page.launch(server_name=host, server_port=port, prevent_thread_lock=True, quiet=True, **options)
    except OSError as error:
        raise ConfigError(_cannot_serve(host, port)) from error
    return str(page.local_url)


def _check_address(host: str, port: int) -> None:
    """Try the address: Gradio itself looks at 127.0.0.1 only, and waits long for what cannot be had."""
    try:
        family, *_, address = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except (OSError, OverflowError) as error:
        raise ConfigError(_cannot_serve(host, port)) from error


def _cannot_serve(host: str, port: int | None) -> str:
    return f"不能在 {host} 的端口 {port} 上提供网页，端口可能被占用，或不是本机的地址；请用 --port 或 --host 换一个。"
