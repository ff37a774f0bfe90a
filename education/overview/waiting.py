"""What waits for a person: asked in bulk, with the answers `education.review.approval` gives one by one."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision

from education.models.rules import ReviewRules
from education.ownership import homes_of_sites, may_review, site_of, sites_to_review
from education.review.approval import signing_clinician
from education.review.fingerprint import words_of


def signing_sites(user) -> set[int | None]:
    """The clinics (None: the shared library) whose content this person reviews and can sign."""
    sites = [*sites_to_review(user)]
    if may_review(user, None):
        sites.append(None)
    return {site.pk if site else None for site in sites if signing_clinician(user, site)}


def approvable(user, contents: list) -> list:
    """Those of these articles and items that this person may approve as they stand."""
    signs = signing_sites(user)
    homes = homes_of_sites()
    sites = {content: site_of(content, homes) for content in contents}
    near = [each for each, site in sites.items() if (site.pk if site else None) in signs]
    alone = set(ReviewRules.objects.filter(two_people=False).values_list("site", flat=True))
    strict = [each for each in near if not (sites[each] and sites[each].pk in alone)]
    own = wrote_latest(user, strict)
    return [each for each in near if each not in own]


def wrote_latest(user, contents: list) -> set:
    """Those whose newest words are this person's; see `approval.wrote_latest_words`."""
    touched = _touched_by(user, contents)
    own, newest = set(), {}
    finished = set()
    versions = Revision.objects.filter(pk__in=_versions_of(touched)).order_by("-created_at", "-pk")
    for version in versions.iterator(chunk_size=50):
        content = touched[version.base_content_type_id, version.object_id]
        if content in finished:
            continue
        words = words_of(version.content)
        if newest.setdefault(content, words) != words:
            finished.add(content)
            continue
        (own.add if version.user_id == user.pk else own.discard)(content)
    return own


def _touched_by(user, contents: list) -> dict[tuple[int, str], object]:
    """Only what this person kept a version of can be in their words; most is not."""
    by_key = {_key(content): content for content in contents}
    kept = Revision.objects.filter(user=user, object_id__in={key for _kind, key in by_key})
    touched = set(kept.values_list("base_content_type_id", "object_id").order_by().distinct())
    return {key: content for key, content in by_key.items() if key in touched}


def _versions_of(touched: dict) -> list[int]:
    rows = Revision.objects.filter(object_id__in={key for _kind, key in touched})
    found = rows.order_by().values_list("pk", "base_content_type_id", "object_id")
    return [pk for pk, kind, key in found if (kind, key) in touched]


def _key(content) -> tuple[int, str]:
    kind = Page if isinstance(content, Page) else type(content)
    return ContentType.objects.get_for_model(kind).pk, str(content.pk)


def by_kind(pairs) -> dict[type, set[int]]:
    """Keys by model, from pairs of a content type's key and an object's key."""
    found: dict[type, set[int]] = defaultdict(set)
    for kind, key in pairs:
        if model := ContentType.objects.get_for_id(kind).model_class():
            found[model].add(int(key))
    return found


def contents_of(states) -> dict[tuple[int, str], object]:
    """What these workflow states are about, by kind and key; one query for each kind."""
    keys = by_kind((state.base_content_type_id, state.object_id) for state in states)
    found = {}
    for model, wanted in keys.items():
        rows = model._default_manager.filter(pk__in=wanted)
        if not issubclass(model, Page):
            rows = rows.select_related("site")
        found |= {_key(row): row for row in rows}
    return found
