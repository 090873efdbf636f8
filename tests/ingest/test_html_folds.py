"""Parts of a page that fold: what is asked in a summary is said with its answer."""

from __future__ import annotations

import pytest

from corpus.records import document_of, document_row, fingerprint
from ingest.split import split
from tests.ingest.reading import check, documented


def sections(page: str) -> list[tuple[tuple[str, ...], str]]:
    """The words of the body with the headings they stand under."""
    document = documented(page)
    made = split(document)
    check(document, made)
    return [(one.section, one.words()) for one in made if one.kind == "body"]


def test_a_summary_is_the_heading_of_its_part_and_of_nothing_behind_it() -> None:
    page = """<h1>Going home after a hip replacement</h1><h2>Common questions</h2>
    <details><summary>When can I shower?</summary><p>After 48 hours, with the dressing left on.</p></details>
    <details open><summary><b>What should I avoid?</b></summary><ul><li>crossing your legs</li><li>low chairs</li></ul>
    </details><p>Ring the ward about anything else.</p>
    <table><tr><th>Day</th><th>Walk</th></tr><tr><td>1</td><td>10 m</td></tr></table>
    <h2>Dressing</h2><p>It stays on for ten days.</p>"""
    assert sections(page) == [
        (("Common questions", "When can I shower?"), "After 48 hours, with the dressing left on."),
        (("Common questions",), "What should I avoid? crossing your legs low chairs"),
        (("Common questions",), "Ring the ward about anything else."),
        (("Common questions",), "Day Walk 1 10 m"),
        (("Dressing",), "It stays on for ten days."),
    ]


def test_parts_inside_parts_and_headings_inside_them_stand_below_their_summary() -> None:
    page = """<h1>Steroid cards for adults</h1><h2>Doses</h2>
    <details><summary>By mouth</summary><h2>Start</h2><p>It starts at 5 mg.</p>
      <h3>Later</h3><p>It goes on with 10 mg.</p>
      <details><summary>Children</summary><p>They have half of it.</p></details><p>It ends with 1 mg.</p></details>
    <p>All of it is taken in the morning.</p>"""
    assert sections(page) == [
        (("Doses", "By mouth", "Start"), "It starts at 5 mg."),
        (("Doses", "By mouth", "Start", "Later"), "It goes on with 10 mg."),
        (("Doses", "By mouth", "Start", "Later", "Children"), "They have half of it."),
        (("Doses", "By mouth", "Start", "Later"), "It ends with 1 mg."),
        (("Doses",), "All of it is taken in the morning."),
    ]


def test_a_heading_in_a_summary_has_the_depth_it_is_tagged_with() -> None:
    page = """<h1>Steroid cards for adults</h1>
    <details><summary><h2>Start</h2></summary><p>It starts at 5 mg.</p></details>
    <details><summary><h2>Later</h2></summary><p>It goes on with 10 mg.</p></details><p>It ends with 1 mg.</p>"""
    assert sections(page) == [
        (("Start",), "It starts at 5 mg."),
        (("Later",), "It goes on with 10 mg."),
        ((), "It ends with 1 mg."),
    ]


@pytest.mark.parametrize("list_of", ["<ul><li>{}</li><li>{}</li></ul>", "<div>{}{}</div>"])
def test_parts_in_a_list_are_parts_all_the_same(list_of: str) -> None:
    parts = [f"<details><summary>{asked}</summary><p>{said}</p></details>" for asked, said in
             (("Can I drive?", "After six weeks."), ("Can I fly?", "After three months."))]  # fmt: skip
    assert sections("<h1>After a hip replacement</h1><h2>Travel</h2>" + list_of.format(*parts)) == [
        (("Travel", "Can I drive?"), "After six weeks."),
        (("Travel", "Can I fly?"), "After three months."),
    ]


@pytest.mark.parametrize("summary", ["Never take a double dose to make up.", "Give 5 mg " + "more of it " * 20])
def test_a_summary_that_says_something_by_itself_can_be_quoted(summary: str) -> None:
    details = f"<details><summary>{summary}</summary><p>Ring us then.</p></details>"
    assert (("Doses",), summary.strip()) in sections(f"<h1>Methotrexate tablets</h1><h2>Doses</h2>{details}")


def test_where_a_part_ends_is_kept_with_the_document() -> None:
    page = (
        "<h1>Foot care</h1><h2>Baths</h2><details><summary>How long?</summary><p>An hour.</p></details><p>Dry them.</p>"
    )
    document = documented(page)
    again = document_of(document_row(document))
    assert again == document and fingerprint(again) == fingerprint(document)
    assert [one.closes for one in again.blocks] == [0, 0, 0, 0, 3]
