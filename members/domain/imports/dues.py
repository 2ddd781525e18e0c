"""The membership and the payment that one row tells, when the file is about dues."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alliance.core.text.names import clean_text, fold
from members.domain.imports import cells
from members.domain.imports.draft import Draft
from members.domain.imports.fields import Field as F

PAID = ("valid", "paye", "regle", "processed", "authorized", "completed", "encaisse", "ok")


def read_dues(draft: Draft) -> None:
    """A period (its start, or the day of payment) and the money, if any came in.

    An order that is not validated (« En attente », « Annulé ») makes neither.
    """
    status = fold(draft.first(F.ORDER_STATUS))
    if status and not status.startswith(PAID):
        draft.warnings.append(
            _("Paiement « %(status)s » : ni adhésion ni cotisation enregistrées.")
            % {"status": clean_text(draft.first(F.ORDER_STATUS), 40)}
        )
        return
    paid_on = draft.day(F.PAYMENT_DATE)
    start = draft.day(F.MEMBERSHIP_START) or paid_on
    end = draft.day(F.MEMBERSHIP_END)
    if start and end and end < start:
        draft.warnings.append(_("L’adhésion finit avant de commencer : sa fin n’est pas lue."))
        end = ""
    if start:
        draft.keep("dues", [{"start": start, "end": end, **_read_payment(draft, paid_on or start)}])


def _read_payment(draft: Draft, paid_on: str) -> dict[str, str]:
    cell = draft.first(F.AMOUNT)
    money = cells.amount(cell) if cell else None
    if cell and money is None:
        draft.warnings.append(_("Montant illisible : « %(cell)s ».") % {"cell": cell[:40]})
    if not money or money < 0:
        return {}
    plan = draft.plan
    named = cells.payment_method(draft.first(F.PAYMENT_METHOD))
    return {
        "amount": str(money),
        "method": plan.forced_method or named or plan.default_method,
        "on": paid_on,
        "reference": clean_text(draft.first(F.PAYMENT_REFERENCE), 80),
    }
