"""The A to Z: every article under every name it goes by."""

import pytest
from django.test import RequestFactory

from education.finding.a_to_z import entries, letters, sort_key
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db


def test_names_are_sorted_as_people_look_them_up():
    names = ["zinc", "Éclair", "apple", "“Quoted”", "Banana", "(aside)", "10 facts"]
    assert sorted(names, key=sort_key) == [
        "10 facts",
        "apple",
        "(aside)",
        "Banana",
        "Éclair",
        "“Quoted”",
        "zinc",
    ]


def test_another_name_leads_to_the_article_and_says_so(client, clinic, topic):
    factories.make_article(clinic, "Acne", topic=topic, other_names=["Pimples", "Zits"])
    answer = client.get("/a-z/")
    by_letter = {group["letter"]: group["rows"] for group in answer.context["letters"]}
    assert list(by_letter) == ["A", "P", "Z"]
    (row,) = by_letter["P"]
    assert row["title"] == "Pimples" and row["see"] == "Acne"
    assert "See Acne" in words_of(answer)


def test_numbers_have_a_heading_of_their_own(client, clinic, topic):
    factories.make_article(clinic, "5 questions about sun", topic=topic)
    assert client.get("/a-z/").context["letters"][0]["letter"] == "0–9"


def test_drafts_and_other_clinics_are_left_out(client, clinic, other_clinic, topic):
    factories.make_article(clinic, "Live", topic=topic)
    factories.make_article(clinic, "Draft", topic=topic, live=False, other_names=["Drafty"])
    factories.make_article(other_clinic, "Elsewhere", other_names=["Far away"])
    assert [entry.name for entry in entries(clinic)] == ["Live"]
    words = words_of(client.get("/a-z/"))
    assert "Draft" not in words and "Elsewhere" not in words and "Far away" not in words


def test_an_article_that_goes_while_the_page_is_made_is_left_out(clinic, topic):
    article = factories.make_article(clinic, "Gone", topic=topic)
    listed = entries(clinic)
    article.delete()
    assert letters(listed, RequestFactory().get("/")) == []


def test_many_names_come_in_pages(client, clinic, topic):
    names = [f"Name {number:03}" for number in range(120)]
    factories.make_article(clinic, "A", topic=topic, other_names=names)
    first = client.get("/a-z/")
    assert first.context["page_obj"].paginator.num_pages == 2
    assert "Name 119" in words_of(client.get("/a-z/?page=2"))


def test_an_empty_clinic_says_so(client, clinic):
    assert "There are no pages here yet" in words_of(client.get("/a-z/"))
