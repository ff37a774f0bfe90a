"""Withdrawn pictures, and photos whose consent has ended."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from education.models import Clinician, Picture, Withdrawal
from education.withdrawal.withdrawal import Cause, NotWithdrawn, put_back, withdraw
from portal.staff_roles import collection_of
from tests import factories
from tests.base import edit_url, words_of

pytestmark = pytest.mark.django_db

GAP = "We have withdrawn this picture."


@pytest.fixture
def picture(clinic):
    return factories.make_picture(
        clinic, "A cheek", description="A cheek in words", credit="A. Nurse"
    )


@pytest.fixture
def page(clinic, topic, picture, django_capture_on_commit_callbacks):
    """An article that shows the picture twice, with every size made."""
    with django_capture_on_commit_callbacks(execute=True):
        return factories.make_article(
            clinic,
            "With pictures",
            topic=topic,
            picture=picture,
            picture_caption="After a week",
            body=[factories.text_section("Look", "<p>Here.</p>", pictures=[picture])],
        )


def files(settings) -> set[str]:
    return {str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def yesterday():
    return timezone.localdate() - timedelta(days=1)


class TestWithdrawing:
    def test_readers_get_a_line_and_no_file(
        self, client, settings, page, picture, reviewer, django_capture_on_commit_callbacks
    ):
        before = files(settings)
        assert len(before) > 1
        with django_capture_on_commit_callbacks(execute=True):
            withdraw(picture, reviewer, Cause.ADVICE, "The wrong rash.")
        assert before.isdisjoint(files(settings))
        answer = client.get(page.url)
        said = words_of(answer)
        assert said.count(GAP) == 2
        html = answer.content.decode()
        assert "<img" not in html and "/media/" not in html
        assert "A cheek in words" not in html and "A. Nurse" not in html
        assert "After a week" not in html
        assert not picture.renditions.exists()

    def test_the_logo_gives_way_to_the_clinics_name(self, client, clinic, reviewer, article):
        settings = factories.clinic_of(clinic)
        settings.logo = settings.logo_dark = factories.make_picture(clinic, "Logo")
        settings.save()
        before = client.get(article.url).content.decode()
        assert "brand__logo" in before
        withdraw(settings.logo, reviewer, Cause.OTHER, "Not ours.")
        after = client.get(article.url).content.decode()
        assert "brand__logo" not in after and "brand__name" in after
        picture = after.split('og:image" content="')[1].split('"')[0]
        assert picture not in before and client.get(picture).status_code == 200

    def test_choosers_leave_it_out(self, signed_in, author, reviewer, picture):
        address = reverse("wagtailimages_chooser:choose")
        assert "A cheek" in signed_in(author).get(address).content.decode()
        withdraw(picture, reviewer, Cause.ADVICE, "The wrong rash.")
        assert "A cheek" not in signed_in(author).get(address).content.decode()

    def test_its_file_is_not_replaced(self, signed_in, reviewer, picture):
        withdraw(picture, reviewer, Cause.ADVICE, "The wrong rash.")
        name = Picture.objects.get(pk=picture.pk).file.name
        form = {"title": "A cheek", "collection": picture.collection_id}
        form["file"] = SimpleUploadedFile("b.png", factories.picture_bytes(70, 70), "image/png")
        answer = signed_in(reviewer).post(reverse("wagtailimages:edit", args=[picture.pk]), form)
        assert "as a new picture" in answer.content.decode()
        assert Picture.objects.get(pk=picture.pk).file.name == name

    def test_the_same_file_is_not_put_up_again(self, signed_in, author, reviewer, clinic):
        form = {"title": "A cheek", "collection": collection_of(clinic).pk}
        address = reverse("wagtailimages:add")
        browser = signed_in(author)

        def upload():
            file = SimpleUploadedFile("b.png", factories.picture_bytes(70, 70), "image/png")
            return browser.post(address, form | {"file": file})

        upload()
        withdraw(Picture.objects.get(), reviewer, Cause.CONSENT, "Taken back.")
        assert "cannot be put up again" in upload().content.decode()
        assert Picture.objects.count() == 1


class TestWhoMay:
    @pytest.mark.parametrize(
        ("role", "may"),
        [("author", False), ("brand", False), ("reviewer", True), ("administrator", True)],
    )
    def test_reviewers_and_administrators_of_its_clinic(
        self, signed_in, clinic, picture, role, may
    ):
        browser = signed_in(factories.make_person(clinic, role))
        address = reverse("withdraw_picture", args=[picture.pk])
        shown = browser.get(reverse("wagtailimages:edit", args=[picture.pk])).content.decode()
        assert (address in shown) is may
        browser.post(address, {"cause": "advice", "reason": "Wrong."})
        picture.refresh_from_db()
        assert picture.withdrawn is may

    def test_another_clinics_and_the_shared_ones_are_out_of_reach(
        self, signed_in, clinic, other_clinic, other_reviewer, picture
    ):
        shared = factories.make_picture(clinic, shelf_name="Shared")
        other_reviewer.groups.add(factories.group_of(clinic, "author"))
        browser = signed_in(other_reviewer)
        for each in (picture, shared):
            for name in ("withdraw_picture", "put_picture_back"):
                browser.post(
                    reverse(name, args=[each.pk]), {"cause": "consent", "reason": "Wrong."}
                )
        assert not Withdrawal.objects.exists()

    def test_a_superuser_withdraws_a_shared_one(self, signed_in, clinic, superuser):
        shared = factories.make_picture(clinic, shelf_name="Shared")
        address = reverse("withdraw_picture", args=[shared.pk])
        signed_in(superuser).post(address, {"cause": "advice", "reason": "Wrong."})
        assert Picture.objects.get(pk=shared.pk).withdrawn


class TestPuttingBack:
    def test_another_clinician_can_and_readers_see_it_again(
        self,
        client,
        clinic,
        page,
        picture,
        reviewer,
        administrator,
        signed_in,
        django_capture_on_commit_callbacks,
    ):
        with django_capture_on_commit_callbacks(execute=True):
            withdraw(picture, administrator, Cause.ADVICE, "The wrong rash.")
        with django_capture_on_commit_callbacks(execute=True):
            signed_in(reviewer).post(reverse("put_picture_back", args=[picture.pk]))
        answer = client.get(page.url)
        assert GAP not in words_of(answer) and "<img" in answer.content.decode()
        row = Withdrawal.objects.get()
        assert row.lifted_at and row.lifted_by_name == "Dr Ada Example"

    def test_not_the_one_who_withdrew_it(self, picture, reviewer):
        withdraw(picture, reviewer, Cause.ADVICE, "The wrong rash.")
        with pytest.raises(NotWithdrawn, match="someone else"):
            put_back(picture, reviewer)

    def test_not_without_a_valid_entry_as_a_clinician(self, picture, reviewer, administrator):
        withdraw(picture, administrator, Cause.ADVICE, "The wrong rash.")
        Clinician.objects.filter(account=reviewer).update(credential_expires=yesterday())
        for person in (reviewer, administrator):
            with pytest.raises(NotWithdrawn, match="Only a clinical reviewer"):
                put_back(picture, person)

    def test_never_when_the_consent_has_ended(self, picture, reviewer, administrator):
        withdraw(picture, administrator, Cause.CONSENT, "Taken back.")
        with pytest.raises(NotWithdrawn, match="never comes back"):
            put_back(picture, reviewer)


class TestConsent:
    def withdraw(self, signed_in, person, picture):
        address = reverse("withdraw_picture", args=[picture.pk])
        form = {"cause": "consent", "reason": "The patient took it back."}
        return signed_in(person).post(address, form, follow=True)

    def test_every_file_goes_and_the_record_names_them_and_the_backups(
        self, client, settings, tmp_path, signed_in, page, picture, administrator
    ):
        settings.BACKUP_ROOT = str(tmp_path / "backups")
        (tmp_path / "backups").mkdir()
        (tmp_path / "backups" / "monday.tar").write_bytes(b"")
        name = picture.file.name
        before = files(settings)
        answer = self.withdraw(signed_in, administrator, picture)
        assert files(settings) == set()
        row = Withdrawal.objects.get()
        assert len(row.removed_files) == len(before) and name in row.removed_files
        assert row.backups[0].startswith("Backups made between ")
        assert row.backups[1].endswith("monday.tar")
        assert "monday.tar" in answer.content.decode()
        assert words_of(client.get(page.url)).count(GAP) == 2

    def test_nothing_that_knew_it_breaks(self, client, signed_in, page, picture, administrator):
        self.withdraw(signed_in, administrator, picture)
        browser = signed_in(administrator)
        for address in (
            reverse("wagtailimages:index"),
            reverse("wagtailimages:edit", args=[picture.pk]),
            reverse("wagtailimages:delete", args=[picture.pk]),
            reverse("wagtailimages:image_usage", args=[picture.pk]),
            reverse("wagtailimages_chooser:choose"),
            reverse("wagtailimages_chooser:chosen", args=[picture.pk]),
            reverse("withdrawals"),
            edit_url(page),
            page.url,
        ):
            assert browser.get(address).status_code == 200, address

    def test_the_clinics_other_copies_go_too_another_clinics_people_are_told(
        self, clinic, other_clinic, signed_in, administrator, other_reviewer, picture
    ):
        copies = [
            factories.make_picture(site, title, size=(64, 40))
            for site, title in ((clinic, "Our copy"), (other_clinic, "Their copy"))
        ]
        for each in (picture, *copies):
            Picture.objects.filter(pk=each.pk).update(file_hash="same")
        mail.outbox.clear()
        self.withdraw(signed_in, administrator, Picture.objects.get(pk=picture.pk))
        ours, theirs = [Picture.objects.get(pk=copy.pk) for copy in copies]
        assert ours.withdrawn and not ours.file.storage.exists(ours.file.name)
        assert not theirs.withdrawn and theirs.file.storage.exists(theirs.file.name)
        told = [message for message in mail.outbox if other_reviewer.email in message.to]
        assert len(told) == 1
        assert "Their copy" in told[0].body and "A cheek" not in told[0].body
        assert clinic.site_name not in told[0].body

    def test_a_picture_withdrawn_for_its_advice_can_still_lose_its_files(
        self, signed_in, picture, administrator, settings, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            withdraw(picture, administrator, Cause.ADVICE, "The wrong rash.")
        self.withdraw(signed_in, administrator, picture)
        assert files(settings) == set()


class TestEndConsents:
    def run(self) -> str:
        said = StringIO()
        call_command("end_consents", stdout=said, stderr=said)
        return said.getvalue()

    def test_only_what_is_over_goes_and_only_once(self, clinic, settings):
        over = factories.make_picture(clinic, "Over", consent_expires=yesterday())
        today = factories.make_picture(
            clinic, "Last day", size=(9, 9), consent_expires=timezone.localdate()
        )
        assert "Over" in self.run()
        assert self.run() == ""
        assert Withdrawal.objects.get().content == over
        assert files(settings) == {today.file.path}

    def test_one_bad_file_does_not_stop_the_rest(self, clinic, monkeypatch):
        bad, good = [
            factories.make_picture(clinic, title, size=size, consent_expires=yesterday())
            for title, size in (("Bad", (8, 8)), ("Good", (9, 9)))
        ]
        delete = FileSystemStorage.delete

        def refuse(storage, name):
            if name == bad.file.name:
                raise PermissionError("read-only")
            delete(storage, name)

        monkeypatch.setattr(FileSystemStorage, "delete", refuse)
        with pytest.raises(CommandError, match="could not be removed"):
            self.run()
        assert not good.file.storage.exists(good.file.name)
        assert Picture.objects.get(pk=bad.pk).withdrawn
        monkeypatch.undo()
        self.run()
        assert not bad.file.storage.exists(bad.file.name)
        assert bad.file.name in Withdrawal.objects.get(title="Bad").removed_files

    def test_a_file_that_a_restored_backup_brought_back_goes_again(self, clinic):
        picture = factories.make_picture(clinic, consent_expires=yesterday())
        self.run()
        with picture.file.storage.open(picture.file.name, "wb") as restored:
            restored.write(b"x")
        self.run()
        assert not picture.file.storage.exists(picture.file.name)
