"""The generative engine: a chat model's sentences, each shown only after it passed the gate.

Nothing slow is imported here: without a model none of it is needed.
"""

from __future__ import annotations

from chat.generative.engine import Generative
from chat.generative.watch import Watch

__all__ = ["Generative", "Watch"]
