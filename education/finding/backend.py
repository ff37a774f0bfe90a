"""Wagtail's database search, for words only: for readers and staff, on SQLite and PostgreSQL.

A typed quotation mark makes SQLite's full text search fail, NUL makes PostgreSQL's fail, so every
query is cleaned on its way in.
"""

from wagtail.search.backends import database

from education.finding.query_words import clean_query


def SearchBackend(params):  # noqa: N802 (Wagtail looks for this name)
    """The search backend of the database in use, with cleaned queries."""
    stock = type(database.SearchBackend(params))

    class WordSearchBackend(stock):
        def search(self, query, *args, **kwargs):
            return super().search(words_of(query), *args, **kwargs)

        def autocomplete(self, query, *args, **kwargs):
            return super().autocomplete(words_of(query), *args, **kwargs)

    return WordSearchBackend(params)


def words_of(query):
    """A typed query without what full text search would read as orders; other queries as they are."""
    return clean_query(query).text if isinstance(query, str) else query
