"""Safety alerts: a short warning that stands at the top of articles at once."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Site
from wagtail.search import index

from education.alerts.form import SafetyAlertForm


class SafetyAlertQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(lifted_at=None)

    def standing_first(self):
        """The standing ones, newest first; then the lifted ones, as they were lifted."""
        return self.order_by(F("lifted_at").desc(nulls_first=True), "-since", "-pk")


class SafetyAlert(index.Indexed, ClusterableModel):
    """What readers of a topic or of chosen articles must know now, until somebody lifts it."""

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="safety_alerts", verbose_name=_("clinic")
    )
    what = models.CharField(
        _("what readers must know"),
        max_length=300,
        help_text=_("One or two short sentences: what is wrong, and what to do."),
    )
    since = models.DateField(_("since"))
    source_name = models.CharField(_("who says so"), max_length=120, blank=True)
    source_url = models.URLField(_("web address of the source"), max_length=500, blank=True)
    topics = ParentalManyToManyField(
        "education.TopicPage", blank=True, related_name="+", verbose_name=_("topics")
    )
    articles = ParentalManyToManyField(
        "education.ArticlePage", blank=True, related_name="+", verbose_name=_("articles")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = SafetyAlertQuerySet.as_manager()

    panels = [
        FieldPanel("what", widget=AdminAutoHeightTextInput),
        FieldPanel("since"),
        MultiFieldPanel([FieldPanel("source_name"), FieldPanel("source_url")], _("Source")),
        MultiFieldPanel(
            [
                FieldPanel("topics", widget=CheckboxSelectMultiple),
                FieldPanel("articles", widget=CheckboxSelectMultiple),
            ],
            _("Where it stands"),
            help_text=_(
                "On each page chosen here and on its translations. A topic stands for all its "
                "articles, those that are only listed there too."
            ),
        ),
        FieldPanel("site"),
    ]
    search_fields = [
        index.SearchField("what"),
        index.AutocompleteField("what"),
        index.FilterField("site"),
        index.FilterField("site_id"),
    ]
    base_form_class = SafetyAlertForm

    class Meta:
        verbose_name = _("safety alert")
        verbose_name_plural = _("safety alerts")
        ordering = ["-made_at"]

    def __str__(self):
        return self.what

    @property
    def state(self) -> str:
        """For staff: whether readers see it."""
        if self.lifted_at is None:
            return gettext("Standing")
        day = date_format(timezone.localtime(self.lifted_at), "DATE_FORMAT")
        return gettext("Lifted on %(day)s") % {"day": day}

    def lift(self, user) -> None:
        """End it. Raises ValueError if it was lifted before."""
        if self.lifted_at is not None:
            raise ValueError("This alert was lifted before.")
        self.lifted_at, self.lifted_by = timezone.now(), user
        self.save(update_fields=["lifted_at", "lifted_by"])
