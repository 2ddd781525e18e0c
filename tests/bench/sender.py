"""A sender of its own process, for the bench: on each line of its input, sends all that is due."""

import sys

import django


def main() -> None:
    """Serve until the input ends."""
    from alliance.outbox.domain import deliver

    _say("ready")
    for _line in sys.stdin:
        sent, more = 0, True
        while more:
            done = deliver(seconds=60)
            sent, more = sent + done.sent, done.more
        _say(sent)


def _say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    django.setup()
    main()
