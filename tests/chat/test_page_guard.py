"""What a stranger who calls the page gets: none of the framework's own routes, nothing for another site's pages."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from chat.page import build
from chat.page.guard import is_foreign, is_local
from tests.browser.scripted import REWARM_LIST, ScriptedDesk, answer, serving
from tests.chat.calling import get

ROOT = Path(__file__).parents[2]


def script(question: str) -> Any:
    return answer(question, REWARM_LIST)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(ScriptedDesk(script).verbs()) as url:
        yield url


@pytest.mark.parametrize("route", ["upload", "process_recording"])
def test_nothing_can_be_uploaded_by_the_frameworks_own_routes(address: str, route: str) -> None:
    for path in (f"/gradio_api/{route}", f"/gradio_api/{route}/", f"//gradio_api//{route}/", f"/{route}"):
        sent = httpx.post(address + path, files={"video": ("a.mp4", b"x"), "files": ("a.exe", b"x")})
        assert sent.status_code == 404, path


def mounted(routes: Iterable[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Method and path of every route, those of the application that gradio mounts among them."""
    for route in routes:
        path = before + getattr(route, "path", "")
        inner = getattr(getattr(route, "original_router", route), "routes", None)
        if inner is not None:
            yield from mounted(inner, path)
        for method in getattr(route, "methods", None) or ():
            yield method, path.rstrip("/")


def test_of_all_the_framework_mounts_only_what_asks_takes_a_post(address: str) -> None:
    """A route that a later release adds is closed too, until somebody has looked at what it does."""
    found = {path for method, path in mounted(build(ScriptedDesk(script).verbs()).routes) if method == "POST"}
    assert "/gradio_api/process_recording" in found, "the routes were not found"
    said = {path: httpx.post(address + re.sub(r"{.*?}", "library", path)).text for path in found}
    assert {path for path in found if "nothing at this address" not in said[path]} == {
        "/footnote/library",
        "/gradio_api/api/{api_name}",
        "/gradio_api/call/v2/{api_name}",
        "/gradio_api/call/{api_name}",
        "/gradio_api/cancel",
        "/gradio_api/queue/join",
        "/gradio_api/reset",
        "/gradio_api/run/{api_name}",
    }


@pytest.mark.parametrize(
    "path",
    [
        "deep_link?session_hash=keeper",
        "file=https://example.org/",
        "file/https://example.org/",
        "proxy=https://example.org/",
        "custom_component/x/client/component/x.js",
        "upload_progress?upload_id=x",
        "vibe-code",
        "dev/reload",
    ],
)
def test_nothing_is_kept_or_fetched_for_whoever_calls_the_framework(address: str, path: str) -> None:
    httpx.post(f"{address}/gradio_api/run/library", json={"data": [], "session_hash": "keeper"})
    with httpx.stream("GET", f"{address}/gradio_api/{path}", timeout=20) as reply:
        assert reply.status_code == 404


EVIL = "https://evil.example"


@pytest.mark.parametrize("path", ["/footnote/library", "/gradio_api/queue/join", "/gradio_api/call/ask"])
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": EVIL},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": EVIL, "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_page_of_another_site_asks_nothing(local: str, path: str, headers: dict[str, str]) -> None:
    """A text/plain body needs no leave: the browser sends it, and keeps from that page what was answered alone."""
    reply = httpx.post(
        local + path, content=b'{"data": ["How warm?"]}', headers={"content-type": "text/plain", **headers}
    )
    assert reply.status_code == 403 and "another site" in reply.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "localhost:7860", "origin": "http://localhost:7860"},
        {"origin": "https://ward.example", "sec-fetch-site": "same-origin"},
        {"origin": "http://ward.example", "x-forwarded-host": "ward.example"},
    ],
    ids=["program", "page", "proxy with TLS", "proxy without"],
)
def test_the_page_and_programs_ask(local: str, headers: dict[str, str]) -> None:
    assert httpx.post(f"{local}/gradio_api/call/ask", json={"data": ["How warm?"]}, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("origin", "host", "foreign"),
    [
        ("http://ward-pc:7860", "Ward-PC:7860", False),
        ("http://[fd00::1]:7860", "[fd00::1]:7860", False),
        ("https://ward.example", "ward.example:443", False),
        ("https://ward.example:8443", "ward.example", False),
        ("http://ward-pc:7861", "ward-pc:7860", True),
        ("http://ward-pc:7860.evil.example", "ward-pc:7860", True),
        ("http://ward-pc", "ward-pc:7860", True),
        ("ftp://ward-pc:7860", "ward-pc:7860", True),
        ("", "", True),
    ],
)
def test_a_page_is_at_home_where_its_origin_is_what_was_called(origin: str, host: str, foreign: bool) -> None:
    assert is_foreign([(b"host", host.encode()), (b"origin", origin.encode())]) is foreign


@pytest.mark.parametrize(
    "path", ["/gradio_api/file=/etc/passwd", "/file=/etc/passwd", "/gradio_api/file=pyproject.toml"]
)
def test_no_file_is_served(address: str, path: str) -> None:
    assert get(address + path)[0] in (403, 404)


@pytest.mark.parametrize(
    "path", ["/monitoring", "/gradio_api/monitoring", "/gradio_api/runs", "/docs", "/openapi.json"]
)
def test_no_page_of_the_framework_is_open(address: str, path: str) -> None:
    assert get(address + path)[0] in (403, 404)


KEY = "dGhlIHNhbXBsZSBub25jZQ=="
PATHS = ["/", "/healthz", "/config", "/footnote/library", "/gradio_api/heartbeat/somebody", "/gradio_api/queue/data"]


@pytest.fixture(scope="module")
def local() -> Iterator[str]:
    with serving(ScriptedDesk(script).verbs(), "127.0.0.1") as url:
        yield url


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:7860", "localhost@evil.example", "10.0.0.1"])
def test_a_site_whose_name_is_made_to_mean_this_machine_reads_nothing(local: str, path: str, host: str) -> None:
    """Its pages would be of the same origin as ours: no other header tells them apart."""
    reply = httpx.get(local + path, headers={"host": host})
    assert reply.status_code == 421 and "http://localhost" in reply.text
    assert "content-security-policy" in reply.headers


def test_it_opens_no_socket_and_names_no_host_to_such_a_site(local: str) -> None:
    asks = {"connection": "upgrade", "upgrade": "websocket", "sec-websocket-version": "13", "sec-websocket-key": KEY}
    assert httpx.get(f"{local}/x", headers={"host": "evil.example", **asks}).status_code == 403
    with socket.create_connection(("127.0.0.1", int(local.rpartition(":")[2]))) as bare:
        bare.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
        assert b" 421 " in bare.recv(100)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:7860", "127.9.9.9", "[::1]", "[::1]:7860"])
def test_this_machines_own_names_are_answered(local: str, host: str) -> None:
    assert httpx.get(f"{local}/healthz", headers={"host": host}).status_code == 200


def test_the_name_that_a_host_was_given_by_is_its_own() -> None:
    assert is_local("ward-pc:7860", "Ward-PC") and not is_local("other:7860", "ward-pc")
    assert not is_local("", "") and not is_local(":80", "")


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1", b"421"), ("localhost", b"421"), ("0.0.0.0", b"200")])
def test_what_is_served_to_a_network_is_called_what_that_calls_it(host: str, status: bytes) -> None:
    program = (
        "from chat.page import serve; from tests.browser.scripted import *\n"
        f"serve(ScriptedDesk(lambda q: answer(q)).verbs(), {host!r}, 0, lambda url: print(url, flush=True))"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline().strip().rpartition(":")[2])
        with socket.create_connection((host if host != "0.0.0.0" else "127.0.0.1", port)) as bare:
            bare.sendall(b"GET /healthz HTTP/1.0\r\nHost: ward.example\r\n\r\n")
            assert bare.recv(100).split()[1] == status
    finally:
        process.terminate()
        process.communicate(timeout=30)
