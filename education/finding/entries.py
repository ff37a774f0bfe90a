"""What search knows of the live articles: their stems by weight, and the words they hold.

Written whenever Wagtail indexes an article (`education.finding.backend`), so saving, publishing and
`manage.py update_index` all come this way. A draft is not known to search; neither are the words of
a newer draft of a live article, because the page in the database holds its live words.
"""

from collections.abc import Iterable

from django.db import transaction

from education.finding.stems import split_words, stem, stems, without_small_words
from education.models import ArticlePage, KnownWord, SearchEntry
from education.ownership import homes_of_sites, site_of

# Far above any article (60,000 words), below what PostgreSQL's index can hold of one.
MOST_CHARACTERS = 400_000
LONGEST_WORD = KnownWord._meta.get_field("word").max_length


@transaction.atomic
def keep_entries(articles: Iterable[ArticlePage]) -> None:
    """Search knows these articles as they are in the database now; those not live, no more."""
    live = [article for article in articles if article.live]
    forget_entries(article.pk for article in articles if not article.live)
    homes = homes_of_sites() if live else {}
    texts = {article.pk: texts_of(article) for article in live}
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(
                article_id=article.pk, language=language_of(article), **stems_of(article, texts)
            )
            for article in live
        ],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["language", "title", "names", "headings", "text"],
        batch_size=50,
    )
    for article in live:
        site = site_of(article, homes)
        if site is not None:
            learn_words(site, language_of(article), texts[article.pk])


def keep_missing_entries() -> None:
    """Search comes to know the live articles of which it knows nothing: those of an older version."""
    known = SearchEntry.objects.values("pk")
    missing = list(ArticlePage.objects.live().exclude(pk__in=known).values_list("pk", flat=True))
    for start in range(0, len(missing), 100):
        keep_entries(ArticlePage.objects.filter(pk__in=missing[start : start + 100]))


def forget_entries(keys: Iterable[int]) -> None:
    SearchEntry.objects.filter(pk__in=list(keys)).delete()


def language_of(article: ArticlePage) -> str:
    return article.locale.language_code


def texts_of(article: ArticlePage) -> dict[str, str]:
    """The article's words as plain text, by how much they tell."""
    headings = [article.conclusion_heading]
    for section in article.body:
        headings.append(section.value.get("heading") or "")
        if section.block_type in ("benefits", "questions"):
            headings += map(str, section.value.live_items)
    return {
        "title": article.title,
        "names": "\n".join(other.name for other in article.other_names.all()),
        "headings": "\n".join(filter(None, headings)),
        "text": f"{article.search_description}\n{article.reading_text()}"[:MOST_CHARACTERS],
    }


def stems_of(article: ArticlePage, texts: dict[int, dict[str, str]]) -> dict[str, str]:
    language = language_of(article)
    return {name: " ".join(stems(text, language)) for name, text in texts[article.pk].items()}


def learn_words(site, language: str, texts: dict[str, str]) -> None:
    """The clinic's articles hold these words; those of titles and other names are marked."""
    in_titles = set(
        without_small_words(split_words(f"{texts['title']} {texts['names']}", language), language)
    )
    words = {word for text in texts.values() for word in split_words(text, language)} | in_titles
    rows: dict[bool, list[KnownWord]] = {True: [], False: []}
    for word in sorted(words):
        root = stem(word, language)
        if len(word) > LONGEST_WORD or len(root) > LONGEST_WORD or not root.isalpha():
            continue
        marked = word in in_titles
        rows[marked].append(
            KnownWord(site=site, language=language, word=word, stem=root, in_titles=marked)
        )
    for marked, fields in ((False, ["stem"]), (True, ["stem", "in_titles"])):
        KnownWord.objects.bulk_create(
            rows[marked],
            update_conflicts=True,
            unique_fields=["site", "language", "word"],
            update_fields=fields,
        )


def forget_unused_words() -> None:
    """Drop the words that no article holds any more; `update_index` does it when it has finished.

    A word left behind does little harm till then: a misspelling may be read as it.
    """
    held: dict[str, set[str]] = {}
    for entry in SearchEntry.objects.iterator(chunk_size=100):
        known = held.setdefault(entry.language, set())
        for words in (entry.title, entry.names, entry.headings, entry.text):
            known.update(words.split())
    unused = [
        key
        for key, language, root in KnownWord.objects.values_list(
            "pk", "language", "stem"
        ).iterator()
        if root not in held.get(language, ())
    ]
    for start in range(0, len(unused), 500):
        KnownWord.objects.filter(pk__in=unused[start : start + 500]).delete()
