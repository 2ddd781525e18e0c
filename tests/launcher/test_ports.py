"""Ports are taken at once, and kept."""

from launcher.ports import listen, port_of

SOMEWHERE = 18600


def test_takes_the_next_port_when_one_is_busy() -> None:
    with listen(SOMEWHERE) as first, listen(port_of(first)) as second:
        assert port_of(second) > port_of(first)


def test_leaves_a_port_to_somebody_else() -> None:
    with listen(SOMEWHERE) as free:
        port = port_of(free)
    with listen(port, avoid={port}) as other:
        assert port_of(other) != port
