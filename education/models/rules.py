"""How strict a clinic is with itself: review intervals, two people, overdue pages."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Site

from education.forms import ReviewRulesForm
from education.review_dates.dates import DEFAULT_MONTHS, SAFETY_MONTHS

MONTHS = [MinValueValidator(1), MaxValueValidator(120)]


class ReviewRules(models.Model):
    """A clinic's rules for clinical review. One row for each Wagtail `Site`; made with the clinic."""

    class Overdue(models.TextChoices):
        LISTED = "listed", _("Stay in lists and search, with a line that says so")
        UNLISTED = "unlisted", _("Leave lists and search; the address keeps working")
        UNPUBLISHED = "unpublished", _("Be taken offline")

    site = models.OneToOneField(
        Site, on_delete=models.CASCADE, related_name="review_rules", verbose_name=_("clinic")
    )
    two_people = models.BooleanField(
        _("two people"),
        default=True,
        help_text=_(
            "Whoever wrote the newest words cannot approve them. Switch this off only if a single "
            "clinician works here: each such approval is marked as approved by its own author."
        ),
    )
    months = models.PositiveSmallIntegerField(
        _("months between reviews"), default=DEFAULT_MONTHS, validators=MONTHS
    )
    safety_months = models.PositiveSmallIntegerField(
        _("months for new or safety-critical topics"), default=SAFETY_MONTHS, validators=MONTHS
    )
    mailbox = models.EmailField(
        _("review mailbox"), blank=True, help_text=_("Gets each reminder, beside the owner.")
    )
    grace_days = models.PositiveSmallIntegerField(
        _("days of grace"),
        default=90,
        validators=[MaxValueValidator(730)],
        help_text=_("How long a page may be overdue before the next rule is applied."),
    )
    overdue = models.CharField(
        _("pages overdue for longer"), max_length=12, choices=Overdue, default=Overdue.UNLISTED
    )

    panels = [
        FieldPanel("two_people"),
        MultiFieldPanel(
            [FieldPanel("months"), FieldPanel("safety_months")],
            _("Review dates"),
            help_text=_(
                "A changed number counts from each page's next sign-off on. Dates that are set stay."
            ),
        ),
        FieldPanel("mailbox"),
        MultiFieldPanel(
            [FieldPanel("grace_days"), FieldPanel("overdue")],
            _("Overdue pages"),
            help_text=_(
                "Holds for all pages as soon as you save: some may leave lists and search, or come "
                "back, at once."
            ),
        ),
    ]
    base_form_class = ReviewRulesForm

    class Meta:
        verbose_name = _("review rules")
        verbose_name_plural = _("review rules")

    def __str__(self):
        return self.site.site_name or self.site.hostname

    @classmethod
    def for_site(cls, site) -> "ReviewRules":
        """The rules of a clinic, or unsaved defaults (also for the shared library, None)."""
        found = cls.objects.filter(site=site).first() if site is not None else None
        return found or cls(site=site)
