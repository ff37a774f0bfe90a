"""The full text index beside SearchEntry, by each database's own means, kept by the database itself.

SearchEntry holds stems, made the same way on every database, so neither index stems, folds accents or
drops words: they only find and rank. PostgreSQL needs no extension for it. The index is empty
here: `keep_missing_entries` fills it once all migrations have run.
"""

from django.db import migrations, models

# An index that reads its words from the table itself, so that they are not stored twice.
SQLITE_INDEX = """
CREATE VIRTUAL TABLE education_search USING fts5(
    title, names, headings, text,
    content='education_searchentry', content_rowid='article_id',
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
)
"""
SQLITE_ADD = """
INSERT INTO education_search(rowid, title, names, headings, text)
VALUES (new.article_id, new.title, new.names, new.headings, new.text);
"""
SQLITE_REMOVE = """
INSERT INTO education_search(education_search, rowid, title, names, headings, text)
VALUES ('delete', old.article_id, old.title, old.names, old.headings, old.text);
"""
SQLITE_TRIGGERS = {
    "education_search_added": f"AFTER INSERT ON education_searchentry BEGIN {SQLITE_ADD} END",
    "education_search_removed": f"AFTER DELETE ON education_searchentry BEGIN {SQLITE_REMOVE} END",
    "education_search_changed": (
        f"AFTER UPDATE ON education_searchentry BEGIN {SQLITE_REMOVE} {SQLITE_ADD} END"
    ),
}
POSTGRESQL_COLUMN = """
ALTER TABLE education_searchentry ADD COLUMN lexemes tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', title), 'A') ||
    setweight(to_tsvector('simple', names), 'B') ||
    setweight(to_tsvector('simple', headings), 'C') ||
    setweight(to_tsvector('simple', text), 'D')
) STORED
"""


def make_index(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "sqlite":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')")
            if not cursor.fetchone()[0]:
                raise RuntimeError(
                    "This Python's SQLite was built without full text search (FTS5), which the "
                    "portal's search needs. Use a Python whose SQLite has it, or PostgreSQL."
                )
        schema_editor.execute(SQLITE_INDEX)
        schema_editor.execute("INSERT INTO education_search(education_search) VALUES ('rebuild')")
        for name, body in SQLITE_TRIGGERS.items():
            schema_editor.execute(f"CREATE TRIGGER {name} {body}")
    elif vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_COLUMN)
        schema_editor.execute(
            "CREATE INDEX education_search ON education_searchentry USING gin (lexemes)"
            # Read far more often than written: no list of late entries that every search reads.
            " WITH (fastupdate = off)"
        )


def drop_index(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "sqlite":
        for name in SQLITE_TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        schema_editor.execute("DROP TABLE IF EXISTS education_search")
    elif vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS education_search")
        schema_editor.execute("ALTER TABLE education_searchentry DROP COLUMN IF EXISTS lexemes")


class Migration(migrations.Migration):
    dependencies = [("education", "0002_finding_and_glossary")]

    operations = [
        migrations.AlterModelOptions(
            name="missedsearch",
            options={"verbose_name": "missed search", "verbose_name_plural": "missed searches"},
        ),
        migrations.AddField(
            model_name="knownword",
            name="stem",
            field=models.CharField(default="", max_length=60),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="knownword",
            index=models.Index(fields=["site", "language", "stem"], name="known_word_by_stem"),
        ),
        migrations.RunPython(make_index, drop_index),
    ]
