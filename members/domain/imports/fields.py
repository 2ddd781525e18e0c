"""What a column may be: the closed list offered for each column of a file."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Field(TextChoices):
    """One meaning of a column. No value at all means « ne pas importer »."""

    FULL_NAME = "full_name", _("Nom et prénom ensemble")
    FIRST_NAME = "first_name", _("Prénom")
    LAST_NAME = "last_name", _("Nom")
    USUAL_NAME = "usual_name", _("Nom d’usage")
    BIRTH = "birth", _("Naissance (seule l’année est gardée)")
    PHONE = "phone", _("Téléphone")
    EMAIL = "email", _("Adresse e-mail")
    ADDRESS = "address", _("Adresse en une seule case")
    STREET = "street", _("Rue")
    ADDRESS_EXTRA = "address_extra", _("Bâtiment, étage, complément")
    POSTAL_CODE = "postal_code", _("Code postal")
    CITY = "city", _("Ville")
    NEIGHBOURHOOD = "neighbourhood", _("Quartier")
    GROUP = "group", _("Groupe, collectif, association")
    TAGS = "tags", _("Étiquettes")
    LANGUAGES = "languages", _("Langues parlées")
    ORGANIZER = "organizer", _("Suivi·e par")
    SOURCE = "source", _("Rencontré·e par, source")
    FIRST_MET = "first_met", _("Rencontré·e le")
    NOTE = "note", _("À savoir")
    EXTERNAL_ID = "external_id", _("Identifiant dans l’autre logiciel")
    MEMBERSHIP_START = "membership_start", _("Adhésion : début")
    MEMBERSHIP_END = "membership_end", _("Adhésion : fin")
    AMOUNT = "amount", _("Cotisation : montant")
    PAYMENT_METHOD = "payment_method", _("Cotisation : moyen de paiement")
    PAYMENT_DATE = "payment_date", _("Cotisation : reçue le")
    PAYMENT_REFERENCE = "payment_reference", _("Cotisation : référence")
    ORDER_STATUS = "order_status", _("Cotisation : état (validé, en attente…)")
    CONSENT = "consent", _("Accepte d’être contacté·e (oui, non)")
    EMAIL_STATUS = "email_status", _("E-mail : abonné·e, désabonné·e")
    REFUSES_EMAIL = "refuses_email", _("Refuse les e-mails (oui, non)")
    REFUSES_SMS = "refuses_sms", _("Refuse les SMS (oui, non)")
    REFUSES_PHONE = "refuses_phone", _("Refuse les appels (oui, non)")
    REFUSES_ALL = "refuses_all", _("Refuse tout contact (oui, non)")
    PAYER_FIRST_NAME = "payer_first_name", _("Prénom de qui a payé")
    PAYER_LAST_NAME = "payer_last_name", _("Nom de qui a payé")
    PAYER_EMAIL = "payer_email", _("E-mail de qui a payé")
    PAYER_PHONE = "payer_phone", _("Téléphone de qui a payé")


F = Field

SECTIONS: Final = (
    (_("La personne"), (F.FULL_NAME, F.FIRST_NAME, F.LAST_NAME, F.USUAL_NAME, F.BIRTH)),
    (_("Comment la joindre"), (F.PHONE, F.EMAIL)),
    (
        _("Où elle habite"),
        (F.ADDRESS, F.STREET, F.ADDRESS_EXTRA, F.POSTAL_CODE, F.CITY, F.NEIGHBOURHOOD),
    ),
    (
        _("Ses liens"),
        (
            F.GROUP,
            F.TAGS,
            F.LANGUAGES,
            F.ORGANIZER,
            F.SOURCE,
            F.FIRST_MET,
            F.NOTE,
            F.EXTERNAL_ID,
        ),
    ),
    (
        _("Adhésion et cotisation"),
        (
            F.MEMBERSHIP_START,
            F.MEMBERSHIP_END,
            F.AMOUNT,
            F.PAYMENT_METHOD,
            F.PAYMENT_DATE,
            F.PAYMENT_REFERENCE,
            F.ORDER_STATUS,
        ),
    ),
    (
        _("Accord pour être contacté·e"),
        (
            F.CONSENT,
            F.EMAIL_STATUS,
            F.REFUSES_EMAIL,
            F.REFUSES_SMS,
            F.REFUSES_PHONE,
            F.REFUSES_ALL,
        ),
    ),
    (
        _("Qui a payé"),
        (F.PAYER_FIRST_NAME, F.PAYER_LAST_NAME, F.PAYER_EMAIL, F.PAYER_PHONE),
    ),
)

# Several columns may say these: their values add up.
REPEATABLE: Final = frozenset(
    {
        F.PHONE,
        F.EMAIL,
        F.STREET,
        F.ADDRESS_EXTRA,
        F.GROUP,
        F.TAGS,
        F.LANGUAGES,
        F.NOTE,
        F.REFUSES_EMAIL,
        F.REFUSES_SMS,
        F.REFUSES_PHONE,
        F.REFUSES_ALL,
    }
)
NAMES: Final = frozenset({F.FULL_NAME, F.FIRST_NAME, F.LAST_NAME, F.USUAL_NAME})
DATES: Final = frozenset(
    {F.BIRTH, F.FIRST_MET, F.MEMBERSHIP_START, F.MEMBERSHIP_END, F.PAYMENT_DATE}
)
DUES: Final = frozenset(
    {F.MEMBERSHIP_START, F.MEMBERSHIP_END, F.AMOUNT, F.PAYMENT_METHOD, F.PAYMENT_DATE}
)
