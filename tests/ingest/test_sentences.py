from __future__ import annotations

import pytest

from corpus.documents import Marker
from ingest.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[one.start : one.end] for one in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "whole",
    [
        "Use it e.g. In a clinic with beds.",
        "Some drugs, i.e. NSAIDs, harm.",
        "Ask Dr. Smith about it.",
        "It is shown in Fig. 2 of the report.",
        "Bortezomib vs. Thalidomide was tested.",
        "Smith et al. Found no change.",
        "J. Smith and A. B. Doe wrote it.",
        "The p value was < 0.05 in all.",
        "Give 1.5 mg. of it daily.",
        "It was given i.v. Daily for a week.",
        "No. 5 is the last of them.",
        "Table 1. Doses of the drugs",
        "Give Inj. Diclofenac in the thigh.",
        "Temp. 38.5 was measured, and wt. 70 kg.",
        "See para. 3 and App. 2, or call ext. 1234.",
        "Ask Dr. med. Anna Roth about it.",
        "It is shown by Smith et al. Review the tables.",
        "Roe J. Use of it in adults.",
        "Use drugs, e.g. Stop smoking aids.",
        "E. coli and S. aureus grew.",
        "Approx. 20 patients fell.",
        "1. Rest the foot",
        "Is it safe (it was asked)?",
    ],
)
def test_what_looks_like_an_end_and_is_none(whole: str) -> None:
    assert cut(whole) == [whole]


@pytest.mark.parametrize(
    "parts",
    [
        ["It was given at 100 mg.", "The pain fell."],
        ["Is it safe?", "Yes, it is!", "Good."],
        ["He said “stop.”", "She went on."],
        ["It helps (in adults).", "It harms children."],
        ["The group was small (n = 5).", "Twelve fell."],
        ["They lack vitamin D.", "The dose is 5 mg."],
        ["It was shown by Smith et al.", "The effect was small."],
        ["The drug was given i.v.", "Patients slept."],
        ["It fell to 1.5.", "5 patients left."],
        ["α was 0.05.", "β was 0.2."],
        ["Infuse over 30 min.", "Check the line."],
        ["Give 5 mg b.d.", "Stop if a rash occurs."],
        ["It protects from hepatitis B.", "Vaccinate contacts."],
        ["Warfarin blocks vitamin K.", "Spinach is rich in it."],
        ["Pain, fever, etc.", "These are rare."],
    ],
)
def test_what_is_an_end(parts: list[str]) -> None:
    assert cut(" ".join(parts)) == parts


@pytest.mark.parametrize("marked", ["Pain is common.3 Rest helps.", "Pain is common. [3] Rest helps."])
def test_a_marker_behind_the_full_stop_stays_with_its_sentence(marked: str) -> None:
    number = marked.index("3")
    start, end = (number, number + 1) if "[" not in marked else (number - 2, number + 2)
    first, second = sentences(marked, 0, len(marked), [Marker(start, end, (3,))])
    assert "3" in marked[first.start : first.end]
    assert marked[second.start : second.end] == "Rest helps."
