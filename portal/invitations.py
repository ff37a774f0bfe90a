"""Asking a new colleague in: an e-mail with a link to choose a password."""

import secrets

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from wagtail.admin.mail import send_mail

from portal.models import User


def invitation_link(user) -> str:
    """Where the invited person chooses a password; good for Django's password reset time."""
    path = reverse(
        "wagtailadmin_password_reset_confirm",
        args=[
            urlsafe_base64_encode(force_bytes(user.pk)),
            default_token_generator.make_token(user),
        ],
    )
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def invite(user, clinic_name: str) -> None:
    """Send the invitation. Raises what the mail server raises, for the caller to show."""
    words = {"user": user, "clinic_name": clinic_name, "link": invitation_link(user)}
    send_mail(
        _("Your account at %(clinic)s") % {"clinic": clinic_name},
        render_to_string("portal/email/invitation.txt", words),
        [user.email],
    )


def account_for(email: str, group) -> tuple[User, bool]:
    """The account with this e-mail address, made if there is none, in that group; and whether it is new.

    Nobody knows the password of a new one: `invite` sends the link to choose one. Raises
    `User.MultipleObjectsReturned` where several accounts share the address.
    """
    person = User.objects.filter(email__iexact=email)
    found = person.get() if person.exists() else None
    made = found or User.objects.create_user(email, email, secrets.token_urlsafe(32))
    made.groups.add(group)
    return made, found is None
