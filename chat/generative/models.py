"""Chat models by name: the only module that knows LangChain's chat models, imported once one is asked for.

Nothing is traced: what LANGSMITH_* and LANGCHAIN_* variables say is overruled for every call.
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

from chat.generative.gguf import LocalServer, existing
from corpus.errors import ModelError, SettingsError
from corpus.settings import GENERATION, Generation

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

GGUF = "gguf"
PACKAGES = {
    "anthropic": "langchain-anthropic",
    "google_genai": "langchain-google-genai",
    "mistralai": "langchain-mistralai",
    "ollama": "langchain-ollama",
    "openai": "langchain-openai",
}
"""The package of a provider, for the sentence that says what to install; others are named after the provider."""
_REASONS = ("finish_reason", "stop_reason", "done_reason")
_NOTHING = "No generation chunks were returned"
"""LangChain's words for a stream in which nothing came."""
_SAMPLED_COLDLY = ("ollama",)
"""Providers whose every model can be told not to vary its words; some models of the others refuse to be told."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A bit of what a model says; `ended` is its provider's word for why it stopped, on the last one."""

    text: str
    ended: str = ""


class Speaker(Protocol):
    """What the engine asks of a chat model."""

    def say(self, messages: Sequence[tuple[str, str]]) -> AsyncGenerator[Piece, None]:
        """Answer messages (role, text) piece by piece; closing it closes the call."""
        ...


class ChatModel:
    """A LangChain chat model, reduced to what the engine asks of one."""

    def __init__(self, model: BaseChatModel, server: LocalServer | None = None) -> None:
        self._model = model
        self._server = server  # lives as long as the model that it serves

    async def say(self, messages: Sequence[tuple[str, str]]) -> AsyncGenerator[Piece, None]:
        from langsmith import tracing_context

        with tracing_context(enabled=False):
            chunks: AsyncIterator[Any] = self._model.astream(list(messages))
        try:
            while True:
                # Entered anew for every step: a context must not stay open while a generator is left.
                with tracing_context(enabled=False):
                    try:
                        chunk = await anext(chunks, None)
                    except ValueError as problem:
                        if str(problem) != _NOTHING:
                            raise
                        return
                if chunk is None:
                    return
                told = chunk.response_metadata
                yield Piece(str(chunk.text), next((str(told[name]) for name in _REASONS if told.get(name)), ""))
        finally:
            close = getattr(chunks, "aclose", None)
            if close is not None:
                await close()


def checked(name: str) -> str:
    """The name, when it could be one and what it needs is installed; raises SettingsError or ModelError else.

    Cheap: nothing is imported or loaded.
    """
    provider, _, model = name.partition(":")
    if not provider or not model:
        raise SettingsError(
            f"“{name}” names no model; write PROVIDER:MODEL, such as ollama:llama3.2, openai:gpt-4o-mini or gguf:FILE."
        )
    if provider == GGUF:
        existing(model)
        _need("xllamacpp", "xllamacpp langchain-openai", name)
        _need("langchain_openai", "langchain-openai", name)
    else:
        _need("langchain", "langchain", name)
    return name


def chat_model(name: str, limits: Generation = GENERATION) -> ChatModel:
    """The chat model of this name, ready to be asked.

    Raises SettingsError for what is no name, ModelError when a package, a file or a key is missing.
    """
    provider, _, model = checked(name).partition(":")
    # LangChain refuses to work at all where its first kind of tracing is asked for.
    os.environ.pop("LANGCHAIN_TRACING", None)
    os.environ.pop("LANGCHAIN_HANDLER", None)
    return _local(model, limits) if provider == GGUF else _remote(provider, model, limits)


def _local(file: str, limits: Generation) -> ChatModel:
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    server = LocalServer(existing(file))
    return ChatModel(
        ChatOpenAI(
            model="local",
            base_url=server.url,
            api_key=SecretStr(server.key),
            temperature=0,
            max_retries=0,
            timeout=limits.total_seconds,
            max_completion_tokens=limits.tokens,
        ),
        server,
    )


def _remote(provider: str, model: str, limits: Generation) -> ChatModel:
    from langchain.chat_models import init_chat_model

    cold: dict[str, Any] = {"temperature": 0} if provider in _SAMPLED_COLDLY else {}
    try:
        return ChatModel(init_chat_model(model, model_provider=provider, **cold))
    except ImportError:
        package = PACKAGES.get(provider, f"langchain-{provider.replace('_', '-')}")
        raise ModelError(f"Models of {provider} need a package that is not installed: pip install {package}") from None
    except ValueError as problem:
        if "nsupported" in str(problem):
            known = ", ".join(PACKAGES)
            raise ModelError(
                f"“{provider}” is no provider of models; known are {known}, more by LangChain, and gguf."
            ) from None
        raise _unusable(provider, model, problem) from None
    except Exception as problem:
        raise _unusable(provider, model, problem) from None


def _unusable(provider: str, model: str, problem: Exception) -> ModelError:
    """Without the exception's words, which may repeat a key."""
    if any(word in str(problem).lower() for word in ("api_key", "api key", "credentials")):
        return ModelError(f"Models of {provider} need a key: set {provider.upper()}_API_KEY.")
    return ModelError(f"The model {provider}:{model} could not be set up ({type(problem).__name__}).")


def _need(module: str, package: str, name: str) -> None:
    if find_spec(module) is None:
        raise ModelError(f"The model {name} needs a package that is not installed: pip install {package}")
