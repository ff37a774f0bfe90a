"""What was taken off at once because it was wrong, or because a consent has ended."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from education.models.signoff import SignOff


class WithdrawalQuerySet(models.QuerySet):
    def of(self, content):
        """The withdrawals of one article, library item or picture, newest first."""
        kind = ContentType.objects.get_for_model(content)
        rows = self.filter(content_type=kind, object_id=content.pk)
        return rows.order_by("-withdrawn_at", "-pk")

    def open(self):
        """Those that keep their content away from readers."""
        return self.filter(lifted_at=None)


class Withdrawal(models.Model):
    """One article, benefit, question or picture that was withdrawn, and how that ended.

    Kept for good. While `lifted_at` is empty, the content stays away from readers.
    """

    class Cause(models.TextChoices):
        ADVICE = "advice", _("The advice is wrong or unsafe")
        CONSENT = "consent", _("The consent to a photo has ended or was taken back")
        OTHER = "other", _("Another cause")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    content = GenericForeignKey()
    title = models.CharField(_("title"), max_length=300)
    site = models.ForeignKey(Site, null=True, on_delete=models.SET_NULL, related_name="+")
    former_clinic = models.CharField(max_length=200, blank=True, editable=False)
    cause = models.CharField(_("cause"), max_length=10, choices=Cause)
    reason = models.TextField(_("reason"), help_text=_("For staff only. Never a patient's name."))
    withdrawn_at = models.DateTimeField(_("withdrawn at"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_by_name = models.CharField(max_length=200, blank=True)
    # Photo consent: what was removed, and which backups still hold it.
    removed_files = models.JSONField(default=list)
    backups = models.JSONField(default=list)
    lifted_at = models.DateTimeField(_("put back at"), null=True)
    lifted_by = models.ForeignKey(
        SignOff, null=True, on_delete=models.SET_NULL, related_name="lifted_withdrawals"
    )
    lifted_by_name = models.CharField(max_length=200, blank=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-withdrawn_at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="withdrawal_of_content")]

    def __str__(self):
        return f"{self.title}: {self.withdrawn_at:%Y-%m-%d}"
