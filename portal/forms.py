"""Forms for the clinic's people."""

import secrets

from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

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
