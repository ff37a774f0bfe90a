"""`manage.py start_clinic`: the example clinic of a new portal."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Site

from education.models import ArticlePage, Benefit, Question, Source, Term, TopicPage
from portal import starter
from portal.models import Clinic, HomePage, StaffGroup, StandardPage, User
from tests.base import words_of
from tests.factories import make_clinician, put_live

pytestmark = pytest.mark.django_db
NOTICE = "Example content. No clinician has checked this page."


def start_clinic(*options, library: bool = False) -> str:
    """What the command says. The library takes time, so only its own tests have it."""
    said = io.StringIO()
    call_command("start_clinic", *options, no_library=not library, stdout=said)
    return said.getvalue()


@pytest.fixture
def shown(new_installation, settings):
    """The example clinic as `make run` shows it on a developer's machine."""
    settings.DEBUG = True
    return start_clinic("--show-example")


def everything_made() -> dict:
    models = (HomePage, TopicPage, ArticlePage, StandardPage, Benefit, Question, Source, Term)
    counts = {model.__name__: model.objects.count() for model in (*models, Clinic, User, Site)}
    return counts | {"groups": StaffGroup.objects.count()}


class TestAFirstRun:
    def test_it_makes_a_home_page_topics_standard_pages_and_the_article(
        self, client, new_installation
    ):
        start_clinic()
        assert client.get("/").status_code == 200
        for slug, title, _intro in starter.TOPICS:
            assert title in words_of(client.get(f"/{slug}/"))
        for page in StandardPage.objects.all():
            assert "{clinic}" not in words_of(client.get(page.url))
        assert StandardPage.objects.count() == 4
        assert Site.objects.get().site_name == "Example Skin Clinic"

    def test_it_makes_one_account_for_each_role_with_a_password_told_once(
        self, client, new_installation
    ):
        said = start_clinic()
        assert StaffGroup.objects.count() == User.objects.count() == 4
        for line in said.splitlines():
            if line.startswith("Account for the admin:"):
                name, password = line.removeprefix("Account for the admin: ").split(", password: ")
                assert client.login(username=name, password=password)
                assert client.get("/admin/").status_code == 200
        assert "password" not in start_clinic()

    def test_the_password_can_be_given(self, client, new_installation, settings):
        settings.STARTER_PASSWORD = "a-password-of-my-own"
        said = start_clinic()
        assert "a-password-of-my-own" not in said
        assert client.login(username="author", password="a-password-of-my-own")

    def test_the_host_name_can_be_given(self, client, new_installation):
        start_clinic("--hostname", "learn.example", "--port", "8000")
        site = Site.objects.get()
        assert (site.hostname, site.port) == ("learn.example", 8000)

    def test_it_works_where_somebody_removed_wagtails_first_site(self, client, new_installation):
        new_installation.delete()
        start_clinic()
        assert client.get("/").status_code == 200

    def test_nobody_has_the_permission_to_publish(self, new_installation):
        start_clinic()
        for person in User.objects.all():
            assert not person.is_superuser
            home = HomePage.objects.get()
            assert not home.permissions_for_user(person).can_publish_subpage()


class TestTheArticleWaitsForReview:
    def test_nothing_of_it_is_live(self, client, new_installation):
        start_clinic()
        article = ArticlePage.objects.get()
        assert not article.live and article.workflow_in_progress and article.is_example
        assert not Benefit.objects.filter(live=True).exists()
        assert all(item.workflow_in_progress for item in Benefit.objects.all())
        assert client.get(article.get_url()).status_code == 404

    def test_showing_it_is_refused_on_a_server(self, new_installation):
        with pytest.raises(CommandError, match="no clinician has checked"):
            start_clinic("--show-example")
        assert not Clinic.objects.exists()

    def test_only_a_real_approval_removes_the_notice(self, client, new_installation):
        start_clinic()
        article = ArticlePage.objects.get()
        reviewer = User.objects.get(username="reviewer")
        make_clinician(Site.objects.get(), "Dr Ada Example", account=reviewer)
        client.force_login(reviewer)
        for item in [
            *Source.objects.all(),
            *Term.objects.all(),
            *Benefit.objects.all(),
            *Question.objects.all(),
            article,
        ]:
            name = "wagtailadmin_pages:workflow_action"
            if item is not article:
                name = item.snippet_viewset.get_url_name("workflow_action")
            state = item.current_workflow_task_state
            client.post(reverse(name, args=[item.pk, "approve", state.pk]), {"comment": ""})
        client.logout()
        article = ArticlePage.objects.get()
        assert article.live and not article.is_example and article.last_reviewed
        words = words_of(client.get(article.url))
        assert NOTICE not in words
        assert "Skin rejuvenation" in words or Benefit.objects.first().name in words


class TestTheExampleOnADevelopersMachine:
    def test_the_article_shows_the_notice(self, client, shown):
        words = words_of(client.get(ArticlePage.objects.get().url))
        assert NOTICE in words
        assert "Not yet checked by a clinician" in words

    def test_it_has_the_documents_five_benefits_and_five_questions(self, client, shown):
        article = ArticlePage.objects.get()
        page = client.get(article.url)
        for item in (*Benefit.objects.all(), *Question.objects.all()):
            assert str(item) in words_of(page)
        assert Benefit.objects.count() == 5 and Question.objects.count() == 5
        assert article.title == (
            "Exosomes in Dermatology: What They Are, How They Work, and Their Potential Benefits"
        )

    def test_its_sources_are_numbered_and_shown(self, client, shown):
        page = client.get(ArticlePage.objects.get().url)
        numbers = [source.number for source in page.context["source_list"]]
        assert numbers == list(range(1, Source.objects.count() + 1))

    def test_its_hard_words_are_marked_once_and_in_the_list_of_words(self, client, shown):
        page = client.get(ArticlePage.objects.get().url).content.decode()
        listed = words_of(client.get("/words/"))
        assert Term.objects.count() == 5
        for term in Term.objects.all():
            assert page.count(f'popovertarget="t-{term.pk}"') == 1, term
            assert page.count(f'id="t-{term.pk}"') == 1, term
            assert term.meaning in listed

    def test_no_page_may_be_indexed_yet(self, client, shown):
        for address in ("/", "/treatments/", ArticlePage.objects.get().url, "/contact/", "/a-z/"):
            assert b'<meta name="robots" content="noindex">' in client.get(address).content

    def test_no_page_of_it_sets_a_cookie(self, client, shown):
        for address in ("/", ArticlePage.objects.get().url, "/search/?q=exosomes"):
            answer = client.get(address)
            assert not answer.cookies


class TestASecondRun:
    def test_it_makes_nothing_twice(self, shown):
        before = everything_made()
        said = start_clinic("--show-example")
        assert everything_made() == before
        assert "set up already" in said

    def test_it_never_overwrites_what_staff_changed(self, client, shown):
        clinic = Clinic.objects.get()
        clinic.name, clinic.brand_colour = "Our Own Clinic", "#0b1f4b"
        clinic.booking_link = "https://book.example.org/us"
        clinic.save()
        article = ArticlePage.objects.get()
        article.title = "Our own title"
        put_live(article)
        StandardPage.objects.get(slug="privacy").delete()
        User.objects.get(username="author").set_password("changed")
        before = everything_made()
        start_clinic()
        clinic = Clinic.objects.get()
        assert (clinic.name, clinic.brand_colour) == ("Our Own Clinic", "#0b1f4b")
        assert clinic.booking_link == "https://book.example.org/us"
        assert ArticlePage.objects.get().title == "Our own title"
        assert everything_made() == before

    def test_an_account_that_was_removed_is_not_made_again_under_a_taken_name(self, shown):
        person = User.objects.get(username="author")
        person.groups.clear()
        start_clinic()
        assert not User.objects.get(username="author").groups.exists()


class TestTheLibrary:
    def test_all_thirteen_articles_are_shown_under_the_notice(
        self, client, new_installation, settings
    ):
        settings.DEBUG = True
        start_clinic("--show-example", library=True)
        articles = ArticlePage.objects.all()
        assert articles.count() == 13
        for article in articles:
            words = words_of(client.get(article.url))
            assert NOTICE in words and "Not yet checked by a clinician" in words, article
            assert "When to get help" in words or "Call the clinic if" in words, article
        home = words_of(client.get("/"))
        for slug in starter.CHOSEN:
            assert articles.get(slug=slug).title in home
        shared = [q for q in Question.objects.all() if len(q.used_by()) > 1]
        assert len(shared) >= 3

    def test_they_wait_for_a_clinician_on_a_server(self, client, new_installation):
        start_clinic(library=True)
        articles = ArticlePage.objects.all()
        assert articles.count() == 13
        assert all(a.workflow_in_progress and a.is_example and not a.live for a in articles)
        assert all(q.workflow_in_progress for q in Question.objects.all())
