"""Who may use the server: a file of names and hashed passwords, and the check of every request against it.

A line of the file is "name:scrypt$n$r$p$salt$hash" (RFC 7914), as `wenbao password NAME` writes it.
A request brings name and password by HTTP Basic, as browsers do, or as "Bearer name:password", which
is where OpenAI clients put their key. Nothing is served without them, pages, tools or files.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any, Self

import anyio
from starlette.datastructures import Headers
from starlette.responses import JSONResponse

from qa.errors import ConfigError

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

_COST = (2**14, 8, 1)  # n, r, p: 16 MiB and about 50 ms a try
_MOST_MEMORY_BYTES = 64 * 2**20
# Gradio calls the one when it starts, browsers the other, neither with a password; they tell and change nothing.
_OPEN_PATHS = {"/gradio_api/startup-events", "/manifest.json"}


def password_line(name: str, password: str) -> str:
    """Give the line of the file for one person; each call salts anew.

    Raises:
        ConfigError: the name cannot stand in the file, or the password is empty.
    """
    if not name.strip() or name.startswith("#") or ":" in name or not name.isprintable():
        raise ConfigError("用户名不能为空，不能含冒号，也不能以 # 开头。")
    if not password:
        raise ConfigError("密码不能为空。")
    salt = secrets.token_bytes(16)
    cost = "$".join(str(number) for number in _COST)
    return f"{name.strip()}:scrypt${cost}${_text(salt)}${_text(_scrypt(password, salt, _COST))}"


class Users:
    """Names and hashed passwords."""

    def __init__(self, hashes: Mapping[str, str]) -> None:
        """Take the hashes by name, in the form of the file."""
        self._hashes = dict(hashes)
        self._nobody = password_line("nobody", secrets.token_hex()).partition(":")[2]
        self._key = secrets.token_bytes(32)
        self._passed: set[bytes] = set()  # keyed digests of what was right: scrypt once a person, not once a file

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the file; blank lines and lines that begin with # are passed over.

        Raises:
            ConfigError: the file cannot be read, names nobody, or has a line of another form.
        """
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"用户文件不能读取：{path}（{error}）。") from error
        hashes: dict[str, str] = {}
        for number, line in enumerate(lines, start=1):
            if not line.strip() or line.startswith("#"):
                continue
            name, _, hashed = line.strip().partition(":")
            if not name or name in hashes or _parts(hashed) is None:
                raise ConfigError(
                    f"用户文件 {path} 第{number}行不能用。请用 wenbao password 用户名 >> {path} 生成，每人一行。"
                )
            hashes[name] = hashed
        if not hashes:
            raise ConfigError(f"用户文件 {path} 里没有用户。请用 wenbao password 用户名 >> {path} 添加。")
        return cls(hashes)

    def remembers(self, name: str, password: str) -> bool:
        """Whether this pair was right before; takes no time."""
        return self._digest(name, password) in self._passed

    def check(self, name: str, password: str) -> bool:
        """Whether the password is that of the person; takes as long for a name that is not there."""
        parts = _parts(self._hashes.get(name, self._nobody))
        assert parts is not None
        cost, salt, wanted = parts
        right = hmac.compare_digest(_scrypt(password, salt, cost), wanted) and name in self._hashes
        if right:
            self._passed.add(self._digest(name, password))
        return right

    def _digest(self, name: str, password: str) -> bytes:
        return hmac.digest(self._key, f"{name}:{password}".encode(), "sha256")


class Gate:
    """ASGI middleware that lets only known people through."""

    def __init__(self, app: App, users: Users) -> None:
        """Wrap an ASGI app."""
        self.app = app
        self.users = users
        self._one_try = anyio.Semaphore(1)  # guessing is no quicker side by side

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer that a password is needed."""
        if scope["type"] == "lifespan" or scope["path"] in _OPEN_PATHS or await self._known(Headers(scope=scope)):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "password needed"})
        else:
            message = "需要用户名和密码：网页请登录；程序请用 HTTP Basic，或以“用户名:密码”作为密钥。"
            error = {"message": message, "type": "authentication_error", "param": None, "code": "invalid_api_key"}
            challenge = {"WWW-Authenticate": 'Basic realm="wenbao", charset="UTF-8"'}
            await JSONResponse({"error": error}, 401, challenge)(scope, receive, send)

    async def _known(self, headers: Headers) -> bool:
        pair = credentials(headers.get("authorization", ""))
        if pair is None:
            return False
        if self.users.remembers(*pair):
            return True
        async with self._one_try:
            return await anyio.to_thread.run_sync(self.users.check, *pair)


def credentials(header: str) -> tuple[str, str] | None:
    """Give name and password of an Authorization header; None where it holds none."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "basic":
        try:
            value = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError):
            return None
    elif scheme.lower() != "bearer":
        return None
    name, colon, password = value.strip().partition(":")
    return (name, password) if colon and name and password else None


def _parts(hashed: str) -> tuple[tuple[int, int, int], bytes, bytes] | None:
    """Cost, salt and hash of the written form; None where it is another form, or would take too much memory."""
    try:
        kind, n, r, p, salt, wanted = hashed.split("$")
        cost = (int(n), int(r), int(p))
        parts = (cost, base64.b64decode(salt, validate=True), base64.b64decode(wanted, validate=True))
    except (ValueError, binascii.Error):
        return None
    affordable = 128 * cost[0] * cost[1] < _MOST_MEMORY_BYTES and min(cost) > 0 and cost[2] < 16
    return parts if kind == "scrypt" and affordable and len(parts[2]) == 32 else None


def _scrypt(password: str, salt: bytes, cost: tuple[int, int, int]) -> bytes:
    n, r, p = cost
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MOST_MEMORY_BYTES, dklen=32)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
