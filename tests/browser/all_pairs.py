"""A few combinations in which every two choices meet: most faults need no more than two. Pure."""

from collections.abc import Sequence
from itertools import combinations, product

Choice = tuple[int, int]
"""The number of a factor and the number of one of its values."""


def all_pairs(*factors: Sequence) -> list[tuple]:
    """Combinations, one value of each factor, in which any two values of two factors occur together.

    Greedy: each combination starts from a pair that has not occurred and takes, factor by factor,
    the value with which most such pairs occur. The same factors always give the same list.
    """
    if len(factors) < 2:
        return list(product(*factors))
    missing = _pairs_of(factors)
    found = []
    while missing:
        row = dict(min(missing))
        for factor in range(len(factors)):
            if factor not in row:
                row[factor] = _most_useful(factor, len(factors[factor]), row, missing)
        missing -= set(combinations(sorted(row.items()), 2))
        found.append(tuple(values[row[factor]] for factor, values in enumerate(factors)))
    return found


def _pairs_of(factors: Sequence[Sequence]) -> set[tuple[Choice, Choice]]:
    return {
        ((one, value), (other, value_of_other))
        for one, other in combinations(range(len(factors)), 2)
        for value in range(len(factors[one]))
        for value_of_other in range(len(factors[other]))
    }


def _most_useful(factor: int, values: int, row: dict[int, int], missing: set) -> int:
    """The value that makes most missing pairs with those chosen already; of equals the first."""

    def new_pairs(value: int) -> int:
        pairs = (tuple(sorted([(factor, value), chosen])) for chosen in row.items())
        return sum(pair in missing for pair in pairs)

    return max(range(values), key=lambda value: (new_pairs(value), -value))
