"""By what messages travel: one class a channel, behind the interface of `base`."""

from collections.abc import Callable

from alliance.outbox.channels.base import Channel
from alliance.outbox.channels.email import open_email
from alliance.outbox.enums import ChannelName

# SMS takes its place here when a provider is built.
_BUILT: dict[str, Callable[[], Channel]] = {ChannelName.EMAIL: open_email}


def available_channels() -> list[str]:
    """The channels a message may be written for."""
    return list(_BUILT)


def build_channel(name: str) -> Channel:
    """A channel for one sender, not yet connected."""
    return _BUILT[name]()
