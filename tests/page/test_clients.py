"""Programs as users: the usual clients over a real port, one at a time and ten at once."""

from __future__ import annotations

import asyncio
import json
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from qa.page.access import Users, password_line
from qa.page.records import Json
from tests.fakes import make_assistant

pytestmark = [
    # Gradio, uvicorn and the clients use what their own dependencies deprecate; ours stay errors.
    pytest.mark.filterwarnings(
        "ignore::DeprecationWarning:(gradio|gradio_client|uvicorn|websockets|starlette|fastapi|httpx|mcp|openai|pydantic)"
    ),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

QUESTION, FIGURE = "云河区2023年新增养老床位多少张？", "350张"
NAME, PASSWORD = "wang", "tao hua:yuan"
TOOLS = ["ask", "read_paragraph", "search_paragraphs"]

# Ten questions of ten people; no figure stands in the answer to another.
ASKED = {
    QUESTION: FIGURE,
    "松岭区2023年新增养老床位多少张？": "260张",
    "云河区2023年新增学位多少个？": "5200个",
    "松岭区2023年新增学位多少个？": "4100个",
    "云河区2023年地区生产总值是多少？": "820.5亿元",
    "松岭区2023年地区生产总值是多少？": "640.2亿元",
    "云河区2023年一般公共预算收入是多少？": "52.4亿元",
    "松岭区2023年一般公共预算收入是多少？": "38.9亿元",
    "云河区2023年接待游客多少人次？": "300余万人次",
    "松岭区2023年实际利用外资多少？": "2.3亿美元",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Serve the page over the two made districts; gives the address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Gradio's own, while it is imported
        from qa.page import chat, server
        from qa.page.line import TakingTurns
    assistant = TakingTurns(make_assistant(tmp_path_factory.mktemp("served")))
    pages = []

    def serve(users: Users | None = None) -> str:
        page = chat.build_page(assistant, feedback=tmp_path_factory.mktemp("feedback"))
        pages.append(page)
        return server.start(page, assistant, users=users)

    yield serve
    for page in pages:
        page.close(verbose=False)


@pytest.fixture(scope="module")
def address(served: Callable[..., str]) -> str:
    return served()


@pytest.fixture(scope="module")
def guarded(served: Callable[..., str]) -> str:
    name, hashed = password_line(NAME, PASSWORD).split(":", 1)
    return served(Users({name: hashed}))


def gradio_ask(address: str, question: str, **options: Json) -> Json:
    from gradio_client import Client

    return Client(address, verbose=False, analytics_enabled=False, **options).predict(question, api_name="/ask")


def openai_client(address: str, key: str = "-") -> Json:
    from openai import OpenAI

    return OpenAI(base_url=f"{address}v1", api_key=key, max_retries=0, timeout=60)


def openai_ask(address: str, question: str) -> Json:
    messages = [{"role": "user", "content": question}]
    return openai_client(address).chat.completions.create(model="wenbao", messages=messages).wenbao


def mcp_call(address: str, *calls: tuple[str, dict[str, object]], auth: tuple[str, str] | None = None) -> list[Json]:
    """The names of the tools, then the result of each call."""
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def talk() -> list[Json]:
        async with (
            httpx.AsyncClient(auth=auth, timeout=60) as client,
            streamable_http_client(f"{address}gradio_api/mcp/", http_client=client) as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            tools = await session.list_tools()
            return [tools.tools, *[await session.call_tool(name, given) for name, given in calls]]

    return asyncio.run(talk())


def cited(answer: Json, figure: str) -> bool:
    quotes = [citation["quote"] for citation in answer["citations"]]
    return not answer["refused"] and figure in answer["text"] and any(figure in quote for quote in quotes)


def test_gradio_client_gets_a_cited_answer(address: str) -> None:
    assert cited(gradio_ask(address, QUESTION), FIGURE)


def test_only_the_three_endpoints_are_offered(address: str) -> None:
    info = httpx.get(f"{address}gradio_api/info").json()
    assert sorted(info["named_endpoints"]) == [f"/{tool}" for tool in TOOLS]
    assert info["unnamed_endpoints"] == {}


def test_gradio_client_is_told_what_is_wrong(address: str) -> None:
    with pytest.raises(Exception, match="问题是空的"):
        gradio_ask(address, " ")


def test_openai_client_gets_a_cited_answer(address: str) -> None:
    assert cited(openai_ask(address, QUESTION), FIGURE)


def test_openai_client_follows_up_in_a_stream(address: str) -> None:
    client = openai_client(address)
    messages = [{"role": "user", "content": QUESTION}]
    reply = client.chat.completions.create(model="wenbao", messages=messages).choices[0].message
    messages += [{"role": "assistant", "content": reply.content}, {"role": "user", "content": "那松岭区呢？"}]
    chunks = list(client.chat.completions.create(model="wenbao", messages=messages, stream=True))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert "260张" in text
    assert "松岭区人民政府" in text.split("出处：")[1]
    assert cited(chunks[-1].wenbao, "260张")


def test_openai_client_raises_its_own_errors(address: str) -> None:
    from openai import BadRequestError

    with pytest.raises(BadRequestError, match="问题太长"):
        openai_ask(address, "学" * 5000)


def test_mcp_client_asks_searches_and_reads(address: str) -> None:
    asking = ("ask", {"question": QUESTION})
    searching = ("search_paragraphs", {"query": "新增养老床位", "regions": ["松岭区"]})
    tools, answer, found = mcp_call(address, asking, searching)
    assert sorted(tool.name for tool in tools) == TOOLS
    assert all("报告" in tool.description and "report" in tool.description for tool in tools)
    assert cited(json.loads(answer.content[0].text), FIGURE)
    best = json.loads(found.content[0].text)["paragraphs"][0]
    assert (best["region"], "260张" in best["quote"]) == ("松岭区", True)
    place = {"report_id": best["report_id"], "paragraph": best["paragraph"]}
    _, read, front, wrong = mcp_call(
        address,
        ("read_paragraph", place),
        ("read_paragraph", place | {"paragraph": 0}),
        ("read_paragraph", place | {"paragraph": 999}),
    )
    assert json.loads(read.content[0].text)["text"] == best["text"]
    assert "松岭区第八届人民代表大会" in json.loads(front.content[0].text)["text"]
    assert wrong.isError
    assert "没有第999段" in wrong.content[0].text


def test_ten_at_once_get_their_own_right_answers(address: str) -> None:
    asks = [gradio_ask, openai_ask] * 5
    with ThreadPoolExecutor(max_workers=len(ASKED)) as people:
        answers = list(people.map(lambda ask, question: ask(address, question), asks, ASKED))
    assert [answer["question"] for answer in answers] == list(ASKED)
    assert [cited(answer, figure) for answer, figure in zip(answers, ASKED.values(), strict=True)] == [True] * 10


# -- with a password -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "config"),
        ("GET", "gradio_api/info"),
        ("POST", "gradio_api/queue/join"),
        ("POST", "gradio_api/upload"),
        ("POST", "gradio_api/mcp/"),
        ("POST", "v1/chat/completions"),
        ("GET", "v1/models"),
        ("GET", "static/img/logo.svg"),
    ],
)
def test_nothing_is_served_without_the_password(method: str, path: str, guarded: str) -> None:
    assert httpx.request(method, guarded + path).status_code == 401
    assert httpx.request(method, guarded + path, auth=(NAME, "wrong")).status_code == 401


def test_clients_bring_the_password(guarded: str) -> None:
    assert cited(gradio_ask(guarded, QUESTION, httpx_kwargs={"auth": (NAME, PASSWORD)}), FIGURE)
    assert [model.id for model in openai_client(guarded, f"{NAME}:{PASSWORD}").models.list()] == ["wenbao"]
    _, answer = mcp_call(guarded, ("ask", {"question": QUESTION}), auth=(NAME, PASSWORD))
    assert cited(json.loads(answer.content[0].text), FIGURE)
    assert httpx.get(guarded, auth=(NAME, PASSWORD)).status_code == 200


# -- what every answer carries -------------------------------------------------------------------------


def test_policy_lets_nothing_leave_and_no_stranger_in(address: str) -> None:
    page = httpx.get(address)
    policy = dict(part.strip().split(" ", 1) for part in page.headers["content-security-policy"].split(";"))
    assert "'unsafe-inline'" not in policy["script-src"]
    assert not [words for words in policy.values() if "http" in words or "*" in words]
    assert policy["frame-ancestors"] == "'self'"
    assert (page.headers["x-content-type-options"], page.headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert httpx.get(f"{address}v1/models").headers["content-security-policy"]


def test_name_of_another_server_is_no_way_in(address: str) -> None:
    assert httpx.get(address, headers={"host": "reports.example"}).status_code == 400
