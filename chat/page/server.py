"""Serves the page: headers that keep it to itself, a health check, one port, one sentence when that cannot be had."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import logging
import os
import re
import socket
from collections.abc import Callable
from importlib import resources
from ipaddress import ip_address
from typing import TYPE_CHECKING

from chat.page.verbs import Verbs
from corpus.errors import FootnoteError, SettingsError

if TYPE_CHECKING:
    from fastapi import FastAPI
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
_GONE = ("/gradio_api/upload", "/upload")
"""Routes of gradio that the page has no use for: files come by a route of our own (`chat/page/arrivals.py`)."""
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^:\[\]]+))(?::\d*)?", re.I)
_ELSEWHERE = (
    b"This page is served to its own machine only: open it as http://127.0.0.1 or http://localhost, with its port."
)
_TYPES = {"page.css": "text/css", "page.js": "text/javascript", "favicon.svg": "image/svg+xml"}


class _Guard:
    """Adds our headers to every response; a plain ASGI layer, so that streams stay streams.

    It takes out those by which gradio lets the pages of any other site read and send, unless it is served on localhost.

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
        elif scope["path"].rstrip("/") in _GONE:
            await refuse(404, b"Nothing is uploaded here.")
        else:
            await self._app(scope, receive, guarded)


def is_local(asked: str, named: str = "") -> bool:
    """Whether a Host header means this machine: by a loopback address, as localhost, or as its page was told to."""
    found = _HOST.fullmatch(asked.strip())
    name = (found[1] or found[2]).casefold() if found else ""
    if name in ("localhost", named.casefold()):
        return bool(name)
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def build(verbs: Verbs, local: str | None = None) -> FastAPI:
    """The whole web application over these verbs; of them it uses only what tells what the library holds.

    `local` is what its host was called where that is this machine alone; then it answers to no other machine's name.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.responses import JSONResponse, Response

    from chat.page.arrivals import ROUTE, arrivals
    from chat.page.visit import page

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(_Guard, local=local)

    @app.get("/healthz")
    def healthz() -> JSONResponse:
        try:
            return JSONResponse({"status": "ok", "ready": verbs.ready()})
        except FootnoteError as problem:
            return JSONResponse({"status": "failed", "ready": False, "problem": str(problem)}, status_code=503)

    files = {name: resources.files("chat.page").joinpath("assets", name).read_bytes() for name in _TYPES}

    @app.get("/footnote/{name}")
    def asset(name: str) -> Response:
        if name not in files:
            return Response("There is no such file.", status_code=404, media_type="text/plain")
        # The address carries a digest of the file, so a copy may be kept for good.
        kept = {"cache-control": "public, max-age=31536000, immutable"}
        return Response(files[name], media_type=_TYPES[name], headers=kept)

    app.add_route(ROUTE, arrivals(verbs), methods=["POST"])

    sans = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "sans-serif"]
    gr.mount_gradio_app(
        app,
        page(verbs),
        path="/",
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=gr.themes.Base(font=sans, font_mono=["ui-monospace", "monospace"]),
        head=_head(files),
    )
    return app


def _head(files: dict[str, bytes]) -> str:
    def address(name: str) -> str:
        return f"/footnote/{name}?v={hashlib.sha256(files[name]).hexdigest()[:12]}"

    return (
        f'<link rel="icon" type="image/svg+xml" href="{address("favicon.svg")}">'
        f'<link rel="stylesheet" href="{address("page.css")}"><script src="{address("page.js")}" defer></script>'
    )


def serve(verbs: Verbs, host: str, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve the page until it is interrupted; `on_ready` gets its address once it can be opened.

    Port 0 takes a free one. Raises SettingsError, before anything heavy is imported, when host or port cannot be had.
    """
    listening = _listen(host, port)
    try:
        import uvicorn

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                if self.started:
                    await asyncio.to_thread(on_ready, _address(host, listening.getsockname()[1]))

            async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
                # Pages that are still open hold their event streams; cutting those is no error to tell of.
                logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
                await super().shutdown(sockets)

        config = uvicorn.Config(
            build(verbs, host if ip_address(listening.getsockname()[0].partition("%")[0]).is_loopback else None),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        try:
            Server(config).run(sockets=[listening])
        except KeyboardInterrupt:
            return
    finally:
        listening.close()


def _listen(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65_535:
        raise SettingsError(f"Port {port} does not exist; choose one from 1 to 65535: footnote chat --port 7860")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listening = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError):
        raise SettingsError(f"{host} is not an address of this machine; try: footnote chat --host 127.0.0.1") from None
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except OSError as problem:
        listening.close()
        raise _unavailable(host, port, problem) from None
    return listening


def _unavailable(host: str, port: int, problem: OSError) -> SettingsError:
    other = port + 1 if 1024 <= port < 65_535 else 7861
    if problem.errno == errno.EADDRINUSE:
        return SettingsError(f"Port {port} is in use; choose another: footnote chat --port {other}")
    if problem.errno in (errno.EACCES, errno.EPERM):
        return SettingsError(f"Port {port} is not open to this user; choose another: footnote chat --port {other}")
    return SettingsError(f"{host} is not an address of this machine; try: footnote chat --host 127.0.0.1")


def _address(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in ("", "0.0.0.0", "::") else host
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
