"""The clinicians who check what patients read."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.search import index

from education.models.snippets import LibraryItem, library_search_fields


class Clinician(LibraryItem):
    """A clinician as patients see one: "Checked by <name>, <credential>".

    Linked to a staff account, their approval in the admin is signed with this name.
    """

    name = models.CharField(_("name"), max_length=120)
    credential = models.CharField(
        _("credential"),
        max_length=160,
        help_text=_("As patients will read it, for example: consultant dermatologist."),
    )
    credential_expires = models.DateField(_("credential valid until"), null=True, blank=True)
    role = models.CharField(_("role at the clinic"), max_length=120, blank=True)
    photo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("photo"),
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="clinician",
        verbose_name=_("staff account"),
        help_text=_("The account this person signs in with. Needed to approve content."),
    )

    panels = [
        FieldPanel("name", required_on_save=True),
        MultiFieldPanel(
            [FieldPanel("credential"), FieldPanel("credential_expires")], _("Credential")
        ),
        FieldPanel("role"),
        FieldPanel("photo"),
        FieldPanel("account"),
        FieldPanel("site"),
        PublishingPanel(),
    ]
    search_fields = [*library_search_fields("name"), index.SearchField("role")]
    preview_template = "education/snippets/clinician_preview.html"

    class Meta(LibraryItem.Meta):
        verbose_name = _("clinician")
        verbose_name_plural = _("clinicians")
        ordering = ["name"]

    def __str__(self):
        return self.name
