"""Which reminders about due reviews have been sent, so that none is sent twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewReminder(models.Model):
    """One reminder about one article's due date to one address.

    `claimed_at` says that a run has taken it on; a run that dies leaves the claim to lapse.
    `stage` is days before (60, 30, 7, 0) or, negative, days overdue (-7, -14, …).
    """

    article = models.ForeignKey(
        "education.ArticlePage", on_delete=models.CASCADE, related_name="review_reminders"
    )
    due = models.DateField(_("review due"))
    stage = models.SmallIntegerField(_("stage"))
    recipient = models.EmailField(_("recipient"))
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "due", "stage", "recipient"], name="one_reminder_per_stage"
            )
        ]

    def __str__(self):
        return f"{self.article_id}: {self.due} ({self.stage}) to {self.recipient}"
