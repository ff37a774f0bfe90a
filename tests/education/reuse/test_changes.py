"""What changed, in words."""

import pytest

from education.reuse.changes import changes


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ({"Claim": "Helps."}, {"Claim": "Helps."}, []),
        ({"Claim": "Helps."}, {"Claim": "May help."}, ["Claim: “Helps.” → “May help.”"]),
        ({"Say": ""}, {"Say": "zohms"}, ["Say: – → “zohms”"]),
        ({"Say": "zohms"}, {"Say": ""}, ["Say: “zohms” → –"]),
        ({"Gone": "a"}, {"New": "b"}, ["New: – → “b”", "Gone: “a” → –"]),
        ({"A": "1", "B": "2"}, {"B": "3", "A": "4"}, ["B: “2” → “3”", "A: “1” → “4”"]),
    ],
)
def test_each_changed_field_is_one_line_old_and_new(before, after, lines):
    assert changes(before, after) == lines
