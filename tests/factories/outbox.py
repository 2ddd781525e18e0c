from datetime import UTC, datetime

import factory

from alliance.outbox.enums import ChannelName, State
from alliance.outbox.models import Message

WRITTEN_AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


class MessageFactory(factory.django.DjangoModelFactory):
    """A queued e-mail, due since WRITTEN_AT. Traits put it in its other states."""

    class Meta:
        model = Message

    class Params:
        claimed = factory.Trait(claimed_by="elsewhere:1:dead", claimed_at=WRITTEN_AT)
        sending = factory.Trait(state=State.SENDING, claimed=True)
        handed_over = factory.Trait(sending=True, handed_over_at=WRITTEN_AT, attempts=1)
        uncertain = factory.Trait(
            state=State.UNCERTAIN, claimed=True, handed_over_at=WRITTEN_AT, attempts=1
        )
        sent = factory.Trait(
            state=State.SENT,
            claimed=True,
            handed_over_at=WRITTEN_AT,
            sent_at=WRITTEN_AT,
            attempts=1,
        )
        failed = factory.Trait(state=State.FAILED, error="550 no such user")
        cancelled = factory.Trait(state=State.CANCELLED)
        expired = factory.Trait(state=State.EXPIRED)

    key = factory.Sequence(lambda n: f"test:{n}")
    kind = "test.note"
    channel = ChannelName.EMAIL
    to_address = factory.Sequence(lambda n: f"personne{n}@exemple.test")
    to_name = "Amina Benali"
    subject = "Mardi, on y va à cinquante"
    text = "Rendez-vous devant la mairie à 18 h."
    send_after = WRITTEN_AT
    created_at = WRITTEN_AT
