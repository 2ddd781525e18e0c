"""On the drawing no name lies on another name, nor on a dot."""

import pytest

from campaigns.views import power_map as page


def spot(x, y, taken, width=70):
    return page._room_for(width, x, y, taken)


def test_a_name_is_written_towards_the_middle():
    assert spot(100, 100, []) == (110, 104, "start")
    assert spot(300, 100, []) == (290, 104, "end")


def test_a_name_goes_to_the_other_side_of_a_neighbour():
    taken = [(104, 120, 134)]
    assert spot(100, 100, taken) == (90, 104, "end")


@pytest.mark.parametrize("names", [2, 5, 8])
def test_names_at_the_same_place_do_not_cover_each_other(names):
    taken = []
    written = [spot(100, 160, taken) for _ in range(names)]
    assert len(set(written)) == names
    for place, (row, start, end) in enumerate(taken):
        assert not any(
            abs(row - other) < page.LINE and start < b and a < end for other, a, b in taken[:place]
        )


def test_too_many_names_are_still_drawn():
    taken = []
    assert all(spot(200, 160, taken) for _ in range(40))
