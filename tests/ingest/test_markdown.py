from __future__ import annotations

from ingest.split import split
from tests.ingest.reading import check, cited, documented, outline_of

NOTE = """\
---
title: "Statin care"
publisher: Clinic Notes
date: 2024-02-03
---
# Statin care

Some **bold** words with a [link](https://example.org) and 10 < 20 of them are here.[^1]

## Steps

Do this in turn:

1. First step
2. Second step:
   - a part
   - another part[^2]

| Drug | Dose |
|------|------|
| A | 5 mg |
| B | 10 mg |

[^1]: Smith J. Title one. BMJ. 2015;1:1.
[^2]: Doe A. Title two. JAMA. 2016;1:1.
"""


def test_markdown_is_read_as_it_is_shown() -> None:
    document = documented(NOTE, "note.txt")
    made = split(document)
    check(document, made)
    assert (document.title, document.publisher, document.updated) == ("Statin care", "Clinic Notes", "2024-02-03")
    for sign in ("**", "](", "|", "#", "[^"):
        assert sign not in document.text
    body = [one for one in made if one.kind == "body"]
    assert body[0].words() == "Some bold words with a link and 10 < 20 of them are here."
    assert [(kind, depth, words) for kind, depth, words in outline_of(body[1])] == [
        ("lead", 0, "Do this in turn:"),
        ("item", 1, "First step"),
        ("lead", 1, "Second step:"),
        ("item", 2, "a part"),
        ("item", 2, "another part"),
    ]
    assert body[1].section == ("Steps",) and body[1].references == (2,)
    assert [part.kind for part in body[2].parts] == ["header", "row", "row"]


def test_footnotes_are_the_list_of_references() -> None:
    document = documented(NOTE)
    assert cited(document) == [(1,), (2,)]
    assert [(one.number, one.title) for one in document.references] == [(1, "Title one"), (2, "Title two")]


def test_what_a_page_inside_markdown_hides_stays_hidden() -> None:
    text = "# Foot care\n\n<div style='display:none'>SECRET</div>\n\n## Dose\n\nGive 5 mg of it every day to adults.\n"
    document = documented(text)
    assert "SECRET" not in document.text and document.dropped["hidden elements"] == 1


def test_struck_out_words_hold_no_more() -> None:
    document = documented("# Foot care\n\nThe dose is ~~20 mg~~ 10 mg daily, and ~5 mg for the frail.\n")
    assert "The dose is 10 mg daily, and ~5 mg for the frail." in document.text
    assert document.dropped["struck-out text"] == 1


def test_further_paragraphs_of_an_item_go_with_it() -> None:
    text = (
        "# Care\n\n1. Shift potassium:\n\n   Give insulin with glucose.\n\n2. Do not give:\n   - NSAIDs\n\n"
        "   > Paracetamol is safe.\n"
    )
    (first, second, last) = [one for one in split(documented(text, "care.md")) if one.kind == "body"]
    assert outline_of(first) == [("lead", 0, "Shift potassium:"), ("item", 1, "Give insulin with glucose.")]
    assert outline_of(second) == [("lead", 0, "Do not give:"), ("item", 1, "NSAIDs")]
    assert last.words() == "Paracetamol is safe."


def test_a_note_sign_under_a_table_does_not_make_a_text_markdown() -> None:
    text = (
        "A trial of rest\n\nRESULTS:\nPain fell by 2 points in the group that rested.\n# p < 0.05\n# against placebo\n"
    )
    assert "# p < 0.05" in documented(text).text
