"""The pictures that go with shared links: what is on them, and their addresses."""

from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse

from education.models import ArticlePage
from education.pictures.renditions import LOGO_SPECS, renditions_of
from portal.models import Clinic
from portal.theme.share_picture import HEIGHT, WIDTH, ShareCard, draw_share_picture

A_WEEK = 7 * 24 * 3600  # seconds


@dataclass(frozen=True)
class SharePicture:
    """A clinic's picture, or that of one of its articles.

    Its address holds a fingerprint of all that it is drawn from, so it can be kept for ever.
    """

    clinic: Clinic
    article: ArticlePage | None = None
    width = WIDTH
    height = HEIGHT

    @property
    def card(self) -> ShareCard:
        logo = self.clinic.logo
        return ShareCard(
            choice=self.clinic.theme_choice,
            name=self.clinic.name,
            title=self.article.title if self.article else "",
            logo=f"{logo.pk}-{logo.file_hash}" if logo and not logo.withdrawn else "",
        )

    @property
    def address(self) -> str:
        if self.article:
            return reverse("article_picture", args=[self.article.pk, self.card.fingerprint])
        return reverse("clinic_picture", args=[self.card.fingerprint])

    @property
    def words(self) -> str:
        """What the picture says, for those who cannot see it."""
        return f"{self.article.title} – {self.clinic.name}" if self.article else self.clinic.name

    def png(self) -> bytes:
        """The drawn picture; drawing takes long enough that nobody may ask for it again and again."""
        card = self.card
        key = f"share-picture:{card.fingerprint}"
        return cache.get_or_set(key, lambda: draw_share_picture(card, self._logo()), A_WEEK)

    def _logo(self) -> bytes | None:
        """The logo's file in the size of the page header; None if there is none, or it is lost."""
        if not self.clinic.logo:
            return None
        for rendition in renditions_of(self.clinic.logo, LOGO_SPECS).values():
            try:
                with rendition.file.open("rb") as file:
                    return file.read()
            except OSError:
                return None
        return None
