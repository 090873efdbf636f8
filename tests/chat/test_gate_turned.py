"""What the lock finds turned round: denied above or elsewhere, an opposite action, another condition or population."""

from __future__ import annotations

import pytest

from chat.gate import lock
from chat.gate.exact import exact

NOT_IN = "Bortezomib should not be given in:\n• grade 4 neuropathy\n• pregnancy"
DO_NOT = "Do not:\n• increase the dose in grade 2 neuropathy\n• stop treatment abruptly"
AVOID = "Avoid the following:\n• Giving vincristine with itraconazole\n• Live vaccines during chemotherapy"
UNSHOWN = "The following have not been shown to help:\n• Vitamin B6 for neuropathy"
ONLY_IF = "Only if conservative treatment has failed:\n• Give duloxetine 60 mg daily"
CHILDREN = "In children:\n• The dose is 5 mg daily"


@pytest.mark.parametrize(
    ("statement", "passage"),
    [
        ("Bortezomib should be given in grade 4 neuropathy.", NOT_IN),
        ("Increase the dose in grade 2 neuropathy.", DO_NOT),
        ("Vincristine can be given with itraconazole.", AVOID),
        ("Vitamin B6 helps neuropathy.", UNSHOWN),
        ("Give duloxetine 60 mg daily.", ONLY_IF),
        ("The dose is 5 mg daily.", CHILDREN),
    ],
)
def test_an_item_inherits_what_its_lead_in_denies_or_requires(statement: str, passage: str) -> None:
    assert lock(statement, [passage])
    assert not exact(statement, [passage])


def test_a_title_governs_what_is_no_sentence() -> None:
    passage = "Bortezomib in patients with grade 4 neuropathy."
    stated = "Bortezomib is given in patients with grade 4 neuropathy."
    assert lock(stated, [passage], ["Contraindications"])
    assert not lock(stated, [passage], ["Treatment"])


@pytest.mark.parametrize(
    ("statement", "passage"),
    [
        ("Do not stop treatment abruptly.", DO_NOT),
        ("Live vaccines should be avoided during chemotherapy.", AVOID),
        ("Vincristine must not be given with itraconazole.", AVOID),
        ("Bortezomib is contraindicated in pregnancy.", NOT_IN),
        ("The dose in children is 5 mg daily.", CHILDREN),
        ("Use contraception for 6 months.", "Contraindications:\n• Pregnancy. Use contraception for 6 months."),
        ("Wear sturdy shoes.", "How to avoid falls:\n• Wear sturdy shoes"),
        ("Give it with food.", "Do not give it without:\n• food\n\nGive it with food."),
    ],
)
def test_what_keeps_the_lead_in_or_does_not_stand_under_it_passes(statement: str, passage: str) -> None:
    assert not lock(statement, [passage])


def test_a_lead_in_said_with_its_item_is_verbatim() -> None:
    assert exact("In children: The dose is 5 mg daily.", [CHILDREN])
    assert exact("Do not: increase the dose in grade 2 neuropathy; stop treatment abruptly.", [DO_NOT])


@pytest.mark.parametrize(
    ("statement", "passage"),
    [
        ("Vitamin B6 prevents neuropathy.", "There is no evidence that vitamin B6 prevents neuropathy."),
        ("There is evidence that vitamin B6 helps.", "There is little evidence that vitamin B6 helps."),
        ("Vitamin E prevents neuropathy.", "No trial has shown that vitamin E prevents neuropathy."),
        ("Vitamin E prevents neuropathy.", "It is unclear whether vitamin E prevents neuropathy."),
        ("Vitamin E prevented neuropathy.", "Vitamin E failed to prevent neuropathy."),
        ("Guidelines recommend vitamin E.", "Guidelines recommend against vitamin E."),
        ("Give potassium as a bolus.", "Under no circumstances give potassium as a bolus."),
        ("Gabapentin helps.", "Gabapentin is unlikely to help."),
        ("The drug is safe.", "Do not assume that the drug is safe."),
    ],
)
def test_what_the_passage_leaves_open_or_advises_against_is_not_said_plainly(statement: str, passage: str) -> None:
    assert [reason.kind for reason in lock(statement, [passage])] == ["negation"]


@pytest.mark.parametrize(
    ("statement", "passage"),
    [
        ("No evidence shows that vitamin B6 helps.", "There is no evidence that vitamin B6 helps."),
        ("Vitamin E did not prevent neuropathy.", "Vitamin E failed to prevent neuropathy."),
        ("Guidelines do not recommend vitamin E.", "Guidelines recommend against vitamin E."),
        ("Potassium must never be given as a bolus.", "Under no circumstances give potassium as a bolus."),
        ("Patients should avoid alcohol.", "Patients should refrain from alcohol."),
        ("It must not be used in pregnancy.", "The drug is contraindicated in pregnancy."),
        ("Stop the drug in grade 4.", "Stop the drug in grade 4 (not in grade 3)."),
        ("The dose is not given on that day.", "The dose is omitted on that day."),
    ],
)
def test_a_denial_may_be_said_otherwise(statement: str, passage: str) -> None:
    assert not lock(statement, [passage])


@pytest.mark.parametrize(
    ("statement", "passage"),
    [
        ("Continue the drug until recovery.", "Withhold the drug until recovery."),
        ("Metformin is continued that day.", "Metformin is held that day."),
        ("Warfarin is continued.", "Warfarin is paused."),
        ("Give the next dose.", "Omit the next dose."),
        ("Increase the dose over 4 weeks.", "Taper the dose over 4 weeks."),
        ("The drug is inferior to placebo.", "The drug is superior to placebo."),
        ("The strain is resistant.", "The strain is susceptible."),
        ("The lesion is painful.", "The lesion is painless."),
        ("Symptoms are symptomatic.", "Symptoms are asymptomatic."),
    ],
)
def test_actions_and_findings_that_exclude_each_other_are_told_apart(statement: str, passage: str) -> None:
    assert [reason.kind for reason in lock(statement, [passage])] == ["opposite"]


@pytest.mark.parametrize(
    ("statement", "passage", "holds"),
    [
        ("Give it if the patient is pregnant.", "Give it unless the patient is pregnant.", False),
        ("Stop the drug unless platelets fall.", "Stop the drug if platelets fall.", False),
        ("Stop the drug even if platelets fall.", "Stop the drug if platelets fall.", False),
        ("Stop the drug when platelets recover.", "Stop the drug until platelets recover.", False),
        ("Do not drive after symptoms have resolved.", "Do not drive until symptoms have resolved.", False),
        ("Unless the patient is pregnant, it is given.", "Give it unless the patient is pregnant.", True),
        ("Once platelets fall, stop the drug.", "Stop the drug if platelets fall.", True),
        (
            "After recovery, it is continued at a lower dose.",
            "Hold it until recovery, then continue at a lower dose.",
            True,
        ),
    ],
)
def test_a_condition_keeps_its_sign(statement: str, passage: str, holds: bool) -> None:
    assert (not lock(statement, [passage])) == holds


@pytest.mark.parametrize(
    ("statement", "passage", "holds"),
    [
        ("The dose is 5 mg.", "In renal impairment, the dose is 5 mg.", False),
        ("The dose is 5 mg.", "In elderly patients, the dose is 5 mg.", False),
        ("The dose is 5 mg.", "In pregnancy, the dose is 5 mg.", False),
        ("Vitamin E prevented neuropathy.", "In vitro, vitamin E prevented neuropathy.", False),
        ("The dose is 5 mg.", "In general, the dose is 5 mg.", True),
        ("Efficacy was 91%.", "In the trial of 12,812 adults, efficacy was 91%.", True),
        ("The dose in kidney disease is 5 mg.", "In renal impairment, the dose is 5 mg.", True),
        ("Hepatitis C is excluded first.", "Hepatitis B is excluded first.", False),
        ("Hepatitis C is excluded first.", "Hepatitis B and C are excluded first.", True),
        ("Stage IIIB disease is resected.", "Stage IIIA disease is resected.", False),
        ("Stage III disease is resected.", "Stage IIIA disease is resected.", True),
        ("All patients recover.", "Almost all patients recover.", False),
        ("No patients recover.", "Not all patients recover.", False),
        ("Some patients do not recover.", "Not all patients recover.", True),
        ("Patients may be monitored.", "Patients must be monitored.", False),
        ("Do not stop the drug.", "Do not stop the drug abruptly.", False),
        ("Do not stop the drug suddenly.", "Do not stop the drug abruptly.", True),
    ],
)
def test_whom_and_how_strongly_it_is_said_of_is_kept(statement: str, passage: str, holds: bool) -> None:
    assert (not lock(statement, [passage])) == holds


@pytest.mark.parametrize(
    ("statement", "passage", "holds"),
    [
        ("Double the dose in grade 2 neuropathy.", "Reduce the dose by half in grade 2 neuropathy.", False),
        ("Double the dose in grade 2 neuropathy.", "Halve the dose in grade 2 neuropathy.", False),
        ("Reduce the dose by half in grade 2 neuropathy.", "Halve the dose in grade 2 neuropathy.", True),
        ("Triple the dose in adults.", "Double the dose in adults.", False),
        ("The dose is increased in adults.", "The dose is doubled in adults.", True),
        ("The risk is five-fold in smokers.", "The risk is two-fold in smokers.", False),
        ("The risk is doubled in smokers.", "The risk is twofold in smokers.", True),
        ("Reduce the dose by half.", "Reduce the dose by a quarter.", False),
        ("Reduce the dose to 10 mg each week.", "Reduce the dose by 10 mg each week.", False),
        ("Reduce the dose to 50% in renal impairment.", "Reduce the dose by 50% in renal impairment.", False),
        ("The dose is reduced by 50% in renal impairment.", "Reduce the dose by 50% in renal impairment.", True),
        ("Reduce the dose to 0.7 mg/m² in grade 2.", "The dose is reduced to 0.7 mg/m² in grade 2.", True),
        (
            "The half-life is 8 hours, so it is taken twice daily.",
            "It has a half-life of 8 hours and is taken twice daily.",
            True,
        ),
    ],
)
def test_by_how_much_a_thing_changes_is_kept(statement: str, passage: str, holds: bool) -> None:
    assert (not lock(statement, [passage])) == holds


SCORES = "• Score 3: Requires help or assistance\n• Score 4: Paralysis"
GRADES = "• Grade 2: reduce to 1.0 mg/m²\n• Grade 3: withhold"
DRUGS = "• Warfarin: 5 mg daily\n• Digoxin: 0.25 mg daily"


@pytest.mark.parametrize(
    ("statement", "passage", "holds"),
    [
        ("A motor score of 3 means paralysis.", SCORES, False),
        ("A score of 3 requires help or assistance.", SCORES, True),
        ("A score of 3 means help is required and a score of 4 means paralysis.", SCORES, True),
        ("In grade 3, reduce to 1.0 mg/m².", GRADES, False),
        ("In grade 2, reduce to 1.0 mg/m².", GRADES, True),
        ("In grade 2, reduce to 1.0 mg/m² and withhold in grade 3.", GRADES, True),
        ("The dose of digoxin is 5 mg daily.", DRUGS, False),
        ("The dose of digoxin is 0.25 mg daily.", DRUGS, True),
        ("The dose of warfarin is 5 mg and that of digoxin 0.25 mg daily.", DRUGS, True),
    ],
)
def test_what_one_item_says_is_not_said_of_another(statement: str, passage: str, holds: bool) -> None:
    assert (not lock(statement, [passage])) == holds
