"""The words that mean the same which every new clinic's search starts with."""

import pytest
from wagtail.models import Locale

from education.finding.stems import stems
from education.finding.understanding import MAX_PHRASE
from education.models import Synonym
from portal.clinic_setup import open_clinic, starter_synonyms

PAIRS = starter_synonyms("en")


def test_there_are_enough_and_each_has_two_sides():
    assert len(PAIRS) >= 60
    assert all(word and same_as for word, same_as in PAIRS)


def test_each_pair_says_something_once():
    sides = [frozenset(tuple(stems(side, "en")) for side in pair) for pair in PAIRS]
    assert [pair for pair, both in zip(PAIRS, sides, strict=True) if len(both) != 2] == []
    assert len(set(sides)) == len(sides)
    assert max(len(side) for both in sides for side in both) <= MAX_PHRASE


@pytest.mark.parametrize(
    "pair", [("skin cancer", "melanoma"), ("eczema", "psoriasis"), ("rash", "hives")]
)
def test_different_illnesses_are_never_the_same(pair):
    assert {pair, pair[::-1]}.isdisjoint(PAIRS)


def test_a_language_without_a_list_starts_with_none():
    assert starter_synonyms("xx") == []


@pytest.mark.django_db
def test_a_new_clinic_has_them_and_opening_it_again_changes_nothing(clinic):
    english = Synonym.objects.filter(site=clinic, locale=Locale.get_default())
    assert {(row.word, row.same_as) for row in english} == set(PAIRS)
    english.filter(word="zits").delete()
    open_clinic(clinic, clinic.site_name)
    assert english.all().count() == len(PAIRS) - 1


@pytest.mark.django_db
def test_staff_may_save_each_of_them_again(clinic):
    for pair in Synonym.objects.filter(site=clinic):
        pair.full_clean()
