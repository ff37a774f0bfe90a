"""People leave: whose clinic's things are handed over by whom, and when an account is closed.

It goes clinic by clinic: who works at two is handed over at each by that clinic's administrator, and
the account is closed with the last one.
"""

import secrets

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.log_actions import LogFormatter, log
from wagtail.models import ModelLogEntry, Site

from education.record.sign_offs import name_of
from education.review.handing_over import HAND_OVER, hand_over, held_by, owners_at
from portal.models import StaffGroup, User
from portal.staff_roles import sites_administered_by

LEFT = "portal.left_clinic"


def clinics_of(administrator):
    """The clinics whose people this person may hand over."""
    sites = (
        Site.objects.all() if administrator.is_superuser else sites_administered_by(administrator)
    )
    return sites.order_by("site_name", "pk").distinct()


def people_at(site, by):
    """Whoever works at the clinic or owns an article there. Superusers are a superuser's to close."""
    found = User.objects.filter(
        Q(groups__staff_group__site=site, is_active=True) | Q(pk__in=owners_at(site))
    )
    found = found if by.is_superuser else found.filter(is_superuser=False)
    return found.exclude(pk=by.pk).distinct().order_by("first_name", "last_name", "username")


def works_at(person, site) -> bool:
    return StaffGroup.objects.filter(site=site, group__user=person).exists()


def successors_at(site, leaver, by):
    """Who may take over: active colleagues who work on articles; a superuser may take it themself."""
    own = Q(pk=by.pk) if by.is_superuser else Q()
    works_on_articles = Q(
        groups__staff_group__in=StaffGroup.objects.filter(site=site).exclude(
            role=StaffGroup.Role.BRAND
        )
    )
    colleagues = User.objects.filter(works_on_articles | own, is_active=True)
    return (
        colleagues.exclude(pk=leaver.pk).distinct().order_by("first_name", "last_name", "username")
    )


def stays_elsewhere(person, site) -> bool:
    """Whether another clinic still has this person, or something that waits for them."""
    groups = StaffGroup.objects.filter(group__user=person).exclude(site=site)
    return groups.exists() or bool(set(held_by(person)) - {site, None})


@transaction.atomic
def leave(person, successor, site, *, by) -> bool:
    """Hand over, take the clinic's roles away; close the account if no clinic remains.

    Returns whether the account was closed.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    moved = hand_over(person, successor, site, by=by)
    person.groups.remove(*person.groups.filter(staff_group__site=site))
    closed = not stays_elsewhere(person, site)
    if closed:
        shared = hand_over(person, successor, None, by=by)
        moved = {what: number + shared[what] for what, number in moved.items()}
        close_account(person)
    data = {"from": name_of(person), "to": name_of(successor), "closed": closed, **moved}
    # The clinic's own record: the history of accounts is open to administrators of every clinic.
    log(site, LEFT, user=by, data=data)
    return closed


def close_account(person) -> None:
    """Nobody can sign in, and every open session ends, also if the account is opened again later."""
    person.is_active = False
    person.set_password(secrets.token_urlsafe(32))
    person.save(update_fields=["is_active", "password"])


def record_of(site):
    """Who has left the clinic, newest first."""
    return ModelLogEntry.objects.for_instance(site).filter(action=LEFT).order_by("-timestamp")


# --- Nothing waits for someone who is gone --------------------------------------------------------


def why_not_yet(person, by, sites=None) -> str:
    """What must be handed over first, with the way there; empty if nothing waits for this person.

    `sites`: only at these clinics; None: at any.
    """
    held = [site for site in held_by(person) if site and (sites is None or site in sites)]
    if not held:
        return ""
    reachable = [site for site in held if site in clinics_of(by)]
    return format_html(
        _("{name} still owns articles, or something waits for them. {link} first."),
        name=name_of(person),
        link=format_html(
            '<a href="{}">{}</a>',
            reverse("hand_over", args=[person.pk, reachable[0].pk])
            if reachable
            else reverse("leaving"),
            _("Hand it over to a colleague"),
        ),
    )


def refuse_deletion_of_holders(request, person):
    """Hook: an account is deleted when nothing waits for it."""
    return _refused(request, [person])


def refuse_bulk_closing_of_holders(request, action_type, people, action):
    """Hook: likewise for several accounts at once, deleted or switched off."""
    if action.models != [User]:
        return None
    switched_off = request.POST.get("mark_as_active") == "False"
    closing = action_type == "delete" or (action_type == "set_active_state" and switched_off)
    return _refused(request, people) if closing else None


def _refused(request, people):
    reasons = [reason for person in people if (reason := why_not_yet(person, request.user))]
    for reason in reasons:
        messages.error(request, reason)
    return redirect("wagtailusers_users:index") if reasons else None


def leaving_log_actions(actions) -> None:
    @actions.register_action(HAND_OVER)
    class HandedOver(LogFormatter):
        label = _("Hand over")

        def format_message(self, log_entry):
            return _("Handed over from %(from)s to %(to)s") % log_entry.data

    @actions.register_action(LEFT)
    class Left(LogFormatter):
        label = _("Leave the clinic")

        def format_message(self, log_entry):
            return _(
                "%(from)s left. To %(to)s: articles: %(articles)s, open requests: %(requests)s. "
                "Locks released: %(locks)s."
            ) % (log_entry.data)
