"""Lines that stand alone: those that say something can be quoted, those that name a subject head what follows."""

from __future__ import annotations

import pytest

from tests.ingest.reading import bodies, documented, passages

TABLETS = "The tablets are taken with food in the morning, and swallowed whole with a glass of water."
SAID = [
    "10 mg once daily",
    "10 IU twice daily",
    "2.5–5 mg at night",
    "DO NOT GIVE INTRAMUSCULARLY",
    "Do not stop it suddenly",
    "Never crush the tablets",
    "For intravenous use only",
    "Aspirin must not be given to children",
    "Maximum 4 g in 24 hours",
    "Diagnosis: NSTEMI",
    "Starting dose: 5 mg",
]
HEADS = [
    "DOSE",
    "Never events",
    "Do not attempt resuscitation orders",
    "Maximum dose",
    "24 hours after surgery",
    "2.1 Maximum dose",
    "5 Tablets and capsules",
    "Gout: an overview",
    "Who should not take it",
    "When it must not be given",
]


@pytest.mark.parametrize("line", SAID)
def test_a_line_that_says_something_heads_nothing(line: str) -> None:
    text = f"Bisoprolol\n\n{TABLETS}\n\n{line}\n\n{TABLETS}\n"
    assert [(one.section, one.words()) for one in passages(text, "body")][1] == ((), line)
    first = f"Bisoprolol\n\n{line}\n\n{TABLETS}\n"
    assert bodies(first)[0] == line


@pytest.mark.parametrize(
    "line",
    [
        "Never crush slow-release tablets!",
        "Give 10 mg at night [1]",
        "Stop it in renal failure.[2]",
        "Rest helps in most.3",
        "It is “safe for all.”",
    ],
)
def test_the_first_sentence_is_no_remark_about_its_document(line: str) -> None:
    (first, *_) = documented(f"<h1>Falls</h1><p>{line}</p><p>{TABLETS}</p>").blocks[1:]
    assert first.kind == "paragraph"
    (typed, *_) = documented(f"Falls\n\n{line}\n\n{TABLETS}\n").blocks[1:]
    # Without its full stop it may be a heading.
    assert typed.kind == ("heading" if line.endswith(" [1]") else "paragraph")


@pytest.mark.parametrize("line", ["Ann Bee [1], Carl Dee [2]", "Guidance on tablets version 2.1", "What is a fall?"])
def test_a_line_before_the_body_that_is_no_sentence_is_a_remark(line: str) -> None:
    (first, *_) = documented(f"Falls\n\n{line}\n{TABLETS}\n").blocks[1:]
    assert first.kind in ("about", "heading")


@pytest.mark.parametrize("line", HEADS)
def test_a_line_that_names_its_subject_is_a_heading(line: str) -> None:
    text = f"Bisoprolol\n\n{TABLETS}\n\n{line}\n\n{TABLETS}\n"
    assert [one.section for one in passages(text, "body")] == [(), (line,)]
