"""manage.py evidence_pack: the folder an auditor opens."""

import csv
import io
from html.parser import HTMLParser

import pytest
from django.core.management import CommandError, call_command

from education.models import SignOff
from education.record.criteria import facts_named
from education.record.evidence import evidence_of
from portal.evidence_folder import state_of
from portal.house_facts import house_facts
from tests import factories

pytestmark = pytest.mark.django_db

FILES = {
    "index.html",
    "style.css",
    "manifest.json",
    "record.csv",
    "articles.csv",
    "benefits.csv",
    "sources.csv",
    "criteria.csv",
}


def pack(folder, *options) -> str:
    written = io.StringIO()
    call_command("evidence_pack", f"--output={folder}", *options, stdout=written)
    return written.getvalue()


def rows_of(file) -> list[dict]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


class _Balance(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.found, self.wrong = [], set(), []

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        if tag not in {"meta", "link", "br", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_every_fact_that_a_criterion_names_is_measured_and_every_measured_one_is_used(clinic):
    made = [fact.key for fact in [*evidence_of(clinic).facts, *house_facts(clinic)]]
    assert sorted(made) == sorted(set(made))
    assert set(made) == facts_named()


def test_a_clinic_gets_its_page_and_spreadsheets(clinic, article, tmp_path):
    said = pack(tmp_path / "pack", "--site=localhost")
    assert {file.name for file in (tmp_path / "pack").iterdir()} == FILES
    assert "0 of 1 live articles are signed off by a clinician" in said
    page = (tmp_path / "pack/index.html").read_text(encoding="utf-8")
    assert "0 of 1 live articles are signed off by a clinician" in page
    for words in ("10. Impact", "8. Advertising policy", "Involving users", "pifonline.org.uk"):
        assert words in page
    balance = _Balance()
    balance.feed(page)
    assert balance.wrong == [] and "script" not in balance.found and "style" not in balance.found


def test_the_record_has_a_row_for_each_sign_off(clinic, article, tmp_path):
    signed = SignOff.objects.of(article).get()
    SignOff.objects.filter(pk=signed.pk).update(comment="=HYPERLINK()", writers=["Ada", "Bea"])
    pack(tmp_path / "pack", "--site=localhost")
    row = next(row for row in rows_of(tmp_path / "pack/record.csv") if row["title"] == "Acne scars")
    assert row["comment"] == "'=HYPERLINK()"
    assert row["written_by"] == "Ada, Bea"
    assert row["fingerprint"] == signed.fingerprint and row["live_words_match"] == "yes"


def test_words_that_slipped_in_do_not_match_in_the_record(clinic, article, tmp_path):
    type(article).objects.filter(pk=article.pk).update(lede="Slipped in.")
    pack(tmp_path / "pack", "--site=localhost")
    row = next(row for row in rows_of(tmp_path / "pack/record.csv") if row["title"] == "Acne scars")
    assert row["live_words_match"] == "no"
    assert "article: Acne scars" in (tmp_path / "pack/index.html").read_text(encoding="utf-8")


def test_each_criterion_is_a_row_with_figures_and_what_the_clinic_must_add(clinic, tmp_path):
    pack(tmp_path / "pack", "--site=localhost")
    rows = rows_of(tmp_path / "pack/criteria.csv")
    assert len(rows) == 18
    assert all(row["what_the_portal_shows"] and row["what_the_clinic_must_add"] for row in rows)


def test_titles_are_escaped_on_the_page(clinic, tmp_path):
    factories.make_article(clinic, "<b>Bold & title</b>")
    pack(tmp_path / "pack", "--site=localhost")
    assert "<b>Bold" not in (tmp_path / "pack/index.html").read_text(encoding="utf-8")


def test_several_clinics_get_a_folder_each_with_nothing_of_another(
    clinic, other_clinic, article, tmp_path
):
    factories.make_article(other_clinic, "Zebrafish")
    pack(tmp_path / "packs")
    assert {file.name for file in (tmp_path / "packs").iterdir()} == {"localhost", "other.example"}
    ours = [file.read_bytes() for file in (tmp_path / "packs/localhost").iterdir()]
    theirs = [file.read_bytes() for file in (tmp_path / "packs/other.example").iterdir()]
    assert not any(b"Zebrafish" in file or b"Meadow" in file for file in ours)
    assert any(b"Zebrafish" in file for file in theirs)
    assert not any(b"Acne scars" in file or b"Harbour" in file for file in theirs)


def test_a_folder_with_files_is_left_alone_unless_told_otherwise(clinic, tmp_path):
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack/notes.txt").write_text("mine")
    with pytest.raises(CommandError, match="is not empty, so nothing was written"):
        pack(tmp_path / "pack", "--site=localhost")
    assert [file.name for file in (tmp_path / "pack").iterdir()] == ["notes.txt"]
    pack(tmp_path / "pack", "--site=localhost", "--force")
    assert (tmp_path / "pack/notes.txt").read_text() == "mine"
    pack(tmp_path / "pack", "--site=localhost", "--force")


def test_force_removes_only_what_an_earlier_run_wrote_inside_the_folder(clinic, tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("precious")
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "old.html").write_text("old")
    (folder / "manifest.json").write_text(
        '{"files": [{"path": "old.html"}, {"path": "../outside.txt"}]}'
    )
    pack(folder, "--site=localhost", "--force")
    assert outside.read_text() == "precious"
    assert not (folder / "old.html").exists()


def test_an_unknown_host_name_is_answered_with_the_known_ones(clinic, other_clinic, tmp_path):
    with pytest.raises(CommandError, match=r"no clinic at “nobody”.*localhost.*other\.example"):
        pack(tmp_path / "pack", "--site=nobody")


def test_a_folder_that_cannot_be_made_is_a_plain_message(clinic, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="cannot be written"):
        pack(tmp_path / "file/pack", "--site=localhost")


def test_an_installation_without_clinics_says_what_to_do(new_installation, tmp_path):
    from wagtail.models import Site

    Site.objects.all().delete()
    with pytest.raises(CommandError, match="run start_clinic first"):
        pack(tmp_path / "pack")


def test_what_the_clinic_left_out_is_a_gap(clinic):
    found = {fact.key: fact for fact in house_facts(clinic)}
    assert not found["emergency"].met and not found["privacy_page"].met
    assert found["contact"].met and "555 020 0300" in found["contact"].sentence
    factories.make_standard_page(clinic, "Privacy", purpose="privacy")
    assert {fact.key: fact.met for fact in house_facts(clinic)}["privacy_page"]


def test_another_clinics_standard_page_fills_no_gap(clinic, other_clinic):
    factories.make_standard_page(other_clinic, "Privacy", purpose="privacy")
    assert not {fact.key: fact.met for fact in house_facts(clinic)}["privacy_page"]


def test_facts_without_a_judgement_prove_nothing_alone(clinic):
    facts = {fact.key: fact for fact in [*evidence_of(clinic).facts, *house_facts(clinic)]}
    assert state_of([facts["missed_searches"]]) == "the portal alone proves nothing here"
    assert state_of([facts["contact"], facts["missed_searches"]]) == "all in order"
    assert state_of([facts["contact"], facts["emergency"]]) == "with gaps"
