"""The verbs of the outbox: write, call back, deliver, sweep, decide, count."""

from alliance.outbox.channels import available_channels
from alliance.outbox.domain.decisions import NothingToDecide, give_up, mark_sent, resend
from alliance.outbox.domain.delivery import Delivery, deliver
from alliance.outbox.domain.figures import Figures, figures, troubles
from alliance.outbox.domain.inbound import (
    AddressTrouble,
    Trouble,
    register_address_handler,
    register_inbound_handler,
)
from alliance.outbox.domain.kinds import register_kind
from alliance.outbox.domain.sweeping import Swept, expire, sweep
from alliance.outbox.domain.waking import wake
from alliance.outbox.domain.writing import (
    FileToSend,
    Letter,
    OutsideTransaction,
    cancel,
    enqueue,
    enqueue_all,
    recipient_of,
    reference_of,
    store,
    unsubscribe_headers,
)


def offers(channel: str) -> bool:
    """Whether messages may travel this way here."""
    return channel in available_channels()


__all__ = [
    "AddressTrouble",
    "Delivery",
    "Figures",
    "FileToSend",
    "Letter",
    "NothingToDecide",
    "OutsideTransaction",
    "Swept",
    "Trouble",
    "cancel",
    "deliver",
    "enqueue",
    "enqueue_all",
    "expire",
    "figures",
    "give_up",
    "mark_sent",
    "offers",
    "recipient_of",
    "reference_of",
    "register_address_handler",
    "register_inbound_handler",
    "register_kind",
    "resend",
    "store",
    "sweep",
    "troubles",
    "unsubscribe_headers",
    "wake",
]
