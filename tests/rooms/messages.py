from actions.domain.reminding import sequences
from actions.domain.writing import mailings
from tests.cast import Cast
from tests.factories.actions import ActionFactory

PUBLIC = {"sms-webhook"}


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    action = ActionFactory(chapter=cast.grenoble, announced=True)
    sequences.copy_onto(action)
    mailing = mailings.begin(
        chapter_id=cast.grenoble.pk, author=cast.amina, source="action", action=action
    )
    file = mailings.attach(mailing=mailing, name="tract.pdf", content=b"%PDF-1.7")
    return {
        "actions:mailing-": {"pk": mailing.pk, "file": file.pk},
        "sms-webhook": {"provider": "ovh", "secret": "secret-of-the-tests"},
        "actions:sequence": {"pk": action.pk},
        "actions:action-step": {"pk": action.pk, "which": "eve"},
        "actions:template-step": {"pk": cast.grenoble.pk, "which": "eve"},
    }
