"""What staff may tell the search of their clinic, and what is refused with a reason."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale

from education.models import PromotedResult, Synonym
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db


def refusal(site, word: str, same_as: str) -> str:
    synonym = Synonym(site=site, locale=Locale.get_default(), word=word, same_as=same_as)
    with pytest.raises(ValidationError) as refused:
        synonym.full_clean()
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("word", "same_as", "why"),
    [
        ("mole", "Moles", "the same word to search"),
        ("acné", "ACNE", "the same word to search"),
        ("💊", "tablet", "Write a word here"),
        ("zebra", "--", "Write a word here"),
        ("spots that come and go", "zebra", "4 words at most"),
        ("pimples", "acne", "knows this pair already"),
        ("ACNE", "Pimples", "knows this pair already"),
        ("acne", "Pimple", "knows this pair already: pimples = acne"),
        ("athlete’s-foot", "Tinea Pedis", "knows this pair already"),
        ("zits, spots", "acne", "Write one word or name here"),
        ("acne", "zits / spots", "Write one word or name here"),
        ("the", "acne", "“the” alone does not say"),
        ("", "acne", "This field cannot be blank"),
    ],
)
def test_what_could_not_help_is_refused(clinic, word, same_as, why):
    assert why in refusal(clinic, word, same_as)


def test_an_empty_pair_is_told_once_at_each_side(clinic):
    assert refusal(clinic, "", "") == " ".join(["This field cannot be blank."] * 2)


def test_a_pair_may_be_written_anew(clinic):
    pair = Synonym.objects.get(site=clinic, word="pimples", same_as="acne")
    pair.word = "Pimple"
    pair.full_clean()


def test_a_pair_of_another_clinic_is_no_reason(clinic, other_clinic):
    factories.make_synonym(other_clinic, "quagga", "zebra")
    synonym = Synonym(site=clinic, locale=Locale.get_default(), word="quagga", same_as="zebra")
    synonym.full_clean()


def test_an_author_adds_a_pair_and_reads_why_one_is_refused(signed_in, author, clinic):
    browser = signed_in(author)
    address = reverse(Synonym.snippet_viewset.get_url_name("add"))
    form = {"word": "quagga", "same_as": "quaggas", "site": clinic.pk}
    assert "the same word to search" in words_of(browser.post(address, form))
    browser.post(address, form | {"same_as": "zebra"})
    assert Synonym.objects.get(word="quagga").same_as == "zebra"


def test_staff_find_pairs_in_their_list(signed_in, author, clinic):
    address = reverse(Synonym.snippet_viewset.get_url_name("list"))
    said = words_of(signed_in(author).get(address, {"q": "pimples"}))
    assert "pimples" in said and "urticaria" not in said


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("…", "Write a word here"),
        ("the", "does not say what people look for"),
        ("itch, rash", "Write the words of one search"),
        ("Itchy skin", "already: itchy skin"),
        ("skin, itchy", "Write the words of one search"),
        ("SKIN itchy", "already: itchy skin"),
        ("", "This field cannot be blank"),
    ],
)
def test_a_chosen_result_needs_words_and_is_chosen_once(clinic, article, words, why):
    factories.make_promotion(clinic, "itchy skin", article)
    again = PromotedResult(site=clinic, locale=Locale.get_default(), words=words, article=article)
    with pytest.raises(ValidationError) as refused:
        again.full_clean()
    assert why in " ".join(refused.value.messages)


def test_other_words_and_another_article_may_be_chosen_too(clinic, topic, article):
    factories.make_promotion(clinic, "itchy skin", article)
    locale = Locale.get_default()
    other = factories.make_article(clinic, "Another", topic=topic)
    PromotedResult(site=clinic, locale=locale, words="itchy skin", article=other).full_clean()
    PromotedResult(site=clinic, locale=locale, words="itchy", article=article).full_clean()
