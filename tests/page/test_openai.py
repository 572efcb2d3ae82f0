from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from qa.datatypes import Turn
from qa.page import openai
from qa.page.line import TakingTurns
from tests.page.fakes import QUOTE, FakeAssistant

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:starlette")


@pytest.fixture
def client(assistant: FakeAssistant) -> TestClient:
    return TestClient(Starlette(routes=[openai.chat_routes(assistant)]), raise_server_exceptions=False)


def user(content: object) -> dict[str, object]:
    return {"role": "user", "content": content}


def post(client: TestClient, *messages: object, **options: object) -> Any:  # noqa: ANN401 - any JSON
    return client.post("/v1/chat/completions", json={"model": "gpt-4o", "messages": messages, **options})


def events(text: str) -> list[Any]:
    lines = [line.removeprefix("data: ") for line in text.split("\n\n") if line.startswith("data: ")]
    assert lines[-1] == "[DONE]"
    return [json.loads(line) for line in lines[:-1]]


def test_completion_holds_text_sources_and_the_answer(client: TestClient) -> None:
    record = post(client, user("新设企业多少户？")).json()
    content = record["choices"][0]["message"]["content"]
    assert content.startswith(record["wenbao"]["text"] + "\n\n出处：\n[1] 《2023年栎木区政府工作报告》")
    assert record["choices"][0]["finish_reason"] == "stop"
    assert record["wenbao"]["citations"][0]["quote"] == QUOTE
    assert (record["object"], record["model"]) == ("chat.completion", "wenbao")


def test_refusal_is_a_reply_without_sources(client: TestClient) -> None:
    record = post(client, user("苹果产量？")).json()
    assert (record["wenbao"]["refused"], record["wenbao"]["reason"]) == (True, "not_mentioned")
    assert "出处" not in record["choices"][0]["message"]["content"]


def test_stream_gives_what_was_found_then_text_then_the_answer(client: TestClient) -> None:
    streamed = post(client, user("新设企业多少户？"), stream=True)
    chunks = events(streamed.text)
    whole = post(client, user("新设企业多少户？")).json()
    assert streamed.headers["content-type"].startswith("text/event-stream")
    assert chunks[0]["wenbao"]["hits"][0]["passage"]["text"] == QUOTE
    assert chunks[0]["choices"][0]["delta"]["role"] == "assistant"
    text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)
    assert text == whole["choices"][0]["message"]["content"]
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"
    assert chunks[-1]["wenbao"] == whole["wenbao"]
    assert len({chunk["id"] for chunk in chunks}) == 1


def test_earlier_messages_are_history_without_our_list_of_sources(client: TestClient, assistant: FakeAssistant) -> None:
    system, said = (
        {"role": "system", "content": "用英文"},
        {"role": "assistant", "content": "乙[1]。\n\n出处：\n[1] 《丙》"},
    )
    post(client, system, user("甲？"), said, user([{"type": "text", "text": "那"}, {"type": "text", "text": "丁呢？"}]))
    assert assistant.asked[-1]["question"] == "那\n丁呢？"
    assert assistant.asked[-1]["history"] == (Turn("甲？", "乙[1]。"),)


def test_scope_stands_in_the_extension_field(client: TestClient, assistant: FakeAssistant) -> None:
    post(client, user("甲？"), wenbao={"regions": ["栎木区"], "years": [2022], "reports": ["栎木区-2022"]})
    asked = assistant.asked[-1]
    assert [asked[name] for name in ("regions", "years", "reports")] == [("栎木区",), (2022,), ("栎木区-2022",)]


def test_parameters_that_we_do_not_know_are_passed_over(client: TestClient) -> None:
    options = {"temperature": 2, "n": 3, "tools": [{}], "stream_options": {"include_usage": True}, "user": None}
    assert post(client, user("甲？"), **options).status_code == 200


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param(b"{", "不是有效的 JSON", id="no JSON"),
        pytest.param(b"[]", "messages", id="no object"),
        pytest.param(b'{"messages": ["a"]}', "messages", id="message is no object"),
        pytest.param(b'{"messages": []}', "最后一条", id="no message"),
        pytest.param(b'{"messages": [{"role": "assistant", "content": "a"}]}', "最后一条", id="no question"),
        pytest.param(b'{"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}', "只能是文字", id="image"),
        pytest.param(b'{"messages": [{"role": "user", "content": 3}]}', "只能是文字", id="number"),
        pytest.param(b'{"messages": [{"role": "user", "content": "a"}], "wenbao": 3}', "wenbao", id="scope"),
        pytest.param(
            b'{"messages": [{"role": "user", "content": "a"}], "wenbao": {"reports": ["x"]}}', "x", id="no report"
        ),
    ],
)
def test_request_that_cannot_be_answered_is_told_in_their_form(body: bytes, words: str, client: TestClient) -> None:
    response = client.post("/v1/chat/completions", content=body)
    assert response.status_code == 400
    assert words in response.json()["error"]["message"]
    assert response.json()["error"]["type"] == "invalid_request_error"


@pytest.mark.parametrize(
    ("question", "status", "words"),
    [
        pytest.param("失败", 503, "本地模型没有响应，请稍后重试。", id="model"),
        pytest.param("坏", 500, "程序内部出错", id="program"),
    ],
)
def test_failure_is_told_in_their_form(question: str, status: int, words: str, client: TestClient) -> None:
    response = post(client, user(question))
    assert (response.status_code, response.json()["error"]["type"]) == (status, "server_error")
    assert words in response.json()["error"]["message"]


def test_failure_while_streaming_is_an_event(client: TestClient) -> None:
    assert events(post(client, user("失败"), stream=True).text)[-1]["error"]["code"] == "generation_failed"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/v1/nothing", 404), ("GET", "/v1/models/gpt", 404), ("GET", "/v1/chat/completions", 405)],
)
def test_other_addresses_are_told_in_their_form(method: str, path: str, status: int, client: TestClient) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert response.json()["error"]["type"] == "invalid_request_error"


def test_too_large_a_request_is_refused(client: TestClient) -> None:
    assert post(client, user("长" * openai.MAX_BODY_BYTES)).status_code == 413


def test_model_is_listed(client: TestClient) -> None:
    assert [model["id"] for model in client.get("/v1/models").json()["data"]] == ["wenbao"]
    assert client.get("/v1/models/wenbao").json()["object"] == "model"


def test_waiting_is_a_comment_that_clients_pass_over() -> None:
    shared = TakingTurns(FakeAssistant())
    first = shared.stream("甲")
    next(first), next(first)
    later = shared.stream("乙")
    found = next(later)
    chunks = openai._chunks(found, later)
    assert "data: " in next(chunks)
    assert next(chunks) == ": 1 before\n\n"
    list(first)
    assert "".join(chunks).endswith("data: [DONE]\n\n")
