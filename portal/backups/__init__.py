"""Backups that restore: one archive holds the database and the media, and can prove that it is whole.

An archive is a plain tar file, so that any computer can take the files out. In this order:

    about.json       what it is: format, versions, kind of database, time, host names
    database         SQLite: a copy of the file; PostgreSQL: a dump in pg_dump's own format
    media/…          every uploaded file, read after the database, so that none it names is missing
    manifest.json    size and SHA-256 of each file above, and what had to be left out
    checksum.txt     SHA-256 of every byte before it

Nothing is packed: photos are packed already, PostgreSQL's dump packs itself, and what is not packed
cannot swell while it is unpacked.
"""
