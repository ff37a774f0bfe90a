"""The pictures that go with shared links: who gets which, and what asking for them costs."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import PageViewRestriction

from portal import share_pictures
from portal.share_pictures import SharePicture
from tests import factories

pytestmark = pytest.mark.django_db
FOREVER = "public, max-age=31536000, immutable"


def picture_of(site, article=None) -> SharePicture:
    return SharePicture(factories.clinic_of(site), article)


@pytest.fixture
def drawn(monkeypatch) -> list:
    """Every card that was really drawn."""
    cards = []
    draw = share_pictures.draw_share_picture

    def draw_and_note(card, logo=None):
        cards.append((card, logo))
        return draw(card, logo)

    monkeypatch.setattr(share_pictures, "draw_share_picture", draw_and_note)
    return cards


class TestAnswers:
    def test_an_article_and_a_clinic_have_a_picture_to_keep_for_ever(self, client, clinic, article):
        for picture in (picture_of(clinic, article), picture_of(clinic)):
            answer = client.get(picture.address)
            assert answer.status_code == 200 and not answer.cookies
            assert answer["Content-Type"] == "image/png" and answer["Cache-Control"] == FOREVER
            assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)

    def test_the_page_of_an_article_names_its_picture(self, client, clinic, article):
        assert picture_of(clinic, article).address in client.get(article.url).content.decode()
        assert picture_of(clinic).address in client.get("/").content.decode()

    def test_an_article_that_readers_cannot_see_has_none(self, client, clinic, other_clinic):
        draft = factories.make_article(clinic, "A draft", live=False)
        hidden = factories.make_article(clinic, "For staff")
        PageViewRestriction.objects.create(page=hidden, restriction_type="login")
        theirs = factories.make_article(other_clinic, "Theirs")
        for article in (draft, hidden):
            assert client.get(picture_of(clinic, article).address).status_code == 404
        for site in (clinic, other_clinic):
            assert client.get(picture_of(site, theirs).address).status_code == 404
        assert client.get("/a/999999/share-0123456789abcdef.png").status_code == 404
        ours = picture_of(other_clinic, theirs).address
        assert client.get(ours, headers={"host": "other.example"}).status_code == 200

    @pytest.mark.parametrize(
        "name", ["", "0123", "0123456789ABCDEF", "0123456789abcdef0", "x" * 16]
    )
    def test_an_odd_fingerprint_is_not_found(self, client, clinic, article, name):
        assert client.get(f"/share-{name}.png").status_code == 404
        assert client.get(f"/a/{article.pk}/share-{name}.png").status_code == 404

    def test_a_translation_has_its_own(self, client, clinic, article):
        spanish = factories.make_translation(article, "es", title="Cicatrices de acné")
        page = client.get(spanish.url).content.decode()
        address = f"/es/a/{spanish.pk}/share-"
        assert address in page
        start = page.index(address)
        assert client.get(page[start : page.index('"', start)]).status_code == 200


class TestFingerprint:
    def test_it_changes_with_title_name_colour_letters_and_logo(self, clinic, article):
        seen = {picture_of(clinic, article).card.fingerprint, picture_of(clinic).card.fingerprint}
        article.title = "Scars"
        seen.add(picture_of(clinic, article).card.fingerprint)
        settings = factories.clinic_of(clinic)
        for field, value in {
            "name": "Another name",
            "brand_colour": "#e6007e",
            "type_style": "clear",
            "logo": factories.make_picture(clinic),
        }.items():
            setattr(settings, field, value)
            seen.add(SharePicture(settings, article).card.fingerprint)
        assert len(seen) == 7

    def test_an_old_one_leads_to_the_picture_of_today(self, client, clinic, article, drawn):
        old = picture_of(clinic, article).address
        article.title = "Scars after acne"
        factories.put_live(article)
        answer = client.get(old)
        assert answer.status_code == 302 and drawn == []
        assert answer["Location"] == picture_of(clinic, article).address
        assert client.get(answer["Location"]).status_code == 200


class TestCost:
    def test_a_picture_is_drawn_once(self, client, clinic, article, drawn):
        for _ in range(3):
            client.get(picture_of(clinic, article).address)
            client.head(picture_of(clinic).address)
        assert len(drawn) == 2

    def test_made_up_fingerprints_draw_nothing(self, client, clinic, article, drawn):
        for number in range(5):
            client.get(f"/a/{article.pk}/share-{number:016x}.png")
            client.get(f"/share-{number:016x}.png")
        assert drawn == []

    def test_a_page_asks_the_database_nothing_for_its_picture(self, client, clinic, article):
        settings = factories.clinic_of(clinic)
        settings.logo = factories.make_picture(clinic)
        settings.save()
        settings = type(settings).for_site(clinic)
        with CaptureQueriesContext(connection) as asked:
            assert SharePicture(settings, article).address
        assert len(asked) == 0


class TestLogo:
    @pytest.fixture
    def with_logo(self, clinic):
        settings = factories.clinic_of(clinic)
        settings.logo = factories.make_picture(clinic, "Our logo")
        settings.save()
        return settings

    def test_it_is_drawn(self, client, with_logo, drawn):
        assert client.get(SharePicture(with_logo).address).status_code == 200
        assert len(drawn) == 1 and drawn[0][1]

    def test_a_lost_file_does_not_break_the_picture(self, client, with_logo, drawn):
        for rendition in with_logo.logo.renditions.all():
            rendition.file.storage.delete(rendition.file.name)
        with_logo.logo.file.storage.delete(with_logo.logo.file.name)
        assert client.get(SharePicture(with_logo).address).status_code == 200
        assert drawn[0][1] is None
