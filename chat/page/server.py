"""Serves the page: behind its guard, with a health check, on one port, or in one sentence why that cannot be had."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import logging
import os
import socket
from collections.abc import Callable
from importlib import resources
from ipaddress import ip_address
from typing import TYPE_CHECKING

from chat.page.guard import Guard
from chat.page.verbs import Verbs
from corpus.errors import FootnoteError, SettingsError

if TYPE_CHECKING:
    from fastapi import FastAPI

_TYPES = {"page.css": "text/css", "page.js": "text/javascript", "favicon.svg": "image/svg+xml"}


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
    app.add_middleware(Guard, local=local)

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

        from chat.page.arrivals import sweep

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                if self.started:
                    await asyncio.to_thread(on_ready, _address(host, listening.getsockname()[1]))

            async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
                # Pages that are still open hold their event streams; cutting those is no error to tell of.
                logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
                try:
                    await super().shutdown(sockets)
                finally:
                    # Here too: a program that is told to terminate dies of that signal, and calls nothing at its exit.
                    sweep()

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
