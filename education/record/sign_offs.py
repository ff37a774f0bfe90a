"""What a sign-off keeps beside the words: who wrote them, which checks they passed, their sources."""

from education.models.snippets import Source
from education.review.approval import is_incomplete, needed_by, problems_of
from education.wording.findings import reasons_given

# The rules of `education.review.gate` and `education.wording.findings`, as the record names them.
CHECKS = {
    "complete": "Everything that must be filled in is filled in",
    "items": "Every shared item it names is live",
    "evidence": "Grade, limits and source of each claim",
    "sections": "Safety and how sure we are, where there are benefits",
    "claims": "No wording that promises too much",
}


def writers_since(last, content) -> list[str]:
    """Who kept a version since the last sign-off, in the order they first did."""
    revisions = content.revisions.select_related("user").order_by("created_at", "pk")
    if last is not None and last.revision_id:
        revisions = revisions.filter(pk__gt=last.revision_id)
    names = (name_of(revision.user) for revision in revisions.iterator())
    return list(dict.fromkeys(name for name in names if name))


def name_of(user) -> str:
    """A person as the record names them, also after their account is gone."""
    return (user.get_full_name() or user.get_username()) if user else ""


def checks_made(content) -> list[dict]:
    """Every check of this content: passed or failed; and each override with its reason."""
    failed = {problem.rule for problem in problems_of(content)}
    if is_incomplete(content):
        failed.add("complete")
    results = [
        {"check": words, "result": "failed" if rule in failed else "passed"}
        for rule, words in CHECKS.items()
    ]
    overridden = [
        {
            "check": CHECKS["claims"],
            "result": "overridden",
            "text": given.sentence,
            "reason": given.reason,
            "by": given.given_by_name,
        }
        for given in reasons_given(content)
    ]
    return results + overridden


def sources_of(content) -> list[Source]:
    """The sources of the content and of the shared items in it, each once."""
    found = [content] if isinstance(content, Source) else []
    for item in needed_by(content):
        found += [item] if isinstance(item, Source) else needed_by(item)
    return list(dict.fromkeys(source for source in found if isinstance(source, Source)))


def sources_behind(content) -> list[dict]:
    """What the record keeps of them: the sources as they stand today."""
    return [
        {
            "title": source.title,
            "publisher": source.publisher,
            "year": source.year,
            "url": source.url,
            "last_checked": source.last_checked.isoformat() if source.last_checked else "",
            "checked_by": source.checked_by,
        }
        for source in sources_of(content)
    ]
