"""What `manage.py check` says about the clinics' clinical review."""

from django.core.checks import Warning, register
from django.db.utils import DatabaseError


@register
def two_people(app_configs=None, **kwargs) -> list:
    """Warn of each clinic where people may approve their own words."""
    from education.models import ReviewRules

    try:
        alone = list(ReviewRules.objects.filter(two_people=False).select_related("site"))
    except DatabaseError:
        return []  # before the first `migrate`, or without a database
    return [
        Warning(
            f"{rules}: people may approve their own words.",
            hint=(
                "Each such approval is marked as approved by its own author. Switch the two-person "
                "rule on under Clinical review > Review rules when a second clinician works here."
            ),
            id="education.W001",
        )
        for rules in alone
    ]
