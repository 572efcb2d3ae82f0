from __future__ import annotations

import socket
import warnings

from tests.page.test_app import run

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Gradio's own, while it is imported
    from qa.page import server


def test_serving_on_a_taken_port_says_so() -> None:
    code = (  # in a process of its own: Gradio leaves an event loop open when it cannot bind
        "import sys\n"
        "from qa.page import chat, server\n"
        "from tests.page.fakes import FakeAssistant\n"
        "from qa.errors import ConfigError\n"
        "try: server.serve(chat.build_page(FakeAssistant()), host='127.0.0.1', port=int(sys.argv[1]))\n"
        "except ConfigError as error: print(error)"
    )
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "请用 --port 换一个" in run("-c", code, str(taken.getsockname()[1])).stdout


def test_served_page_names_no_font_and_script_of_another_server() -> None:
    options = server.launch_options()
    style = options["theme"]._get_theme_css() + options["head"]
    assert "http" not in style.replace("http://www.w3.org/2000/svg", "")  # a name, not an address
    assert "@import" not in style
