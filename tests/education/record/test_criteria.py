"""The two schemes: all their criteria, in our words, each with what the clinic must add."""

import pytest

from education.record.criteria import HONCODE, PIF_TICK, SCHEMES, facts_named


def test_pif_tick_has_its_ten_criteria_in_their_order():
    assert [each.name for each in PIF_TICK.criteria] == [
        "Systems",
        "Training",
        "Need",
        "Evidence",
        "Involving users",
        "Health inequalities",
        "Content and design",
        "Feedback",
        "Disseminating",
        "Impact",
    ]


def test_honcode_has_its_eight_principles_in_their_order():
    assert [each.name for each in HONCODE.criteria] == [
        "Authoritative",
        "Complementarity",
        "Privacy",
        "Attribution",
        "Justifiability",
        "Transparency",
        "Financial disclosure",
        "Advertising policy",
    ]


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_each_criterion_says_what_is_asked_and_what_the_clinic_must_add(scheme):
    assert [each.number for each in scheme.criteria] == list(range(1, len(scheme.criteria) + 1))
    assert all(each.asks.endswith(".") and each.clinic_adds for each in scheme.criteria)
    assert scheme.source.startswith("https://") and scheme.note


def test_nobody_is_told_that_the_portal_alone_proves_what_only_people_can():
    adds = {each.name: each for each in PIF_TICK.criteria}
    assert adds["Involving users"].facts == ()
    assert "signed" in facts_named()
