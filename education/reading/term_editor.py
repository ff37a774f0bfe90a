"""The button "Word in the glossary" of the rich text editor."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature

from education.models import Term
from education.reading.terms import TermLinkHandler

FEATURE = "term"
ENTITY = "TERM"


class MarkedWord(LinkElementHandler):
    """From the stored text to the editor: which word of the glossary is meant."""

    def get_attribute_data(self, attrs):
        key = attrs.get("id", "")
        term = Term.objects.filter(pk=key).first() if key.isdecimal() else None
        return {"id": term.pk, "word": term.word} if term else {}


def stored_mark(props):
    """From the editor to the stored text; whatever names no word of the glossary stays as words."""
    key = str(props.get("id", ""))
    if not key.isdecimal():
        return props["children"]
    return DOM.create_element("a", {"linktype": "term", "id": key}, props["children"])


def register_terms(features) -> None:
    """Teach the editor, the stored form and the index of references about marked words."""
    features.register_link_type(TermLinkHandler)
    features.register_editor_plugin(
        "draftail",
        FEATURE,
        EntityFeature(
            {
                "type": ENTITY,
                "icon": "openquote",
                "description": _("Word in the glossary"),
                "chooserUrls": {
                    "terms": reverse_lazy("wagtailsnippetchoosers_education_term:choose")
                },
            },
            js=["wagtailadmin/js/chooser-modal.js", "js/admin-terms.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {'a[linktype="term"]': MarkedWord(ENTITY)},
            "to_database_format": {"entity_decorators": {ENTITY: stored_mark}},
        },
    )
