"""Lists that deny: their plain opposite falls and the faithful sentence stands, whatever the layout."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
import pytest

from chat.gate import evidence, exact, lock
from chat.gate.layout import laid_out
from ingest.split import split
from tests.ingest.reading import documented

# Lead-in, items, what turns them round, what is faithful.
DENIED: dict[str, tuple[str, list[str], list[str], list[str]]] = {
    "not routinely": (
        "Do not routinely",
        ["request a chest X-ray", "take blood cultures"],
        ["Request a chest X-ray.", "Take blood cultures.", "Blood cultures are taken."],
        ["Do not request a chest X-ray routinely.", "Blood cultures are not routinely taken."],
    ),
    "not if": (
        "Do not take methotrexate if you",
        ["are pregnant", "have an active infection"],
        ["Take methotrexate if you are pregnant.", "Take methotrexate if you have an active infection."],
        ["Do not take methotrexate if you have an active infection.", "Do not take methotrexate if you are pregnant."],
    ),
    "a clause": (
        "Medicines that are not stopped",
        ["ramipril", "bisoprolol"],
        ["Ramipril is stopped.", "Bisoprolol is stopped."],
        ["Ramipril is not stopped.", "Bisoprolol is not stopped."],
    ),
    "a verdict": (
        "Not recommended",
        ["Routine antibiotics", "Nebulised magnesium"],
        ["Nebulised magnesium is recommended.", "Routine antibiotics are given.", "Nebulised magnesium."],
        ["Nebulised magnesium is not recommended.", "Routine antibiotics are not recommended."],
    ),
}  # fmt: skip
OPENING, CLOSING = "It is a disease of the lungs.", "It is common."


def in_word(lead: str, items: list[str]) -> bytes:
    made = docx.Document()
    for said, style in (
        ("Asthma", "Title"),
        (OPENING, "Normal"),
        (lead, "Normal"),
        *((item, "List Bullet") for item in items),
    ):
        made.add_paragraph(said, style)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def stored(lead: str, items: list[str]) -> Iterator[tuple[str, str]]:
    """The list as each reader's passages hold it, with the headings above."""
    bulleted = "\n".join(f"- {item}" for item in items)
    bare = "\n".join(items)
    marked = "".join(f"<li>{item}</li>" for item in items)
    paragraphs = "".join(f"<p>{item}</p>" for item in items)
    page = f"<h1>Asthma</h1><p>{OPENING}</p>"
    made: list[tuple[str, str | bytes]] = [
        ("a.html", f"{page}<h3>{lead}</h3><ul>{marked}</ul>"),
        ("a.html", f"{page}<h3>{lead}</h3>{paragraphs}"),
        ("a.md", f"# Asthma\n\n{OPENING}\n\n## {lead}\n\n{bulleted}\n"),
    ]
    for colon in (":", ""):
        made += [
            ("a.html", f"{page}<p>{lead}{colon}</p><ul>{marked}</ul><p>{CLOSING}</p>"),
            ("a.docx", in_word(lead + colon, items)),
        ]
        made += [("a.txt", f"Asthma\n\n{OPENING}\n\n{lead}{colon}\n{body}\n") for body in (bulleted, bare)]
        made += [("a.md", f"# Asthma\n\n{OPENING}\n\n{lead}{colon}\n\n{body}\n") for body in (bulleted, bare)]
    for source, content in made:
        for passage in split(documented(content, source)):
            if passage.kind == "body" and all(item in passage.text for item in items):
                yield evidence(passage), " › ".join(passage.section)


def plain(lead: str, items: list[str]) -> Iterator[tuple[str, str]]:
    """The list as it may be handed to `footnote check`."""
    for colon in (":", ""):
        for gap in ("\n", "\n\n"):
            for sign in ("", "- ", "• "):
                for after in ("", f"\n\n{CLOSING}", "\nGive oxygen to all."):
                    yield f"{lead}{colon}{gap}" + "\n".join(sign + item for item in items) + after, ""
    yield f"{lead}: {', '.join(items)}.", ""
    yield f"{lead}: • {' • '.join(items)}", ""


@pytest.mark.parametrize("name", DENIED)
def test_a_denied_list_is_not_turned_round_in_any_layout(name: str) -> None:
    lead, items, opposite, faithful = DENIED[name]
    held = [*stored(lead, items), *plain(lead, items)]
    assert len(held) > 45
    for text, heading in held:
        for statement in opposite:
            assert not exact(statement, [text], [heading]), (statement, text, heading)
            assert lock(statement, [text], [heading]), (statement, text, heading)
        for statement in faithful:
            broken = [str(reason) for reason in lock(statement, [text], [heading])]
            assert not broken, (statement, text, heading, broken)


@pytest.mark.parametrize(
    ("statement", "passage"),
    [
        ("Request a chest X-ray.", "Do not routinely request a chest X-ray."),
        ("Antibiotics are given.", "Antibiotics are not generally given."),
        ("Antibiotics are needed.", "Antibiotics are not usually needed."),
        ("Antibiotics are recommended.", "Antibiotics are not normally recommended."),
        ("Symptoms are present.", "Symptoms are not always present."),
        ("Routine antibiotics are given.", "Not recommended: Routine antibiotics"),
        ("Stop treatment abruptly.", "Do not:\n• stop treatment abruptly"),
        ("Warfarin is given in pregnancy.", "Drugs that should not be given in pregnancy:\n- warfarin"),
        ("Pregnant women take methotrexate.", "Patients who should not take methotrexate:\n- pregnant women"),
    ],
)
def test_a_denial_reaches_over_an_adverb_a_label_and_a_clause(statement: str, passage: str) -> None:
    assert lock(statement, [passage])
    assert not exact(statement, [passage])


@pytest.mark.parametrize(
    ("statement", "passage"),
    [
        ("Do not request a chest X-ray routinely.", "Do not routinely request a chest X-ray."),
        ("Chest X-rays are not routinely requested.", "Do not routinely request a chest X-ray."),
        ("Routine antibiotics are not recommended.", "Not recommended: Routine antibiotics"),
        ("Give paracetamol.", "Not recommended: aspirin. Give paracetamol."),
        ("Oxygen is recommended.", "Not recommended\nRoutine antibiotics\nRecommended\nOxygen"),
        ("Oxygen is given to all.", "Do not routinely\nrequest a chest X-ray\ntake blood\nOxygen is given to all."),
        ("Apixaban is paused for 24 hours.", "Warfarin is not stopped\nApixaban is paused for 24 hours"),
        ("Take it with water.", "Do not take it with milk\nTake it with water"),
        ("Headache is present.", "No fever\nHeadache is present"),
        ("Caffeine worsens tremor.", "Do not overlook caffeine: it worsens tremor"),
    ],
)  # fmt: skip
def test_what_stands_beside_a_denial_is_not_denied(statement: str, passage: str) -> None:
    assert not lock(statement, [passage]), [str(reason) for reason in lock(statement, [passage])]


def test_a_wrapped_sentence_is_no_list() -> None:
    wrapped = "Do not take methotrexate if you\nare pregnant or have an active\ninfection of the lungs."
    assert laid_out(wrapped) == wrapped
    assert exact("Do not take methotrexate if you are pregnant or have an active infection of the lungs.", [wrapped])


def test_an_outer_list_goes_on_behind_an_inner_one() -> None:
    nested = "Do not give with:\n  • Drugs:\n    • digoxin\n    • verapamil\n  • Alcohol"
    assert exact("Do not give with: Drugs: digoxin; verapamil; Alcohol", [nested])
    assert not exact("Drugs: digoxin; verapamil; Alcohol", [nested])


def test_words_under_a_denying_heading_are_not_said_without_it() -> None:
    for heading, text, whole in (
        ("Asthma › Not recommended", "• Routine antibiotics", False),
        ("Asthma in adults › Care at home › Do not", "• Give antibiotics", False),
        ("Asthma › Not recommended", "Oxygen is given to all.", True),
        ("Asthma › Treatment", "• Routine antibiotics", True),
    ):
        assert exact(text.strip("• "), [text], [heading]) == whole, heading
