"""The editor of a clinic's own words in an article: only for articles that the clinic shows."""

from django.utils.translation import gettext_lazy as _

from education.forms import LibraryItemForm
from education.house_notes.places import place_at


class HouseNoteForm(LibraryItemForm):
    """Staff see and choose what stands at their clinic, never the page of another clinic behind it."""

    may_be_shared = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.saved_article = self.instance.article if self.instance.article_id else None
        place = place_at(self.saved_article, self.instance.site)
        if "article" in self.fields and place is not None:
            self.initial["article"] = place.pk

    def clean(self):
        article, site = self.cleaned_data.get("article"), self.cleaned_data.get("site")
        place = place_at(article, site)
        if place is not None:
            self.cleaned_data["article"] = place
        elif article is not None and site is not None and article != self.saved_article:
            # One that the clinic gave up stays, so that nothing typed is lost.
            self.add_error(
                "article",
                _("Patients of %(clinic)s do not find this article. Choose one that stands there.")
                % {"clinic": site.site_name or site.hostname},
            )
        return super().clean()
