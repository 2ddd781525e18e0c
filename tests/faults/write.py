"""Writes messages as a room does, in a process of its own: a line « 300 a » on its input asks for
300 messages whose keys begin with « a », in one transaction; it answers « done » after the commit.
"""

import sys

import django


def main() -> None:
    from django.db import connection, transaction

    from alliance.outbox.domain import enqueue

    for line in sys.stdin:
        count, prefix = line.split()
        with transaction.atomic():
            for number in range(int(count)):
                enqueue(
                    key=f"{prefix}:{number}",
                    kind="test.fault",
                    channel="email",
                    to_address=f"{prefix}{number}@exemple.test",
                    subject=f"Mardi, on y va à cinquante ({number})",
                    text="Rendez-vous devant la mairie à 18 h.\n" * 20,
                    html="<p>Rendez-vous devant la mairie à 18 h.</p>" * 20,
                )
        connection.close()
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    django.setup()
    main()
