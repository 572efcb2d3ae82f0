from __future__ import annotations

import base64
import hashlib
import socket
import warnings

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from qa.page.access import Users
from tests.page.fakes import FakeAssistant
from tests.page.test_app import run

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:starlette")

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Gradio's own, while it is imported
    from qa.page import server


def test_serving_on_a_taken_port_says_so() -> None:
    code = (  # in a process of its own: Gradio leaves an event loop open when it cannot bind
        "import sys\n"
        "from qa.page import chat, server\n"
        "from tests.page.fakes import FakeAssistant\n"
        "from qa.errors import ConfigError\n"
        "fake = FakeAssistant()\n"
        "try: server.serve(chat.build_page(fake), fake, host='127.0.0.1', port=int(sys.argv[1]))\n"
        "except ConfigError as error: print(error)"
    )
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "请用 --port 或 --host 换一个" in run("-c", code, str(taken.getsockname()[1])).stdout


def test_served_page_names_no_font_and_script_of_another_server() -> None:
    options = server.launch_options(FakeAssistant())
    style = options["theme"]._get_theme_css() + options["head"]
    assert "http" not in style.replace("http://www.w3.org/2000/svg", "")  # a name, not an address
    assert "@import" not in style


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1", "[::1]"])
def test_address_of_this_machine_needs_no_warning(host: str) -> None:
    assert server.is_loopback(host)
    assert server.warning(host, None) == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "reports.example"])
def test_address_for_others_is_warned_of(host: str) -> None:
    assert "--auth" in server.warning(host, None)
    assert "HTTPS" in server.warning(host, Users({}))


@pytest.mark.parametrize("policy", ["default-src 'self'", "frame-ancestors 'self'", "object-src 'none'"])
def test_policy_holds_for_any_answer(policy: str) -> None:
    app = Starlette(
        routes=[Route("/", lambda _: HTMLResponse("<script>a()</script><script src=b.js></script>"))],
        middleware=[Middleware(server.ContentPolicy)],
    )
    found = [TestClient(app).get(path).headers["content-security-policy"] for path in ("/", "/missing")]
    assert all(policy in words for words in found)


def test_policy_lets_only_the_scripts_of_the_served_page_run() -> None:
    script = "<script>a()</script><script src=b.js></script>"
    app = Starlette(routes=[Route("/", lambda _: HTMLResponse(script))], middleware=[Middleware(server.ContentPolicy)])
    response = TestClient(app).get("/")
    digest = base64.b64encode(hashlib.sha256(b"a()").digest()).decode()
    assert response.headers["content-security-policy"].count("sha256-") == 1
    assert f"'sha256-{digest}'" in response.headers["content-security-policy"]
    assert response.text == script
