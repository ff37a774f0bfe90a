"""Wagtail's database search with two additions, on SQLite and PostgreSQL.

Staff search by words only: a typed quotation mark makes SQLite's full text search fail, NUL makes
PostgreSQL's fail, so every query is cleaned on its way in. And whatever Wagtail indexes of an
article, readers' search (`education.finding.search`) comes to know at the same moment.
"""

from wagtail.search.backends import database

from education.finding.entries import forget_entries, forget_unused_words, keep_entries
from education.finding.query_words import clean_query
from education.models import ArticlePage


def SearchBackend(params):  # noqa: N802 (Wagtail looks for this name)
    """The search backend of the database in use."""
    stock = type(database.SearchBackend(params))

    class WordSearchBackend(stock):
        index_class = knowing_articles(stock.index_class)

        def __init__(self, params):
            super().__init__(params)
            if self.rebuilder_class is not None:
                self.rebuilder_class = forgetting_words(self.rebuilder_class)

        def search(self, query, *args, **kwargs):
            return super().search(words_of(query), *args, **kwargs)

        def autocomplete(self, query, *args, **kwargs):
            return super().autocomplete(words_of(query), *args, **kwargs)

    return WordSearchBackend(params)


def knowing_articles(stock):
    """A Wagtail index that also keeps what readers' search knows of articles."""

    class ArticleIndex(stock):
        def add_items(self, model, items):
            super().add_items(model, items)
            if issubclass(model, ArticlePage):
                keep_entries(items)

        def delete_item(self, item):
            super().delete_item(item)
            if isinstance(item, ArticlePage):
                forget_entries([item.pk])

    return ArticleIndex


def forgetting_words(stock):
    """What `update_index` uses: when all is indexed, words that nobody writes any more go."""

    class Rebuilder(stock):
        def finish(self):
            forget_unused_words()
            super().finish()

    return Rebuilder


def words_of(query):
    """A typed query without what full text search would read as orders; other queries as they are."""
    return clean_query(query).text if isinstance(query, str) else query
