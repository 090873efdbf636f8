"""What the page makes of answers and documents: every word as it stands, and no word as anything but a word."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from chat.answers import Note, Shown, Statement
from chat.behind import Behind
from chat.page.badges import reference_line, review
from chat.page.cards import card_html, cards
from chat.page.inert import inert, inert_lines, visible
from chat.page.library import library_html
from chat.page.masthead import featured, masthead
from chat.page.messages import Around, messages, state_line
from chat.page.panel import panel
from chat.page.session import Turn, card_id
from chat.page.shelf import Shelf
from chat.page.words import words_html
from chat.units import units
from corpus.documents import Document, Passage, Reference
from tests.browser.scripted import (
    DOCUMENT,
    HEAT,
    HEAT_QUOTE,
    HOSTILE,
    REWARM,
    REWARM_LIST,
    TEXT,
    answer,
    html_of,
    statement,
)
from tests.ingest.reading import passages

OURS = {"div", "p", "span", "a", "ul", "li", "button", "mark", "article", "section", "header", "details", "summary"}
OURS |= {"h1", "h3", "h4", "cite", "strong", "br", "kbd", "table", "tbody", "tr", "th", "td"}


class Reader(HTMLParser):
    """The elements, the links and the text of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def rows_of(html: str) -> list[list[str]]:
    """The words of each row's cells."""
    return [
        [Reader(cell).text for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", html)
    ]


def held(question: str, *statements: Statement) -> Turn:
    return Turn(question, answer(question, *statements), documents={DOCUMENT.key: DOCUMENT})


@given(st.text())
def test_no_word_is_markup_whatever_it_is_made_of(words: str) -> None:
    made = inert(words)
    assert unescape(made) == visible(words)
    assert not re.search(r"[!-/:-@\[-`{-~]", re.sub(r"&#\d+;", "", made))


@given(st.text())
def test_a_question_makes_no_empty_line_that_would_end_the_block_it_stands_in(words: str) -> None:
    assert "\n" not in inert_lines(words)
    assert Reader(inert_lines(words)).tags <= {"br"}


def test_what_nobody_can_see_is_left_out() -> None:
    assert visible("a\u202eb\u00adc\U000e0041d\x00e\ud800f\u200bg") == "abcdefg"


def test_hostile_words_are_inert_wherever_they_stand() -> None:
    """Question, reading, statement, note, passage, heading, title, source, reference, header and disclaimer."""
    document = Document(
        key=HOSTILE,
        source=HOSTILE,
        origin="",
        title=HOSTILE,
        text=HOSTILE,
        blocks=(),
        references=(Reference(1, HOSTILE, HOSTILE, HOSTILE, 2020, HOSTILE, HOSTILE, HOSTILE),),
        type=HOSTILE,
        publisher=HOSTILE,
        updated=HOSTILE,
        review_status=HOSTILE,
        disclaimer=HOSTILE,
        dropped={HOSTILE: 3},
        stands_for=(DOCUMENT.key, 1),
    )
    passage = Passage(HOSTILE, HOSTILE, "body", (HOSTILE,), 0, len(HOSTILE), HOSTILE, references=(1,))
    ranked = replace(
        answer(HOSTILE).passages[0], passage=passage, source=HOSTILE, title=HOSTILE, marker=1, tier=HOSTILE
    )
    hop = Behind(HOSTILE, 1, replace(ranked, passage=replace(passage, key="hop"), marker=None), 0, len(HOSTILE))
    said = replace(
        statement(HEAT, "Dry heat", text=HOSTILE), spans=(replace(HEAT_QUOTE.spans[0], key=HOSTILE, start=0, end=9),)
    )
    hostile = replace(
        answer(HOSTILE, standalone=HOSTILE + "!", notes=[Note("dropped", HOSTILE)]),
        statements=(said,),
        passages=(ranked,),
    )
    declined = replace(answer(HOSTILE), abstention=HOSTILE, passages=(replace(ranked, marker=None),))
    asked = [
        Turn(HOSTILE, hostile, documents={HOSTILE: document}, behind=(hop,), scope=HOSTILE),
        Turn(HOSTILE, declined, documents={HOSTILE: document}),
        Turn(HOSTILE, problem=HOSTILE),
    ]
    around = Around(Shelf([document]), feedback=True, add=True)
    html = [message["content"] for message in messages(asked, around=around)]
    html += [
        panel(asked, Shelf([document]), document),
        panel(asked, Shelf([document, DOCUMENT]), None),
        masthead([document], document),
        library_html(Shelf([document, DOCUMENT]), {HOSTILE}, add=True, remove=True, most_bytes=1_000_000),
        library_html(Shelf([document]), (), add=False, remove=False, most_bytes=1_000_000),
    ]
    for made in html:
        read = Reader(made)
        assert read.tags <= OURS
        assert read.attributes <= {"class", "href", "title", "type", "id", "colspan"}
        assert all(re.fullmatch(r"#src-[0-9a-f]{16}(-t\d+[sb]\d+)?", target) for target in read.links)
        assert not re.search(r"[*`\[\]_$\\|]|https?:|www\.", re.sub(r"<[^>]*>", "", made)), "Markdown would see this"
        assert "\n" not in made
        assert visible(HOSTILE) in read.text


def test_a_citation_is_a_link_to_the_card_of_its_passage_and_to_its_statement() -> None:
    html = html_of(answer("q", REWARM_LIST, HEAT_QUOTE), 4)
    assert Reader(html).links == [f"#{card_id(REWARM.key)}-t4s0", f"#{card_id(HEAT.key)}-t4s1"]


def test_printed_brackets_are_no_citation() -> None:
    """The passage prints "[1]"; only the statement's own citation is a link."""
    html = html_of(answer("q", HEAT_QUOTE), 0)
    assert len(Reader(html).links) == 1
    assert "follow [1]" in Reader(html).text


def test_a_list_stands_as_a_list_with_its_citation_at_the_end() -> None:
    html = html_of(answer("q", REWARM_LIST), 0)
    lines = [Reader(line).text for line in re.findall(r"<p class=\"fn-item\">.*?</p>", html)]
    assert lines == ["A whirlpool bath", "A basin that is stirred\xa0[1]"]
    assert "of 37 to 39 °C by:" in Reader(html).text


def test_a_bullet_that_says_nothing_alone_stands_under_its_heading() -> None:
    (_, found, _) = passages("# Heat\n\n## When to avoid it\n\nHeat is not for all.\n\n- numb limbs\n- wounds", "body")
    (said,) = (unit.statement() for unit in units(found))
    html = html_of(replace(answer("q", said), passages=(Shown(found, "heat.md", "Heat", 1),)), 0)
    assert re.findall(r"<p class=\"fn-heading\">(.*?)</p>", html) == ["When to avoid it"]
    assert [Reader(line).text for line in re.findall(r"<p class=\"fn-item\">.*?</p>", html)] == ["numb limbs\xa0[1]"]


def test_a_statement_whose_words_are_not_its_spans_stands_as_it_was_written() -> None:
    reworded = replace(REWARM_LIST, text="Use: a whirlpool, or a basin", support="verified")
    assert "Use: a whirlpool, or a basin" in Reader(html_of(answer("q", reworded), 0)).text


def test_the_state_is_told_in_plain_words() -> None:
    verified = replace(HEAT_QUOTE, support="verified")
    assert state_line(answer("q", HEAT_QUOTE)) == "1 statement · quoted word for word"
    assert state_line(answer("q", HEAT_QUOTE, verified)).endswith(
        "1 quoted word for word, 1 checked against the cited words"
    )
    assert state_line(answer("q", verified)) == "1 statement · checked against the cited words"


def test_a_follow_up_shows_how_it_was_read_and_a_first_question_does_not() -> None:
    assert "Read as:" not in html_of(answer("Why?", HEAT_QUOTE), 0)
    read = html_of(answer("Why?", HEAT_QUOTE, standalone="Why no dry heat?"), 0)
    assert "Read as: Why no dry heat?" in Reader(read).text


def test_an_abstention_says_so_and_offers_the_closest_passages() -> None:
    html = html_of(answer("What does it cost?"), 0)
    assert "The library does not say" in Reader(html).text
    assert Reader(html).links == [f"#{card_id(REWARM.key)}", f"#{card_id(HEAT.key)}"]
    assert "statement" not in Reader(html).text


def test_a_card_shows_the_words_without_the_articles_reference_numbers() -> None:
    (card,) = cards([held("q", REWARM_LIST)])
    html = card_html(card, Shelf([DOCUMENT]))
    words = html[html.index('<div class="fn-words">') : html.index("</div>")]
    said = " ".join(Reader(line).text for line in re.findall(r"<p .*?</p>", words))
    assert said == "Rewarm the limb in water of 37 to 39 °C by: A whirlpool bath A basin that is stirred"


def test_a_card_marks_what_each_statement_rests_on_and_nothing_else() -> None:
    asked = [
        held("q", statement(REWARM, "A whirlpool bath")),
        held("r", REWARM_LIST),
    ]
    html = card_html(cards(asked)[0], Shelf([DOCUMENT]))
    lit = {
        cite: re.findall(rf'<mark class="fn-lit [^"]*\b{cite}\b[^"]*">(.*?)</mark>', html) for cite in ("t0s0", "t1s0")
    }
    assert lit["t0s0"] == ["A whirlpool bath"]
    assert [unescape(words) for words in lit["t1s0"]] == [
        "Rewarm the limb in water of 37 to 39 °C by",
        "A whirlpool bath",
        "A basin that is stirred",
    ]


def test_no_word_of_a_passage_is_lost_in_its_card_whatever_its_parts() -> None:
    """Lines that begin no part continue the line before; without parts every printed line is its own."""
    for one in (
        REWARM,
        HEAT,
        replace(REWARM, parts=()),
        replace(REWARM, parts=REWARM.parts[1:2]),
        replace(HEAT, markers=()),
    ):
        turn = Turn("q", replace(answer("q"), passages=(replace(answer("q").passages[0], passage=one),)))
        html = card_html(cards([turn])[0], Shelf(()))
        words = Reader(re.sub(r"</p>", " </p>", html[html.index('<div class="fn-words">') : html.index("</div>")])).text
        assert re.findall(r"\w+", words) == re.findall(r"\w+", one.words())


def test_a_row_that_governs_others_stands_across_the_table_though_bars_frame_it() -> None:
    rows = (
        "| Drug | Dose |\n|---|---|\n| Adults | |\n| Amoxicillin | 500 mg |\n| Children | |\n| Amoxicillin | 250 mg |\n"
    )
    (table,) = passages(f"Doses\n\nThese are the doses of some drugs.\n\n{rows}")[-1:]
    assert rows_of(words_html(table, ())) == [
        ["Drug", "Dose"],
        ["Adults"],
        ["Amoxicillin", "500 mg"],
        ["Children"],
        ["Amoxicillin", "250 mg"],
    ]
    assert words_html(table, ()).count('colspan="2"') == 2


def test_a_card_tells_what_the_article_rests_it_on_and_never_invents_a_reference() -> None:
    asked = [held("q", REWARM_LIST, HEAT_QUOTE)]
    rewarm, heat = (Reader(card_html(card, Shelf([DOCUMENT]))).text for card in cards(asked))
    assert "reference 1 · ◆ Guideline · Field rewarming · Wilderness notes · 2019" in rewarm
    assert "number matched by order and subject, not printed" in rewarm
    assert "reference 2: cited by the article, not in its reference list" in heat


def test_cited_words_stay_readable_after_their_document_changed_or_went() -> None:
    asked = [held("q", REWARM_LIST)]
    other = replace(DOCUMENT, text=TEXT.replace("37", "40"))
    shifted = replace(DOCUMENT, text="A new line\n" + TEXT)
    for now, remark in (([], "no longer in the library"), ([other], "has changed since"), ([shifted], "")):
        read = Reader(panel(asked, Shelf(now), None)).text
        assert "37 to 39 °C" in read
        assert ("fn-stale" in panel(asked, Shelf(now), None)) == bool(remark)
        assert remark in read


def test_every_card_of_the_conversation_stays_and_keeps_its_number() -> None:
    asked = [held("q", HEAT_QUOTE, REWARM_LIST), held("r", REWARM_LIST)]
    assert [(card.number, card.shown.passage.key) for card in cards(asked)] == [(1, HEAT.key), (2, REWARM.key)]


def test_the_header_holds_title_source_date_review_and_disclaimer() -> None:
    read = Reader(masthead([DOCUMENT], DOCUMENT)).text
    for told in ("How is frostbite treated?", "The Cold Clinic", "March 3, 2024", "● Approved", "not a prescription"):
        assert told in read
    assert "This is for professionals." in read
    assert "Check it before you use it." in read


def test_the_header_tells_which_document_it_is_about_or_how_many_there_are() -> None:
    other = replace(DOCUMENT, key="other", source="other.txt", title="Another")
    assert featured([DOCUMENT], "") is DOCUMENT
    assert featured([other, DOCUMENT], DOCUMENT.source) is DOCUMENT
    assert featured([other, DOCUMENT], "gone.txt") is None
    assert "and 1 other document" in Reader(masthead([other, DOCUMENT], DOCUMENT)).text
    assert "2 documents" in Reader(masthead([other, DOCUMENT], None)).text
    assert "library is empty" in Reader(masthead([], None)).text


def test_review_states_differ_by_shape() -> None:
    states = ("Submitted", "Under Review", "Approved", "Retracted", "")
    shapes = [Reader(review(replace(DOCUMENT, review_status=state))).text.split()[0] for state in states]
    assert len(set(shapes)) == len(states)


def test_a_reference_without_fields_shows_its_own_words() -> None:
    assert "Someone: A book. 1999" in Reader(reference_line(Reference(3, text="Someone: A book. 1999"))).text


def test_a_status_that_denies_approval_has_not_its_face() -> None:
    approved, *others = (
        Reader(review(replace(DOCUMENT, review_status=status))).text.split()[0]
        for status in ("Peer reviewed and approved", "Not approved", "Not yet approved", "Unapproved")
    )
    assert approved not in others


def test_an_abstention_gives_its_reason_first_and_what_might_answer_last() -> None:
    declined = answer("What does it cost?", notes=[Note("not_covered", "The closest passages state no price.")])
    around = Around(Shelf([DOCUMENT]), add=True)
    html = html_of(declined, around=around)
    block = html[html.index('<div class="fn-abstention">') : html.index('<p class="fn-actions">')]
    told = [
        Reader(block).text.index(words) for words in ("does not say", "no price", "Closest", "reference 1", "Add its")
    ]
    assert told == sorted(told)
    assert "reference 2" not in Reader(block).text, "it is in no list, so nobody can tell what to add"
    held = replace(DOCUMENT, key="field", source="field.txt", stands_for=(DOCUMENT.key, 1))
    assert "reference 1" not in Reader(html_of(declined, around=replace(around, shelf=Shelf([DOCUMENT, held])))).text
    assert "Add its text" not in html_of(declined, around=replace(around, add=False))


def test_an_answer_says_when_its_document_has_changed_or_gone() -> None:
    given = answer("q", REWARM_LIST)
    gone, other = Shelf(()), Shelf([replace(DOCUMENT, text=TEXT.replace("37", "40"))])
    assert "fn-note-stale" not in html_of(given, around=Around(Shelf([DOCUMENT])))
    assert "no longer in the library" in Reader(html_of(given, around=Around(gone))).text
    assert "has changed since" in Reader(html_of(given, around=Around(other))).text
