"""manage.py export_content: everything a clinic wrote, in files that need no portal."""

import hashlib
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from education.models import ArticlePage, Picture, ReviewRules, SafetyAlert
from education.reading.readability import sentences
from education.review.signing import record
from portal.content_export import export_content
from portal.exporting.places import Places
from tests import factories
from tests.portal.test_two_clinics import none_of

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "goldens/export-shape.json"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "export"


@pytest.fixture
def export(folder):
    def run(*options) -> dict:
        call_command("export_content", f"--output={folder}", *options, stdout=io.StringIO())
        return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))

    return run


@pytest.fixture
def full(clinic):
    """An article with every kind of section, a picture, a link, sources and a reviewer's name."""
    source = factories.make_source(clinic, "A trial of light")
    factories.make_term(clinic, "keratin")
    other = factories.make_article(clinic, "Warts")
    document = factories.make_document(clinic, "Leaflet")
    links = (
        f'<p>See <a linktype="page" id="{other.pk}">warts</a>, '
        f'<a linktype="document" id="{document.pk}">the leaflet</a>, '
        '<a linktype="page" id="999999">nothing</a> and '
        '<a href="https://example.org/?a=1&amp;b=2">elsewhere</a>.</p>'
    )
    return factories.make_article(
        clinic,
        "All sections & more",
        body=[*factories.every_section(clinic), factories.text_section("Links", links)],
        sources=[source],
        related=[other],
        other_names=["Everything"],
        picture=factories.make_picture(clinic, "Own picture", credit="Ada Example"),
        conclusion="<p>All in all. It <b>may</b> help.</p>",
        funding="Nobody paid.",
    )


def file_of(folder, page, ending: str = "html") -> Path:
    return next((folder / "pages").glob(f"{page.pk}-*[!t].{ending}"))


class Words(HTMLParser):
    """The text of a web page, its links and the elements it uses."""

    def __init__(self, page: str):
        super().__init__()
        self.text, self.links, self.elements = [], [], set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src") and value]
        if tag not in ("a", "b", "strong"):
            self.text.append(" ")

    def handle_data(self, data):
        self.text.append(data)

    def __str__(self):
        return single_spaced("".join(self.text))


def single_spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_every_sentence_of_every_live_article_is_in_its_web_page_and_its_json(
    clinic, full, folder, export
):
    export("--site=localhost")
    missing = []
    for article in ArticlePage.objects.live():
        page = str(Words(file_of(folder, article).read_text(encoding="utf-8")))
        facts = json.loads(file_of(folder, article, "json").read_text(encoding="utf-8"))
        found = sentences(article.reading_text())
        assert len(found) > 3
        missing += [each for each in found if single_spaced(each) not in page]
        missing += [each for each in found if each not in facts["reading_text"]]
    none_of(missing)


def test_the_stored_words_are_all_in_the_json(full, folder, export):
    export("--site=localhost")
    facts = json.loads(file_of(folder, full, "json").read_text(encoding="utf-8"))
    stored = json.loads(full.serializable_data()["body"])
    assert facts["fields"]["body"] == stored
    assert facts["fields"]["lede"] == full.lede
    assert facts["fields"]["other_names"] == [{"name": "Everything"}]


def test_every_link_and_picture_leads_to_a_file_of_the_export(full, folder, export):
    export("--site=localhost")
    broken = []
    for page in folder.rglob("*.html"):
        for link in Words(page.read_text(encoding="utf-8")).links:
            target, _, anchor = link.partition("#")
            if link.startswith("https://"):
                continue
            file = (page.parent / target).resolve()
            if not file.is_file() or (anchor and f'id="{anchor}"' not in file.read_text()):
                broken.append(f"{page.name}: {link}")
    none_of(broken)
    links = Words(file_of(folder, full).read_text(encoding="utf-8")).links
    for ending in ("-warts.html", ".pdf", ".png", "?a=1&b=2"):
        assert any(link.endswith(ending) for link in links), ending


def test_pages_run_nothing_and_are_complete_without_their_stylesheet(full, folder, export):
    export("--site=localhost")
    for page in folder.rglob("*.html"):
        assert Words(page.read_text(encoding="utf-8")).elements.isdisjoint(
            {"script", "style", "iframe", "form"}
        )


def test_a_newer_draft_stands_beside_the_live_page_and_is_marked(clinic, article, folder, export):
    article.lede = "Words that nobody has approved."
    article.save_revision()
    draft = factories.make_article(clinic, "Never live", live=False)
    counts = export("--site=localhost")["counts"]
    live = file_of(folder, article).read_text(encoding="utf-8")
    assert "nobody has approved" not in live.lower()
    beside = next((folder / "pages").glob(f"{article.pk}-*.draft.html")).read_text(encoding="utf-8")
    assert "Words that nobody has approved." in beside and "Not for patients" in beside
    assert "Not for patients" in file_of(folder, draft).read_text(encoding="utf-8")
    facts = json.loads(file_of(folder, draft, "json").read_text(encoding="utf-8"))
    assert facts["status"] == "draft"
    assert (counts["newer drafts"], counts["pages, draft"]) == (1, 1)


def test_the_manifest_lists_every_file_with_its_fingerprint(full, folder, export):
    manifest = export("--site=localhost")
    listed = {file["path"]: file for file in manifest["files"]}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert there == {*listed, "manifest.json"}
    for path, file in listed.items():
        data = (folder / path).read_bytes()
        assert file["sha256"] == hashlib.sha256(data).hexdigest(), path
        assert file["bytes"] == len(data)
    assert manifest["counts"]["documents"] == 1


def test_the_readme_names_each_kind_of_file(full, folder, export):
    export("--site=localhost")
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    for path in folder.iterdir():
        assert path.name in readme, path


def test_pictures_come_as_originals_with_what_the_clinic_must_be_able_to_prove(
    clinic, folder, export
):
    picture = factories.make_picture(
        clinic, "Cheek", consent_reference="Folder 12", credit="Ada Example", licence="own work"
    )
    export("--site=localhost")
    [facts] = json.loads((folder / "media/pictures.json").read_text(encoding="utf-8"))
    assert (facts["description"], facts["consent_reference"]) == ("Cheek in words", "Folder 12")
    assert (facts["credit"], facts["licence"]) == ("Ada Example", "own work")
    with picture.file.open("rb") as opened:
        assert (folder / facts["file"]).read_bytes() == opened.read()


def test_a_lost_picture_file_stops_nothing_and_is_listed(clinic, folder, export):
    lost = factories.make_picture(clinic, "Lost")
    factories.make_article(clinic, "Acne", picture=lost)
    lost.file.storage.delete(lost.file.name)
    manifest = export("--site=localhost")
    assert [file["title"] for file in manifest["missing"]] == ["Lost"]
    [facts] = json.loads((folder / "media/pictures.json").read_text(encoding="utf-8"))
    assert facts["file"] is None and facts["title"] == "Lost"
    assert "Lost" in (folder / "index.html").read_text(encoding="utf-8")


def test_a_withdrawn_picture_is_left_out(clinic, folder, export):
    picture = factories.make_picture(clinic, "Withdrawn")
    article = factories.make_article(clinic, "Acne", picture=picture)
    Picture.objects.filter(pk=picture.pk).update(withdrawn=True)
    manifest = export("--site=localhost")
    assert [file["why"] for file in manifest["left_out"]] == ["withdrawn"]
    assert list((folder / "media").glob("pictures/*")) == []
    assert "<img" not in file_of(folder, article).read_text(encoding="utf-8")


def test_no_account_password_or_staff_address_is_in_any_file(
    clinic, article, author, reviewer, folder, export
):
    article.content_owner = author
    article.save_revision(user=author)
    type(article).objects.filter(pk=article.pk).update(owner=author, content_owner=author)
    clinician = reviewer.clinicians.get()
    clinician.save_revision(user=reviewer)
    rules = ReviewRules.objects.filter(site=clinic)
    rules.update(mailbox="mailbox@person.example")
    export("--site=localhost")
    found = []
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        for secret in (
            author.email,
            reviewer.email,
            author.username,
            author.password,
            "mailbox@person.example",
            '"account"',
            "content_owner",
        ):
            found += [f"{path.name}: {secret}"] if secret.encode() in data else []
    none_of(found)
    facts = json.loads(file_of(folder, article, "json").read_text(encoding="utf-8"))
    assert facts["owner"] == author.get_full_name()


def test_nothing_of_another_clinic_is_exported(clinic, other_clinic, article, folder, export):
    their_picture = factories.make_picture(other_clinic, "Zebrafish picture")
    document = factories.make_document(other_clinic, "Zebrafish leaflet")
    theirs = factories.make_article(
        other_clinic,
        "Zebrafish",
        picture=their_picture,
        benefits=[factories.make_benefit(other_clinic, "Zebrafish benefit")],
        sources=[factories.make_source(other_clinic, "Zebrafish source")],
    )
    factories.make_synonym(other_clinic, "zebrafish", "fish")
    factories.make_clinician(other_clinic, "Dr Zebrafish")
    SafetyAlert.objects.create(site=other_clinic, what="Zebrafish alert", since="2026-01-01")
    links = (
        f'<p><a linktype="page" id="{theirs.pk}">there</a> '
        f'<a linktype="document" id="{document.pk}">it</a></p>'
    )
    # As only somebody with a shell could do it.
    factories.make_article(
        clinic, "Linking", picture=their_picture, body=[factories.text_section("Links", links)]
    )
    export("--site=localhost")
    found = [
        str(path)
        for path in folder.rglob("*")
        if path.is_file() and re.search(rb"[Zz]ebrafish|Meadow|other\.example", path.read_bytes())
    ]
    none_of(found)
    assert not list((folder / "media").glob("*/*"))


def test_several_clinics_get_a_folder_each(clinic, other_clinic, folder):
    call_command("export_content", f"--output={folder}", stdout=io.StringIO())
    assert {path.name for path in folder.iterdir()} == {"localhost", "other.example"}


def test_shared_items_and_pictures_that_the_clinic_uses_come_along_marked(clinic, folder, export):
    shared = factories.make_benefit(
        None, "Shared benefit", sources=[factories.make_source(None, "Shared source")]
    )
    factories.make_benefit(None, "Unused benefit")
    picture = factories.make_picture(clinic, "Shared picture", shelf_name="Shared")
    factories.make_picture(clinic, "Unused picture", shelf_name="Shared")
    factories.make_article(clinic, "Acne", benefits=[shared], picture=picture)
    export("--site=localhost")

    def read(name: str) -> list:
        return json.loads((folder / name).read_text(encoding="utf-8"))

    assert [(each["title"], each["shared"]) for each in read("library/benefits.json")] == [
        ("Shared benefit", True)
    ]
    assert [each["title"] for each in read("library/sources.json")] == ["Shared source"]
    assert [(each["title"], each["shared"]) for each in read("media/pictures.json")] == [
        ("Shared picture", True)
    ]


def test_translations_are_exported_in_their_language(clinic, article, folder, export):
    copy = factories.make_translation(article, "es", title="Cicatrices")
    export("--site=localhost")
    assert '<html lang="es"' in file_of(folder, copy).read_text(encoding="utf-8")
    facts = json.loads(file_of(folder, copy, "json").read_text(encoding="utf-8"))
    assert facts["language"] == "es"
    assert facts["translation_key"] == str(article.translation_key)


def test_a_draft_of_a_library_item_is_told_apart_from_what_is_live(clinic, folder, export):
    benefit = factories.make_benefit(clinic, "Smoother skin")
    benefit.claim = "A claim nobody approved."
    benefit.save_revision()
    export("--site=localhost")
    [facts] = json.loads((folder / "library/benefits.json").read_text(encoding="utf-8"))
    assert facts["fields"]["claim"] == "It may help: Smoother skin."
    assert facts["newer_draft"]["claim"] == "A claim nobody approved."
    assert "nobody approved." not in (folder / "library/benefits.html").read_text(encoding="utf-8")


def test_a_withdrawn_article_is_marked_as_such(clinic, article, folder, export):
    article.unpublish()
    record(ArticlePage.objects.get(pk=article.pk), withdrawn=True)
    export("--site=localhost")
    assert "Withdrawn: not for patients." in file_of(folder, article).read_text(encoding="utf-8")


def shape(value):
    """The keys of a JSON value, nested; of a list, those of its first entry."""
    if isinstance(value, dict):
        return {key: shape(part) for key, part in sorted(value.items())}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [shape(value[0])]
    return None


def test_the_json_has_the_shape_that_others_rely_on(full, folder, export):
    """A changed key breaks whoever reads an export: then raise "format" and write the golden anew."""
    export("--site=localhost")
    facts = json.loads(file_of(folder, full, "json").read_text(encoding="utf-8"))
    facts["fields"]["body"] = []
    found = {
        "page": shape(facts),
        "clinic": shape(json.loads((folder / "clinic.json").read_text())),
    }
    for name in ("benefits", "questions", "terms", "sources"):
        [entry, *_others] = json.loads((folder / f"library/{name}.json").read_text())
        found[name] = shape(entry | {"newer_draft": None})
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_a_folder_with_files_is_left_alone(clinic, folder, export):
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(CommandError, match="is not empty"):
        export("--site=localhost")
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


def test_force_leaves_no_page_of_an_earlier_export_behind(clinic, article, folder, export):
    export("--site=localhost")
    old = file_of(folder, article)
    article.delete()
    export("--site=localhost", "--force")
    assert not old.exists()


def test_an_unknown_host_name_is_answered_with_the_known_ones(clinic, folder, export):
    with pytest.raises(CommandError, match=r"no clinic at “nobody”.*localhost"):
        export("--site=nobody")


def test_a_site_without_settings_exports_what_it_has(clinic, folder):
    site = factories.make_site_without_settings()
    folder.mkdir()
    export_content(site, folder)
    assert Places(site).own_shelves == set()
    assert json.loads((folder / "manifest.json").read_text())["counts"]["pages, live"] == 1
