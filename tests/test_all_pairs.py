"""The generator of combinations leaves out no pair, and stays far below the full product."""

from itertools import combinations, product

import pytest

from tests.browser.all_pairs import all_pairs

SIZES = [(1, 1), (2, 2), (3, 2, 2), (2, 3, 4, 5), (17, 5, 4, 4), (3, 1, 3), (4, 4, 4, 4, 4)]


def pairs(row: tuple) -> set:
    return set(combinations(enumerate(row), 2))


@pytest.mark.parametrize("sizes", SIZES)
def test_every_pair_of_values_meets(sizes):
    factors = [[f"{number}-{value}" for value in range(size)] for number, size in enumerate(sizes)]
    wanted = set().union(*(pairs(row) for row in product(*factors)))
    found = all_pairs(*factors)
    assert set().union(*(pairs(row) for row in found)) == wanted
    assert len(set(found)) == len(found)
    assert set(found) <= set(product(*factors))


def test_it_is_little_more_than_the_two_largest_factors_need():
    found = all_pairs(range(17), range(5), range(4), range(4))
    assert 17 * 5 <= len(found) <= 17 * 5 * 1.15


def test_it_always_gives_the_same_list():
    factors = (["a", "b", "c"], [1, 2], [True, False])
    assert all_pairs(*factors) == all_pairs(*factors)


def test_one_factor_is_its_own_list_and_an_empty_one_has_no_combination():
    assert all_pairs("abc") == [("a",), ("b",), ("c",)]
    assert all_pairs([], []) == []
