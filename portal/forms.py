"""Forms for the clinic's people."""

import secrets

from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from portal.leaving import why_not_yet
from portal.models import StaffGroup
from portal.staff_roles import groups_within_reach


class _WithinReach:
    """Offers only the roles this person may give; only a superuser makes superusers."""

    def __init__(self, *args, for_user, **kwargs):
        self.for_user = for_user
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = groups_within_reach(for_user)
        self.fields["groups"].label = _("Roles")
        self.fields["groups"].required = not for_user.is_superuser
        if not for_user.is_superuser:
            self.fields.pop("is_superuser", None)


class StaffCreationForm(_WithinReach, UserCreationForm):
    """Invites a colleague: they choose their own password from a link in the e-mail."""

    password_enabled = False

    def save(self, commit=True):
        # Nobody knows it; but an account without one could not use "Forgotten password?".
        self.instance.set_password(secrets.token_urlsafe(32))
        return super().save(commit=commit)


class StaffEditForm(_WithinReach, UserEditForm):
    """Changes a colleague's account; roles at other clinics stay as they are."""

    password_enabled = False

    def clean_groups(self):
        offered = groups_within_reach(self.for_user)
        elsewhere = self.instance.groups.exclude(pk__in=offered.values("pk"))
        return list(self.cleaned_data["groups"]) + list(elsewhere)

    def clean(self):
        """Nothing may wait for someone who is gone: not from the clinic, not altogether."""
        cleaned = super().clean()
        if self.instance.is_active and not cleaned.get("is_active", True):
            if reason := why_not_yet(self.instance, self.for_user):
                self.add_error("is_active", reason)
        elif reason := why_not_yet(self.instance, self.for_user, self._clinics_left(cleaned)):
            self.add_error("groups", reason)
        return cleaned

    def _clinics_left(self, cleaned) -> set:
        """The clinics where the person has a role today and would have none."""
        if "groups" not in cleaned:
            return set()
        kept = [group.pk for group in cleaned["groups"]]
        today = StaffGroup.objects.filter(group__user=self.instance).select_related("site")
        stays = set(StaffGroup.objects.filter(group__in=kept).values_list("site", flat=True))
        return {row.site for row in today if row.site_id not in stays}
