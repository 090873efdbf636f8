"""One page is fetched from the public internet; what is nearer, too large, too slow or elsewhere is refused."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest

from corpus.errors import SourceError
from corpus.library import Library
from corpus.settings import LIMITS
from ingest import web
from ingest.files import find
from ingest.ingest import ingest

PAGE = b"<h1>Gout</h1><p>Colchicine is given early in an attack.</p>"
Answer = Callable[[BaseHTTPRequestHandler], None]


def plainly(content: bytes = PAGE, status: int = 200, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    return answer


def to(place: str) -> Answer:
    return plainly(b"", 302, Location=place)


@dataclass
class Server:
    """A real server on this machine, what it answers, and what it was asked."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            held.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            try:
                held.answers.get(self.path, plainly(b"", 404))(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    held = Server(listening.server_address[1])
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
    thread.start()
    yield held
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.fixture
def admitted(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine counts as public, and everything else is judged as ever."""
    judge = web.is_public
    monkeypatch.setattr(web, "is_public", lambda one: one == ip_address("127.0.0.1") or judge(one))


def limited(monkeypatch: pytest.MonkeyPatch, **limits: float) -> None:
    changed = LIMITS.model_copy(update=limits)
    monkeypatch.setattr("ingest.web.LIMITS", changed)
    monkeypatch.setattr("ingest.files.LIMITS", changed)


def refusal(address: str) -> str:
    with pytest.raises(SourceError) as problem:
        web.fetch(address)
    assert "\n" not in str(problem.value) and str(problem.value).endswith(".")
    return str(problem.value)


NEAR = """
    127.0.0.1 127.255.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 240.0.0.1
    255.255.255.255 192.0.2.1 198.18.0.1 :: ::1 fe80::1 fe80::1%eth0 fc00::1 fec0::1 ff02::1 2001:db8::1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 2002:7f00:1:: 2002:a00:1:: 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe
    2001:0:4136:e378:8000:63bf:80ff:fffe
"""


@pytest.mark.parametrize("address", NEAR.split())
def test_what_is_not_the_public_internet_is_told(address: str) -> None:
    assert not web.is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "64:ff9b::808:808"])
def test_what_is_public_is_told(address: str) -> None:
    assert web.is_public(ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0"])
def test_this_machine_is_never_called_however_it_is_written(server: Server, host: str) -> None:
    said = refusal(server.at("/", host))
    assert "private or reserved" in said or "not known" in said
    assert server.asked == []


def test_a_page_is_fetched_with_no_cookie_and_past_any_proxy(
    server: Server, admitted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.answers["/a?b=1"] = plainly(b"", 302, Location="/b", Set_Cookie="name=value")
    server.answers["/b"] = plainly()
    assert web.fetch(server.at("/a?b=1#part")).content == PAGE
    assert [path for path, _ in server.asked] == ["/a?b=1", "/b"]
    for _, headers in server.asked:
        assert headers["host"] == f"127.0.0.1:{server.port}"
        assert not headers.keys() & {"cookie", "referer", "authorization"}


def test_the_connection_goes_to_the_address_that_was_checked(
    server: Server, admitted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that points elsewhere when it is asked again: it is not asked again."""
    asked: list[str] = []

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        number = "127.0.0.1" if len(asked) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    server.answers["/"] = plainly()
    assert web.fetch(server.at("/", "rebinding.example")).content == PAGE
    assert asked == ["rebinding.example"]
    assert server.asked[0][1]["host"] == f"rebinding.example:{server.port}"
    assert "private" in refusal(server.at("/", "rebinding.example"))


def test_a_name_with_one_private_address_among_its_own_is_refused(
    server: Server, admitted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80)) for number in ("127.0.0.1", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert "private" in refusal(server.at("/", "both.example"))
    assert server.asked == []


def test_an_address_that_does_not_answer_is_passed_over_for_the_names_next(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "is_public", lambda one: one.is_loopback)
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80)) for number in ("127.0.0.9", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    server.answers["/"] = plainly()
    assert web.fetch(server.at("/", "two.example")).content == PAGE


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("http://10.0.0.1/", "private or reserved"),
        ("http://[::1]/", "private or reserved"),
        ("http://169.254.169.254/latest/meta-data/", "private or reserved"),
        ("file:///etc/passwd", "only http and https"),
        ("ftp://example.org/", "only http and https"),
        ("http://me:secret@127.0.0.1/", "name or password"),
        ("http://[broken", "not known"),
    ],
)
def test_each_redirect_is_checked_like_the_first_address(
    server: Server, admitted: None, place: str, words: str
) -> None:
    server.answers["/"] = to(place)
    said = refusal(server.at("/"))
    assert words in said and "secret" not in said


def test_five_redirects_are_followed_and_no_more(server: Server, admitted: None) -> None:
    server.answers |= {f"/{number}": to(f"/{number + 1}") for number in range(9)}
    server.answers["/5"] = plainly()
    assert web.fetch(server.at("/0")).content == PAGE
    server.answers["/5"] = to("/6")
    assert "more than 5 times" in refusal(server.at("/0"))


def test_a_page_that_is_too_large_is_left_while_it_is_sent(
    server: Server, admitted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, document_bytes=1_000_000)
    sent: list[int] = []

    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(2_000):
            request.wfile.write(b"x" * 100_000)
            sent.append(1)

    def packed(request: BaseHTTPRequestHandler) -> None:
        """What goes on behind the end of what is packed."""
        request.send_response(200)
        request.send_header("Content-Encoding", "gzip")
        request.end_headers()
        request.wfile.write(gzip.compress(PAGE))
        for _ in range(200):
            request.wfile.write(b"x" * 100_000)

    bomb = gzip.compress(bytes(200_000_000), 9)
    server.answers |= {"/endless": endless, "/packed": packed, "/bomb": plainly(bomb, Content_Encoding="gzip")}
    assert refusal(server.at("/endless")) == "it is larger than 1 MB."
    assert refusal(server.at("/packed")) == "it is larger than 1 MB."
    assert refusal(server.at("/bomb")) == "it is larger than 1 MB."
    assert len(sent) < 1_000


@pytest.mark.parametrize("slow", ["headers", "body", "nothing"])
def test_a_server_that_dawdles_is_given_up_in_all(
    server: Server, admitted: None, monkeypatch: pytest.MonkeyPatch, slow: str
) -> None:
    """Each piece comes in time, but the whole never does."""
    limited(monkeypatch, fetch_seconds=0.7)

    def dawdle(request: BaseHTTPRequestHandler) -> None:
        if slow != "headers":
            request.send_response(200)
            request.end_headers()
        for number in range(60):
            if slow != "nothing":
                request.wfile.write(b"HTTP/1.1 200 OK\r\nX: "[number : number + 1] or b"x")
            time.sleep(0.1)

    server.answers["/"] = dawdle
    started = time.monotonic()
    assert "more than 0.7 seconds" in refusal(server.at("/"))
    assert time.monotonic() - started < 4, "the server goes on for six seconds"


def test_packed_pages_are_unpacked_and_damaged_ones_refused(server: Server, admitted: None) -> None:
    packed = gzip.compress(PAGE)
    server.answers |= {
        "/good": plainly(packed, Content_Encoding="gzip"),
        "/cut": plainly(packed[:-9], Content_Encoding="gzip"),
        "/noise": plainly(b"not packed at all", Content_Encoding="gzip"),
        "/other": plainly(packed, Content_Encoding="br"),
    }
    assert web.fetch(server.at("/good")).content == PAGE
    assert "end is missing" in refusal(server.at("/cut"))
    assert "does not unpack" in refusal(server.at("/noise"))
    assert "packed as br" in refusal(server.at("/other"))


def test_what_is_not_there_is_told_with_the_servers_own_word(server: Server, admitted: None) -> None:
    assert refusal(server.at("/missing")) == "the server answered 404 (Not Found)."
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert "could not be fetched" in refusal(f"http://127.0.0.1:{taken.getsockname()[1]}/")


@pytest.mark.parametrize("address", ["ftp://example.org/a", "file:///etc/passwd", "gopher://x/", "http:///path"])
def test_other_schemes_are_refused_and_not_taken_for_files(address: str) -> None:
    (found,) = find([address])
    assert "only http and https" in refusal(found.origin)


def test_a_name_or_password_in_the_address_is_refused_and_not_repeated() -> None:
    said = refusal("https://me:secret@example.org/")
    assert "name or password" in said and "secret" not in said


def test_the_content_decides_the_reader_and_the_address_is_the_source(
    server: Server, admitted: None, tmp_path: Path
) -> None:
    library = Library(tmp_path / "library")
    server.answers["/gout.pdf?x=1"] = plainly(Content_Type="application/pdf")
    address = server.at("/gout.pdf?x=1#dose")
    (outcome,) = ingest(library, [address], fetch=web.fetch)
    assert (outcome.status, outcome.source, outcome.path) == ("added", address, address)
    document = library.snapshot().documents[outcome.document]
    assert (document.source, document.origin, document.title) == (address, address, "Gout")
    assert [one.status for one in ingest(library, [address], fetch=web.fetch)] == ["unchanged"]
    server.answers["/gout.pdf?x=1"] = plainly(PAGE.replace(b"early", b"late"))
    (again,) = ingest(library, [address, address], fetch=web.fetch)
    assert (again.status, again.document) == ("replaced", outcome.document)
    library.close()


def test_the_character_set_that_the_server_tells_is_the_pages(server: Server, admitted: None, tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    words = "<h1>Подагра</h1><p>Колхицин дают рано, в первые часы приступа.</p>"
    server.answers["/"] = to("/page")
    server.answers["/page"] = plainly(words.encode("cp1251"), Content_Type='text/html; Charset="Windows-1251"')
    (outcome,) = ingest(library, [server.at("/")], fetch=web.fetch)
    document = library.snapshot().documents[outcome.document]
    assert (document.title, document.dropped) == ("Подагра", {})
    library.close()


def test_without_a_fetcher_no_address_is_called(server: Server, admitted: None, tmp_path: Path) -> None:
    """As behind the page, where anybody may name one."""
    (outcome,) = ingest(Library(tmp_path / "library"), [server.at("/")])
    assert (outcome.status, "command line only" in outcome.why) == ("unreadable", True)
    assert server.asked == []
