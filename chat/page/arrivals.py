"""Files sent to the library: kept for as long as they are read, and their reader heard line by line.

A route of our own and not the framework's: that one keeps whatever anybody sends, and hands it out again.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import shutil
import tempfile
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Message, Receive

from chat.page.inert import visible
from chat.page.session import document_mark
from chat.page.turns import sentence
from chat.page.verbs import Arrival, Ingest, Place, Verbs
from corpus.errors import FootnoteError, SourceError

ROUTE = "/footnote/library"
HEADER = "x-footnote"
"""A page of another site cannot send it without asking first, and it is never told yes."""
FILES = 50
"""At once."""
WAITING = 8
"""Uploads on their way in, the one that is being read among them: each keeps its copies here as long."""
TOO_MANY = "Others are sending files, too many to wait for; send these again in a while."
SORRY = "Something went wrong here; the library is as it was."
_NAME_BYTES = 200
_FOREIGN = '<>:"|?*' if os.name == "nt" else ""
_open: set[Path] = set()
"""The folders whose copies are being read; whoever reads them may be cut off by the end of the program."""
_TOLD = {"added": "added", "unchanged": "already held, unchanged", "replaced": "replaced by this version"}


def arrivals(verbs: Verbs) -> Callable[[Request], Any]:
    """What answers a request that brings files: one line of JSON whenever there is something to tell, last the end."""
    one_at_a_time = threading.Lock()
    room = threading.Semaphore(WAITING)

    async def arrive(request: Request) -> Response:
        take = verbs.ingest
        if take is None or request.headers.get(HEADER) is None:
            return PlainTextResponse("Files come from the page itself.", status_code=403)
        folder = Path(tempfile.mkdtemp(prefix="footnote-"))
        if not room.acquire(blocking=False):
            folder.rmdir()
            return _lines_of({"problem": TOO_MANY})
        _open.add(folder)

        def clear() -> None:
            _throw_away(folder)
            room.release()

        try:
            reference = await asyncio.to_thread(_reference, request, verbs)
            paths = await _received(request, folder, verbs.document_bytes)
        except FootnoteError as problem:
            clear()
            return _lines_of({"problem": str(problem)})
        except BaseException:
            clear()
            raise
        told = _told(take, one_at_a_time, clear, paths, reference)
        return StreamingResponse(told, media_type="application/x-ndjson", headers={"cache-control": "no-store"})

    return arrive


def sweep() -> None:
    """Throw away every copy that is still here, read or not; nothing reads on when the program ends."""
    for folder in list(_open):
        _throw_away(folder)


atexit.register(sweep)


def _throw_away(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _open.discard(folder)


def safe_name(given: str) -> str:
    """A file's own name as it may be written here: no folder, nothing unseen, not too long; its ending stays."""
    name = visible(given.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join("_" if character in _FOREIGN else character for character in name).lstrip(".") or "document"
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = name, "", ""
    room = _NAME_BYTES - len(f"{dot}{ending}".encode())
    return stem.encode()[:room].decode("utf-8", "ignore").strip() + dot + ending


def line(arrival: Arrival) -> str:
    """What became of one file, in a line."""
    if arrival.status not in _TOLD:
        return visible(arrival.why or f"{arrival.source}: not read")
    passages = f", {arrival.passages:,} passage{'s' * (arrival.passages != 1)}" if arrival.passages else ""
    return visible(f"{arrival.source}: {_TOLD[arrival.status]}{passages}")


def _reference(request: Request, verbs: Verbs) -> Place | None:
    """The reference whose text the file is, by what the browser says. Raises SourceError where there is none such."""
    mark, number = request.query_params.get("document"), request.query_params.get("number", "")
    if mark is None:
        return None
    document = next((one for one in verbs.documents() if document_mark(one.key) == mark), None)
    if document is None or number not in {str(one.number) for one in document.references if one.number is not None}:
        raise SourceError("That reference is not in the library any more; look at its list again.")
    return document.key, int(number)


async def _received(request: Request, folder: Path, most: int) -> list[Path]:
    """The files of a request, written to the folder, each under its own name. Raises SourceError."""
    limited = Request(request.scope, _counted(request.receive, most * 4))
    paths: list[Path] = []
    try:
        async with limited.form(max_files=FILES, max_fields=0) as form:
            files = [one for one in form.getlist("file") if isinstance(one, UploadFile)]
            names = [safe_name(one.filename or "") for one in files]
            if not files or len(set(names)) < len(names):
                raise SourceError("Send files of different names." if files else "There was no file in what was sent.")
            for file, name in zip(files, names, strict=True):
                if (file.size or 0) > most:
                    raise SourceError(f"{name} is larger than {most // 1_000_000:,} MB; nothing was added.")
                path = folder / name
                with path.open("wb") as kept:
                    await asyncio.to_thread(shutil.copyfileobj, file.file, kept)
                paths.append(path)
    except (FootnoteError, ClientDisconnect):
        raise
    except OSError as problem:
        raise SourceError(f"It could not be kept here to be read ({problem.strerror or problem}).") from problem
    except Exception as problem:
        # A form that is none: whoever sent it is no page of ours.
        raise SourceError(getattr(problem, "detail", "") or "What was sent could not be read.") from None
    return paths


def _counted(receive: Receive, most: int) -> Receive:
    """The same messages, up to so many bytes."""
    count = 0

    async def counted() -> Message:
        nonlocal count
        message = await receive()
        count += len(message.get("body", b""))
        if count > most:
            raise SourceError(f"More than {most // 1_000_000:,} MB were sent at once; send fewer files.")
        return message

    return counted


def _told(
    take: Ingest,
    one_at_a_time: threading.Lock,
    clear: Callable[[], None],
    paths: Sequence[Path],
    reference: Place | None,
) -> AsyncGenerator[str, None]:
    """Take files in, and tell of it meanwhile. A listener who leaves does not stop it: the library is written whole."""
    loop = asyncio.get_running_loop()
    told: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()

    def tell(what: dict[str, Any] | None) -> None:
        with suppress(RuntimeError):  # the loop is closed when the program ends
            loop.call_soon_threadsafe(told.put_nowait, what)

    def work() -> None:
        try:
            with one_at_a_time:
                outcomes = take(paths, lambda done, of: tell({"told": _progress(done, of)}), stands_for=reference)
            tell({"lines": [line(one) for one in outcomes], "failed": any(one.status not in _TOLD for one in outcomes)})
        except Exception as problem:
            tell({"problem": sentence(problem, SORRY)})
        finally:
            clear()
            tell(None)

    async def heard() -> AsyncGenerator[str, None]:
        while (what := await told.get()) is not None:
            yield _json(what)

    tell({"told": _reading(paths)})
    threading.Thread(target=work, name="arrival", daemon=True).start()
    return heard()


def _reading(paths: Sequence[Path]) -> str:
    return f"Reading {paths[0].name}…" if len(paths) == 1 else f"Reading {len(paths)} files…"


def _progress(done: int, of: int) -> str:
    return f"{done:,} of {of:,} passages made ready"


def _lines_of(what: dict[str, Any]) -> Response:
    return Response(_json(what), media_type="application/x-ndjson")


def _json(what: dict[str, Any]) -> str:
    return json.dumps(what, ensure_ascii=False) + "\n"
