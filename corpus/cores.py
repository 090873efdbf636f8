"""How many cores a computation takes: one for a question, all of them for many texts.

A question passes through some dozens of small products, and waking another core for each takes longer than it saves:
measured on two cores, a warm answer takes about half the time with one. Two texts read together with a question are
many enough tokens for all: 4.7 ms in the place of 7.5.
"""

from __future__ import annotations

from functools import cache

FEW = 8
"""Texts that one core computes."""


def cores_for(texts: int) -> None:
    """Set what the calling thread computes the next batch of so many texts with."""
    import torch

    every = _every()
    torch.set_num_threads(1 if texts <= FEW else every)


def all_cores() -> None:
    """Set that the calling thread computes what comes next with every core."""
    cores_for(FEW + 1)


@cache
def _every() -> int:
    import torch

    return torch.get_num_threads()
