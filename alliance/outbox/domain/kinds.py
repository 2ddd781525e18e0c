"""What the rooms above know of their messages: asked again just before a message leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from alliance.outbox.models import Message

StillWanted = Callable[[Sequence[Message]], Mapping[int, str]]
OnResult = Callable[[Message], None]


@dataclass(frozen=True)
class Kind:
    """The handlers of one sort of message."""

    name: str
    still_wanted: StillWanted | None = None
    on_result: OnResult | None = None
    ends: frozenset[str] | None = None

    def hears(self, state: str) -> bool:
        """Whether its room wants to know of this end."""
        return self.on_result is not None and (self.ends is None or state in self.ends)


_kinds: dict[str, Kind] = {}


def register_kind(
    name: str,
    *,
    still_wanted: StillWanted | None = None,
    on_result: OnResult | None = None,
    ends: Collection[str] | None = None,
) -> None:
    """Say what a room knows of the messages of one kind; called in `AppConfig.ready`.

    `still_wanted` receives claimed messages of this kind (some dozens at once) and returns, by
    message id, the reason of each that must no longer leave: those are cancelled. It is asked for
    many at once so that it needs no query a message.
    `on_result` is called in the transaction that ends a message by the engine's hand (sent,
    refused, uncertain, expired, cancelled by `still_wanted`). If it raises, its own work is
    undone and logged, and the message keeps its state. A room that cares for some ends only names
    them in `ends`: the others then cost nothing.
    Raises ValueError when the name is taken by other handlers.
    """
    kind = Kind(name, still_wanted, on_result, None if ends is None else frozenset(ends))
    if _kinds.get(name, kind) != kind:
        raise ValueError(f"The kind {name} is registered already.")
    _kinds[name] = kind


def kind_of(name: str) -> Kind:
    """The handlers of a kind; none for an unknown one (a queued message outlives its code)."""
    return _kinds.get(name) or Kind(name)
