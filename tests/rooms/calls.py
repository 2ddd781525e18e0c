from datetime import timedelta

from django.utils import timezone

from actions.domain.phone_tree import access_links, call_lists, calling
from actions.models import CallList
from tests.cast import Cast
from tests.factories.actions import ActionFactory, AttendanceFactory

PUBLIC = {
    "actions:link",
    "actions:link-entry",
    "actions:caller-open",
    "actions:caller-line",
}


def _list(cast: Cast) -> CallList:
    """One name to call tonight, for an action of tomorrow; its page is open."""
    starts_at = timezone.now() + timedelta(days=1)
    action = ActionFactory(chapter=cast.grenoble, announced=True, starts_at=starts_at)
    row = AttendanceFactory(action=action)
    made = call_lists.prepare(
        chapter=cast.grenoble, people=[row.person], title="Ce soir", actor=cast.amina, action=action
    )
    calling.open_line(line=made.lines.get())
    return made


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    made = _list(cast)
    branch = made.branches.get()
    token = access_links.url_of(branch.links.get()).rstrip("/").split("/")[-1]
    both: dict[str, object] = {"pk": made.pk, "branch": branch.pk}
    return {
        "actions:call-": both,
        "actions:link": {"token": token},
        "actions:caller-": {"token": token, "number": 1},
    }
