"""The worker as it is, but for a splitter that never comes back."""

from __future__ import annotations

import runpy
import time

import ingest.split

if __name__ == "__main__":
    ingest.split.split = lambda document: time.sleep(300)  # type: ignore[assignment,return-value]
    runpy.run_module("ingest.worker", run_name="__main__", alter_sys=True)
