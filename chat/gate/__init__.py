"""The gate: every statement against the passages it cites, before a reader sees it."""

from __future__ import annotations

from chat.gate.evidence import evidence
from chat.gate.exact import exact
from chat.gate.lock import lock
from chat.gate.reasons import Reason
from chat.gate.verdict import Verdict, check

__all__ = ["Reason", "Verdict", "check", "evidence", "exact", "lock"]
