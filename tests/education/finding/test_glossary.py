"""The list of words for readers."""

import pytest

from tests import factories
from tests.base import words_of
from tests.portal.test_queries import queries_of

pytestmark = pytest.mark.django_db


def test_words_stand_under_their_letters_as_people_look_them_up(client, clinic):
    for word in ("zinc", "Éclat", "epidermis", "Dermis"):
        factories.make_term(clinic, word)
    letters = client.get("/words/").context["letters"]
    found = [(group["letter"], [term.word for term in group["words"]]) for group in letters]
    assert found == [("D", ["Dermis"]), ("E", ["Éclat", "epidermis"]), ("Z", ["zinc"])]


def test_each_word_has_its_meaning_and_how_to_say_it(client, clinic):
    factories.make_term(clinic, "Dermis", meaning="The deep skin.", say="DER-mis")
    assert "Dermis (DER-mis) The deep skin." in words_of(client.get("/words/"))


def test_drafts_and_other_clinics_are_left_out_and_the_shared_library_is_in(
    client, clinic, other_clinic
):
    factories.make_term(clinic, "Ours")
    factories.make_term(None, "Shared")
    factories.make_term(clinic, "Drafted", live=False)
    factories.make_term(other_clinic, "Theirs")
    words = words_of(client.get("/words/"))
    assert "Ours" in words and "Shared" in words
    assert "Drafted" not in words and "Theirs" not in words


def test_each_language_has_its_own_words(client, clinic):
    home = factories.make_translation(factories.home_of(clinic), "es")
    factories.make_term(clinic, "skin")
    factories.make_term(clinic, "piel", locale=home.locale)
    spanish, english = words_of(client.get("/es/words/")), words_of(client.get("/words/"))
    assert "what piel means" in spanish and "what skin means" not in spanish
    assert "what skin means" in english and "what piel means" not in english


def test_without_words_it_says_so_and_offers_help(client, clinic):
    answer = client.get("/words/")
    assert "There are no words here yet" in words_of(answer)
    assert b'href="/contact/"' in answer.content


def test_every_page_leads_to_it_from_its_foot(client, clinic, article):
    for address in ("/", article.url, "/contact/", "/no-such-page/"):
        assert b'<a href="/words/">Words explained</a>' in client.get(address).content


def test_it_asks_as_often_with_many_words_as_with_one_and_comes_in_pages(client, clinic):
    factories.make_term(clinic)
    one = len(queries_of("/words/"))
    for number in range(120):
        factories.make_term(clinic, f"word {number:03}", published=False)
    assert len(queries_of("/words/")) == one <= 8
    assert client.get("/words/?page=2").context["page_obj"].number == 2


def test_nothing_is_posted_to_it(client, clinic):
    assert client.post("/words/").status_code == 405
