"""The article's own numbers are lifted out of its text; its figures never are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.reading import cited, documented, without_markers

LIST = "\n\nReferences\n\n" + "\n".join(
    f"{n}. Author{chr(64 + n)} A. Title of paper {chr(64 + n)}. Journal. 20{n:02}." for n in range(1, 10)
)


def article(*sentences: str, references: str = LIST) -> str:
    return "Care of the foot\n\nAssessment\n\n" + "\n\n".join(sentences) + references + "\n"


@pytest.mark.parametrize(
    ("written", "numbers", "reads"),
    [
        ("Pain is common [2].", (2,), "Pain is common."),
        ("Pain is common [2,5-7].", (2, 5, 6, 7), "Pain is common."),
        ("Pain is common [2–4].", (2, 3, 4), "Pain is common."),
        ("Pain is common [1, 3] .", (1, 3), "Pain is common."),
        ("Pain is common. [2]", (2,), "Pain is common."),
        ("Pain [2] is common in adults.", (2,), "Pain is common in adults."),
        ("Pain is common [2]–[4].", (2, 3, 4), "Pain is common."),
        ("Pain is common [2], [5].", (2, 5), "Pain is common."),
        ("It was seen in a score of 2 [4–6].", (4, 5, 6), "It was seen in a score of 2."),
        ("It is common in stage 4 [3–5].", (3, 4, 5), "It is common in stage 4."),
        ("Two had 4 [3,5].", (3, 5), "Two had 4."),
    ],
)
def test_brackets_are_markers_wherever_they_stand(written: str, numbers: tuple[int, ...], reads: str) -> None:
    document = documented(article(written, "Rest helps most people with it [1]."))
    assert cited(document) == [numbers, (1,)]
    assert reads in without_markers(document)


@pytest.mark.parametrize(
    "bracketed", ["a ratio [95% CI 1.2 to 3.4]", "co-artemether [Coartem, Riamet]", "30 of 378 [7.94%]", "in [2019]"]
)
def test_other_words_in_brackets_are_left_alone(bracketed: str) -> None:
    document = documented(article(f"It was seen with {bracketed} in the trial.", "Rest helps [1].", "Ice helps [2]."))
    assert cited(document) == [(1,), (2,)]


@pytest.mark.parametrize(
    "spread",
    ["a stay of 5 [3-7] days", "a median of 4.5 [3–7]", "5 [3, 7] points in the score", "a stay of 9 (IQR [3-7])"],
)
def test_the_spread_of_a_figure_is_no_marker(spread: str) -> None:
    document = documented(article(f"They had {spread} in the trial [1].", "Rest helps [2]."))
    assert cited(document) == [(1,), (2,)]
    assert f"They had {spread} in the trial." in without_markers(document)


def test_numbers_left_over_at_the_end_of_sentences_are_markers_where_the_document_uses_them_so() -> None:
    document = documented(
        article(
            "Pain is common in adults 1",
            "Two drugs reduce the pain of most adults 2,3.",
            "Rest is advised. 4 Walking is not forbidden.",
            "The scale has three grades of severity 5:\n\n- mild\n- moderate\n- severe",
        )
    )
    assert cited(document) == [(1,), (2, 3), (4,), (5,)]
    assert "severity:" in without_markers(document)


@pytest.mark.parametrize(
    "figure",
    [
        "The mean pain score was 3",
        "Stop the drug at grade 3",
        "It is used for diabetes of type 2.",
        "Cancer of stage 4",
        "It was measured on day 8.",
        "Every patient over the age of 7",
        "See also Table 2.",
        "Use a dose of 5",
        "It fell to 2.",
        "The target INR is 2 to 3",
        "Score 1-9: mild pain",
        "Reduce the dose (1.3→1.0→0.7 mg/m²)",
        "Give 10⁶ cells and 1.7 mg/m² of it.",
        "The risk was 1 in 9.",
        "They gave 3–5 mL/kg, n = 6.",
        "Add 5 mM MgCl 2, then wait.",
    ],
)
def test_figures_are_never_markers(figure: str) -> None:
    for ends in ("Pain is common in adults {}", "Pain is common in adults [{}]."):
        marked = [ends.format(n) for n in (1, 2, 3)]
        document = documented(article(marked[0], figure, *marked[1:]))
        assert cited(document) == [(1,), (2,), (3,)]
        assert figure in without_markers(document)


BARE = (
    "- Pain is common in adults who run 1",
    "- Rest is advised to everyone who has it 2",
    "- Walking is not forbidden while it heals 3",
    "- Ice is used as long as it is welcome 4",
)


@pytest.mark.parametrize(
    "written",
    [
        "Most swelling is gone after 12 months {}",
        "Rest the foot for 7 days in total {}",
        "Take it for 10 days in all {}",
        "Refer if the pain exceeds 5 out of 10 {}",
        "Numbness fell from 28% to 12% {}",
        "Fewer fell with a brace (14% versus 23%) {}",
        "Fewer fell with a brace (14% versus 23%) {}. The others wore shoes.",
        "Stretch the calf three times a day {}",
        "Check the skin once per week {}",
        "Change the dressing every 4 weeks {}",
        "The brace is left off over the age of 75 {}",
        "Do not start it below 4 weeks of age {}",
        "Give two tablets on day 1 {}",
        "The gain was only 2 strength points {}",
        "It does not lower the rates {}",
        "Feeling may be absent for days {}. Strength returns first.",
        "It eases when lying down {}",
        "See the surgeon the same day {}",
        "The dose is lowered by one grade {}",
        "It was no better in the largest trial {}",
        "The splint may be started first {}",
        "A second brace should not be given {}",
        "It is used first-line {}",
        "It was found in groups 1 and 2 {}",
        "It has no use in typical ON {}",
        "Look for antibodies against IgA {}",
    ],
)
def test_a_number_behind_words_that_have_theirs_is_a_marker_where_references_are_bare(written: str) -> None:
    document = documented(article(*BARE, f"- {written.format(3)}"))
    assert cited(document) == [(1,), (2,), (3,), (4,), (3,)]
    assert written.replace(" {}", "") in without_markers(document)


@pytest.mark.parametrize(
    "ends", ["close to 150", "in people under 40", "three hours before", "on day 7", "for 6 weeks"]
)
def test_a_number_behind_a_full_stop_is_a_marker_whatever_word_or_figure_ends_the_sentence(ends: str) -> None:
    document = documented(
        article(*BARE, f"- The foot is cool {ends}. 3", f"- The skin is dry {ends}. 2 Nothing is done.")
    )
    assert cited(document) == [(1,), (2,), (3,), (4,), (3,), (2,)]
    assert f"The skin is dry {ends}. Nothing is done." in without_markers(document)


@pytest.mark.parametrize(
    "figure",
    [
        "The stitches come out at day 4.",
        "It took 27 weeks for grade 3.",
        "The dose is halved when the weakness is a grade 3",
        "There is no grade 4.",
        "Give 40 mg on cycle 1 day 3",
        "Dexamethasone 40 mg day 1",
        "Fluids are clear until 2 hours instead of 4.",
        "The brace is avoided from week 2",
        "It is seen in children under 4.",
        "It happens in 1 in 5.",
        "Each muscle is scored from 0 to 2.",
        "Put partial weight on it until week 4. Then walk.",
        "Each of the signs scores 2",
        "It is given on days 1-3",
        "It was seen in all 3",
        "Grade 0 1 2 3",
        "Numbness: Score 4",
        "Give them vitamin B 6",
        "They retain CO 2",
        "The wound is told in Fig. 2",
        "It is twice as common in people aged 50 to 75, and in 9 of 10",
    ],
)
def test_a_figure_that_its_words_want_stays_where_references_are_bare(figure: str) -> None:
    document = documented(article(*BARE, f"- {figure}"))
    assert cited(document) == [(1,), (2,), (3,), (4,)]
    assert figure in without_markers(document)


def test_a_doubtful_number_is_a_marker_only_where_references_are_bare_and_go_that_far() -> None:
    doubtful = "- Most swelling is gone after 12 months {}"
    assert cited(documented(article("Pain is common [1].", "Rest helps [2].", doubtful.format(3)))) == [(1,), (2,)]
    assert cited(documented(article(*BARE, doubtful.format(9))))[-1] == (9,)
    assert cited(documented(article(*BARE, doubtful.format(10))))[-1] == (4,)
    # Without a list, one more than is surely cited.
    unlisted = [cited(documented(article(*BARE, doubtful.format(n), references="\n")))[-1] for n in (5, 6)]
    assert unlisted == [(5,), (4,)]


def test_bare_numbers_that_leave_none_out_are_markers_in_whatever_order_they_come() -> None:
    titles = ("Casts", "Warm feet", "Ulcers", "Shoes")
    entries = "\n\n".join(f"Research\n\n{title} in 90 people.\n\nFoot care, 2011" for title in titles)
    said = ("A cast helps most", "Rest is safe", "Ulcers heal slowly", "Shoes are fitted late", "Skin is looked at")
    order = (5, 4, 3, 2, 1)
    lines = [f"• {words} in most of the people who were asked {n}" for n in order for words in said[:2]]
    again, once = (
        documented(article("\n".join(some), references=f"\n\nReferences\n\n{entries}")) for some in (lines, lines[::2])
    )
    assert cited(again) == [(n,) for n in order for _ in said[:2]]
    assert cited(once) == []


def test_superscripts_are_markers_but_exponents_and_isotopes_are_not() -> None:
    document = documented(
        article(
            "Pain is common in adults.¹",
            "Doses of 75 mg/m² or 10⁶ units reduce it,²⁻⁴ and so does ¹³¹I at 5 cm².",
            "Rest is advised⁵.",
        )
    )
    assert cited(document) == [(1,), (2, 3, 4), (5,)]
    assert "Doses of 75 mg/m² or 10⁶ units reduce it, and so does ¹³¹I at 5 cm²." in without_markers(document)


def test_flattened_superscripts_after_a_full_stop_are_markers_and_decimals_are_not() -> None:
    document = documented(
        article(
            "Pain is common in adults.1 It fell by 0.5 points, p < .05, in Fig.2 of the report.",
            "Two drugs reduce it,2 and rest does so as well.3,4",
            "Walking is good.5 Running is not.",
        )
    )
    assert cited(document) == [(1,), (2,), (3, 4), (5,)]


def test_a_number_on_the_full_stop_is_a_marker_whatever_word_ends_the_sentence() -> None:
    document = documented(
        article(
            "Fractures are fewer by 50%.1 The drug is taken for 5 years.2 Vitamin D is given.3 See Fig.2",
            "Twelve fell (n = 52).4 Follow-up was two years. 5 patients left.",
        )
    )
    assert cited(document) == [(1,), (2,), (3,), (4,)]


def test_numbers_in_parentheses_are_markers_only_where_the_whole_document_does_so() -> None:
    marked = documented(article("Pain is common (1).", "Rest helps (2, 3).", "Ice helps (4–6).", "Walk (7)."))
    assert cited(marked) == [(1,), (2, 3), (4, 5, 6), (7,)]
    counted = documented(
        article("Of these 52 (3) fell.", "Steps: (1) rest, (2) ice and (3) walk.", "It helps [1].", "So does ice [2].")
    )
    assert cited(counted) == [(1,), (2,)]


def test_without_a_list_and_without_a_habit_a_number_is_a_figure() -> None:
    assert cited(documented(article("The clinic has 4 rooms and a staff 1", "Call extension 2", references="\n"))) == []


def test_author_and_year_stay_text() -> None:
    document = documented(article("Pain is common (Smith 2012; Doe et al., 2015).", "Rest helps (Roe, 2010)."))
    assert cited(document) == []
    assert "(Smith 2012; Doe et al., 2015)" in document.text


def test_a_marker_takes_the_white_space_before_it_along() -> None:
    document = documented(article("Pain is common [1].", "Rest helps [2]."))
    first = document.markers[0]
    assert document.text[first.start : first.end] == " [1]"


WORDS = st.sampled_from(["pain", "rest", "walking", "nerve", "dose", "tablet", "fever", "weakness", "tremor", "sleep"])
FIGURES = st.one_of(
    st.from_regex(r"[1-9]\d?(\.\d)? (mg|mL|weeks|%|points|patients)", fullmatch=True),
    st.from_regex(r"(grade|stage|type|day|score|age) [1-9]", fullmatch=True),
    st.from_regex(r"(≥|<|>|≤) ?[1-9]\d?", fullmatch=True),
    st.from_regex(r"[1-9]-[1-9][0-9]?", fullmatch=True),
    st.from_regex(r"10[⁴⁵⁶]|5 mg/m²|[1-9]→[1-9]", fullmatch=True),
)
STYLES = st.sampled_from(["{} [{}].", "{} {}", "{}.{}", "{} ({})."])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, FIGURES, WORDS), min_size=5, max_size=9), STYLES)
def test_whatever_figures_stand_in_a_document_only_its_markers_are_lifted(
    drawn: list[tuple[str, str, str]], style: str
) -> None:
    said = [f"The {a} changed with {figure} of {b}" for a, figure, b in drawn]
    document = documented(article(*(style.format(one, n) for n, one in enumerate(said, 1))))
    assert cited(document) == [(n,) for n in range(1, len(said) + 1)]
    left = re.sub(r"\s+", " ", without_markers(document))
    assert all(one in left for one in said)
