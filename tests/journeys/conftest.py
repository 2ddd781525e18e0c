"""The journeys need the browser and a real relay."""

from tests.browser.conftest import (  # noqa: F401
    axe_violations,
    browser_type_launch_args,
    open_page,
    site,
)
from tests.outbox.conftest import sink  # noqa: F401
