"""What is known of the links in a clinic's pages: which work, which do not, who was told."""

import hashlib

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from portal.link_checks.verdict import Outcome, State

ANSWERS = {
    Outcome.NO_NAME: _("There is no site of this name."),
    Outcome.NO_CONNECTION: _("The site's computer does not answer."),
    Outcome.NOT_SECURE: _("The site's security certificate is missing or wrong."),
    Outcome.TOO_SLOW: _("The site took too long to answer."),
    Outcome.NO_ANSWER: _("The site hung up or sent no proper answer."),
    Outcome.CIRCLES: _("The link leads on and on and never arrives."),
    Outcome.NUMBERED: _("The link leads to a computer named by number."),
    Outcome.UNSAFE: _("The link leads to an address that is not safe to open."),
    Outcome.INSIDE: _("From here this name leads inside a network, so it was not asked."),
    Outcome.NO_RESOLVER: _("Names could not be looked up, so it was not asked."),
    Outcome.NOT_AN_ADDRESS: _("This is not a web address."),
}


class CheckedLink(models.Model):
    """One address in the pages of one clinic (`site` None: in the shared library).

    Made and removed by `manage.py check_links`: a row stands for a link that is in use.
    """

    class Kind(models.TextChoices):
        BOOKING = "booking", _("Booking link")
        MAP = "map", _("Map link")
        SOURCE = "source", _("Source")
        CONTENT = "content", _("Link in a text")

    site = models.ForeignKey(
        Site, null=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("clinic")
    )
    address = models.TextField(_("web address"))
    key = models.CharField(max_length=64, unique=True)  # of site and address, see `key_of`
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    # The first few places it stands in, as pairs of words and the path of their editor.
    places = models.JSONField(default=list)
    number_of_places = models.PositiveIntegerField(default=1)
    seen_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    last_failure = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    broken_since = models.DateTimeField(_("broken since"), null=True, db_index=True)
    last_asked = models.DateTimeField(_("last asked"), null=True)
    outcome = models.CharField(max_length=16, blank=True)
    status = models.PositiveIntegerField(default=0)
    # When staff were told that it is broken; stays until they are told that it works again.
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self):
        return self.address

    @staticmethod
    def key_of(site_id: int | None, address: str) -> str:
        """SHA-256 of whose it is and where it leads: an address is too long for an index."""
        return hashlib.sha256(f"{site_id or ''} {address}".encode()).hexdigest()

    @property
    def state(self) -> State:
        return State(self.failing_since, self.last_failure, self.failures, self.broken_since)

    @state.setter
    def state(self, state: State) -> None:
        self.failing_since, self.last_failure = state.failing_since, state.last_failure
        self.failures, self.broken_since = state.failures, state.broken_since

    @property
    def last_answer(self) -> str:
        """What came of asking last time, in words."""
        if not self.outcome:
            return gettext("Not asked yet.")
        if self.outcome != Outcome.STATUS:
            return str(ANSWERS[Outcome(self.outcome)])
        if 200 <= self.status < 300:
            return gettext("It works.")
        if self.status in (404, 410):
            return gettext("There is no such page (%(status)s).") % {"status": self.status}
        if self.status >= 500 and self.status != 999:
            return gettext("The site is out of order (%(status)s).") % {"status": self.status}
        return gettext("The site does not say whether it works (%(status)s).") % {
            "status": self.status
        }


class LinkRound(models.Model):
    """The one run of `check_links` that may be at work; a run that was killed stops giving signs."""

    alive_at = models.DateTimeField(null=True)
    run = models.CharField(max_length=32, blank=True)
