from actions.domain import sequences
from tests.cast import Cast
from tests.factories.actions import ActionFactory

PUBLIC: set[str] = set()


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    action = ActionFactory(chapter=cast.grenoble, announced=True)
    sequences.copy_onto(action)
    return {
        "actions:sequence": {"pk": action.pk},
        "actions:action-step": {"pk": action.pk, "which": "eve"},
        "actions:template-step": {"pk": cast.grenoble.pk, "which": "eve"},
    }
