from actions.domain import sequences
from tests.cast import Cast
from tests.factories.actions import ActionFactory

PUBLIC = {"sms-webhook"}


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    action = ActionFactory(chapter=cast.grenoble, announced=True)
    sequences.copy_onto(action)
    return {
        "sms-webhook": {"provider": "ovh", "secret": "none"},
        "actions:sequence": {"pk": action.pk},
        "actions:action-step": {"pk": action.pk, "which": "eve"},
        "actions:template-step": {"pk": cast.grenoble.pk, "which": "eve"},
    }
