"""The form of a safety alert: what it must say, and where it may stand."""

import re
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from education.forms import LibraryItemForm
from education.ownership import homes_of_sites

TAG = re.compile(r"</?[a-z!]", re.IGNORECASE)
WEB = ("http://", "https://")


class SafetyAlertForm(LibraryItemForm):
    """An alert of one clinic: plain words, a day, and pages of that clinic only."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sites = set(self.fields["site"].queryset)
        homes = [path for path, site in homes_of_sites().items() if site in sites]
        for name in ("topics", "articles"):
            self.limit_pages(self.fields[name], homes)

    @staticmethod
    def limit_pages(field, homes: list[str]) -> None:
        """Only pages of these clinics, without the copies that follow another page of theirs."""
        below, follows = Q(pk__in=[]), Q(pk__in=[])
        for home in homes:
            below |= Q(path__startswith=home)
            follows |= Q(alias_of__path__startswith=home)
        pages = field.queryset.filter(below).exclude(follows).select_related("locale")
        pages = pages.only("title", "path", "live", "locale")
        field.queryset = pages.order_by("title", "path")
        field.label_from_instance = name_of_page

    def clean_what(self):
        what = " ".join(self.cleaned_data["what"].split())
        if TAG.search(what):
            raise ValidationError(_("Write plain words without HTML: readers would see the signs."))
        return what

    def clean_since(self):
        """Today or earlier. The server's day ends later than that of clinics to its east."""
        since = self.cleaned_data["since"]
        if since > timezone.localdate() + timedelta(days=1):
            raise ValidationError(
                _("This day is in the future. An alert is shown at once: choose today or earlier.")
            )
        return since

    def clean_source_url(self):
        url = self.cleaned_data["source_url"]
        if url and not url.lower().startswith(WEB):
            raise ValidationError(_("Use a web address that starts with https:// or http://."))
        return url

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("source_url") and not cleaned.get("source_name"):
            self.add_error("source_name", _("Say whose web address this is."))
        # A field that was refused is not empty: its own message says what is wrong.
        is_empty = {"topics", "articles"} <= set(cleaned)
        if is_empty and not cleaned["topics"] and not cleaned["articles"]:
            self.add_error("topics", _("Choose at least one topic or article."))
        return cleaned

    def save(self, commit=True):
        if self.instance.pk is None:
            self.instance.made_by = self.for_user
        return super().save(commit)


def name_of_page(page) -> str:
    """A page among the choices: with its language if there are several of that name, and its state."""
    name = f"{page.title} ({page.locale.get_display_name()})"
    return name if page.live else _("%(page)s, not online") % {"page": name}
