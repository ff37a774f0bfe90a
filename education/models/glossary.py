"""The glossary: hard words, explained once and everywhere the same."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.search import index

from education.models.snippets import LibraryItem, library_search_fields
from education.panels import live_uses_panel


class Term(LibraryItem):
    """A hard word with its plain meaning. Staff mark it in a text; readers can open the meaning."""

    word = models.CharField(_("word"), max_length=80)
    meaning = models.CharField(
        _("plain meaning"),
        max_length=200,
        help_text=_("One short sentence. Paper shows it in brackets behind the word."),
    )
    say = models.CharField(
        _("how to say it"),
        max_length=80,
        blank=True,
        help_text=_("As it sounds, for example: ek-so-zohms."),
    )

    panels = [
        live_uses_panel(),
        FieldPanel("word", required_on_save=True),
        FieldPanel("meaning"),
        FieldPanel("say"),
        FieldPanel("site"),
        PublishingPanel(),
    ]
    search_fields = [*library_search_fields("word"), index.SearchField("meaning")]
    preview_template = "education/snippets/term_preview.html"

    class Meta(LibraryItem.Meta):
        verbose_name = _("word in the glossary")
        verbose_name_plural = _("words in the glossary")
        ordering = ["word"]

    def __str__(self):
        return self.word

    def clean(self):
        """Refuse a second entry of a word: readers would be given two meanings."""
        super().clean()
        same = Term.objects.filter(word__iexact=self.word, site=self.site_id, locale=self.locale_id)
        if self.word and same.exclude(pk=self.pk).exists():
            raise ValidationError(
                {
                    "word": _("“%(word)s” is in the glossary already. Change its entry instead.")
                    % {"word": self.word}
                }
            )
