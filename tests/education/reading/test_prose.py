"""Rich text for readers: links resolved together, nothing unsafe let through."""

import pytest
from wagtail.rich_text import RichText

from education.reading.prose import expand, source_of
from tests import factories

pytestmark = pytest.mark.django_db


def link(page) -> str:
    return f'<p><a linktype="page" id="{page.pk}">{page.title}</a></p>'


def test_many_texts_ask_for_their_links_once(clinic, topic, rf, django_assert_num_queries):
    pages = [factories.make_article(clinic, f"Page {n}", topic=topic) for n in range(5)]
    request = rf.get("/", headers={"host": "localhost"})
    pages[0].get_url(request)  # what finding the page itself has asked already
    with django_assert_num_queries(1):
        expanded = expand([link(page) for page in pages] * 4, request)
    assert len(expanded) == 5
    for page in pages:
        assert f'href="{page.get_url(request)}"' in expanded[link(page)]


def test_a_link_to_a_page_that_is_not_live_keeps_its_words(clinic, topic, rf):
    draft = factories.make_article(clinic, "Draft words", topic=topic, live=False)
    assert expand([link(draft)], rf.get("/"))[link(draft)] == "<p><a>Draft words</a></p>"


@pytest.mark.parametrize(
    "text",
    [
        '<p><a linktype="page" id="999999">gone</a></p>',
        '<p><a linktype="page" id="abc">odd</a></p>',
        '<p><a linktype="page">no number</a></p>',
        '<p><a linktype="document" id="999999">gone</a></p>',
    ],
)
def test_a_broken_link_keeps_its_words_and_breaks_nothing(text, rf, db):
    assert "href" not in expand([text], rf.get("/"))[text]


def test_a_link_to_another_site_stays(rf, db):
    text = '<p><a href="https://www.fda.gov/">FDA</a></p>'
    assert expand([text], rf.get("/"))[text] == text


def test_a_document_link_leads_to_the_document(clinic, rf):
    document = factories.make_document(clinic)
    text = f'<p><a linktype="document" id="{document.pk}">Leaflet</a></p>'
    assert document.url in expand([text], rf.get("/"))[text]


def test_no_text_costs_nothing(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert expand(["", None, RichText("")], rf.get("/")) == {}


def test_equal_texts_are_expanded_once(rf, db):
    assert list(expand(["<p>a</p>", RichText("<p>a</p>")], rf.get("/"))) == ["<p>a</p>"]


def test_the_stored_form_of_anything():
    assert source_of(RichText("<p>x</p>")) == "<p>x</p>"
    assert source_of("<p>x</p>") == "<p>x</p>" and source_of(None) == ""


def test_what_an_author_pastes_is_cleaned_by_the_editor(signed_in, author, client, article):
    """A forged request cannot bring a script into the stored text."""
    from tests.base import article_form, edit_url

    form = article_form("Acne scars")
    form["conclusion"] = form["conclusion"].replace("All in all.", "<script>alert(1)</script>")
    signed_in(author).post(edit_url(article), form)
    article.refresh_from_db()
    draft = article.get_latest_revision_as_object()
    assert "<script>" not in draft.conclusion and "&lt;script&gt;" in draft.conclusion
