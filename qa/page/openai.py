"""The answer in the form of OpenAI's chat completions, for clients that speak it already.

POST /v1/chat/completions, streamed or not, and GET /v1/models. What that form has no place for
stands in the field `wenbao`: in a request the scope (regions, years, reports), in a reply the whole
`Answer`; while streaming, the first chunk's holds what was found and the last one's the Answer.
The text ends with the list of its sources, since clients show nothing else; `wenbao.text` has none.
Parameters that steer a model (temperature, tools, …) and system messages are passed over: the
program decides what may be said. Tokens are not counted, so there is no `usage`.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from qa.datatypes import Answer, Event, Found, Turn, Verified
from qa.errors import ConfigError, GenerationError, QAError, ReportError
from qa.page import programs
from qa.page.conversation import BROKEN, Scope, Waiting
from qa.page.records import Json, to_record
from qa.page.references import reference
from qa.page.shelves import Assistant

MODEL = "wenbao"
MAX_BODY_BYTES = 2_000_000  # a long conversation is a tenth of it

_SOURCES = "\n\n出处：\n"


@dataclass(frozen=True, slots=True)
class Chat:
    """What a request asks for."""

    question: str
    history: tuple[Turn, ...]
    scope: Scope
    streamed: bool


def chat_routes(assistant: Assistant) -> Mount:
    """Give the routes under /v1 over one assistant."""

    async def complete(request: Request) -> Response:
        chat = read_chat(await _body(request))
        events = programs.stream(assistant, chat.question, chat.history, chat.scope)
        found = await run_in_threadpool(next, events)  # what is wrong with the question is told before anything else
        if chat.streamed:
            return StreamingResponse(_chunks(found, events), media_type="text/event-stream")
        answer = await run_in_threadpool(_last, events)
        return JSONResponse(_completion(answer))

    async def models(_: Request) -> Response:
        return JSONResponse({"object": "list", "data": [_MODEL]})

    async def model(request: Request) -> Response:
        if request.path_params["name"] != MODEL:
            raise HTTPException(404)
        return JSONResponse(_MODEL)

    routes = [
        Route("/chat/completions", complete, methods=["POST"]),
        Route("/models", models),
        Route("/models/{name:path}", model),
    ]
    handlers = {QAError: _failed, HTTPException: _refused, Exception: _broke}
    return Mount("/v1", app=Starlette(routes=routes, exception_handlers=handlers))


_MODEL = {"id": MODEL, "object": "model", "created": 0, "owned_by": "wenbao"}


def read_chat(body: bytes) -> Chat:
    """Give what a request's JSON asks for.

    Raises:
        ConfigError: it is no JSON, has no question at its end, or brings more than text.
    """
    try:
        record = json.loads(body)
    except ValueError as error:
        raise ConfigError("请求不是有效的 JSON。") from error
    messages = record.get("messages") if isinstance(record, dict) else None
    if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
        raise ConfigError("请求里要有 messages，每一项是一个带 role 和 content 的对象。")
    spoken = [(message["role"], _text(message)) for message in messages if message.get("role") in _SPEAKERS]
    if not spoken or spoken[-1][0] != "user":
        raise ConfigError("messages 的最后一条要是 user 的提问。")
    scope = record.get(MODEL) or {}
    if not isinstance(scope, dict):
        raise ConfigError("wenbao 要是一个对象，可以有 regions、years、reports。")
    return Chat(
        question=spoken[-1][1],
        history=_turns(spoken[:-1]),
        scope=programs.read_scope(scope.get("regions"), scope.get("years"), scope.get("reports")),
        streamed=record.get("stream") is True,
    )


_SPEAKERS = ("user", "assistant")


def _text(message: Mapping[str, Json]) -> str:
    """The words of a message; the list of sources that we put at the end of ours is no part of them."""
    content = message.get("content")
    parts = [{"text": content or ""}] if isinstance(content, str | None) else content
    texts = [part.get("text") for part in parts if isinstance(part, dict)] if isinstance(parts, list) else [None]
    words = [text for text in texts if isinstance(text, str)]
    if len(words) < len(texts):
        raise ConfigError("消息的 content 只能是文字，不能是图片、声音或文件。")
    return "\n".join(words).partition(_SOURCES)[0]


def _turns(spoken: Sequence[tuple[str, str]]) -> tuple[Turn, ...]:
    """Earlier exchanges; what is said twice running by one side is put together."""
    turns: list[Turn] = []
    for role, text in spoken:
        if role == "user":
            turns.append(Turn(text, ""))
        elif turns:
            turns[-1] = Turn(turns[-1].question, f"{turns[-1].answer}\n{text}".strip())
    return tuple(turns)


def _completion(answer: Answer) -> Json:
    message = {"role": "assistant", "content": answer.text + _sources(answer)}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return _envelope("chat.completion") | {"choices": [choice], MODEL: to_record(answer)}


def _chunks(found: Event | Waiting, events: Iterator[Event | Waiting]) -> Iterator[str]:
    """Server-sent events: the found paragraphs, verified text, the Answer; comments while others are before."""
    envelope = _envelope("chat.completion.chunk")

    def chunk(delta: Json, finish_reason: str | None = None, **extension: Json) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        return _event(envelope | {"choices": [choice]} | extension)

    first = {MODEL: to_record(found)} if isinstance(found, Found) else {}
    yield chunk({"role": "assistant", "content": ""}, **first)
    sent = ""
    try:
        for event in events:
            if isinstance(event, Waiting):
                yield f": {event.ahead} before\n\n"
            elif isinstance(event, Verified):
                sent += event.text
                yield chunk({"content": event.text})
            elif isinstance(event, Answer):
                yield chunk({"content": event.text.removeprefix(sent) + _sources(event)})
                yield chunk({}, "stop", **{MODEL: to_record(event)})
    except QAError as error:
        yield _event(_error(error))
    yield "data: [DONE]\n\n"


def _last(events: Iterator[Event | Waiting]) -> Answer:
    return next(event for event in events if isinstance(event, Answer))


def _sources(answer: Answer) -> str:
    if not answer.citations:
        return ""
    return _SOURCES + "\n".join(f"[{citation.marker}] {reference(citation)}" for citation in answer.citations)


def _envelope(kind: str) -> dict[str, Json]:
    return {"id": f"chatcmpl-{secrets.token_hex(12)}", "object": kind, "created": int(time.time()), "model": MODEL}


def _event(record: Json) -> str:
    return f"data: {json.dumps(record, ensure_ascii=False)}\n\n"


async def _body(request: Request) -> bytes:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BODY_BYTES:
            raise HTTPException(413)
    return body


def _error(error: QAError) -> Json:
    kind = "invalid_request_error" if isinstance(error, ConfigError | ReportError) else "server_error"
    code = "generation_failed" if isinstance(error, GenerationError) else None
    return {"error": {"message": str(error), "type": kind, "param": None, "code": code}}


async def _failed(_: Request, error: Exception) -> Response:
    assert isinstance(error, QAError)
    record = _error(error)
    return JSONResponse(record, 400 if record["error"]["type"] == "invalid_request_error" else 503)


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    messages = {404: "没有这个地址或模型。", 405: "这个地址不接受这种请求方法。", 413: "请求太大。"}
    message = messages.get(error.status_code, "请求不能处理。")
    record = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
    return JSONResponse({"error": record}, error.status_code)


async def _broke(_: Request, __: Exception) -> Response:
    """Starlette raises the fault again once this is sent, so that it is logged."""
    return JSONResponse({"error": {"message": BROKEN, "type": "server_error", "param": None, "code": None}}, 500)
