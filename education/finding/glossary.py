"""The glossary for readers: a clinic's words, sorted as a reader would look them up."""

from django.db.models import Q, QuerySet

from education.finding.a_to_z import letter_of, sort_key
from education.home_pages import home_of
from education.models import Term


def words_of(site) -> list[Term]:
    """Live words of this clinic and of the shared library, in the language of the address."""
    home = home_of(site)
    if home is None:
        return []
    words: QuerySet[Term] = Term.objects.filter(
        Q(site=site) | Q(site=None), live=True, locale=home.locale_id
    )
    return sorted(words, key=lambda term: (sort_key(term.word), term.pk))


def by_letter(words: list[Term]) -> list[dict]:
    """Words that are sorted already, under their letters."""
    groups: list[dict] = []
    for term in words:
        letter = letter_of(sort_key(term.word))
        if not groups or groups[-1]["letter"] != letter:
            groups.append({"letter": letter, "words": []})
        groups[-1]["words"].append(term)
    return groups
