"""A picture's file is lost, cut short, empty, unreadable or something else: nothing breaks.

Readers get the picture's words in a box, staff every screen they need to mend it.
"""

import json
import shutil
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import Clinic
from portal.share_pictures import SharePicture
from tests import factories
from tests.base import edit_url

pytestmark = pytest.mark.django_db

ALT = "A red cheek & <b>a nose</b>"
SHOWN_ALT = "A red cheek &amp; &lt;b&gt;a nose&lt;/b&gt;"


def lose(file: Path) -> None:
    file.unlink()


def cut_short(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])


def empty(file: Path) -> None:
    file.write_bytes(b"")


def replace(file: Path) -> None:
    file.write_bytes(b"This is no picture at all. " * 40)


def replace_by_a_folder(file: Path) -> None:
    """Whoever opens it gets an OSError, as with a file of mode 000; tests may run as root."""
    file.unlink()
    file.mkdir()


def break_inside(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[40:80] = b"\xff" * 40
    file.write_bytes(data)


BREAKS = [lose, cut_short, empty, replace, replace_by_a_folder, break_inside]


@pytest.fixture(params=BREAKS)
def broken(request, clinic):
    """An article's picture and the clinic's logo, their files broken and no size of them left."""
    picture = factories.make_picture(clinic, "A cheek", size=(900, 600))
    article = factories.make_article(clinic, "Rosacea", picture=picture, picture_alt=ALT)
    Clinic.objects.filter(site=clinic).update(logo=picture)
    picture.renditions.all().delete()
    shutil.rmtree(Path(picture.file.path).parents[1] / "images", ignore_errors=True)
    request.param(Path(picture.file.path))
    return picture, article


def test_readers_get_the_page_with_the_words_of_the_picture(client, broken):
    _picture, article = broken
    answer = client.get(article.url)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert f'<span class="fig__lost">{SHOWN_ALT}</span>' in html and "<picture" not in html
    assert "Harbour Skin Clinic" in html
    for path in ("/", "/treatments/", "/sitemap.xml", "/feed.xml", "/a-z/"):
        assert client.get(path).status_code == 200


def test_staff_keep_every_screen(signed_in, author, broken):
    picture, article = broken
    browser = signed_in(author)
    for address in (
        reverse("wagtailimages:index"),
        reverse("wagtailimages:index") + "?layout=list",
        reverse("wagtailimages:edit", args=[picture.pk]),
        reverse("wagtailimages:delete", args=[picture.pk]),
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtailimages_chooser:chosen", args=[picture.pk]),
        edit_url(article),
        reverse("wagtailadmin_home"),
    ):
        assert browser.get(address).status_code == 200, address


def test_another_file_mends_the_picture(
    client, signed_in, author, broken, django_capture_on_commit_callbacks
):
    picture, article = broken
    form = {
        "title": "Mended",
        "file": SimpleUploadedFile("a.png", factories.picture_bytes(900, 600), "image/png"),
        "collection": picture.collection_id,
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = signed_in(author).post(reverse("wagtailimages:edit", args=[picture.pk]), form)
    assert answer.status_code == 302
    assert "<picture" in client.get(article.url).content.decode()


def test_the_share_picture_is_drawn_without_a_logo(client, clinic, broken):
    _picture, article = broken
    settings_of = Clinic.objects.select_related("logo").get(site=clinic)
    for shared in (SharePicture(settings_of), SharePicture(settings_of, article)):
        answer = client.get(shared.address)
        assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/png"


def test_export_and_evidence_are_complete_but_for_the_file(broken, tmp_path):
    call_command("export_content", site="localhost", output=str(tmp_path / "export"))
    manifests = [*(tmp_path / "export").rglob("manifest.json")]
    listed = json.loads(manifests[0].read_text())
    named = [file["path"] for file in listed["missing"] + listed["files"]]
    assert any("pictures/" in path for path in named)
    call_command("evidence_pack", site="localhost", output=str(tmp_path / "evidence"))
    assert any((tmp_path / "evidence").rglob("*.*"))


@pytest.fixture
def shown(clinic):
    picture = factories.make_picture(clinic, "A cheek", size=(900, 600))
    article = factories.make_article(clinic, "Rosacea", picture=picture, picture_alt=ALT)
    return picture, article


def test_a_broken_original_costs_readers_nothing_while_its_sizes_are_there(client, shown):
    picture, article = shown
    client.get(article.url)
    with CaptureQueriesContext(
        connection,
    ) as before:
        assert "<picture" in client.get(article.url).content.decode()
    Path(picture.file.path).write_bytes(b"")
    with CaptureQueriesContext(connection) as after:
        assert "<picture" in client.get(article.url).content.decode()
    assert len(after) == len(before)


def test_a_size_whose_file_is_lost_keeps_the_words_and_is_made_again_at_night(client, shown):
    picture, article = shown
    client.get(article.url)
    rendition = picture.renditions.get(filter_spec="width-400|format-jpeg")
    Path(rendition.file.path).unlink()
    answer = client.get(article.url)
    assert answer.status_code == 200 and f'alt="{SHOWN_ALT}"' in answer.content.decode()
    call_command("make_picture_sizes")
    again = picture.renditions.get(filter_spec="width-400|format-jpeg")
    assert Path(again.file.path).exists()


def test_a_full_disk_breaks_no_page(client, shown, monkeypatch):
    picture, article = shown
    picture.renditions.all().delete()

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    answer = client.get(article.url)
    assert answer.status_code == 200 and SHOWN_ALT in answer.content.decode()
