"""Words of the glossary in texts: stored like links, explained to readers, guarded like all we share."""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import ReferenceIndex, Site
from wagtail.rich_text import expand_db_html
from wagtail.test.utils.form_data import rich_text

from education import library_use
from education.models import ArticlePage, Question
from education.models.review import why_not_approved
from education.reading.plaintext import plain
from education.reading.prose import expand
from education.reading.terms import mark_first, marked_terms, term_ids
from tests import factories
from tests.base import article_form, edit_url, question_form, words_of
from tests.factories import marked

pytestmark = pytest.mark.django_db


@pytest.fixture
def term(clinic):
    return factories.make_term(clinic, "Dermis", meaning="The deep skin.", say="DER-mis")


def about(*terms) -> str:
    return "<p>" + " and ".join(marked(term, "it") for term in terms) + ".</p>"


class TestTheStoredMark:
    def test_which_words_a_text_marks(self, term):
        link = '<a linktype="page" id="99">x</a>'
        assert term_ids([about(term), link, None, "<p>x</p>"]) == {term.pk}
        assert term_ids(['<a id="7" linktype="term">x</a>']) == {7}
        assert term_ids(['<a linktype="term" id="x">x</a><a linktype="term">x</a>']) == set()

    def test_looking_for_the_words_costs_one_query_or_none(self, term, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert marked_terms([about(term), about(term)]) == [term]
        with django_assert_num_queries(0):
            assert marked_terms(["<p>x</p>"]) == []

    def test_wagtail_alone_shows_the_plain_word(self, term):
        assert expand_db_html(about(term)) == "<p><a>it</a>.</p>"

    def test_the_text_behind_it_is_the_word_only(self, term):
        assert plain(about(term)) == "it."


class TestMarkingTheFirstPlace:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("<p>The dermis.</p>", '<p>The <a linktype="term" id="5">dermis</a>.</p>'),
            ("<p>Dermis dermis</p>", '<p><a linktype="term" id="5">Dermis</a> dermis</p>'),
            ("<p>epidermis</p>", "<p>epidermis</p>"),
            ("<h3>Dermis</h3><p>x</p>", "<h3>Dermis</h3><p>x</p>"),
            ('<p><a href="/dermis">dermis</a></p>', '<p><a href="/dermis">dermis</a></p>'),
            ('<p data-x="dermis">x</p>', '<p data-x="dermis">x</p>'),
            ("", ""),
        ],
    )
    def test_a_whole_word_outside_links_and_headings(self, before, after):
        assert mark_first(before, "Dermis", 5) == after

    def test_signs_are_compared_as_they_are_stored(self):
        assert 'id="5">A &amp; B</a>' in mark_first("<p>A &amp; B</p>", "A & B", 5)


class TestWhatReadersGet:
    def shown(self, rf, *texts, folded=False, preview=False):
        request = rf.get("/", headers={"host": "localhost"})
        request.is_preview = preview
        passages = expand(texts, request)
        return [passages.show(text, folded=folded) for text in texts]

    def test_a_button_and_its_meaning_behind_it(self, rf, term):
        (html,) = self.shown(rf, f"<p>The {marked(term, '<b>dermis</b>')}.</p>")
        key = f"t-{term.pk}"
        assert html == (
            f'<p>The <button type="button" class="term" popovertarget="{key}"><b>dermis</b></button>'
            f'<span id="{key}" popover class="gloss"><span> <b>Dermis</b> (DER-mis) </span>'
            "The deep skin.</span>.</p>"
        )

    def test_the_meaning_stands_once_and_later_places_point_at_it(self, rf, term):
        first, second = self.shown(rf, about(term, term), "<p>Other " + about(term)[3:])
        html = first + second
        assert html.count(f'popovertarget="t-{term.pk}"') == 3
        assert html.count("The deep skin.") == html.count(" popover ") == 1

    def test_the_same_text_twice_on_a_page_gives_no_address_twice(self, client, clinic, term):
        text = about(term)
        body = [factories.text_section(heading, text) for heading in ("A", "B")]
        article = factories.make_article(clinic, "Twice", body=body, conclusion=text)
        page = client.get(article.url).content.decode()
        assert page.count(f'id="t-{term.pk}"') == 1
        assert page.count(f'popovertarget="t-{term.pk}"') == 3

    def test_a_folded_answer_brings_its_own_because_a_closed_one_opens_nothing(
        self, client, clinic, term
    ):
        questions = [factories.make_question(clinic, f"{n}?", answer=about(term)) for n in "ABC"]
        article = factories.make_article(clinic, "Folded", body=[], questions=questions)
        page = client.get(article.url).content.decode()
        for address in (f"t-{term.pk}", f"t-{term.pk}-2", f"t-{term.pk}-3"):
            assert page.count(f' id="{address}"') == page.count(f'"{address}">it<') == 1
        assert page.count("gloss--again") == 2

    def test_a_folded_answer_below_an_open_text_points_there(self, client, clinic, term):
        questions = [factories.make_question(clinic, f"{n}?", answer=about(term)) for n in "ABC"]
        body = [factories.text_section("Open", about(term))]
        article = factories.make_article(clinic, "Open", body=body, questions=questions)
        page = client.get(article.url).content.decode()
        assert page.count("The deep skin.") == 1 and page.count("popovertarget") == 4

    def test_many_texts_ask_for_their_words_once(self, rf, clinic, django_assert_num_queries):
        terms = [factories.make_term(clinic) for _ in range(5)]
        request = rf.get("/", headers={"host": "localhost"})
        expand(["<p>x</p>"], request)
        Site.find_for_request(request)  # what finding the page itself has asked already
        with django_assert_num_queries(1):
            expand([about(term) for term in terms], request)

    def test_drafts_and_other_clinics_words_stay_plain(self, rf, clinic, other_clinic):
        draft = factories.make_term(clinic, "Draft", live=False)
        theirs = factories.make_term(other_clinic, "Theirs")
        gone = '<p><a linktype="term" id="999999">gone</a><a linktype="term">odd</a></p>'
        assert self.shown(rf, about(draft, theirs), gone) == [
            "<p>it and it.</p>",
            "<p>goneodd</p>",
        ]

    def test_a_shared_word_is_explained(self, rf, clinic):
        (html,) = self.shown(rf, about(factories.make_term(None, "Shared")))
        assert " popover " in html

    def test_a_preview_explains_drafts_too(self, rf, clinic):
        (html,) = self.shown(rf, about(factories.make_term(clinic, "D", live=False)), preview=True)
        assert " popover " in html

    def test_markup_in_a_word_is_shown_as_text(self, rf, clinic):
        nasty = '<img src=x onerror="alert(1)">'
        term = factories.make_term(clinic, nasty, meaning=nasty, say=nasty)
        (html,) = self.shown(rf, about(term))
        assert "<img" not in html and html.count("&lt;img") == 3

    def test_a_standard_page_explains_its_words_too(self, client, clinic, term):
        page = factories.make_standard_page(clinic, body=[factories.text_section("A", about(term))])
        assert f'id="t-{term.pk}"' in client.get(page.url).content.decode()
        assert term in page.needs()


class TestTheSameMeaningEverywhere:
    @pytest.fixture
    def article(self, clinic, term):
        return factories.make_article(
            clinic, "Skin", body=[factories.text_section("A", about(term))]
        )

    def test_articles_and_questions_need_their_words(self, clinic, term):
        words = [factories.make_term(clinic) for _ in range(3)]
        article = factories.make_article(
            clinic,
            body=[
                factories.text_section("A", about(words[0])),
                factories.section("steps", "B", before=about(words[1]), steps=[]),
            ],
            conclusion=about(words[2]),
        )
        assert set(article.needs()) >= set(words)
        assert factories.make_question(clinic, answer=about(term)).needs() == [term]

    @pytest.mark.parametrize("kind", ["article", "question"])
    def test_an_unapproved_word_keeps_them_from_approval_and_is_named(
        self, clinic, author, reviewer, kind
    ):
        draft = factories.make_term(clinic, "Dermis", live=False)
        if kind == "article":
            made = factories.make_article(
                clinic, live=False, author=author, body=[factories.text_section("A", about(draft))]
            )
        else:
            made = factories.make_question(clinic, answer=about(draft), live=False)
        assert "Approve these first" in why_not_approved(made, reviewer)
        assert "“Dermis”" in why_not_approved(made, reviewer)
        factories.put_live(draft)
        assert why_not_approved(made, reviewer) == ""

    def test_the_index_of_references_knows_the_place(self, article, term):
        (place,) = ReferenceIndex.get_references_to(term)
        assert place.object_id == str(article.pk)

    def test_a_word_in_use_cannot_be_deleted(self, article, term):
        assert [user.pk for user in term.used_by()] == [article.pk]
        with pytest.raises(ProtectedError, match="Skin"):
            term.delete()

    def test_the_admin_refuses_to_delete_it_and_says_where_it_is_used(
        self, signed_in, administrator, article, term
    ):
        address = reverse(term.snippet_viewset.get_url_name("delete"), args=[term.pk])
        answer = signed_in(administrator).post(address, follow=True)
        assert "it is used in “Skin”" in words_of(answer)
        assert type(term).objects.filter(pk=term.pk).exists()

    def test_drafts_count_as_use(self, clinic, term):
        question = factories.make_question(clinic, "A question?")
        question.answer = about(term)
        question.save_revision()
        article = factories.make_article(clinic, "An article")
        article.conclusion = about(term)
        article.save_revision()
        assert {str(user) for user in term.used_by()} == {"A question?", "An article"}

    def test_another_clinics_word_is_refused_in_every_text(
        self, signed_in, clinic, author, article, other_clinic
    ):
        theirs = factories.make_term(other_clinic, "Theirs")
        question = factories.make_question(clinic, "Ours?")
        forged = rich_text(about(theirs), features=["term"])
        browser = signed_in(author)
        for thing, form in (
            (article, article_form("Skin", conclusion=forged)),
            (question, question_form("Ours?", "x", clinic) | {"answer": forged}),
        ):
            answer = browser.post(edit_url(thing), form)
            assert "“Theirs” belongs to another clinic" in words_of(answer)
            fresh = type(thing).objects.get(pk=thing.pk)
            assert fresh.latest_revision_id == thing.latest_revision_id

    def test_the_same_form_with_ones_own_word_is_taken(
        self, signed_in, clinic, author, article, term
    ):
        own = rich_text(about(term), features=["term"])
        signed_in(author).post(edit_url(article), article_form("Skin", conclusion=own))
        draft = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
        assert f'<a linktype="term" id="{term.pk}">it</a>' in draft.conclusion

    def test_search_knows_the_word_and_not_its_meaning(self, article, term):
        text = article.reading_text()
        assert "it." in text and "The deep skin." not in text

    def test_a_changed_word_brings_its_articles_up_to_date_in_search(
        self, article, term, django_capture_on_commit_callbacks, monkeypatch
    ):
        indexed = []
        monkeypatch.setattr(library_use.index, "insert_or_update_object", indexed.append)
        with django_capture_on_commit_callbacks(execute=True):
            factories.put_live(term)
        assert article in indexed

    def test_an_answer_changes_everywhere_with_its_word(self, client, clinic, term):
        question = factories.make_question(clinic, "What?", answer=about(term))
        article = factories.make_article(clinic, "A", questions=[question])
        term.meaning = "What lies below the surface."
        factories.put_live(term)
        assert "What lies below the surface." in client.get(article.url).content.decode()
        assert Question.objects.get().answer == about(term)


def test_a_words_preview_shows_it_in_a_text_and_on_paper(signed_in, author, term):
    viewset = term.snippet_viewset
    address = reverse(
        viewset.get_url_name("revisions_view"), args=[term.pk, term.latest_revision_id]
    )
    words = words_of(signed_in(author).get(address))
    assert "Dermis (DER-mis) The deep skin." in words
    assert "Dermis (The deep skin.)" in words
