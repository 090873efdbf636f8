"""Whether words are the document's own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.gate import evidence, exact
from corpus.documents import Marker, Passage

SCORE = """The Total Neuropathy Score is recommended for grading peripheral neuropathy severity 1:
    • Score 0: No peripheral neuropathy
    • Score 1-9: Mild peripheral neuropathy
    • Score 10-19: Moderate peripheral neuropathy
    • Score ≥20: Severe peripheral neuropathy"""
WAYS = """For bortezomib-induced neuropathy, reduction of peripheral neuropathy can be achieved by:
    • Prompt dose modification (1.3→1.0→0.7 mg/m²)
    • Once weekly instead of twice weekly administration
    • Subcutaneous rather than intravenous administration 1"""
KINDS = """Treatment-induced peripheral neuropathy has specific characteristics:
    • Thalidomide-induced neuropathy is cumulative, dose-dependent, and often permanent 1
    • Bortezomib-induced neuropathy is related to dose, schedule, and mode of administration, and is mostly reversible 1"""  # noqa: E501
TABS = "Drug\tDose\tRoute\nAmoxicillin\t500 mg\toral\nCeftriaxone\t1 g\tintravenous"
BARS = "Drug | Dose | Route\nAmoxicillin | 500 mg | oral\nCeftriaxone | 1 g | intravenous"
PROSE = (
    "Do not give potassium chloride as a bolus injection, except in cardiac arrest. "
    "Bortezomib is effective in most people, but only when renal function is normal."
)
GRADING = "The Total Neuropathy Score is recommended for grading peripheral neuropathy severity: "


@pytest.mark.parametrize(
    ("statement", "passage"),
    [
        (GRADING + "Score 10-19: Moderate peripheral neuropathy.", SCORE),
        (GRADING + "Score 0: No peripheral neuropathy; Score ≥20: Severe peripheral neuropathy.", SCORE),
        ("Score ≥20: Severe peripheral neuropathy [1]", SCORE),
        (
            "For bortezomib-induced neuropathy, reduction of peripheral neuropathy can be achieved by: Prompt dose "
            "modification (1.3→1.0→0.7 mg/m²); Once weekly instead of twice weekly administration; Subcutaneous rather "
            "than intravenous administration.",
            WAYS,
        ),
        (
            "bortezomib-induced neuropathy is related to dose, schedule, and mode of administration, and is mostly "
            "reversible.",
            KINDS,
        ),
        ("Drug: Ceftriaxone; Dose: 1 g; Route: intravenous.", TABS),
        ("Drug: Amoxicillin; Dose: 500 mg.", BARS),
        ("Amoxicillin: 500 mg; oral", TABS),
        (PROSE, PROSE),
    ],
)
def test_words_of_the_passage_joined_by_punctuation_are_its_own(statement: str, passage: str) -> None:
    assert exact(statement, [passage])


STAGES = "Stage\tActivity\n1. Daily life\tshort walks\n2. Light exercise\ta bicycle for 20 minutes"
CAUTIONS = """Cautions

  • Do not give it in:
    • Glaucoma
    • Urinary retention
  • Common side effects are dry mouth and drowsiness
  • Review it after a month"""
AVOID = """Management

  • Antibiotics are given.
  • Avoid:
    • Steroids
    • Opioids
  • Fluids
  • Oxygen"""
IMAGING = "Not recommended\n1. Routine imaging\n2. Bed rest\n3. Opioids\n\nRecommended\n1. Walking\n2. Heat"
MYTHS = 'Myths:\n\n  • "An aid makes you lazy." Users took more steps.\n  • "A frame is safest." It may tip.'


@pytest.mark.parametrize(
    ("statement", "passage"),
    [
        *[
            (f"Use the drops {end}", f"Use the drops {end}")
            for end in ('"for the mouth"', "“at night”", "Xeomin®", "++")
        ],
        ("Stage: 2. Light exercise; Activity: a bicycle for 20 minutes", STAGES),
        (
            "Cautions: Do not give it in: Glaucoma; Urinary retention. "
            "Common side effects are dry mouth and drowsiness; Review it after a month",
            CAUTIONS,
        ),
        ('Myths: "A frame is safest."', MYTHS),
        ("Not recommended: steroids and antibiotics.", "Suction may help. Not recommended: steroids and antibiotics."),
    ],
)
def test_no_sign_beside_words_hides_that_they_stand_there(statement: str, passage: str) -> None:
    assert exact(statement, [passage])


@pytest.mark.parametrize(
    ("statement", "passage"),
    [
        ("Stage: 1. Light exercise; Activity: a bicycle for 20 minutes", STAGES),
        ("Stage: 2. Daily life; Activity: short walks", STAGES),
        ("Do not give it in: Glaucoma; Common side effects are dry mouth and drowsiness", CAUTIONS),
        ("Steroids and antibiotics.", "Suction may help. Not recommended: steroids and antibiotics."),
        ("Recommended: steroids and antibiotics.", "Suction may help. Not recommended: steroids and antibiotics."),
        ("Avoid: Steroids. Fluids", AVOID),
        ("Avoid: Steroids; Opioids. Oxygen", AVOID),
        (
            "Drugs that help: Propranolol. Lithium",
            "• Drugs that help:\n   • Propranolol\n• Drugs that harm\n   • Lithium",
        ),
        ("Safe: Paracetamol. Valproate", "Safe:\n  • Paracetamol\n  • Labetalol\n\nTeratogenic\n\n  • Valproate"),
        ("Indications: Angina. Glaucoma", "Indications:\n  • Angina\n  • Tremor\n\nCautions\n\nGlaucoma"),
        ("What to avoid: Take vitamins", 'What to avoid:\n• "Natural" remedies. Take vitamins.\n• Alcohol'),
        ("The drug is safe in children", "The drug is safe in children ✗"),
        ("Potassium", "Potassium ↓"),
    ],
)
def test_nor_lets_another_reading_pass(statement: str, passage: str) -> None:
    assert not exact(statement, [passage])


@pytest.mark.parametrize(
    ("statement", "passage"),
    [
        ("Nursing mothers", "Do not give to:\n1. Children under 12\n2. Pregnant women\n3. Nursing mothers"),
        ("Bed rest", IMAGING),
        ("Not recommended: Walking", IMAGING),
        ("Glaucoma; absolute", "Do not give in:\n1. Glaucoma\tabsolute\n2. Asthma\trelative"),
        ("Give aspirin: in children", "Avoid:\n1. Give aspirin\tin children\n2. Give opioids\tin ileus"),
        (
            "Contraindicated: 1. Paracetamol",
            "Contraindicated\tPermitted\n1. Aspirin\tParacetamol\n2. Ibuprofen\tCodeine",
        ),
        ("Permitted: Aspirin", "Contraindicated\tPermitted\n1. Aspirin\tParacetamol\n2. Ibuprofen\tCodeine"),
        ("Grade: Severe; Dose: 10 mg", "Grade\tDose\n1. Mild\t10 mg\n2. Severe\t20 mg"),
        ("Grade: 2; Dose: 10 mg", "Grade\tDose\n1. Mild\t10 mg\n2. Severe\t20 mg"),
    ],
)
def test_a_numbered_item_or_row_stays_under_what_denies_it_and_in_its_own_line(statement: str, passage: str) -> None:
    assert not exact(statement, [passage])


@pytest.mark.parametrize("passage", [SCORE, WAYS, KINDS])
def test_a_list_is_recognised_when_its_lines_were_run_together(passage: str) -> None:
    lead, *items = [line.strip(" •").removesuffix(" 1") for line in passage.splitlines()]
    assert exact(f"{lead.removesuffix(' 1:').removesuffix(':')}: {items[1]}.", [" ".join(passage.split())])


@pytest.mark.parametrize(
    ("statement", "passage", "why"),
    [
        ("Treatment-induced, peripheral, neuropathy, permanent.", KINDS, "single words joined by commas"),
        ("Bortezomib, permanent", KINDS, "single words joined by commas"),
        ("Bortezomib-induced neuropathy is mostly reversible", KINDS, "words left out inside"),
        ("Bortezomib-induced neuropathy is related to dose, often permanent", KINDS, "clauses of two sentences"),
        ("Score 10-19: Severe peripheral neuropathy.", SCORE, "another item's words behind a label"),
        ("Score: 10-19", SCORE, "a label without what it says"),
        ("Drug: Amoxicillin; Dose: 1 g", TABS, "another row's cell"),
        ("Drug: Ceftriaxone; Dose: 500 mg; Route: intravenous", BARS, "another row's cell"),
        ("Dose: Ceftriaxone", TABS, "another column's header"),
        ("give potassium chloride as a bolus injection, except in cardiac arrest.", PROSE, "begins behind a negation"),
        ("Do not give potassium chloride as a bolus injection.", PROSE, "leaves out an exception"),
        ("Bortezomib is effective in most people.", PROSE, "leaves out a condition"),
        (
            "The target INR for atrial fibrillation is 2.0.",
            "The target INR for atrial fibrillation is 2.0–3.0.",
            "a range",
        ),
        ("Bortezomib is given on days 1.", "Bortezomib is given on days 1, 4, 8 and 11.", "a series"),
        (
            "The drug is continued at the same dose.",
            "During dialysis, the drug is continued at the same dose.",
            "what it holds for",
        ),
        (
            "The drug is continued at the same dose.",
            "Below 30 mL/min, the drug is continued at the same dose.",
            "what it holds for",
        ),
        ("Bortezomib is safe in pregnancy.", "It is a myth: bortezomib is safe in pregnancy.", "what denies it"),
        ("Bortezomib is safe in pregnancy.", "Bortezomib is safe in pregnancy: this is a myth.", "what denies it"),
        (
            "Take methotrexate 15 mg.",
            "Take methotrexate 15 mg, once weekly.",
            "a clause that the lock finds broken",
        ),
        ("The drug causes harm to the heart.", "Perhaps, the drug causes harm to the heart.", "what hedges it"),
        ("The rate is 10 mg/min, max.", "The rate is 10 mg/min, max. 50 mg/min.", "up to an abbreviation"),
        ("score 0: no peripheral neuropathy in most", SCORE, "a word that is not there"),
        ("", SCORE, "nothing"),
        ("...", SCORE, "only punctuation"),
    ],
)
def test_what_was_put_together_otherwise_is_not_the_documents_own(statement: str, passage: str, why: str) -> None:
    assert not exact(statement, [passage]), why


def test_a_bullet_under_another_lead_in_is_not_joined_with_this_one() -> None:
    both = SCORE + "\n\nMotor symptoms assessment ranges from:\n    • Score 0: None\n    • Score 4: Paralysis 1"
    assert exact("Motor symptoms assessment ranges from: Score 4: Paralysis.", [both])
    assert not exact(GRADING + "Score 4: Paralysis.", [both])


def test_words_of_two_passages_may_follow_each_other_as_sentences_only() -> None:
    first, second = "Foot drop has many causes.", "An orthosis makes walking safer."
    assert exact(f"{first} {second}", [first, second])
    assert not exact("Foot drop has many causes, an orthosis makes walking safer.", [first, second])


def test_a_reference_number_may_be_left_out_and_a_figure_may_not() -> None:
    assert exact("Exercise helps.", ["Exercise helps 3."])
    assert not exact("Reduce the dose to.", ["Reduce the dose to 3."])
    assert not exact("The grade is grade.", ["The grade is grade 3."])


def test_a_passage_is_read_without_its_own_markers() -> None:
    text = "Walking is safer 2, and the dose is 10⁶ units"
    passage = Passage("k", "d", "body", (), 100, 100 + len(text), text, markers=(Marker(116, 118, (2,)),))
    assert evidence(passage) == "Walking is safer, and the dose is 10⁶ units"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.lists(st.text(max_size=120), max_size=3))
def test_no_text_makes_it_fail(statement: str, passages: list[str]) -> None:
    assert exact(statement, passages) in (True, False)


def test_a_list_of_any_length_is_read_to_its_end() -> None:
    items = [f"item {number}" for number in range(1_500)]
    passage = "Bring along:\n\n" + "\n".join(f"- {one}" for one in items)
    assert exact(f"Bring along: {'; '.join(items)}", [passage])
    assert not exact(f"Bring along: {'; '.join(items[:-1])}; item 1501", [passage])
