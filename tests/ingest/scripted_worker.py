"""A worker whose reader does as the file tells it: what no small file makes a real reader do on every machine."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from contextlib import suppress

from ingest.readers.extracted import Extracted
from ingest.worker import serve


def read(content: bytes, charset: str) -> Extracted:
    order, _, value = content.decode().partition(" ")
    if order == "sleep":
        time.sleep(float(value))
    elif order == "hold":
        b"x" * int(value)
    elif order == "die":
        os.kill(os.getpid(), signal.Signals[value])
    elif order == "leave":
        os._exit(int(value))
    elif order == "print":
        print(value, flush=True)
        os.write(1, value.encode())
    elif order == "write":
        with open(value, "w") as file:
            file.write("words")
    elif order == "recurse":
        return read(content, charset)
    elif order == "forge":
        for number in range(3, 20):
            with suppress(OSError):
                os.write(number, (9).to_bytes(8, "big") + b"extracted")
    elif order == "environment":
        return Extracted(json.dumps(dict(os.environ)), ())
    elif order == "process":
        return Extracted(str(os.getpid()), ())
    return Extracted(f"{order} done", ())


if __name__ == "__main__":
    serve(read, sys.argv[1:], lambda _: None)
