"""The health content as a Django app."""

from django.apps import AppConfig


class EducationConfig(AppConfig):
    name = "education"
    verbose_name = "Health content"

    def ready(self):
        from wagtail.signals import page_published, published, task_submitted, unpublished

        from education.library_use import (
            make_renditions,
            refresh_search_of_article,
            refresh_search_of_users,
        )
        from education.models import ArticlePage
        from education.review.mail import ReviewRequested
        from education.review.publishing import sign_published

        published.connect(refresh_search_of_users, dispatch_uid="library_item_published")
        unpublished.connect(refresh_search_of_users, dispatch_uid="library_item_unpublished")
        page_published.connect(sign_published, dispatch_uid="page_sign_off")
        page_published.connect(
            refresh_search_of_article, sender=ArticlePage, dispatch_uid="article_search"
        )
        page_published.connect(make_renditions, dispatch_uid="page_renditions")
        task_submitted.connect(ReviewRequested(), weak=False, dispatch_uid="review_requested")
