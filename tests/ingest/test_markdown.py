from __future__ import annotations

import time

import pytest

from ingest.readers import read_bytes
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


WARD = """\
# Gentamicin in adults

> [!WARNING]
> Never give a second dose before the level is back.

## Stop if

- new tinnitus or vertigo
- treatment reaches 7 days

!!! note "Endocarditis"
    In endocarditis gentamicin is given as 1 mg/kg every 12 hours.

!!! danger
    Do not mix with penicillins in one infusion bag.

## Dosing

Dose by ideal body weight.

!!! tip "Obesity"
    Use the adjusted weight where BMI is above 30.

!!! warning "Not with"
    - furosemide
    - cisplatin

Round to the nearest 40 mg.

???+ info
    The calculator is on the ward page.

## Checklist

- [x] Weight recorded
- [ ] Pregnancy excluded

## Monitoring

Creatinine
: daily

Level
: before the second dose
: then twice weekly
"""


def test_boxes_of_its_dialects_have_their_titles_and_end_with_themselves() -> None:
    made = [one for one in split(documented(WARD)) if one.kind == "body"]
    assert [(one.section, one.words()) for one in made[:9]] == [
        (("Warning",), "Never give a second dose before the level is back."),
        ((), "Stop if new tinnitus or vertigo treatment reaches 7 days"),
        (("Endocarditis",), "In endocarditis gentamicin is given as 1 mg/kg every 12 hours."),
        (("Danger",), "Do not mix with penicillins in one infusion bag."),
        (("Dosing",), "Dose by ideal body weight."),
        (("Dosing",), "Obesity: Use the adjusted weight where BMI is above 30."),
        (("Dosing",), "Not with: furosemide cisplatin"),
        (("Dosing",), "Round to the nearest 40 mg."),
        (("Dosing", "Info"), "The calculator is on the ward page."),
    ]
    assert outline_of(made[6])[0] == ("lead", 0, "Not with:")


def test_tasks_and_definitions_are_shown_without_their_signs() -> None:
    document = documented(WARD)
    items = [document.text[one.start : one.end] for one in document.blocks if one.kind == "item"][-7:]
    assert items == [
        "Weight recorded",
        "Pregnancy excluded",
        "Creatinine",
        "daily",
        "Level",
        "before the second dose",
        "then twice weekly",
    ]
    assert "[" not in document.text and not document.dropped
    defined = next(one for one in split(document) if "Level" in one.text)
    assert outline_of(defined) == [
        ("lead", 0, "Level"),
        ("item", 1, "before the second dose"),
        ("item", 1, "then twice weekly"),
    ]


def test_signs_of_a_dialect_that_mean_something_else_stay() -> None:
    text = (
        "# Care\n\n!!! Do not give to children.\n\nThe dose is\n~ 5 mg a day.\n\n??? unclear whether it helps\n\n"
        "> [!important] Ask first\n> and wait for the answer.\n"
    )
    document = documented(text)
    for words in ("!!! Do not give to children.", "The dose is ~ 5 mg a day.", "??? unclear whether it helps"):
        assert words in " ".join(document.text.split())
    assert [one.section for one in split(document)][-1] == ("Ask first",)


REMARKS = """\
# Contacts

The unit is open to all wards of the hospital every day.

## Who to call[^all]

Registrar, bleep 2210[^1]. Consultant through switchboard.

| Drug | Dose |
|------|------|
| A | 5 mg[^2] |
| B | 10 mg |

Give to adults with[^3]:

- sepsis

```
[^9]: no note
```

[^1]: Outside 9–17 h through
    switchboard.
[^2]: Max 480 mg.
[^3]: See the sepsis guide
[^all]: Numbers are internal.
[^alone]: Nothing points to this remark.

Last words.
"""


def test_footnotes_that_name_no_sources_are_words_behind_their_sentence() -> None:
    document = documented(REMARKS)
    check(document, split(document))
    assert not document.references and not document.markers and "References" not in document.text
    said = [one.words() for one in split(document) if one.kind == "body"]
    assert said[1:] == [
        "Numbers are internal.",
        "Registrar, bleep 2210. Outside 9–17 h through switchboard. Consultant through switchboard.",
        "Drug Dose A 5 mg (Max 480 mg.) B 10 mg",
        "Give to adults with (See the sepsis guide): sepsis",
        "[^9]: no note",
        "Nothing points to this remark.",
        "Last words.",
    ]


def test_footnotes_beside_a_typed_list_are_words_and_no_entries() -> None:
    text = (
        "# Care\n\nIt helps [1].[^a] Rest is free.\n\n[^a]: Changed in 2024 after an audit.\n\n"
        "## References\n\n1. Smith J. Title one. BMJ. 2015;1:1.\n2. Doe A. Title two. JAMA. 2016;1:1.\n"
    )
    document = documented(text)
    assert [one.number for one in document.references] == [1, 2] and cited(document) == [(1,)]
    assert "It helps [1]. Changed in 2024 after an audit. Rest is free." in document.text


def test_footnotes_that_are_sources_keep_their_numbers_and_have_one_heading() -> None:
    text = (
        "# Care\n\nIt helps.[^2] So does rest.[^5]\n\n## References\n\n"
        "[^5]: Doe A. Title two. JAMA. 2016;1:1.\n[^2]: Smith J. Title one. BMJ. 2015;1:1.\n\n"
        "## Contact\n\nWrite to us.\n"
    )
    document = documented(text)
    assert cited(document) == [(2,), (5,)] and document.text.count("References") == 1
    assert [(one.number, one.title) for one in document.references] == [(2, "Title one"), (5, "Title two")]
    assert [one.section for one in split(document)][-1] == ("Contact",)
    named = documented("# Care\n\nIt helps.[^doe]\n\nNew words.\n\n[^doe]: Doe A. Title two. JAMA. 2016;1:1.\n")
    assert cited(named) == [(1,)] and named.references[0].title == "Title two"


def test_what_nobody_sees_is_dropped_where_a_text_names_it_too() -> None:
    read = read_bytes(
        b"# A dexa&shy;methasone guide\n\nIt is **40&#x200b;mg** &#x202e;x &#xE0041;y.[^1]\n\n"
        b"<b>once&zwj;</b> `a&shy;b`\n\n[^1]: No&shy;te this.\n"
    )
    assert read.text == "A dexamethasone guide\n\nIt is 40mg x y. Note this.\n\nonce a&shy;b"
    assert read.title == "A dexamethasone guide"
    assert read.dropped == {
        "soft hyphens": 2,
        "zero-width characters": 2,
        "direction overrides": 1,
        "tag characters": 1,
    }


@pytest.mark.parametrize("line", ["!!! a" + "\t" * 1_000 + '"\x01', "---|---" + " " * 15_000 + "x"])
def test_a_hostile_line_costs_no_more_than_it_is_long(line: str) -> None:
    began = time.process_time()
    read_bytes(f"# Gout\n\n{line}\n    words\n".encode())
    assert time.process_time() - began < 1
