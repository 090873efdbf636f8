"""Which sentences point back at the one before them, and which only seem to."""

from __future__ import annotations

import pytest

from chat.anaphora import points_back


@pytest.mark.parametrize(
    "sentence",
    [
        "It is treated with dapsone.",
        "It's given by mouth.",
        "It is often treated with dapsone.",
        "They include: pneumonia, surgery and pulmonary embolism.",
        "Their INR should be kept between 2 and 3.",
        "These patients need a lower dose.",
        "This takes about ten minutes.",
        "If it fails, start transcutaneous pacing.",
        "However, it is not given after radiotherapy.",
        "In that case the dose is halved.",
        "Otherwise, halve the dose.",
        "Of these, a third recover.",
        "Most of them recover within a year.",
        "Others are heart failure and diabetes.",
        "Both are contraindicated in pregnancy.",
        "Neither has been shown to be superior.",
        "The latter is preferred in older people.",
        "She should be seen the same day.",
        "Such patients are referred.",
        "For this reason, adults take it twice a day.",
        "It works within a few days.",
    ],
)
def test_a_sentence_that_points_back(sentence: str) -> None:
    assert points_back(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Dapsone is given by mouth.",
        "It is important to keep moving.",
        "It is not known whether aspirin helps.",
        "It is unclear why some people relapse.",
        "It is usually best to wait.",
        "It is safe for most people to drive.",
        "This article is for patients and their families.",
        "This information is for clinicians.",
        "Those who are over 65 take half.",
        "Those with diabetes are seen sooner.",
        "Both aspirin and clopidogrel are stopped.",
        "Such as heart failure.",
        "Other causes are rare.",
        "Itching is common.",
        "Thistle extracts do not help.",
        "However, aspirin is avoided.",
        "Patients and their families are told.",
        "",
    ],
)
def test_a_sentence_that_stands_alone(sentence: str) -> None:
    assert not points_back(sentence)
