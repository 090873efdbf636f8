"""A run that is to be killed: `python -m tests.eval.killed LIBRARY FOLDER` answers two conversations and then hangs."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from chat.answers import Answer
from eval.command import Outputs, Wishes, evaluate
from eval.run import Ask
from eval.settings import Setting
from tests.eval.scripted import COST, STATIN, Containing, case
from tests.eval.test_run import Scripted

CASES = [case("one", STATIN), case("two", STATIN, STATIN), case("three", STATIN, COST)]


def hanging() -> Ask:
    ask = Scripted()()

    def slow(question: str) -> Answer:
        if question == COST.question:
            time.sleep(600)
        return ask(question)

    return slow


if __name__ == "__main__":
    library, folder = Path(sys.argv[1]), Path(sys.argv[2])
    outputs, wishes = Outputs(answers=folder / "a.jsonl"), Wishes(journals=folder)
    evaluate([Setting(CASES)], library, Containing(), outputs, wishes, door=lambda held: hanging)
