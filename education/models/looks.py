"""Articles that need another look, because something they share with others has changed."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from education.models.signoff import SignOff


class AnotherLook(models.Model):
    """One article, one changed Benefit, Question, Term or Source, until a clinician confirms it."""

    article = models.ForeignKey(
        "education.ArticlePage", on_delete=models.CASCADE, related_name="other_looks"
    )
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    item = GenericForeignKey()
    item_title = models.CharField(_("what changed"), max_length=300)
    what_changed = models.TextField(_("how it changed"), blank=True)
    sign_off = models.ForeignKey(
        SignOff, null=True, on_delete=models.SET_NULL, related_name="other_looks"
    )
    opened_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    clinician_name = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("another look")
        verbose_name_plural = _("other looks")
        ordering = ["opened_at", "pk"]

    def __str__(self):
        return f"{self.article_id}: {self.item_title}"
