"""The clinicians who check what patients read."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.search import index

from education.models.snippets import LibraryItem, library_search_fields
from education.ownership import CONFIRM_PERMISSION, may_confirm_clinicians
from education.signed_content import NotSignedOff


class Clinician(LibraryItem):
    """A clinician as patients see one: "Checked by <name>, <credential>".

    Linked to a staff account, their approval in the admin is signed with this name. An administrator
    of the clinic, not the clinician, puts the entry online and so confirms the credential.
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
    # A person may have one entry for each clinic and language they work in.
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="clinicians",
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
    publish_permission = CONFIRM_PERMISSION

    class Meta(LibraryItem.Meta):
        verbose_name = _("clinician")
        verbose_name_plural = _("clinicians")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def refuse_unsigned(self, update_fields=None):
        """Needs no sign-off, which would need a clinician first: an administrator confirms it."""

    def refuse_unsigned_version(self, revision):
        """Likewise; who may confirm it is asked in `publish`."""

    def publish(self, revision, user=None, **kwargs):
        """Confirm the entry; nobody vouches for their own credential, nor for another clinic's."""
        if user is not None:
            self.refuse_confirmation(user, revision.as_object())
        super().publish(revision, user=user, **kwargs)

    def refuse_confirmation(self, user, version) -> None:
        """Raise NotSignedOff unless this person may confirm this version of the entry."""
        if user.pk in (version.account_id, self.account_id):
            raise NotSignedOff(
                _("Somebody else must confirm your own entry as a clinician. Your draft is kept."),
                self,
            )
        if not all(may_confirm_clinicians(user, site) for site in {self.site, version.site}):
            raise NotSignedOff(
                _(
                    "Only an administrator of the clinic can put a clinician's entry online. "
                    "Your draft is kept."
                ),
                self,
            )
