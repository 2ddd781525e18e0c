"""What a broken conversation means, in words for the organizer who reads them."""

from __future__ import annotations

from django.utils.translation import gettext as _


def no_connection(fault: Exception) -> str:
    """Nothing was handed over; the name of the fault helps who looks after the server."""
    return _("Connexion impossible (%(fault)s).") % {"fault": type(fault).__name__}


def cut_before() -> str:
    """The line went while the message was still ours."""
    return _("Le service d’envoi a raccroché avant de prendre le message.")


def no_answer(*, in_time: bool) -> str:
    """The line went, or stayed silent, after the message: only a human decides."""
    if in_time:
        return _("Le service d’envoi a raccroché sans répondre : parti ou non ?")
    return _("Le service d’envoi n’a pas répondu à temps : parti ou non ?")
