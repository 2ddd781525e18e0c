"""By what messages travel: one class a channel, behind the interface of `base`."""

from collections.abc import Callable

from django.conf import settings

from alliance.outbox.channels.base import Channel
from alliance.outbox.channels.email import SMTP_BACKEND, open_email
from alliance.outbox.channels.sms import open_sms
from alliance.outbox.enums import ChannelName

_BUILT: dict[str, Callable[[], Channel]] = {
    ChannelName.EMAIL: open_email,
    ChannelName.SMS: open_sms,
}


def available_channels() -> list[str]:
    """The channels a message may be written for: SMS only where a provider is configured."""
    return [name for name in _BUILT if name != ChannelName.SMS or settings.SMS_PROVIDER]


def build_channel(name: str) -> Channel:
    """A channel for one sender, not yet connected."""
    return _BUILT[name]()


def connections_of(name: str) -> int:
    """How many connections one sender may keep to a channel's provider."""
    ours = name == ChannelName.EMAIL and settings.EMAIL_BACKEND == SMTP_BACKEND
    return max(1, settings.OUTBOX_CONNECTIONS) if ours else 1
