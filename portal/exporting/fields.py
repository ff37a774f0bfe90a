"""The content of a page or library item as plain values: what was written, nobody's account."""

import json

from wagtail.fields import StreamField

from education.library_sharing.places import source_of
from education.models import SignOff
from education.review.fingerprint import BOOKKEEPING
from education.signed_content import SignedContent, is_copy_in_step, sign_off_of_live

# Said in words beside the fields, or nobody's business outside the portal.
LEFT_OUT = BOOKKEEPING | {"account", "broken_booking_links", "id", "locale", "site"}
ROW_KEYS = {"id", "pk", "sort_order"}


def content_fields(content) -> dict:
    """What was written, by field; sections as nested values, lists without their database keys."""
    return {
        name: _plain(content._meta.get_field(name), value)
        for name, value in content.serializable_data().items()
        if name not in LEFT_OUT
    }


def _plain(field, value):
    """A field's stored value opened: JSON of sections, rows of a list without their parent."""
    if isinstance(field, StreamField):
        return json.loads(value)
    if not field.one_to_many:
        return value
    unwanted = ROW_KEYS | {field.field.name}
    inner = field.related_model._meta
    return [
        {
            name: _plain(inner.get_field(name), part)
            for name, part in row.items()
            if name not in unwanted
        }
        for row in value
    ]


def sign_off_facts(content) -> dict | None:
    """The sign-off of the live words, or the newest there is; names as the record keeps them.

    Of a copy that follows another page: that page's.
    """
    if not isinstance(content, SignedContent):
        return None
    if content.live and is_copy_in_step(content):
        content = source_of(content).specific
    live = sign_off_of_live(content) if content.live else None
    signed = live or SignOff.objects.of(content).first()
    if signed is None:
        return None
    return {
        "kind": signed.kind,
        "signed_at": signed.signed_at,
        "signed_by": signed.clinician_name,
        "credential": signed.credential,
        "next_review": signed.next_review,
        "stands_for_what_is_live": live is not None,
    }


def owner_name(page) -> str:
    """Who keeps the page right, by name; never a user name, which may be an e-mail address."""
    return page.content_owner.get_full_name() if page.content_owner else ""
