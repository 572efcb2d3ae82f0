"""Serves the page: look, content policy and address. Nothing is loaded from anywhere but this server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from importlib.resources import files
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from qa.errors import ConfigError

_FONTS = (
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "sans-serif",
)  # on macOS, Windows, Linux
_MONOSPACE = ("ui-monospace", "Consolas", "monospace")

# Gradio's own page has inline scripts and compiles templates, hence the two "unsafe" words; all text is escaped
# before it gets there (see markup). What the policy adds: no request can leave for another server.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)

_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]


class ContentPolicy:
    """ASGI middleware that sends the policy with every answer."""

    def __init__(self, app: Callable[[_Message, _Receive, _Send], Awaitable[None]]) -> None:
        """Wrap an ASGI app."""
        self.app = app

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        """Pass the request on, and add the headers to what comes back."""

        async def send_with_headers(message: _Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def launch_options() -> dict[str, Any]:
    """Give what `launch` needs for look, policy and privacy, whatever the address."""
    style = files("qa.page").joinpath("page.css").read_text(encoding="utf-8")
    return {
        "theme": gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=_FONTS, font_mono=_MONOSPACE),
        "head": f"<style>{style}</style>",  # not `css`: Gradio would narrow every rule to its container
        "app_kwargs": {"middleware": [Middleware(ContentPolicy)]},
        "footer_links": [],
        "share": False,
        "ssr_mode": False,
        "pwa": False,
        "run_history": False,
        "enable_monitoring": False,
    }


def serve(page: gr.Blocks, *, host: str, port: int) -> None:
    """Serve a page of `chat.build_page` until the process is interrupted.

    Raises:
        ConfigError: the address cannot be used.
    """
    try:
        page.launch(server_name=host, server_port=port, quiet=True, **launch_options())
    except OSError as error:
        raise ConfigError(f"不能在 {host}:{port} 上提供网页，端口可能被占用；请用 --port 换一个。") from error
