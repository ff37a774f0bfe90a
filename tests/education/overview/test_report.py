"""The report "Content and its review": every row, filter and export, for two clinics."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from education.models import AnotherLook, ArticlePage, ClinicalReview, SignOff
from education.overview.rows import content_rows
from education.overview.states import State
from tests import factories
from tests.base import edit_url, words_of

pytestmark = pytest.mark.django_db


def day(days: int):
    return timezone.localdate() + timedelta(days=days)


def report(browser, **query):
    return browser.get(reverse("content_report"), query)


def titles(browser, **query) -> list[str]:
    return [row.title for row in report(browser, **query).context["object_list"]]


def row_of(person, thing):
    found = [row for row in content_rows(person) if (row.model, row.pk) == (type(thing), thing.pk)]
    return found[0] if found else None


def note(article, **facts):
    ArticlePage.objects.filter(pk=article.pk).update(**facts)


def look_again(article, item):
    return AnotherLook.objects.create(
        article=article,
        content_type=ContentType.objects.get_for_model(item),
        object_id=item.pk,
        item_title=str(item),
    )


class TestRows:
    def test_every_kind_of_content_has_a_row_with_a_link(self, signed_in, author, clinic):
        things = [
            factories.make_article(clinic, "An article"),
            factories.make_benefit(clinic, "A benefit"),
            factories.make_question(clinic, "A question?"),
            factories.make_term(clinic, "a term"),
            factories.make_source(clinic, "A source"),
        ]
        html = report(signed_in(author)).content.decode()
        for thing in things:
            assert f'href="{edit_url(thing)}"' in html, thing
            assert row_of(author, thing).state is State.SIGNED

    def test_a_row_says_who_stands_behind_it(self, author, clinic):
        ada = factories.make_clinician(clinic)
        article = factories.make_article(clinic, "Acne", author=author)
        note(article, reviewed_by=ada, last_reviewed=day(-3), next_review=day(300))
        row = row_of(author, article)
        assert (row.owner, row.checked_by) == (author.get_full_name(), "Dr Ada Example")
        assert (row.last_reviewed, row.next_review) == (day(-3), day(300))
        assert row.clinic == "Harbour Skin Clinic" and not row.self_approved
        SignOff.objects.of(article).update(self_approved=True)
        assert row_of(author, article).self_approved

    def test_an_article_is_as_sure_as_the_weakest_benefit_in_it(self, author, clinic):
        benefits = [factories.make_benefit(clinic, grade=grade) for grade in ("strong", "none")]
        article = factories.make_article(
            clinic, benefits=[*benefits, factories.make_benefit(clinic)]
        )
        plain = factories.make_article(clinic)
        assert row_of(author, article).grade == "none"
        assert row_of(author, plain).grade == ""
        assert row_of(author, benefits[0]).grade == "strong"

    def test_old_sources_are_counted_once_wherever_they_stand(self, author, clinic):
        fresh = factories.make_source(clinic, last_checked=day(-10))
        old = factories.make_source(clinic, last_checked=day(-400))
        never = factories.make_source(clinic)
        benefit = factories.make_benefit(clinic, sources=[old, fresh])
        question = factories.make_question(clinic, sources=[old])
        article = factories.make_article(
            clinic, benefits=[benefit], questions=[question], sources=[never, fresh, old]
        )
        counted = [row_of(author, thing).old_sources for thing in (article, benefit, question)]
        assert counted == [2, 1, 1]
        assert [row_of(author, source).old_sources for source in (fresh, old, never)] == [0, 1, 1]

    def test_states_follow_what_happens(self, author, reviewer, clinic):
        article = factories.make_article(clinic, "Acne", author=author)
        state = lambda: row_of(author, article).state  # noqa: E731
        assert state() is State.SIGNED
        article.save_revision(user=author)
        assert state() is State.NEWER_DRAFT
        ClinicalReview.set_up().start(article, author)
        assert state() is State.WAITING
        note(article, next_review=day(-1))
        assert state() is State.OVERDUE
        look = look_again(article, factories.make_benefit(clinic))
        assert state() is State.LOOK and row_of(author, article).looks == 1
        AnotherLook.objects.filter(pk=look.pk).update(confirmed_at=timezone.now())
        assert state() is State.OVERDUE
        SignOff.objects.of(article).update(ended_at=timezone.now())
        assert state() is State.UNSIGNED
        note(article, live=False, withdrawn=True)
        assert state() is State.WITHDRAWN

    def test_what_was_put_live_past_every_sign_off_stands_out(self, author, clinic):
        draft = factories.make_article(clinic, live=False)
        assert row_of(author, draft).state is State.DRAFT
        past_save = factories.make_article(clinic, published=False)
        assert row_of(author, past_save).state is State.UNSIGNED
        changed = factories.make_article(clinic)
        note(changed, live_revision=changed.save_revision())
        assert row_of(author, changed).state is State.UNSIGNED

    def test_examples_say_so(self, author, clinic):
        article = factories.make_article(clinic)
        note(article, is_example=True)
        SignOff.objects.of(article).update(kind="example", clinician_name="")
        benefit = factories.make_benefit(clinic)
        SignOff.objects.of(benefit).update(kind="example")
        assert row_of(author, article).state is row_of(author, benefit).state is State.EXAMPLE

    def test_a_copy_in_step_is_signed_as_its_source_is(self, author, clinic):
        article = factories.make_article(clinic)
        alias = article.create_alias(parent=factories.make_topic(clinic, "Another"))
        assert row_of(author, alias).state is State.SIGNED
        SignOff.objects.of(article).update(ended_at=timezone.now())
        assert row_of(author, alias).state is State.UNSIGNED


class TestWalls:
    def test_only_ones_own_clinic_and_the_shared_library(
        self, signed_in, author, other_author, clinic, other_clinic
    ):
        for site, name in ((clinic, "Ours"), (other_clinic, "Theirs"), (None, "Everyone's")):
            benefit = factories.make_benefit(site, f"{name} benefit")
            if site:
                factories.make_article(site, f"{name} article", benefits=[benefit])
        shared = ["Everyone's benefit"]
        assert titles(signed_in(author)) == [*shared, "Ours article", "Ours benefit"]
        theirs = titles(signed_in(other_author, host="other.example"))
        assert theirs == [*shared, "Theirs article", "Theirs benefit"]

    def test_the_filters_and_exports_name_nothing_of_the_other_clinic(
        self, signed_in, author, other_author, clinic, other_clinic
    ):
        factories.make_article(clinic, "Ours", author=author)
        factories.make_article(other_clinic, "Theirs", author=other_author)
        browser = signed_in(author)
        assert "Meadow" not in report(browser).content.decode()
        for query in ({"clinic": other_clinic.pk}, {"owner": other_author.pk}):
            assert "Theirs" not in titles(browser, **query)
        exported = b"".join(report(browser, export="csv").streaming_content).decode()
        assert "Ours" in exported and "Theirs" not in exported and "Meadow" not in exported

    def test_a_shared_item_has_no_link_for_who_may_not_change_it(
        self, signed_in, author, superuser, clinic
    ):
        benefit = factories.make_benefit(None, "Everyone's")
        assert row_of(author, benefit).edit_url is None
        assert row_of(superuser, benefit).edit_url == edit_url(benefit)
        assert row_of(author, benefit).clinic == ""

    def test_who_writes_nothing_has_no_such_report(self, signed_in, brand_manager):
        browser = signed_in(brand_manager)
        assert report(browser).status_code in (302, 403)
        assert "Content and its review" not in words_of(browser.get("/admin/"))


class TestFilters:
    @pytest.fixture
    def things(self, clinic, author, reviewer):
        old = factories.make_source(clinic, "Old", last_checked=day(-500))
        strong = factories.make_benefit(clinic, "Strong", grade="strong")
        due = factories.make_article(clinic, "Due", author=author, sources=[old])
        note(due, next_review=day(20))
        late = factories.make_article(clinic, "Late", author=reviewer, benefits=[strong])
        note(late, next_review=day(-20))
        looked = factories.make_article(clinic, "=Looked at")
        look_again(looked, strong)
        factories.make_article(clinic, "Not yet", live=False)
        factories.make_question(None, "Shared?")

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, ["=Looked at", "Due", "Late", "Not yet", "Old", "Shared?", "Strong"]),
            ({"kind": ["source", "benefit"]}, ["Old", "Strong"]),
            ({"clinic": "shared"}, ["Shared?"]),
            ({"state": ["draft", "look"]}, ["=Looked at", "Not yet"]),
            ({"state": "overdue"}, ["Late"]),
            ({"grade": "strong"}, ["Late", "Strong"]),
            ({"due_before": day(21).isoformat()}, ["Due", "Late"]),
            ({"due_before": day(0).isoformat()}, ["Late"]),
            ({"old_sources": "yes"}, ["Due", "Old"]),
            ({"another_look": "yes"}, ["=Looked at"]),
            ({"q": "lOOk"}, ["=Looked at"]),
            ({"kind": "articlepage", "ordering": "next_review"}, None),
            ({"ordering": "-title", "kind": "articlepage", "state": "draft"}, ["Not yet"]),
        ],
    )
    def test_each_keeps_the_rows_it_names(self, signed_in, author, things, query, found):
        shown = titles(signed_in(author), **query)
        assert shown == (found or ["Late", "Due", "=Looked at", "Not yet"])

    def test_by_owner_and_by_clinic(self, signed_in, author, clinic, things):
        browser = signed_in(author)
        assert titles(browser, owner=author.pk) == ["Due"]
        assert "Shared?" not in titles(browser, clinic=clinic.pk)

    def test_nonsense_is_answered_calmly(self, signed_in, author, things):
        for query in (
            {"due_before": "32 May"},
            {"state": "'"},
            {"owner": "99999999"},
            {"clinic": "x"},
            {"p": "999"},
            {"ordering": "pk"},
            {"q": "\x00"},
            {"kind": "user"},
        ):
            assert report(signed_in(author), **query).status_code == 200, query

    def test_the_list_that_is_fetched_while_typing_is_filtered_too(self, signed_in, author, things):
        answer = signed_in(author).get(reverse("content_report_results"), {"q": "due"})
        assert "Due" in words_of(answer) and "Late" not in words_of(answer)


class TestExports:
    HOSTILE = ['=HYPERLINK("http://x.example")', "+1", "-1", "@SUM(A1)", "\tTab", "\rReturn"]

    @pytest.fixture
    def hostile(self, clinic, topic):
        article = factories.make_article(clinic, "Plain")
        for number, title in enumerate(self.HOSTILE):
            copy = factories.make_article(clinic, f"n {number}")
            note(copy, draft_title=title, next_review=day(30))
        return article

    def test_no_cell_of_a_csv_file_starts_as_a_formula(self, signed_in, author, hostile):
        text = b"".join(report(signed_in(author), export="csv").streaming_content).decode()
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        found = {row["Title"] for row in rows}
        assert found == {"Plain", *(f"'{title}" for title in self.HOSTILE)}
        assert len(rows[0]) == 12
        assert all(
            not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            for row in rows
            for cell in row.values()
        )

    def test_no_cell_of_a_worksheet_is_a_formula(self, signed_in, author, hostile):
        answer = report(signed_in(author), export="xlsx")
        sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        heads, *rows = sheet.iter_rows()
        assert [cell.value for cell in heads][:4] == ["Title", "Kind", "Clinic", "State"]
        assert {row[0].value for row in rows} >= {"Plain", "+1", self.HOSTILE[0]}
        assert all(cell.data_type != "f" for row in rows for cell in row)
        assert day(30).isoformat() in {str(row[8].value)[:10] for row in rows}

    def test_characters_that_no_worksheet_holds_are_left_out(self, signed_in, author, clinic):
        note(factories.make_article(clinic), draft_title="Bell\x07 rung")
        answer = report(signed_in(author), export="xlsx")
        sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        assert "Bell rung" in {row[0].value for row in sheet.iter_rows()}

    def test_only_the_filtered_rows_and_all_pages_of_them(self, signed_in, author, clinic):
        for number in range(55):
            factories.make_article(clinic, f"Number {number}", published=False)
        factories.make_benefit(clinic, "Left out")
        browser = signed_in(author)
        assert len(titles(browser)) == 50
        answer = report(browser, export="csv", kind="articlepage")
        lines = b"".join(answer.streaming_content).decode().splitlines()
        assert len(lines) == 56


def test_many_rows_take_no_more_queries_than_few(signed_in, author, clinic):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert report(browser).status_code == 200
        return len(asked)

    def make(number: int):
        source = factories.make_source(clinic)
        for _ in range(number):
            benefit = factories.make_benefit(clinic, sources=[source])
            look_again(factories.make_article(clinic, benefits=[benefit], author=author), benefit)

    browser = signed_in(author)
    make(2)
    queries()
    few = queries()
    make(12)
    assert queries() == few
