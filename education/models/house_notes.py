"""How we do it here: what one clinic adds, in its own words, to an article that patients read there."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel, PublishingPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from education.house_notes.form import HouseNoteForm
from education.house_notes.places import original_of
from education.models.snippets import LibraryItem, library_search_fields
from education.reading.terms import marked_terms


class HouseNote(LibraryItem):
    """One clinic's words for one article in one language; a clinician of that clinic signs them off.

    It belongs to the article whose words are shown: chosen for a copy that is kept in step, it is
    kept with the copy's original, so it outlives the copy. It goes when that article is deleted.
    """

    article = models.ForeignKey(
        "education.ArticlePage",
        on_delete=models.CASCADE,
        related_name="house_notes",
        verbose_name=_("article"),
        help_text=_("Your own, or another clinic's that you show."),
    )
    heading = models.CharField(_("heading"), max_length=120, default="How we do it here")
    text = RichTextField(
        _("text"),
        help_text=_(
            "What is different or particular at your clinic. Patients read it near the end of the "
            "article, marked as your clinic's words."
        ),
    )

    panels = [
        PageChooserPanel("article", "education.ArticlePage"),
        FieldPanel("heading", required_on_save=True),
        FieldPanel("text"),
        FieldPanel("site"),
        PublishingPanel(),
    ]
    base_form_class = HouseNoteForm
    search_fields = [*library_search_fields("heading"), index.SearchField("text")]
    preview_template = "education/snippets/house_note_preview.html"

    class Meta(LibraryItem.Meta):
        verbose_name = _("clinic's own words in an article")
        verbose_name_plural = _("clinics' own words in articles")
        ordering = ["article__title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "article", "locale"], name="one_house_note_per_article"
            )
        ]

    def __str__(self):
        return f"{self.heading}: {self.article}" if self.article_id else self.heading

    def needs(self) -> list:
        return marked_terms([self.text])

    def clean(self):
        """Refuse a second text for one article: readers would be shown one of them only."""
        super().clean()
        if not self.article_id:
            return
        self.article = original_of(self.article)
        if self.site_id and self._others().exists():
            raise ValidationError(
                {
                    "article": gettext(
                        "Your clinic has its own words for “%(title)s” already. Change those instead."
                    )
                    % {"title": self.article}
                }
            )

    def _others(self):
        return HouseNote.objects.filter(
            site=self.site_id,
            locale=self.locale_id,
            article__translation_key=self.article.translation_key,
        ).exclude(pk=self.pk)

    def save(self, *args, **kwargs):
        if self.article_id:
            self.article = original_of(self.article)
        return super().save(*args, **kwargs)
