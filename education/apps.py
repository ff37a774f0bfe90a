"""The health content as a Django app."""

from django.apps import AppConfig


class EducationConfig(AppConfig):
    name = "education"
    verbose_name = "Health content"

    def ready(self):
        import education.checks
        import education.signals  # noqa: F401
