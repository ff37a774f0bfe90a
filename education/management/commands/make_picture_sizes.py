"""manage.py make_picture_sizes: every size of every picture that readers see, AVIF too."""

from django.core.management.base import BaseCommand
from wagtail.models import Page

from education.pictures.renditions import (
    AVIF_SPECS,
    PICTURE_SPECS,
    forget_lost_sizes,
    pictures_of,
    renditions_of,
)


class Command(BaseCommand):
    help = (
        "Make the missing sizes of all pictures on live pages, AVIF files too, and those whose files "
        "are lost. Run it by cron, "
        "for example each night: it takes some seconds for each new photograph."
    )

    def handle(self, *args, **options):
        seen, lost = set(), 0
        for page in Page.objects.live().order_by("pk").specific().iterator(chunk_size=100):
            for picture in pictures_of(page):
                if picture.pk in seen:
                    continue
                seen.add(picture.pk)
                forget_lost_sizes(picture)
                if not renditions_of(picture, (*PICTURE_SPECS, *AVIF_SPECS)):
                    lost += 1
                    self.stderr.write(f"“{picture.title}”: the file is missing or damaged.")
        self.stdout.write(f"Pictures on live pages: {len(seen)}; without a usable file: {lost}.")
