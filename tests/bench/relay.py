"""A relay of its own process, for the bench: `python -m tests.bench.relay 0.02`.

It says its port, then answers each line of its input with how many messages it took, how many of
them for the first time, and over how many connections; and forgets them.
"""

import sys

from tests.sinks import Sink


def main() -> None:
    """Serve until the input ends."""
    with Sink(delay=float(sys.argv[1])) as sink:
        _say(sink.port)
        for _line in sys.stdin:
            _say(len(sink.received), len(sink.counts), sink.connections)
            sink.received.clear()
            sink.connections = 0


def _say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
