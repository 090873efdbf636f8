"""What a judge of support is: the one question on which the citation figures rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Judge(Protocol):
    """Decides whether passages support a statement; its name is printed with every figure that rests on it."""

    @property
    def name(self) -> str:
        """As the report and the figures file name it: exact, lock, nli:NAME, …"""
        ...

    def supports(self, statement: str, passages: Sequence[str]) -> bool:
        """Whether the passages, taken together, support the statement.

        An exception means that it could not decide: the statement is then unscored, never unsupported.
        """
        ...
