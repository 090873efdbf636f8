"""What stands before the page: headers on every response, and who and what is turned away before gradio hears of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio starts from inline scripts and compiles templates in the browser; what keeps words from becoming either is
# `inert`. The policy is the second wall: what slipped through could load, send and submit nothing elsewhere.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; form-action 'none'; "
    "frame-ancestors 'none'; base-uri 'self'; object-src 'none'"
)
_HEADERS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]
_OF_OTHER_SITES = b"access-control-"
_GRADIO = "gradio_api"
_OF_THE_PAGE = ("assets", "config", "favicon.ico", "manifest.json", "robots.txt", "static", "svelte", "theme.css")
_OPEN = {"footnote", "healthz", _GRADIO, *_OF_THE_PAGE}
"""The first names of the paths that are answered: what is open is listed, as a release of gradio may add routes."""
_ASKING = ("api", "call", "cancel", "heartbeat", "queue", "reset", "run")
_TELLING = ("app_id", "info", "openapi.json", "startup-events", "theme.css")
_OPEN_OF_GRADIO = {*_ASKING, *_TELLING}
"""The second names below gradio's own: what its page and its clients use.

Not among them is what keeps files (`upload`, `process_recording`, `deep_link`), what fetches them (`proxy=`, `file=`)
and what calls into components: files come by a route of our own (`chat/page/arrivals.py`), and none is handed out.
"""
_READING = ("GET", "HEAD", "OPTIONS")
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^:\[\]]+))(?::(\d*))?", re.I)
_PORTS = {"http": "80", "https": "443"}
_ELSEWHERE = (
    b"This page is served to its own machine only: open it as http://127.0.0.1 or http://localhost, with its port."
)
_CLOSED = b"There is nothing at this address; the page itself is at /."
_FOREIGN = (
    b"This was sent by a page of another site and is not taken; if it was not, let the proxy pass Host or "
    b"X-Forwarded-Host as the browser called it."
)


class Guard:
    """Adds our headers to every response; a plain ASGI layer, so that streams stay streams.

    It takes out those by which gradio lets the pages of any other site read and send, unless it is served on localhost;
    refuses what such a page sends without asking first; and answers only where the page or a program has a use for it.

    Served to this machine alone, it answers to this machine's names alone: a site whose name is made to mean 127.0.0.1
    is read by its own pages, whatever headers say.
    """

    def __init__(self, app: ASGIApp, local: str | None) -> None:
        self._app = app
        self._local = local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = [value for name, value in scope.get("headers", ()) if name == b"host"]
        meant = self._local is None or (len(asked) == 1 and is_local(asked[0].decode("latin-1"), self._local))
        if scope["type"] == "websocket" and not meant:
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in _HEADERS}
                sent = ((name.lower(), value) for name, value in message.get("headers", []))
                kept = [pair for pair in sent if pair[0] not in ours and not pair[0].startswith(_OF_OTHER_SITES)]
                message = {**message, "headers": [*kept, *_HEADERS]}
            await send(message)

        async def refuse(status: int, why: bytes) -> None:
            kind = [(b"content-type", b"text/plain")]
            await guarded({"type": "http.response.start", "status": status, "headers": kind})
            await guarded({"type": "http.response.body", "body": why})

        if not meant:
            await refuse(421, _ELSEWHERE)
        elif not is_open(scope["path"]):
            await refuse(404, _CLOSED)
        elif scope["method"] not in _READING and is_foreign(scope["headers"]):
            await refuse(403, _FOREIGN)
        else:
            await self._app(scope, receive, guarded)


def is_local(asked: str, named: str = "") -> bool:
    """Whether a Host header means this machine: by a loopback address, as localhost, or as its page was told to."""
    name, _ = _called(asked)
    if name in ("localhost", named.casefold()):
        return bool(name)
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def is_open(path: str) -> bool:
    """Whether anything is answered at this path."""
    first, *more = path.removeprefix("/").split("/")
    if first == _GRADIO:
        return bool(more) and more[0] in _OPEN_OF_GRADIO
    return path == "/" or first in _OPEN


def is_foreign(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a browser sent a request for a page of another site. A program names no page, and is not foreign.

    What the browser says of the site decides, as it knows no proxy. To another machine over plain HTTP it does not say
    so; then the page's origin must be what we are called, or what a proxy was: no page can send that header unasked.
    """
    given = [(name, value.decode("latin-1").strip()) for name, value in headers]
    said = {value for name, value in given if name == b"sec-fetch-site"}
    if said:
        return not said <= {"same-origin", "none"}
    origins = [value for name, value in given if name == b"origin"]
    called = [one for name, value in given if name in (b"host", b"x-forwarded-host") for one in value.split(",")]
    return any(not any(_same(origin, one) for one in called) for origin in origins)


def _same(origin: str, called: str) -> bool:
    """Whether a page's origin is the host that was called; a proxy may keep its port to itself."""
    scheme, _, host = origin.partition("://")
    usual = _PORTS.get(scheme)
    name, port = _called(host)
    other, its = _called(called)
    return bool(name) and usual is not None and name == other and its in ("", port or usual)


def _called(host: str) -> tuple[str, str]:
    """The name and the port in a Host header; two times nothing where it is none."""
    found = _HOST.fullmatch(host.strip())
    return ((found[1] or found[2]).casefold(), found[3] or "") if found else ("", "")
