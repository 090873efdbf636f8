"""A GGUF file behind an OpenAI-compatible server inside this process: loopback, a free port, a key of its own."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from corpus.errors import ModelError

CONTEXT = 4_096
"""Tokens of prompt and answer together; the prompt's limits keep well below."""


def existing(file: str) -> Path:
    """The file's path; raises ModelError when it is none or no GGUF, which its first four bytes tell."""
    path = Path(file).expanduser()
    try:
        with path.open("rb") as opened:
            magic = opened.read(4)
    except OSError as problem:
        raise ModelError(f"The model file {path} cannot be read ({problem.strerror}).") from None
    if magic != b"GGUF":
        raise ModelError(f"{path} is no GGUF model file.")
    return path


class LocalServer:
    """Serves the file until it is dropped."""

    def __init__(self, path: Path) -> None:
        """Load the file. Raises ModelError for one that llama.cpp cannot use, or where that does not load."""
        try:
            import xllamacpp
        except ImportError as problem:
            raise ModelError(f"The package xllamacpp cannot be loaded ({problem}); install it anew.") from None

        params = xllamacpp.CommonParams()
        params.model.path = str(path)
        params.n_ctx = CONTEXT
        params.n_parallel = 1
        params.hostnames = ["127.0.0.1"]
        params.port = 0
        # Others on this machine can reach the port, not what is behind it.
        self.key = secrets.token_urlsafe(24)
        params.api_keys = [self.key]
        params.ui = params.endpoint_slots = params.endpoint_props = params.endpoint_metrics = False
        params.offline = True
        params.n_gpu_layers = 0
        params.verbosity = -1
        # As OpenMP reads it: "4,2" is four threads, and two inside each.
        threads = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
        if threads.isdecimal() and int(threads):
            params.cpuparams.n_threads = params.cpuparams_batch.n_threads = int(threads)
        try:
            self._server = xllamacpp.Server(params)
        except RuntimeError:
            raise ModelError(f"The model file {path} is damaged or of a kind that llama.cpp cannot run.") from None

    @property
    def url(self) -> str:
        return f"{self._server.listening_address}/v1"
