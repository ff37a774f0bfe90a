"""A topic: the shelf on which articles stand."""

from django.core.paginator import Paginator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from education.alerts.alerts import alerts_on_topic
from education.forms import ClinicPageForm
from education.kept_versions import KeepsVersions
from education.page_permissions import TopicPermissions
from education.reading.breadcrumbs import whereabouts

ARTICLES_PER_PAGE = 20


class TopicPage(KeepsVersions, Page):
    """A subject such as "Treatments" or "Skin conditions", with its articles in A to Z order."""

    intro = models.TextField(_("introduction"), blank=True, max_length=300)
    review_more_often = models.BooleanField(
        _("new or safety-critical"),
        default=False,
        help_text=_("Its articles are reviewed more often, as the clinic's review rules say."),
    )

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("review_more_often")]
    search_fields = [*Page.search_fields, index.SearchField("intro")]
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["education.ArticlePage"]
    template = "education/topic_page.html"
    base_form_class = ClinicPageForm

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    @property
    def text(self):
        """The line under the topic's name in lists."""
        return self.intro

    def articles(self):
        """Listed, public articles at home here, and those of the same clinic that are listed here."""
        from education.models.articles import ArticlePage

        return ArticlePage.objects.in_topic(self.path)

    def permissions_for_user(self, user):
        return TopicPermissions(user, self)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        paginator = Paginator(self.articles().for_lists(), ARTICLES_PER_PAGE)
        rows = paginator.get_page(request.GET.get("page"))
        rows.object_list = [article.as_row(request) for article in rows.object_list]
        alerts = alerts_on_topic(self, request)
        return context | whereabouts(self, request) | {"articles": rows, "alerts": alerts}
