"""Words that promise too much, and the reasons why one of them may stand after all."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale, Site
from wagtail.search import index

from education.forms import LibraryItemForm
from education.wording.claims import built_in, is_too_broad, same_wording


class ClaimPhrase(index.Indexed, models.Model):
    """A wording that this clinic's pages may not use, or one that is harmless after all.

    Added to the portal's own list for the language (`education/wording/guarded_words/`).
    """

    class Kind(models.TextChoices):
        PROMISE = "promise", _("Promises too much")
        HARMLESS = "harmless", _("Harmless, although it holds such a word")

    site = models.ForeignKey(
        Site,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("belongs to"),
        help_text=_("The clinic it holds for. Blank: every clinic."),
    )
    locale = models.ForeignKey(
        Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language")
    )
    phrase = models.CharField(
        _("wording"),
        max_length=80,
        help_text=_("As it stands in a text, for example: miracle. A * stands for any ending."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PROMISE)

    panels = [FieldPanel("phrase"), FieldPanel("kind"), FieldPanel("locale"), FieldPanel("site")]
    search_fields = [
        index.SearchField("phrase"),
        index.AutocompleteField("phrase"),
        index.FilterField("site"),
        index.FilterField("site_id"),
        index.FilterField("locale"),
    ]
    base_form_class = LibraryItemForm

    class Meta:
        verbose_name = _("guarded wording")
        verbose_name_plural = _("guarded wordings")
        ordering = ["phrase"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "locale", "phrase"], name="one_guarded_wording_per_clinic"
            )
        ]

    def __str__(self):
        return self.phrase

    def clean(self):
        """Refuse what would be found everywhere, and what is in the list already."""
        super().clean()
        if self.phrase and is_too_broad(self.phrase):
            raise ValidationError(
                {
                    "phrase": _(
                        "This would be found nearly everywhere. Write at least three letters. "
                        "A * may only stand at the end of a word, after three letters or more."
                    )
                }
            )
        if self.phrase and self.locale_id and self.is_known():
            raise ValidationError(
                {
                    "phrase": _("“%(phrase)s” is in the list already. Nothing needs to be added.")
                    % {"phrase": self.phrase}
                }
            )

    def is_known(self) -> bool:
        """Whether this clinic has the wording, or the portal or all clinics have it as the same kind."""
        others = ClaimPhrase.objects.filter(locale=self.locale_id).exclude(pk=self.pk)
        found = others.filter(Q(site=self.site_id) | Q(site=None, kind=self.kind))
        portal = built_in(self.locale.language_code)
        known = portal.promises if self.kind == self.Kind.PROMISE else portal.harmless
        phrases = {same_wording(phrase) for phrase in found.values_list("phrase", flat=True)}
        return same_wording(self.phrase) in phrases.union(map(same_wording, known))


class ClaimReason(models.Model):
    """Why one guarded wording may stand in one sentence. A changed sentence needs a new reason."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    content = GenericForeignKey()
    phrase = models.CharField(_("wording"), max_length=80)
    sentence = models.TextField(_("the very text"))
    # SHA-256 of the sentence with its spaces made single.
    fingerprint = models.CharField(max_length=64)
    reason = models.TextField(_("reason"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_by_name = models.CharField(max_length=200)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reason for a wording")
        verbose_name_plural = _("reasons for wordings")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "fingerprint", "phrase"],
                name="one_reason_per_sentence",
            )
        ]

    def __str__(self):
        return f"“{self.phrase}”: {self.reason}"
