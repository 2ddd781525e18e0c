"""Deeds done at the same instant, as two organizers' phones do them."""

import threading

from django.db import connection


def together(deeds):
    """Run these at the same instant, each on its own connection; returns what went wrong."""
    start, problems = threading.Barrier(len(deeds)), []

    def run(deed):
        try:
            start.wait(timeout=10)
            deed()
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems
