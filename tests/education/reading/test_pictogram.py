"""Numbers as dots: exact or not drawn, and never on two scales beside each other."""

import re

import pytest

from education.reading.pictogram import Scale, draw, scale_of


def dots_of(path: str) -> int:
    """Every dot is two half circles."""
    return path.count("a") // 2


@pytest.mark.parametrize(
    ("out_of", "numbers", "scale"),
    [
        (2, [1], Scale(2, 1)),
        (10, [3, 0, 10], Scale(10, 1)),
        (100, [50], Scale(100, 1)),
        (1000, [30, 120], Scale(100, 10)),
        (1000, [500], Scale(100, 10)),
        (1000, [3, 120], Scale(1000, 1)),
        (101, [1], Scale(101, 1)),
        (150, [50], Scale(75, 2)),
        (1000, [0, 1000], Scale(100, 10)),
        (997, [0], Scale(997, 1)),  # one single dot for 997 people would show nothing
    ],
)
def test_a_dot_stands_for_several_people_only_where_that_is_exact(out_of, numbers, scale):
    assert scale_of(out_of, numbers) == scale


@pytest.mark.parametrize(("out_of", "numbers"), [(10, [11]), (10, [-1]), (0, [0]), (10, [3, 12])])
def test_what_cannot_be_is_refused(out_of, numbers):
    with pytest.raises(ValueError, match="between 0 and"):
        scale_of(out_of, numbers)


@pytest.mark.parametrize(
    ("number", "scale", "discs", "rings"),
    [
        (3, Scale(10, 1), 3, 7),
        (0, Scale(10, 1), 0, 10),
        (10, Scale(10, 1), 10, 0),
        (13, Scale(25, 1), 13, 12),
        (120, Scale(100, 10), 12, 88),
        (999, Scale(1000, 1), 999, 1),
    ],
)
def test_the_dots_are_as_many_as_the_people(number, scale, discs, rings):
    drawing = draw(number, scale)
    assert (dots_of(drawing.discs), dots_of(drawing.rings)) == (discs, rings)


def test_what_is_no_whole_number_of_dots_is_refused():
    for number in (5, 1010, -10):
        with pytest.raises(ValueError, match="whole number of dots"):
            draw(number, Scale(100, 10))


def places_of(path: str) -> list[tuple[float, float]]:
    """Where each dot of a path begins."""
    found = []
    for command, across, down in re.findall(r"([Mm])([-\d.]+) ([-\d.]+)", path):
        x, y = float(across), float(down)
        found.append((x, y) if command == "M" else (found[-1][0] + x, found[-1][1] + y))
    return found


@pytest.mark.parametrize(
    ("number", "scale"), [(3, Scale(10, 1)), (13, Scale(25, 1)), (37, Scale(1000, 1))]
)
def test_every_dot_has_a_place_of_its_own_inside_the_drawing(number, scale):
    drawing = draw(number, scale)
    places = places_of(drawing.discs) + places_of(drawing.rings)
    assert len(set(places)) == len(places) == scale.dots
    assert places == sorted(places, key=lambda place: (place[1], place[0]))
    for across, down in places:
        assert 0 < across < drawing.width - 17 and 8.5 < down < drawing.height - 8.5


def test_a_drawing_fits_the_smallest_screen():
    assert draw(3, Scale(10, 1)).pixels == 240
    assert draw(3, Scale(7, 1)).pixels == 168
    assert draw(3, Scale(1000, 1)).pixels == 280
