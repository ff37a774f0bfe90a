"""The record of clinical sign-off: who stood for which words, when, after which checks."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, Site


class SignOffQuerySet(models.QuerySet):
    def of(self, content):
        """The sign-offs of one article or library item, newest first."""
        kind = ContentType.objects.get_for_model(content)
        rows = self.filter(content_type=kind, object_id=content.pk)
        return rows.order_by("-signed_at", "-pk")


class SignOff(models.Model):
    """One act by which a clinician stood for words; kept when people, versions or clinics go.

    It holds for exactly the revision and the fingerprint (`education.review.fingerprint`) it names,
    until the next sign-off of the same content, or until `ended_at` (the content was withdrawn).
    """

    class Kind(models.TextChoices):
        APPROVED = "approved", _("Approved")
        CONFIRMED = "confirmed", _("Confirmed as still accurate")
        EXAMPLE = "example", _("Shown as an example, checked by no clinician")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    content = GenericForeignKey()
    title = models.CharField(_("title"), max_length=300)
    site = models.ForeignKey(
        Site, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("clinic")
    )
    # Written when the clinic is removed from the portal, so that the record still names it.
    former_clinic = models.CharField(max_length=200, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    fingerprint = models.CharField(max_length=64)
    signed_at = models.DateTimeField(_("signed at"))
    ended_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    clinician = models.ForeignKey(
        "education.Clinician", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # As they were that day: a person's record may change or go.
    clinician_name = models.CharField(_("signed by"), max_length=200, blank=True)
    credential = models.CharField(_("credential"), max_length=160, blank=True)
    writers = models.JSONField(_("written by"), default=list)
    self_approved = models.BooleanField(_("approved by its own author"), default=False)
    wording_only = models.BooleanField(_("wording only"), default=False)
    comment = models.TextField(_("comment"), blank=True)
    # [{"check": str, "result": "passed" | "overridden", "text": str, "reason": str, "by": str}]
    checks = models.JSONField(_("checks"), default=list)
    # [{"title", "publisher", "year", "url", "last_checked", "checked_by"}]
    sources = models.JSONField(_("sources"), default=list)
    next_review = models.DateField(_("next review due"), null=True)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["-signed_at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="sign_off_of_content")]

    def __str__(self):
        return f"{self.title}: {self.get_kind_display()}, {self.signed_at:%Y-%m-%d}"
