"""A shared item stands in many articles: which ones, and the other look that a change asks for.

A Benefit, Question, Term or Source is approved once and then says the same everywhere. So every
live article it stands in is marked until a clinician has looked at it again.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField
from wagtail.log_actions import registry
from wagtail.models import Page, ReferenceIndex, Revision

from education.models import (
    AnotherLook,
    ArticlePage,
    Benefit,
    Question,
    SignOff,
    Source,
    Term,
)
from education.reading.plaintext import plain
from education.reuse.changes import changes
from education.review.fingerprint import BOOKKEEPING

SHARED = (Benefit, Question, Term, Source)
# What Wagtail's log says when a version goes live.
WENT_LIVE = ("wagtail.publish", "wagtail.publish.scheduled")


def articles_using(item):
    """The live articles of all clinics in which a shared item stands, itself or in another item.

    A source stands in an article through a live benefit or question too, a term through a live
    question. Aliases are left out: they are their source article. At most five queries.
    """
    direct = _named_by({type(item): [item.pk]})
    live = {
        model: model.objects.filter(pk__in=direct[model], live=True).values_list("pk", flat=True)
        for model in (Benefit, Question)
        if model in direct
    }
    pages = direct.get(Page, set())
    if live:
        pages |= _named_by(live).get(Page, set())
    return ArticlePage.objects.live().filter(pk__in=pages, alias_of=None).order_by("title", "path")


def _named_by(items: dict) -> dict:
    """Which rows name one of these, as saved: model → keys. `items` is model → keys as well."""
    wanted = Q(pk__in=[])
    for model, keys in items.items():
        kind = ContentType.objects.get_for_model(model)
        wanted |= Q(to_content_type=kind, to_object_id__in=[str(key) for key in keys])
    users: dict = {}
    rows = ReferenceIndex.objects.filter(wanted).values_list("base_content_type", "object_id")
    for kind, key in rows.distinct():
        users.setdefault(ContentType.objects.get_for_id(kind).model_class(), set()).add(int(key))
    return users


# --- What changed ---------------------------------------------------------------------------------


def what_changed(item, revision) -> str | None:
    """How the version that goes live differs from the last that was live; None: it was never live.

    Empty if it says the same.
    """
    past = registry.get_logs_for_instance(item).filter(action__in=WENT_LIVE)
    last = past.exclude(revision=None).order_by("-timestamp", "-pk").first()
    if last is None:
        return None
    before = Revision.objects.filter(pk=last.revision_id).first()
    if before is None:
        return _("It was changed; the version from before is not kept any more.")
    old, new = before.as_object(), revision.as_object()
    if old.fingerprint() == new.fingerprint():
        return ""
    lines = changes(_in_words(old), _in_words(new))
    return "\n".join(lines) or _("The words are the same; marked words, links or letters differ.")


def _in_words(version) -> dict[str, str]:
    """What staff fill in, as plain text, by the name each field has in the editor."""
    said = {
        capfirst(str(field.verbose_name)): _value(version, field)
        for field in version._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in BOOKKEEPING
    }
    for relation in get_all_child_relations(version):
        rows = getattr(version, relation.get_accessor_name()).all()
        said[str(_("Sources"))] = "; ".join(str(row.source) for row in rows)
    return said


def _value(version, field) -> str:
    if isinstance(field, RichTextField):
        return plain(field.value_from_object(version))
    if field.choices:
        return str(getattr(version, f"get_{field.name}_display")())
    value = getattr(version, field.name)
    return "" if value is None else str(value)


# --- Another look ---------------------------------------------------------------------------------


def mark_users_of_changed(sender, instance, revision=None, **kwargs) -> None:
    """When a changed shared item goes live, now or on its day: its articles need another look."""
    if not isinstance(instance, SHARED) or not instance.live or revision is None:
        return
    signed = SignOff.objects.of(instance).filter(revision=revision).first()
    if signed is None or signed.kind != SignOff.Kind.APPROVED or signed.wording_only:
        return
    if words := what_changed(instance, revision):
        ask_for_another_look(instance, words, signed)


def mark_users_of_removed(sender, instance, **kwargs) -> None:
    """When a shared item goes offline, live articles say less than what was approved."""
    if isinstance(instance, SHARED):
        day = date_format(timezone.localdate(), "j F Y")
        ask_for_another_look(instance, _("Taken offline on %(day)s.") % {"day": day})


@transaction.atomic
def ask_for_another_look(item, words: str, signed: SignOff | None = None) -> None:
    """One open row for each live article the item stands in; a row that is open says both changes."""
    about = {"content_type": ContentType.objects.get_for_model(item), "object_id": item.pk}
    now, title = timezone.now(), str(item)[:300]
    articles = dict.fromkeys(articles_using(item).values_list("pk", flat=True))
    looks = AnotherLook.objects.select_for_update().filter(
        **about, article__in=articles, confirmed_at=None
    )
    for look in looks:
        look.what_changed = f"{look.what_changed}\n{words}"
        look.item_title, look.sign_off, look.opened_at = title, signed or look.sign_off, now
        articles.pop(look.article_id, None)
    AnotherLook.objects.bulk_update(looks, ["what_changed", "item_title", "sign_off", "opened_at"])
    fresh = {"item_title": title, "what_changed": words, "sign_off": signed}
    AnotherLook.objects.bulk_create(
        AnotherLook(article_id=article, **about, **fresh) for article in articles
    )


def open_looks(article):
    """What a clinician has to look at again in an article, oldest change first."""
    return AnotherLook.objects.filter(article=article.pk, confirmed_at=None)


def close_looks_of_approved(sender, instance, revision=None, **kwargs) -> None:
    """An article approved anew was read as its shared items were then."""
    if not isinstance(instance, ArticlePage) or not instance.live or revision is None:
        return
    signed = SignOff.objects.of(instance).filter(revision=revision).first()
    if signed is not None and signed.kind == SignOff.Kind.APPROVED:
        close(open_looks(instance).filter(opened_at__lte=signed.signed_at), signed)


def close(looks, signed: SignOff) -> None:
    """These changes were looked at by who signed."""
    looks.update(
        confirmed_at=signed.signed_at,
        confirmed_by=signed.signed_by,
        clinician_name=signed.clinician_name,
    )
