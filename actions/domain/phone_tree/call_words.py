"""The words of a call: what to say, the text ready to send, and the addresses that open them."""

from __future__ import annotations

from urllib.parse import quote

from django.utils.translation import gettext as _

from actions.models import Action, CallBranch, CallLine
from alliance.core.text.french import day_and_month, spoken_time


def script_of(line: CallLine) -> str:
    """What the caller may say: the list's own words, else the house's.

    A call reminds, it never asks to confirm: that invites a no; and it asks who comes along.
    """
    call_list = line.call_list
    if call_list.script:
        return call_list.script
    if call_list.action is None:
        return _("Prendre des nouvelles, écouter, et dire quand on se retrouve.")
    return _("%(what)s On compte sur vous ? Et qui viendra avec vous ?") % {
        "what": what_of(call_list.action)
    }


def what_of(action: Action) -> str:
    """« « On va à la mairie », mardi 25 novembre à 18 h, devant la mairie. »"""
    words = {
        "title": action.title,
        "day": day_and_month(action.starts_at),
        "time": spoken_time(action.starts_at),
        "where": f", {action.place_name}" if action.place_name else "",
    }
    return _("« %(title)s », %(day)s à %(time)s%(where)s.") % words


def text_for(line: CallLine, branch: CallBranch) -> str:
    """The text ready to be sent from the caller's own phone; no link is in it."""
    words = {
        "who": line.person.greeting_name,
        "me": branch.name.split(" ")[0],
        "us": line.call_list.chapter.name,
    }
    if line.call_list.action is None:
        hello = _("Bonjour %(who)s, c’est %(me)s, de « %(us)s ». Je peux vous appeler ce soir ?")
        return hello % words
    ask = _("Bonjour %(who)s, c’est %(me)s, de « %(us)s ». %(what)s Vous venez ? Avec qui ?")
    return ask % (words | {"what": what_of(line.call_list.action)})


def invitation_for(branch: CallBranch, url: str) -> str:
    """What goes with a caller's link, for a text message or WhatsApp."""
    words = {
        "who": branch.name.split(" ")[0],
        "title": branch.call_list.title,
        "url": url,
    }
    return _("Bonjour %(who)s, voici tes noms à appeler (%(title)s) : %(url)s Merci !") % words


def sms_url(number: str, text: str) -> str:
    """Opens the phone's own messages, with the text ready; without a number, the person chooses."""
    return f"sms:{number}?&body={quote(text)}"


def whatsapp_url(number: str, text: str) -> str:
    """Opens WhatsApp with the text ready; without a number, the person chooses."""
    return f"https://wa.me/{number.lstrip('+')}?text={quote(text)}"
