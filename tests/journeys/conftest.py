"""Journeys of staff and readers in a real browser. The fixtures are in `tests.browser.fixtures`."""

import pytest


@pytest.fixture(autouse=True)
def _own_files_and_caches():
    """As the server: files and database belong to the whole run, not to one test."""


@pytest.fixture
def portal(portal_server):
    """Both clinics as on their first day, for each journey afresh."""
    portal_server.fill()
    return portal_server
