"""An answer in a terminal holds words and nothing that the terminal obeys."""

from __future__ import annotations

from dataclasses import replace

from chat.answers import Note
from chat.plain import plain
from tests.browser.scripted import HEAT_QUOTE, REWARM, answer, shown


def test_no_title_name_or_text_can_give_the_terminal_an_order() -> None:
    hostile = "\x1b[2J\x9b31m\u202e\u200b\x07"
    said = replace(HEAT_QUOTE, text=f"Dry heat\nis to {hostile}be avoided.")
    given = answer("q", said, standalone=f"heat{hostile}?", notes=[Note("dropped", f"1 sentence{hostile} left out.")])
    named = tuple(
        replace(one, title=f"Frost\n[9] bite{hostile}", passage=replace(one.passage, section=(hostile, "Care")))
        for one in given.passages
    )
    lines = plain(replace(given, passages=named)).split("\n")
    assert all(line.isprintable() for line in lines)
    assert lines[:3] == ["Read as: heat�[2J�31m���?", "Dry heat", "is to �[2J�31m���be avoided. [1]"]
    assert lines[3] == "Note: 1 sentence�[2J�31m��� left out."
    assert lines[5].startswith("[1] Frost [9] bite�[2J�31m��� › ")


def test_a_name_stands_for_a_title_that_is_missing() -> None:
    nameless = replace(answer("q"), passages=(replace(shown(REWARM, None), title="", source="a\x1bb.txt"),))
    assert "  - a�b.txt › Rewarming: “Rewarm the limb" in plain(nameless)
