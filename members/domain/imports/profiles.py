"""Files that other software exports, known by their exact headers.

A profile is recognized when all of its `signature` is in the header. `columns` then says what
each known header is; a header it maps to "" is left out on purpose. Headers are compared as
`header_key` writes them: no accents, no case, no punctuation. Sources: the exports themselves,
as listed in docs/decisions/0041.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from alliance.core.text.names import fold
from members.domain.imports.fields import Field as F

PUNCTUATION: Final = re.compile(r"[^\w\s]|_")
NUMBERED: Final = re.compile(r"\s+(?:n\s?)?\d{1,2}$")


def header_key(header: str) -> str:
    """Return a header as it is compared: « Téléphone (2) * » → « telephone »."""
    plain = " ".join(PUNCTUATION.sub(" ", fold(header)).split())
    return NUMBERED.sub("", plain).replace("e mail", "email")


@dataclass(frozen=True)
class Profile:
    """How one piece of software writes its people."""

    code: str
    label: str
    signature: frozenset[str]
    columns: Mapping[str, str]
    day_first: bool | None = None  # None: look at the dates
    payment_method: str = ""
    full_name_order: str = ""
    any_of: frozenset[str] = field(default_factory=frozenset)

    def recognizes(self, keys: set[str]) -> bool:
        """Whether a file with these headers is one of its exports."""
        return self.signature <= keys and (not self.any_of or bool(self.any_of & keys))


def columns_of(**fields: str) -> dict[str, str]:
    """Turn `phone="tel|gsm"` into {"tel": "phone", "gsm": "phone"}; `_` is « left out »."""
    found: dict[str, str] = {}
    for name, headers in fields.items():
        for header in headers.split("|"):
            found[header_key(header)] = "" if name == "_" else F(name).value
    return found


HELLOASSO = columns_of(
    last_name="nom adhérent|nom participant|nom de l'adhérent|nom bénéficiaire",
    first_name="prénom adhérent|prénom participant|prénom de l'adhérent|prénom bénéficiaire",
    payer_last_name="nom payeur",
    payer_first_name="prénom payeur",
    payer_email="email payeur|e-mail payeur|adresse email payeur",
    payer_phone="téléphone payeur|numéro de téléphone payeur",
    payment_date="date de la commande|date du paiement|date",
    order_status="statut de la commande|statut|statut du paiement",
    amount="montant tarif|montant du tarif|montant de l'adhésion",
    payment_method="moyen de paiement",
    payment_reference="référence commande|référence du paiement",
    external_id="numéro de billet",
    birth="date de naissance",
    address="adresse",
    postal_code="code postal",
    city="ville",
    phone="téléphone|numéro de téléphone",
    email="email|email adhérent|adresse email",
    _="raison sociale|billet|tarif|tarif de l'inscription|code promo|montant code promo|"
    "campagne|type|adresse payeur|code postal payeur|ville payeur|pays payeur|attestation|"
    "remboursement|versé|date du versement|montant total|carte d'adhérent",
)
HELLOASSO_PAYMENTS = HELLOASSO | columns_of(
    last_name="nom payeur",
    first_name="prénom payeur",
    email="email payeur|e-mail payeur",
    phone="téléphone payeur",
    street="adresse payeur",
    postal_code="code postal payeur",
    city="ville payeur",
    payment_reference="référence du paiement",
    _="référence commande",
)
NATIONBUILDER = columns_of(
    external_id="nationbuilder id|signup nationbuilder id",
    full_name="full name",
    first_name="first name|signup first name",
    last_name="last name|signup last name",
    usual_name="preferred name",
    birth="born at|signup born at",
    email="email|email1|email2|email3|email4|signup email",
    phone="phone number|work phone number|mobile number|signup phone number|signup mobile number",
    street="primary address1",
    address_extra="primary address2|primary address3",
    city="primary city",
    postal_code="primary zip",
    tags="tag list|signup tag list",
    note="note",
    organizer="point person name or email",
    refuses_phone="do not call",
    refuses_all="do not contact",
    first_met="created at",
    _="middle name|legal name|mailing name|prefix|suffix|support level|email opt in|"
    "mobile opt in|is mobile bad|website|employer|occupation|sex|language|parent id",
)
CIVICRM = columns_of(
    external_id="contact id",
    full_name="sort name|display name",
    first_name="first name",
    last_name="last name",
    usual_name="nickname",
    birth="birth date",
    street="street address",
    address_extra="supplemental address 1|supplemental address 2|supplemental address 3",
    city="city",
    postal_code="postal code",
    phone="phone",
    email="email",
    group="group(s)|groups",
    tags="tag(s)|tags",
    note="note(s)|notes",
    source="contact source",
    first_met="created date",
    membership_start="membership start date",
    membership_end="membership expiration date",
    refuses_email="do not email|no bulk emails (user opt out)|no bulk emails",
    refuses_sms="do not sms",
    refuses_phone="do not phone",
    _="legal name|middle name|contact type|contact subtype|modified date|"
    "external identifier|job title|gender|organization name|household name|current employer|"
    "county|state|country|street number|street name|street unit|addressee|email greeting|"
    "phone type|location type|website|preferred language|member since",
)
GALETTE = columns_of(
    external_id="id adh|identifiant",
    last_name="nom adh",
    first_name="prenom adh",
    usual_name="pseudo adh",
    birth="ddn adh",
    street="adresse adh",
    postal_code="cp adh",
    city="ville adh",
    phone="tel adh|gsm adh",
    email="email adh",
    note="info adh",
    first_met="date crea adh",
    membership_end="date echeance",
    amount="montant cotis",
    payment_method="type paiement cotis",
    payment_date="date enreg",
    membership_start="date debut cotis",
    _="id statut|societe adh|titre adh|sexe adh|region adh|pays adh|info public adh|prof adh|"
    "login adh|date modif adh|activite adh|bool exempt adh|pref lang|lieu naissance|parent id|"
    "num adh",
)
PAHEKO = columns_of(
    external_id="numero|numéro de membre",
    full_name="nom|nom & prénom",
    email="email|adresse e-mail",
    street="adresse|adresse postale",
    postal_code="code postal",
    city="ville",
    phone="telephone|numéro de téléphone",
    membership_start="date d'inscription",
    membership_end="date d'expiration",
    _="pronom|pays|lettre infos|inscription à la lettre d'information|catégorie",
)
ACTION_POPULAIRE = columns_of(
    external_id="id",
    first_name="first name",
    last_name="last name",
    email="email",
    phone="contact phone",
    street="address",
    postal_code="location zip",
    city="location city",
    first_met="created",
    _="location country|admin link",
)
ACTION_NETWORK = columns_of(
    external_id="uuid",
    first_name="first name",
    last_name="last name",
    email="email",
    phone="can2 phone|phone|phone number|mobile number",
    street="can2 user address",
    city="can2 user city",
    postal_code="zip code",
    tags="can2 user tags",
    group="committee|organization",
    email_status="can2 subscription status",
    first_met="can2 subscription date",
    _="country|can2 user state|can2 state abbreviated|can2 county|county|can2 sms status|"
    "can2 lifetime value",
)
ZETKIN = columns_of(
    external_id="id",
    first_name="first name",
    last_name="last name",
    email="email",
    phone="phone|alt phone",
    street="street address",
    address_extra="co address",
    postal_code="zip code",
    city="city",
    _="gender|country|ext id",
)


def _keys(headers: str) -> frozenset[str]:
    return frozenset(header_key(header) for header in headers.split("|"))


PROFILES: Final = (
    Profile(
        "helloasso",
        "HelloAsso",
        _keys("email payeur"),
        HELLOASSO,
        day_first=True,
        payment_method="helloasso",
        any_of=_keys("nom adhérent|nom participant"),
    ),
    Profile(
        "helloasso",
        "HelloAsso",
        _keys("nom payeur|email payeur"),
        HELLOASSO_PAYMENTS,
        day_first=True,
        payment_method="helloasso",
    ),
    Profile(
        "nationbuilder",
        "NationBuilder",
        frozenset(),
        NATIONBUILDER,
        day_first=False,
        any_of=_keys("nationbuilder id|signup nationbuilder id"),
    ),
    Profile("civicrm", "CiviCRM", _keys("contact id|sort name"), CIVICRM),
    Profile("galette", "Galette", _keys("nom adh|prenom adh"), GALETTE),
    Profile(
        "paheko",
        "Paheko",
        _keys("nom|pronom|code postal"),
        PAHEKO,
        full_name_order="last_first",
    ),
    Profile("paheko", "Paheko", _keys("numéro de membre|nom & prénom"), PAHEKO),
    Profile(
        "action_populaire",
        "Action populaire",
        _keys("first name|last name|contact phone|location zip"),
        ACTION_POPULAIRE,
    ),
    Profile(
        "action_network",
        "Action Network",
        frozenset(),
        ACTION_NETWORK,
        any_of=_keys("can2 user tags|can2 subscription status|can2 phone"),
    ),
    Profile(
        "zetkin",
        "Zetkin",
        _keys("id|first name|last name|alt phone|co address"),
        ZETKIN,
    ),
)


def recognize(header: Iterable[str]) -> Profile | None:
    """Return the software that exported this file, or None for a spreadsheet of one's own."""
    keys = {header_key(name) for name in header}
    return next((profile for profile in PROFILES if profile.recognizes(keys)), None)
