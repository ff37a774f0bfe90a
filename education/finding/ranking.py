"""The best articles for a search, in order, by each database's own full text search.

Both look through the stems in `SearchEntry`; the migration that put the index there says how. The
ranking and the limit are made inside the index, and whether a reader may see an article is asked
row by row in that order: the time taken grows with the words' frequency, not with its square.
"""

# ruff: noqa: S608, S611 - the SQL is put together from the constants of this module; whatever somebody
# typed is a parameter.

from collections.abc import Iterable, Sequence

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import RawSQL

from education.finding.understanding import Meaning

MOST_RESULTS = 1000
# How much more a word tells in the title, the other names, the headings, the text.
WEIGHTS = (10.0, 8.0, 4.0, 1.0)


def having_all(meanings: Sequence[Meaning], readable) -> list[int]:
    """Ids of those of the `readable` articles (a queryset) that have all of it, best first."""
    return _ids(_database().all_of(meanings), readable)


def having_some(meanings: Sequence[Meaning], least: int, readable) -> list[int]:
    """Those that have at least `least` of it: whoever has more comes first."""
    return _ids(_database().some_of(meanings, least), readable)


def named_by_some(meanings: Sequence[Meaning], readable) -> list[int]:
    """Those whose title or other names have any of it: whoever has more comes first."""
    return _ids(_database().some_of(meanings, 1, named=True), readable)


def _ids(asked, readable) -> list[int]:
    key, sql, before, after = asked
    try:
        may_be_seen, inside = (
            readable.order_by().filter(pk=RawSQL(key, ())).values("pk").query.sql_with_params()
        )
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            sql.format(may_be_seen=f"EXISTS ({may_be_seen})"),
            [*before, *inside, *after, MOST_RESULTS],
        )
        return [row[0] for row in cursor.fetchall()]


class SQLite:
    """FTS5 with bm25; a query is written in its own language."""

    @classmethod
    def all_of(cls, meanings):
        sql = (
            "SELECT rowid FROM education_search"
            f" WHERE education_search MATCH %s AND rank MATCH 'bm25{WEIGHTS}'"
            " AND {may_be_seen} ORDER BY rank LIMIT %s"
        )
        return "education_search.rowid", sql, [cls._all(meanings)], []

    @classmethod
    def some_of(cls, meanings, least: int, *, named: bool = False):
        where = "{title names} : " if named else ""
        one = (
            f"SELECT rowid AS id, bm25(education_search, {', '.join(map(str, WEIGHTS))}) AS score"
            " FROM education_search WHERE education_search MATCH %s"
        )
        sql = (
            f"WITH hits AS MATERIALIZED ({' UNION ALL '.join([one] * len(meanings))})"
            " SELECT id FROM hits WHERE {may_be_seen}"
            " GROUP BY id HAVING COUNT(*) >= %s ORDER BY COUNT(*) DESC, SUM(score) LIMIT %s"
        )
        return "hits.id", sql, [f"{where}({cls._any(meaning)})" for meaning in meanings], [least]

    @classmethod
    def _all(cls, meanings) -> str:
        return " AND ".join(f"({cls._any(meaning)})" for meaning in meanings)

    @staticmethod
    def _any(meaning) -> str:
        """Stems are letters and digits only, so nothing inside the quotation marks ends them."""
        return " OR ".join(f'"{" ".join(way.run)}"' for way in meaning.ways)


class PostgreSQL:
    """A tsvector with weights; a query is built by the database's own functions."""

    TABLE = "education_searchentry"
    RANK = "ts_rank(ARRAY[{}]::real[], lexemes, {})".format(
        ", ".join(str(weight / WEIGHTS[0]) for weight in reversed(WEIGHTS)), "{query}"
    )

    @classmethod
    def all_of(cls, meanings):
        query = " && ".join(map(cls._any, meanings))
        return cls._select("TRUE", query, "", [], cls._words(meanings))

    @classmethod
    def some_of(cls, meanings, least: int, *, named: bool = False):
        query = " || ".join(map(cls._any, meanings))
        where = "ts_filter(lexemes, '{{a,b}}')" if named else "lexemes"
        matched = " + ".join(f"({where} @@ {cls._any(meaning)})::int" for meaning in meanings)
        words = cls._words(meanings)
        return cls._select(f"({matched}) >= %s", query, f"{matched} DESC,", [*words, least], words)

    @classmethod
    def _select(cls, condition, query, first, condition_words, words):
        rank = cls.RANK.format(query=f"({query})")
        sql = (
            f"SELECT article_id FROM {cls.TABLE}"
            f" WHERE lexemes @@ ({query}) AND {condition} AND {{may_be_seen}}"
            f" ORDER BY {first} {rank} DESC, article_id LIMIT %s"
        )
        after = [*(words if first else []), *words]
        return f"{cls.TABLE}.article_id", sql, [*words, *condition_words], after

    @staticmethod
    def _any(meaning) -> str:
        return f"({' || '.join(['phraseto_tsquery(%s, %s)'] * len(meaning.ways))})"

    @staticmethod
    def _words(meanings: Iterable[Meaning]) -> list[str]:
        return [
            value
            for meaning in meanings
            for way in meaning.ways
            for value in ("simple", " ".join(way.run))
        ]


def _database():
    return PostgreSQL if connection.vendor == "postgresql" else SQLite
