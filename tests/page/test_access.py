from __future__ import annotations

import base64
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from qa.errors import ConfigError
from qa.page.access import Gate, Users, credentials, password_line

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:starlette")


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Users:
    file = Path(tmp_path_factory.mktemp("users")) / "users.txt"
    lines = ["# 三处", "", password_line("王芳", "桃 花:源"), password_line("li", "secret")]
    file.write_text("\ufeff" + "\r\n".join(lines), encoding="utf-8")
    return Users.read(file)


@pytest.fixture(scope="module")
def client(users: Users) -> TestClient:
    inner = [
        Route(path, lambda _: PlainTextResponse("内容")) for path in ("/", "/gradio_api/startup-events", "/v1/models")
    ]
    return TestClient(Starlette(routes=inner, middleware=[Middleware(Gate, users=users)]))


def basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def test_password_is_not_in_its_line_and_salted_anew() -> None:
    one, other = password_line("li", "secret"), password_line("li", "secret")
    assert "secret" not in one
    assert one != other


@pytest.mark.parametrize(
    ("name", "password", "right"),
    [
        pytest.param("王芳", "桃 花:源", True, id="right"),
        pytest.param("li", "secret", True, id="other"),
        pytest.param("li", "桃 花:源", False, id="password of somebody else"),
        pytest.param("nobody", "secret", False, id="unknown"),
        pytest.param("li", "", False, id="empty"),
    ],
)
def test_password_is_checked(name: str, password: str, right: bool, users: Users) -> None:
    assert users.check(name, password) is right
    assert users.remembers(name, password) is right


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", "没有用户", id="empty"),
        pytest.param("li:secret", "第1行", id="plain password"),
        pytest.param("\nli:scrypt$1048576$64$1$AAAA$AAAA", "第2行", id="costs all memory"),
        pytest.param("li\n", "第1行", id="no hash"),
    ],
)
def test_file_that_cannot_be_used_is_named_with_its_line(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "users.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=words):
        Users.read(tmp_path / "users.txt")


def test_same_name_twice_is_refused(tmp_path: Path) -> None:
    line = password_line("li", "secret")
    (tmp_path / "users.txt").write_text(f"{line}\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="第2行"):
        Users.read(tmp_path / "users.txt")


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"无\.txt"):
        Users.read(tmp_path / "无.txt")


@pytest.mark.parametrize("name", ["", "a:b", "#a", "a\nb"], ids=["empty", "colon", "comment", "newline"])
def test_name_that_cannot_stand_in_the_file_is_refused(name: str) -> None:
    with pytest.raises(ConfigError):
        password_line(name, "secret")


@pytest.mark.parametrize(
    ("header", "pair"),
    [
        pytest.param(basic("王芳", "密:码"), ("王芳", "密:码"), id="basic"),
        pytest.param("Bearer li:secret", ("li", "secret"), id="bearer"),
        pytest.param("bearer li", None, id="no password"),
        pytest.param("Basic ???", None, id="not base64"),
        pytest.param("Basic /w==", None, id="not text"),
        pytest.param("Digest x", None, id="other scheme"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_credentials_are_read(header: str, pair: tuple[str, str] | None) -> None:
    assert credentials(header) == pair


@pytest.mark.parametrize(
    ("header", "status"),
    [
        pytest.param(basic("王芳", "桃 花:源"), 200, id="browser"),
        pytest.param("Bearer li:secret", 200, id="program"),
        pytest.param("Bearer li:wrong", 401, id="wrong"),
        pytest.param("", 401, id="nothing"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/v1/models"])
def test_gate_lets_only_known_people_through(header: str, status: int, path: str, client: TestClient) -> None:
    response = client.get(path, headers={"Authorization": header} if header else {})
    assert response.status_code == status
    assert ("内容" in response.text) is (status == 200)


def test_gate_asks_for_a_password_in_words_and_by_header(client: TestClient) -> None:
    response = client.get("/v1/models")
    assert response.json()["error"]["type"] == "authentication_error"
    assert "用户名" in response.json()["error"]["message"]
    assert response.headers["www-authenticate"].startswith("Basic ")


def test_gradio_may_start_without_a_password(client: TestClient) -> None:
    assert client.get("/gradio_api/startup-events").status_code == 200
