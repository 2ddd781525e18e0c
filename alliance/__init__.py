"""The roof and the cellar of the house: see docs/architecture.md."""

from alliance.celery import app as celery_app

__all__ = ["celery_app"]
