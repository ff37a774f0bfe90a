"""Every kind of page at every width, in every look and every brand, with all checks.

`make test` takes combinations in which any two of these meet; `make matrix` takes all of them.
"""

import os
from itertools import product

import pytest

from tests.browser.all_pairs import all_pairs
from tests.browser.checks import FOR_STYLED_PAGES, Witness, faults
from tests.browser.page_types import (
    BRANDS,
    LOOKS,
    OPEN_ALL,
    PAGE_TYPES,
    PLAIN,
    WIDTHS,
    paint,
    visit,
)

FACTORS = (list(BRANDS), list(PAGE_TYPES), WIDTHS, list(LOOKS))
ALL = os.environ.get("MATRIX") == "all"
# Sorted, because each change of the brand is a change of the clinic's settings.
COMBINATIONS = list(product(*FACTORS)) if ALL else sorted(all_pairs(*FACTORS))


@pytest.mark.parametrize(("brand", "name", "width", "look"), COMBINATIONS)
def test_a_page_has_no_fault(portal, open_page, brand, name, width, look):
    paint(portal, brand)
    options, direction = LOOKS[look]
    page = open_page(width, **options)
    witness = Witness(page)
    visit(page, portal, name)
    if name not in PLAIN:
        stylesheets = page.evaluate("[...document.styleSheets].map(sheet => sheet.href).join(' ')")
        assert BRANDS[brand][1:] in stylesheets
    page.evaluate(f"document.documentElement.dir = '{direction}'")
    page.evaluate(OPEN_ALL)
    found = faults(page, leave_out=FOR_STYLED_PAGES if name in PLAIN else set())
    found += witness.faults()
    assert not found, "\n".join(found)
