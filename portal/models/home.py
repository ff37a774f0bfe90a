"""The clinic's front door for readers: its home page and its standard pages."""

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from education.blocks import PlainBodyBlock
from education.forms import ClinicPageForm
from education.kept_versions import KeepsVersions
from education.models import ArticlePage, TopicPage
from education.models.reading import body_context, named_in
from education.page_permissions import ClinicPagePermissions
from education.querysets import kept_for_staff
from education.reading.anchors import give_anchors
from education.reading.breadcrumbs import whereabouts


class HomePage(KeepsVersions, Page):
    """The first page of a clinic's portal: search, topics, and articles that staff chose."""

    heading = models.CharField(
        _("heading"),
        max_length=120,
        default="Clear information about your skin",
        help_text=_("What patients can do here, in a few words."),
    )
    intro = models.TextField(_("introduction"), blank=True, max_length=300)

    content_panels = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("intro"),
        InlinePanel(
            "chosen_articles", heading=_("Articles to show"), label=_("Article"), max_num=6
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["education.TopicPage", "portal.StandardPage"]
    template = "portal/home_page.html"
    base_form_class = ClinicPageForm

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def permissions_for_user(self, user):
        return ClinicPagePermissions(user, self)

    def topics(self):
        """Live, public topics in the order of the page tree."""
        return TopicPage.objects.live().exclude(kept_for_staff("path")).child_of(self)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        chosen = self.chosen_articles.all()
        if isinstance(chosen, QuerySet):
            chosen = chosen.exclude(kept_for_staff("article__path")).select_related("article")
        articles = ArticlePage.objects.for_lists().in_language(
            self.locale_id, [row.article for row in chosen]
        )
        return context | {
            "translations": whereabouts(self, request)["translations"],
            "topics": [
                {"title": topic.title, "url": topic.get_url(request), "text": topic.text}
                for topic in self.topics()
            ],
            "chosen": [article.as_row(request) for article in articles],
        }


class HomeArticle(Orderable):
    home = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="chosen_articles")
    article = models.ForeignKey(
        "education.ArticlePage",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("article"),
    )

    panels = [PageChooserPanel("article", "education.ArticlePage")]


class StandardPage(KeepsVersions, Page):
    """About the clinic, privacy, accessibility, editorial policy: pages every clinic needs."""

    class Purpose(models.TextChoices):
        ABOUT = "about", _("About the clinic")
        PRIVACY = "privacy", _("Privacy")
        ACCESSIBILITY = "accessibility", _("Accessibility statement")
        EDITORIAL = "editorial", _("How we write our pages")
        OTHER = "other", _("Something else")

    purpose = models.CharField(_("kind of page"), max_length=20, choices=Purpose, default="other")
    intro = models.TextField(_("introduction"), blank=True, max_length=500)
    body = StreamField(PlainBodyBlock(), verbose_name=_("sections"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("purpose"),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
        index.FilterField("purpose"),
    ]
    parent_page_types = ["portal.HomePage"]
    subpage_types: list[str] = []
    template = "portal/standard_page.html"
    base_form_class = ClinicPageForm

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def clean(self):
        super().clean()
        give_anchors(self.body)

    def minimal_clean(self):
        super().minimal_clean()
        give_anchors(self.body)

    def permissions_for_user(self, user):
        return ClinicPagePermissions(user, self)

    def needs(self) -> list:
        """The words of the glossary it marks: all must be live before it is."""
        return named_in(self.body)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | whereabouts(self, request) | body_context(self.body, request)
