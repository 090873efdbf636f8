"""What the lock finds turned round: denied above or elsewhere, an opposite action, another condition or population."""

from __future__ import annotations

import pytest

from chat.gate import lock


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
