"""`manage.py import_article`: from a document to a draft article, nothing lost, nothing twice."""

import html
import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from education.models import ArticlePage, Benefit, Question, Source
from education.reading.readability import sentences
from tests import factories
from tests.base import words_of

pytestmark = pytest.mark.django_db
REAL = Path(__file__).parent / "documents" / "exosomes-in-dermatology.txt"
STARTER = Path(__file__).parents[2] / "portal" / "starter" / "exosomes-in-dermatology.md"


def import_article(file, *options, topic="treatments", site="localhost") -> str:
    said = io.StringIO()
    where = ["--site", site] if site else []
    call_command("import_article", str(file), "--topic", topic, *where, *options, stdout=said)
    return said.getvalue()


def refused(file, *options, **where) -> str:
    before = counts()
    with pytest.raises(CommandError) as refusal:
        import_article(file, *options, **where)
    assert counts() == before, "a refused import leaves nothing behind"
    return str(refusal.value)


def counts() -> tuple:
    return tuple(m.objects.count() for m in (ArticlePage, Benefit, Question, Source))


@pytest.fixture(autouse=True)
def _topic(topic):
    """The topic that the documents go to."""


@pytest.fixture
def imported(clinic):
    import_article(REAL)
    return ArticlePage.objects.get()


class TestTheRealDocument:
    def test_it_becomes_a_draft(self, client, imported):
        assert not imported.live
        assert client.get(imported.get_url()).status_code == 404
        assert imported.get_latest_revision() is not None

    def test_it_has_five_benefits_and_five_questions_all_drafts(self, clinic, imported):
        benefits, questions = Benefit.objects.all(), Question.objects.all()
        assert {b.name for b in benefits} == {
            "Skin Rejuvenation",
            "Scar Healing",
            "Even Skin Tone",
            "Hair Growth",
            "Reduced Inflammation",
        }
        assert len(questions) == 5
        for item in (*benefits, *questions):
            assert item.site == clinic and not item.live

    def test_the_stray_bullet_is_no_benefit_and_no_grade_is_invented(self, imported):
        assert not Benefit.objects.filter(claim__contains="cell level").exists()
        assert {benefit.grade for benefit in Benefit.objects.all()} == {""}

    def test_the_page_keeps_every_sentence_once_and_in_order(self, signed_in, superuser, imported):
        for item in (*Benefit.objects.all(), *Question.objects.all()):
            factories.put_live(item)
        preview = reverse("wagtailadmin_pages:view_draft", args=[imported.pk])
        page = signed_in(superuser).get(preview).content.decode()
        body = re.search(r'<div class="body flow">(.*?)<section class="cta', page, re.S)[1]
        body = re.sub(r'<details class="contents.*?</details>', "", body, flags=re.S)
        body = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", body, flags=re.S)
        said = _letters(imported.title + " " + html.unescape(body))
        position = 0
        for sentence in sentences(REAL.read_text(encoding="utf-8").replace("•", "")):
            for part in re.split(r"(?<=:) ", sentence):
                wanted = _letters(part)
                found = said.find(wanted, position)
                assert found >= 0, f"not on the page, or not in this order: {part}"
                position = found + len(wanted)
        for sentence in sentences(imported.reading_text()):
            if len(sentence.split()) > 6:
                assert said.count(_letters(sentence)) == 1, sentence

    def test_the_conclusion_stands_before_the_booking_link(self, signed_in, superuser, imported):
        preview = reverse("wagtailadmin_pages:view_draft", args=[imported.pk])
        page = signed_in(superuser).get(preview).content.decode()
        assert page.index("Always seek professional guidance") < page.index('id="book"')
        assert page.index("long-term effects are still being studied") < page.index('id="book"')
        assert "https://book.harbour.example/visit" in page

    def test_the_command_says_what_it_made_and_where_to_go_on(self, clinic):
        said = import_article(REAL)
        article = ArticlePage.objects.get()
        assert "Made a draft" in said
        assert "New benefit: Skin Rejuvenation" in said
        assert "[benefits, benefits]" in said and "[text, safety]" in said
        assert reverse("wagtailadmin_pages:edit", args=[article.pk]) in said

    def test_imported_twice_nothing_is_made_twice(self, clinic, imported):
        before = counts()
        assert "nothing was changed" in import_article(REAL)
        assert counts() == before

    def test_a_second_draft_on_request_uses_the_same_library(self, clinic, imported):
        _articles, *library = counts()
        said = import_article(REAL, "--again")
        assert counts() == (2, *library)
        assert "Found again benefit: Skin Rejuvenation" in said
        assert "New " not in said

    def test_the_same_words_of_another_clinic_are_not_reused(self, clinic, other_clinic, imported):
        factories.make_topic(other_clinic)
        import_article(REAL, site="other.example")
        assert Benefit.objects.filter(site=clinic).count() == 5
        assert Benefit.objects.filter(site=other_clinic).count() == 5


def _letters(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text)).lower()


class TestTheStarterDocument:
    def test_it_keeps_the_documents_title_order_benefits_and_questions(self, clinic, imported):
        real = {
            "title": imported.title,
            "benefits": [b.name for b in _items(imported, "benefits")],
            "questions": [q.question for q in _items(imported, "questions")],
            "headings": [s.value["heading"] for s in imported.body if s.value["heading"]],
        }
        import_article(STARTER, "--again")
        starter = ArticlePage.objects.exclude(pk=imported.pk).get()
        assert starter.title == real["title"]
        assert [b.name for b in _items(starter, "benefits")] == real["benefits"]
        assert [q.question for q in _items(starter, "questions")] == real["questions"]
        kept = [s.value["heading"] for s in starter.body if s.value["heading"] in real["headings"]]
        assert kept == real["headings"]
        assert len(real["benefits"]) == len(real["questions"]) == 5

    def test_its_sources_keep_the_order_of_the_document(self, clinic):
        import_article(STARTER)
        benefit = next(b for b in Benefit.objects.all() if b.benefit_sources.count() > 1)
        orders = list(benefit.benefit_sources.values_list("sort_order", flat=True))
        assert orders == sorted(set(orders))


def _items(article, kind: str) -> list:
    return [item for s in article.body if s.block_type == kind for item in s.value[kind]]


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "empty"),
            (b"   \n\n", "blank"),
            (b"%PDF-1.7 ...", "PDF"),
            (b"PK\x03\x04 ...", "Word"),
            (b"Title\n\nGood line\nBad \xff\xfe line\n", "Line 4"),
            (b"Title\n\nWith \x00 in it", "Line 3"),
            (b"words " * 3_500_000, "21.0 MB"),
            (b"Title\n\nOne Heading\n\nAnother Heading\n", ""),
        ],
        ids=["empty", "blank", "pdf", "word", "latin-1", "binary", "20 MB", "headings only"],
    )
    def test_a_bad_file_is_refused_with_the_reason_and_its_line(
        self, clinic, tmp_path, data, words
    ):
        file = tmp_path / "document.txt"
        file.write_bytes(data)
        said = refused(file)
        assert words in said and "Nothing was changed." in said and str(file) in said

    def test_a_missing_file_is_refused(self, clinic, tmp_path):
        assert "could not be read" in refused(tmp_path / "nothing.txt")

    def test_a_folder_is_refused(self, clinic, tmp_path):
        assert "could not be read" in refused(tmp_path)

    def test_bad_front_matter_names_the_line(self, clinic, tmp_path):
        file = tmp_path / "document.md"
        file.write_text("+++\ntitle = 'ok'\ngrade: none\n+++\n\n# Title\n\n## Part\n\nWords.\n")
        assert "Line 3" in refused(file)

    def test_an_unknown_topic_names_those_there_are(self, clinic):
        assert "treatments" in refused(REAL, topic="nonsense")

    def test_several_clinics_need_a_name(self, clinic, other_clinic):
        said = refused(REAL, site=None)
        assert "--site" in said and "localhost" in said and "other.example" in said

    def test_an_unknown_clinic_names_those_there_are(self, clinic, other_clinic):
        assert "other.example" in refused(REAL, site="nowhere.example")

    def test_an_unknown_author_is_refused(self, clinic):
        assert "nobody" in refused(REAL, "--author", "nobody")

    def test_a_topic_of_another_clinic_is_unknown(self, clinic, other_clinic):
        factories.make_topic(other_clinic, "Only there")
        assert "no topic" in refused(REAL, topic="only-there")


def test_one_clinic_needs_no_name(new_installation):
    call_command("start_clinic", no_library=True, stdout=io.StringIO())
    ArticlePage.objects.all().delete()
    import_article(REAL, site=None)
    assert ArticlePage.objects.count() == 1


def test_the_author_owns_the_draft(clinic, author):
    import_article(REAL, "--author", author.username)
    article = ArticlePage.objects.get()
    assert article.content_owner == article.owner == author
    assert article.get_latest_revision().user == author


def test_the_draft_can_be_edited_and_submitted_as_it_is(signed_in, author, imported):
    page = signed_in(author).get(reverse("wagtailadmin_pages:edit", args=[imported.pk]))
    assert page.status_code == 200
    assert imported.title in words_of(page)
