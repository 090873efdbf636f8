"""The web page: asks through the verbs it is handed, shows answers and the words they rest on.

The only package that knows gradio. Importing it is cheap; gradio is imported by `build`.
"""

from __future__ import annotations

from chat.page.server import build, serve
from chat.page.verbs import Feedback, Verbs

__all__ = ["Feedback", "Verbs", "build", "serve"]
