"""Write messages as a room does, in its own process: `python -m tests.faults.write 300 a`."""

import sys

import django


def main(count: int, prefix: str) -> None:
    from django.db import transaction

    from alliance.outbox.domain import enqueue

    with transaction.atomic():
        for number in range(count):
            enqueue(
                key=f"{prefix}:{number}",
                kind="test.fault",
                channel="email",
                to_address=f"{prefix}{number}@exemple.test",
                subject=f"Mardi, on y va à cinquante ({number})",
                text="Rendez-vous devant la mairie à 18 h.\n" * 20,
                html="<p>Rendez-vous devant la mairie à 18 h.</p>" * 20,
            )


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), sys.argv[2])
