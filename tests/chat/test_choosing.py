"""What is said of what was found: the row of a number or none, whole tables, whole bullets, both of two drugs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from chat.answers import Answer
from chat.ask import Conversation, Desk
from corpus.library import Library
from ingest.ingest import ingest

PAGE = """# Itch and breath in liver disease

## First-line treatment

UDCA is dosed by weight:

| Body weight | Daily dose of UDCA | Tablets of 250 mg |
|---|---|---|
| 47–62 kg | 750 mg | 3 |
| 63–78 kg | 1000 mg | 4 |
| 79–93 kg | 1250 mg | 5 |
| 94–109 kg | 1500 mg | 6 |
| 110–120 kg | 1750 mg | 7 |

## Grading breathlessness

Breathlessness is graded by the mMRC scale:

- **Grade 1**: short of breath when walking up a slight hill. Offer advice on exercise.
- **Grade 2**: walks slower than people of the same age. Refer for pulmonary rehabilitation.
- **Grade 3**: stops for breath after about 100 metres. Test oxygen on walking.

## Raised liver enzymes

- Up to 3 times the upper limit: continue and repeat in two weeks.
- More than 3 and up to 5 times the upper limit: reduce the dose.
- More than 5 times: stop for good.

## Home oxygen

Home oxygen is advised when the saturation at rest is 88% or lower.

## Colestyramine

Give 4 g once daily before breakfast, and raise it to at most 16 g a day.

## Rifampicin

Give 150 mg twice daily, at most 600 mg a day.

## Shortage of iron

Absolute iron deficiency means that the stores are empty: ferritin is below 30 µg/L. It is made good with tablets.
In functional deficiency ferritin is normal or high, and yet too little iron is set free for the marrow's needs.

## Sauna

Do not use the sauna:

- In the first six weeks after the operation, because the wound is still weak and sweat, steam and bathing water all
  carry germs into it while the stitches are in, even under a dressing that is sold as waterproof by the pharmacy.
  Bruises of the eyelids fade within nine days.
- With a fever.

## Transplantation

Transplantation is considered when all three of these are met:

- MELD score of 15 or more
- no active infection outside the liver
- six months without alcohol

Any of these rules it out for good:

- spread cancer
- severe disease of the lung's vessels

## Drowsiness

Drowsiness is graded for the record. Grade 1 is a short attention span. Grade 2 adds a lost sense of time. Grade 3 is
sleep from which the patient can be woken. Grades 2 and 3 are treated with lactulose.

## Skin

Porphyria cutanea tarda is a blistering of the hands. It is treated by bleeding. Some triggers act within days. They
include: alcohol, oestrogens and iron.
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Answer]]:
    folder = tmp_path_factory.mktemp("choosing")
    (folder / "liver.md").write_text(PAGE, "utf-8")
    with closing(Library(folder / "library")) as library:
        ingest(library, [folder / "liver.md"])
        desk = Desk(library)
        yield lambda question: desk.ask(question, Conversation())


def test_a_number_that_no_row_covers_is_not_answered_with_the_nearest(ask: Callable[[str], Answer]) -> None:
    answer = ask("How much UDCA does a patient of 140 kg need?")
    assert answer.abstained and [one.text for one in answer.notes] == ["No row covers 140 kg."]


def test_a_later_sentence_of_a_bullet_under_a_denial_is_said_with_its_bullet(ask: Callable[[str], Answer]) -> None:
    answer = ask("How soon do bruises of the eyelids fade?")
    (said,) = answer.statements
    assert said.text.startswith("Do not use the sauna: In the first six weeks") and said.text.endswith("nine days.")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much UDCA does a patient of 100 kg need?", "1500 mg"),
        ("How many tablets is UDCA for 50 kg?", "250 mg: 3"),
        ("What do I do at 6 times the upper limit?", "stop for good"),
        ("Should home oxygen be given at 90%?", "88% or lower"),
    ],
)
def test_a_number_is_answered_by_what_covers_it_or_by_a_sentence(
    ask: Callable[[str], Answer], question: str, expected: str
) -> None:
    (only,) = ask(question).statements
    assert expected in only.text


def test_a_whole_table_is_every_row_of_it_in_its_order(ask: Callable[[str], Answer]) -> None:
    said = [one.text for one in ask("Show me the whole table of UDCA doses by weight.").statements]
    assert [text.rpartition(": ")[2] for text in said] == ["3", "4", "5", "6", "7"]


def test_a_bullets_second_sentence_is_said_with_the_bullet(ask: Callable[[str], Answer]) -> None:
    said = [one.text for one in ask("Who is referred for pulmonary rehabilitation?").statements]
    assert any("Grade 2" in text and text.endswith("Refer for pulmonary rehabilitation.") for text in said), said


def test_conditions_that_count_together_are_said_together(ask: Callable[[str], Answer]) -> None:
    """One of three said alone would read as if it were enough."""
    (said,) = ask("Which MELD score is needed for transplantation?").statements
    assert "MELD score of 15 or more; no active infection outside the liver; six months without alcohol" in said.text
    (alone,) = ask("Does spread cancer rule out transplantation?").statements
    assert "spread cancer" in alone.text and "lung's vessels" not in alone.text


def test_each_of_two_drugs_named_side_by_side_has_its_say(ask: Callable[[str], Answer]) -> None:
    said = " ".join(one.text for one in ask("What are the doses of colestyramine and rifampicin?").statements)
    assert "4 g once daily" in said and "150 mg twice daily" in said


def test_each_of_two_kinds_of_a_thing_has_its_say(ask: Callable[[str], Answer]) -> None:
    answer = ask("What is the difference between absolute and functional iron deficiency?")
    said = " ".join(one.text for one in answer.statements)
    assert "the stores are empty" in said and "ferritin is normal or high" in said


@pytest.mark.parametrize("question", ["How is UDCA dosed?", "How is breathlessness graded?", "What is the mMRC scale?"])
def test_nothing_is_said_that_only_leads_up_to_what_is_not(ask: Callable[[str], Answer], question: str) -> None:
    assert not [one.text for one in ask(question).statements if one.text.endswith((":", "?"))]


def test_what_points_back_is_said_with_what_it_points_at(ask: Callable[[str], Answer]) -> None:
    """Alone it would be read as said of whatever was asked about."""
    (said,) = ask("What is the treatment of blistering hands?").statements
    assert said.text == "Porphyria cutanea tarda is a blistering of the hands. It is treated by bleeding."
    (listed,) = ask("Which triggers act within days?").statements
    assert listed.text == "Some triggers act within days. They include: alcohol, oestrogens and iron."


def test_a_scale_that_is_told_in_sentences_is_said_as_a_whole(ask: Callable[[str], Answer]) -> None:
    said = [one.text for one in ask("How is drowsiness graded?").statements]
    assert [text[:7] for text in said] == ["Grade 1", "Grade 2", "Grade 3"]
    (second,) = ask("What does grade 2 of drowsiness add?").statements
    assert second.text == "Grade 2 adds a lost sense of time."
