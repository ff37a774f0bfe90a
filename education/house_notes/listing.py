"""The list of a clinic's own words in articles: which article, and whether patients find it there."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from education.house_notes.places import places_of
from education.overview.columns import LibraryList


class PlaceColumn(Column):
    """The article, and why patients do not read the words where that is so."""

    def __init__(self):
        super().__init__("article", label=_("Article"), sort_key="article__title")

    def get_value(self, note):
        if note.place is None:
            return gettext("%(title)s (your clinic does not show it)") % {"title": note.article}
        if not note.place.live:
            return gettext("%(title)s (not online)") % {"title": note.article}
        return str(note.article)


class HouseNoteList(LibraryList):
    """The list with each note's place, looked up for all rows together."""

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        rows = list(context["object_list"])
        places = places_of(rows)
        for row in context["object_list"]:
            row.place = places[row.pk]
        return context
