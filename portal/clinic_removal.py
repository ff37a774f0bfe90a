"""Removing a clinic: all of it goes, but the record of what clinicians stood for.

What stays, because a clinic must be able to show it later: sign-offs and withdrawals (with the
clinic's name written into them), the history of pages and items, and the accounts that these name,
closed. Everything else goes in one transaction; files go after it.
"""

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.admin.models import EditingSession
from wagtail.log_actions import LogFormatter, log
from wagtail.models import Page, Site

from education.models import ClaimReason, SignOff, Withdrawal
from portal.clinic_belongings import Belongings, in_the_way
from portal.leaving import close_account
from portal.output_folder import address

REMOVED = "portal.remove_clinic"
KEPT = (SignOff, Withdrawal)
# Rows that name content by type and key, so no database rule takes them along.
HANGING = (ClaimReason, EditingSession)


class InTheWay(Exception):
    """The clinic cannot go yet; `reasons` are sentences that say what to do."""

    def __init__(self, reasons: list[str]):
        super().__init__("\n".join(reasons))
        self.reasons = reasons


@transaction.atomic
def remove_clinic(site: Site) -> None:
    """Remove the clinic with its pages, library, files and roles. Raises InTheWay; then all stays."""
    own = Belongings(site)
    if reasons := in_the_way(own):
        raise InTheWay(reasons)
    counts = own.counts()
    name = f"{site.site_name} ({address(site)})"
    for person in own.people():
        close_account(person)
    for model in KEPT:
        model.objects.filter(site=site).update(former_clinic=name[:200])
    _delete_hanging(own)
    log(site, REMOVED, data={"clinic": name, "counts": counts}, deleted=True)
    _delete_content(own)


def _delete_hanging(own: Belongings) -> None:
    for model in HANGING:
        for kind, keys in own.keys.items():
            found = model.objects.filter(content_type=kind)
            for start in range(0, len(keys), 500):
                found.filter(object_id__in=keys[start : start + 500]).delete()


def _delete_content(own: Belongings) -> None:
    """Users before what they use: pages, library, settings and roles, pictures, shelf."""
    site, files = own.site, [_keys(rows) for rows in own.files.items()]
    groups, shelves = _keys((own.groups.model, own.groups)), list(own.shelves.order_by("-depth"))
    homes = list(Page.objects.filter(path__in=own.paths))
    for home in homes:
        for page in home.get_children():
            page.specific.delete()
    for items in own.items.values():
        items.delete()  # past `LibraryItem.delete`, which would ask each item who uses it
    site.delete()
    for home in homes:
        Page.objects.get(pk=home.pk).specific.delete()
    for model, keys in [groups, *files]:
        model.objects.filter(pk__in=keys).delete()
    for shelf in shelves:
        shelf.delete()


def _keys(rows: tuple[type[Model], object]) -> tuple[type[Model], list]:
    """The keys as they are now: later the rows that would find them are gone."""
    model, found = rows
    return model, list(found.values_list("pk", flat=True))


def removal_log_actions(actions) -> None:
    @actions.register_action(REMOVED)
    class Removed(LogFormatter):
        label = _("Remove a clinic")

        def format_message(self, log_entry):
            return _("Removed the clinic %(clinic)s") % log_entry.data
