"""Steps of training: the rate rises, then falls to nothing; what each step cost is told now and then."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch

TOLD_EVERY = 50


class Descent:
    """Takes an optimizer down through so many planned steps."""

    def __init__(
        self,
        optimizer: torch.optim.Optimizer,
        planned: int,
        rising: float,
        clipped: Sequence[torch.nn.Parameter],
        told: Callable[[str], None],
    ) -> None:
        """`rising` is the share of the steps in which the rate rises; the gradient of `clipped` is kept to length 1."""
        planned = max(1, planned)
        self._optimizer, self._planned, self._clipped, self._told = optimizer, planned, clipped, told
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min(1.0, (step + 1) / (rising * planned)) * max(0.02, 1 - step / planned)
        )
        self._taken, self._running = 0, 0.0

    def step(self, cost: torch.Tensor) -> None:
        """One step against what was missed."""
        self._optimizer.zero_grad()
        cost.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._clipped, 1.0)
        self._optimizer.step()
        self._schedule.step()
        self._taken, self._running = self._taken + 1, self._running + cost.item()
        if self._taken % TOLD_EVERY == 0:
            self._told(f"step {self._taken} of {self._planned}: loss {self._running / TOLD_EVERY:.3f}")
            self._running = 0.0
