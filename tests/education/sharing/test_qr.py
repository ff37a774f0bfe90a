"""The QR code holds the whole address, as the standard draws it."""

from __future__ import annotations

import re

import pytest
import segno

from education.sharing.qr import QUIET_ZONE, qr_code

ADDRESS = "https://learn.clinic.example/a/11/"
ADDRESSES = [
    ADDRESS,
    "https://learn.clinic.example/es/a/11/",
    "http://localhost:8000/a/1/",
    "https://haut.xn--mller-kva.example/a/123456789012345678/",
    f"https://{'long.' * 30}example/a/1/",
]
GOLDEN = """
#######..###..#..#.#..#######
#.....#..####...##..#.#.....#
#.###.#..##...##.##.#.#.###.#
#.###.#..###.#....##..#.###.#
#.###.#...##......#...#.###.#
#.....#.#......#...##.#.....#
#######.#.#.#.#.#.#.#.#######
..........#..#.######........
#..#.##.#.##..#.#..#.#.#.....
..#.##.#..####.#.....##..#..#
#.#...##.#..###.#..#.##..###.
..#.#.......##..#.#.###...##.
.##...###.#.#.####..#.##.#.##
....#...##.####.######.......
##.####.#######..##.##..#####
.##.#.....#.#..#.#.#.###.#.#.
.#.####..##..#..##..##.....#.
.#..##.#.....##..#...###.#..#
#..####.##.#..#.....#.###..##
..####.#..##..####.##......##
#..#####..#.#......######.#..
........###...#..#.##...#.###
#######....##...#...#.#.#..#.
#.....#.###...#.#.#.#...#####
#.###.#....#...####.#####...#
#.###.#.###..#..#..#..######.
#.###.#..#.#..#.....#...###.#
#.....#..#####.#.####.##...#.
#######.#.#.##...#..#..#.#.#.
"""


def drawn(path: str, size: int) -> list[list[int]]:
    """The path, laid onto a grid of modules as a browser paints it."""
    grid = [[0] * size for _row in range(size)]
    x = y = 0
    for command, first, second in re.findall(r"([Mmh])(\d+)(?: ([\d.]+))?", path):
        if command == "M":
            x, y = int(first), int(float(second) - 0.5)
        elif command == "m":
            x += int(first)
        else:
            grid[y][x : x + int(first)] = [1] * int(first)
            x += int(first)
    return grid


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_paints_exactly_the_modules_of_the_standard(address: str) -> None:
    code = qr_code(address)
    expected = segno.make(address, micro=False, error="m", boost_error=False)
    with_zone = [list(row) for row in expected.matrix_iter(border=QUIET_ZONE)]
    assert drawn(code.path, code.size) == [[int(bool(dark)) for dark in row] for row in with_zone]


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_repairs_errors_at_level_m_and_is_never_a_micro_code(address: str) -> None:
    symbol = segno.make_qr(address, error="m", boost_error=False)
    assert symbol.error == "M"
    assert not symbol.is_micro
    assert qr_code(address).size == len(symbol.matrix) + 8


def test_the_quiet_zone_is_four_modules_of_white_on_every_side() -> None:
    code = qr_code(ADDRESS)
    grid = drawn(code.path, code.size)
    sides = [grid[:4], grid[-4:], [row[:4] for row in grid], [row[-4:] for row in grid]]
    assert not any(dark for side in sides for row in side for dark in row)
    corners = [grid[4][4], grid[4][-5], grid[-5][4]]
    assert corners == [1, 1, 1]


def test_the_same_address_gives_the_same_code_and_another_another() -> None:
    assert qr_code(ADDRESS) == qr_code(ADDRESS)
    assert qr_code(ADDRESS) != qr_code(ADDRESS.replace("11", "12"))


def test_the_path_holds_nothing_but_numbers_and_moves() -> None:
    for address in ADDRESSES:
        assert re.fullmatch(r"[Mmh0-9. ]+", qr_code(address).path)


def test_the_code_of_a_known_address_has_not_changed() -> None:
    code = qr_code(ADDRESS)
    rows = drawn(code.path, code.size)[4:-4]
    assert ["".join(".#"[dark] for dark in row[4:-4]) for row in rows] == GOLDEN.split()


def test_too_much_for_a_code_is_an_error() -> None:
    with pytest.raises(ValueError):
        qr_code("x" * 3000)
