"""Guess what each column is, from its header, and from its cells where the header is not enough.

A guess is shown with three cells and may be changed. Columns that would tell a religion, a party
or an origin (GDPR art. 9) are never guessed: they are left out, and the page says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alliance.core.days.dates import DayOrder, detect_day_order
from alliance.core.emails import parse_email
from alliance.core.phones import parse_phone
from alliance.core.text.names import fold, split_full_name
from members.domain.imports.fields import DATES, REPEATABLE
from members.domain.imports.fields import Field as F
from members.domain.imports.profiles import Profile, columns_of, header_key, recognize

SAMPLES: Final = 3
LOOKED_AT: Final = 200

SENSITIVE: Final = frozenset(
    columns_of(
        _="religion|confession|culte|église|church|party|parti|parti politique|"
        "party identification|is political support|support level|inferred support level|opinion|"
        "opinions politiques|ethnicity|ethnicities|ethnie|race|origine|origine ethnique|origines|"
        "syndicat|appartenance syndicale|santé|handicap|orientation sexuelle|communauté"
    )
)
WHY_SENSITIVE: Final = _(
    "Donnée sensible (religion, opinion, origine, santé) : la loi demande de ne pas la garder "
    "sans une raison précise. Elle reste dans votre fichier."
)
WHY_TWICE: Final = _("Une autre colonne le dit déjà.")
WHY_NAMES: Final = _("Le prénom et le nom ont chacun leur colonne.")

WORDS: Final = columns_of(
    full_name="nom et prénom|prénom et nom|nom prénom|prénom nom|nom complet|noms et prénoms|"
    "noms prénoms|prénoms et noms|nom/prénom|identité|personne|personnes|adhérent|adhérents|"
    "adhérent·e|membre|participant|participants|participant·e|habitant|habitante|habitant·e|"
    "sort name|display name|full name|nom de tri|nom et prénom de l'adhérent|nom prénoms",
    first_name="prénom|prénoms|first name|firstname|given name|prenom usuel",
    last_name="nom|nom de famille|nom de naissance|last name|lastname|family name|surname|noms|"
    "nom adhérent|nom de l'adhérent",
    usual_name="nom d'usage|surnom|pseudo|pseudonyme|nickname|appelé|dit|nom usuel",
    birth="date de naissance|année de naissance|naissance|né le|née le|né(e) le|né·e le|ddn|"
    "année naissance|date naissance|birth date|birthdate|born at|yob|âge en",
    phone="téléphone|tél|tel|téléphones|numéro de téléphone|n de téléphone|n téléphone|"
    "numéro|num tel|numéro tel|n tel|portable|mobile|gsm|téléphone portable|téléphone mobile|"
    "tel portable|tel mobile|port|tél fixe|tel fixe|fixe|téléphone fixe|domicile|tel domicile|"
    "téléphone domicile|phone|mobile phone|mobile number|phone number|alt phone|whatsapp|"
    "numéro whatsapp|tel perso|téléphone personnel|contact téléphonique|coordonnées téléphoniques",
    email="mail|mails|email|emails|courriel|courriels|adresse mail|adresse email|"
    "adresse électronique|adresse courriel|adresses mail|email address|mèl|mél|boite mail",
    address="adresse|adresse postale|adresse complète|adresse domicile|domicile adresse|address|"
    "lieu d'habitation|coordonnées postales",
    street="rue|voie|n et rue|numéro et rue|numéro et voie|street|street address|adresse rue|"
    "libellé voie",
    address_extra="complément|complément d'adresse|complément adresse|bâtiment|bat|bât|étage|"
    "appartement|appt|apt|porte|escalier|escalier étage porte|résidence|hall|allée entrée",
    postal_code="cp|code postal|codepostal|code|zip|zip code|postal code|c p",
    city="ville|commune|localité|ville de résidence|commune de résidence|city|town",
    neighbourhood="quartier|quartiers|secteur|cité|quartier d'habitation|ensemble|zone|territoire",
    group="groupe|groupes|collectif|collectifs|association|associations|asso|structure|"
    "organisation|comité|amicale|group|groups|group(s)|groupe de quartier|groupe local",
    tags="étiquette|étiquettes|tag|tags|tag(s)|mots clés|mot clé|catégorie|catégories|liste|"
    "listes|centres d'intérêt",
    languages="langue|langues|langues parlées|langue parlée|langue maternelle|languages|"
    "languages spoken",
    organizer="référent|référente|référent·e|référent alliance|contact|contact alliance|suivi par|"
    "suivie par|suivi·e par|organisateur|organisatrice|organisateur·rice|personne référente|"
    "responsable|point person",
    source="rencontré par|rencontrée par|rencontré·e par|rencontré(e) par|source|"
    "origine du contact|comment|provenance|lieu de rencontre|rencontre|moyen de rencontre|"
    "connu par|connue par|canal",
    first_met="date de rencontre|rencontré le|rencontrée le|rencontré·e le|date de contact|"
    "premier contact|date du premier contact|date d'inscription|created at|date de création",
    note="commentaire|commentaires|note|notes|remarque|remarques|observation|observations|infos|"
    "info|informations|divers|précisions|à savoir|commentaire libre|notes diverses|"
    "problèmes|colère|colères|sujet|sujets|motif",
    external_id="n adhérent|numéro adhérent|numéro d'adhérent|n d'adhérent|numéro de membre",
    membership_start="date d'adhésion|date adhésion|adhésion|adhésion le|adhérent depuis|"
    "adhérente depuis|date de l'adhésion|début d'adhésion|membre depuis|date de début|"
    "date début adhésion|membership start date|dernière adhésion",
    membership_end="fin d'adhésion|date de fin|expiration|date d'expiration|échéance|"
    "date d'échéance|adhésion jusqu'au|à jour jusqu'au|valable jusqu'au|fin adhésion",
    amount="cotisation|montant|montant cotisation|montant de la cotisation|somme|prix|tarif|"
    "montant payé|montant réglé|cotisation payée|amount|cotisation en euros",
    payment_method="mode de paiement|moyen de paiement|paiement|règlement|mode de règlement|"
    "moyen de règlement|payé par|type de paiement|réglé par",
    payment_date="date de paiement|date du paiement|payé le|réglé le|date de règlement|"
    "date cotisation|date d'encaissement|encaissé le",
    payment_reference="référence|référence du paiement|numéro de chèque|n chèque|n de chèque|"
    "numéro de reçu|n reçu",
    order_status="statut de la commande|statut du paiement",
    consent="accord|accepte d'être contacté|accepte d'être contactée|accepte d'être contacté·e|"
    "accepte d'être contacté(e)|consentement|rgpd|accord rgpd|ok contact|accepte les messages|"
    "accepte de recevoir des informations|opt in|optin",
    refuses_email="ne veut pas de mail|désabonné|désinscrit|pas de mail|do not email|opt out",
    refuses_sms="pas de sms|do not sms|stop sms",
    refuses_phone="ne pas appeler|ne pas téléphoner|do not phone|do not call",
    refuses_all="ne pas contacter|ne plus contacter|do not contact",
    payer_first_name="prénom payeur",
    payer_last_name="nom payeur",
    payer_email="email payeur|mail payeur",
    payer_phone="téléphone payeur",
    _="ligne du fichier|ligne|pourquoi|id|identifiant|civilité|sexe|genre|titre|pays|"
    "nationalité|âge|n|numéro de ligne|ordre|horodateur|"
    "timestamp|photo|signature|middle name|gender|country|code promo",
)
# « Mail (perso) », « Portable de la mère », « Téléphone 1er contact »: the first words decide.
BEGINNINGS: Final = (
    (re.compile(r"(e ?mail|mail|courriel|adresse (e ?mail|mail|electronique))\b"), F.EMAIL),
    (re.compile(r"(tel|telephone|portable|mobile|gsm|numero de tel\w*)\b"), F.PHONE),
    (
        re.compile(r"(nom (de )?(la |l )?(association|asso|structure|groupe)|association)\b"),
        F.GROUP,
    ),
    (re.compile(r"(commentaire|remarque|observation|note)s?\b"), F.NOTE),
    (re.compile(r"(quartier)\b"), F.NEIGHBOURHOOD),
    (re.compile(r"(langue)s?\b"), F.LANGUAGES),
    (re.compile(r"(code postal|cp)\b"), F.POSTAL_CODE),
)
FIRST_THEN_LAST: Final = re.compile(r"prenoms?( et| ou)? noms?\b")


@dataclass(frozen=True)
class Guess:
    """One column: what we believe it is, why if it is not obvious, and cells to judge by."""

    index: int
    header: str
    field: str
    samples: list[str]
    why: str | Promise = ""
    sensitive: bool = False


@dataclass(frozen=True)
class Recognition:
    """All the columns of a file, whose software wrote it, and how it writes names and dates."""

    columns: list[Guess]
    profile: Profile | None
    day_first: bool
    name_order: str

    @property
    def mapping(self) -> list[str]:
        """The field of each column, in their order."""
        return [column.field for column in self.columns]


def recognize_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Recognition:
    """Guess every column of a file from its header and from its first rows."""
    profile = recognize(header)
    cells = [_cells(rows[:LOOKED_AT], index) for index in range(len(header))]
    fields = [_guess(name, profile, column) for name, column in zip(header, cells, strict=True)]
    _settle_single_name(fields, header, cells)
    columns = [
        Guess(index, name, field, _samples(cells[index]), why, sensitive)
        for index, (name, (field, why, sensitive)) in enumerate(
            zip(header, _without_doubles(fields, header), strict=True)
        )
    ]
    return Recognition(
        columns,
        profile,
        _day_first(profile, columns, cells),
        name_order_of(profile, columns, cells),
    )


def _cells(rows: Iterable[Sequence[str]], index: int) -> list[str]:
    return [row[index] for row in rows if index < len(row) and row[index]]


def _samples(cells: list[str]) -> list[str]:
    return [cell[:80] for cell in dict.fromkeys(cells)][:SAMPLES]


def _guess(header: str, profile: Profile | None, cells: list[str]) -> str:
    key = header_key(header)
    if key in SENSITIVE:
        return ""
    if profile and key in profile.columns:
        return profile.columns[key]
    if key in WORDS:
        return _checked(WORDS[key], cells)
    for pattern, field in BEGINNINGS:
        if pattern.match(key):
            return _checked(field, cells)
    return _by_content(cells)


def _checked(field: str, cells: list[str]) -> str:
    """Let the cells contradict a header that may mean two things."""
    if field in (F.ORGANIZER, F.SOURCE, F.NOTE, F.GROUP) and (content := _by_content(cells)):
        return content
    if (
        field == F.AMOUNT
        and cells
        and not _mostly(cells, lambda cell: bool(re.search(r"\d", cell)))
    ):
        return ""
    if field in (F.MEMBERSHIP_START, F.PAYMENT_DATE) and not _mostly(
        cells, lambda cell: bool(re.search(r"\d{2}", cell))
    ):
        return ""
    return field


def _by_content(cells: list[str]) -> str:
    if _mostly(cells, lambda cell: parse_email(cell) is not None):
        return F.EMAIL
    if _mostly(cells, lambda cell: sum(map(str.isdigit, cell)) > 8 and bool(parse_phone(cell))):
        return F.PHONE
    return ""


def _mostly(cells: list[str], test: Callable[[str], bool]) -> bool:
    looked = cells[:30]
    return bool(looked) and sum(map(test, looked)) * 5 >= len(looked) * 3


def _settle_single_name(fields: list[str], header: Sequence[str], cells: list[list[str]]) -> None:
    """« Nom » alone, above « BENALI Nacéra », holds both names."""
    if F.LAST_NAME not in fields or F.FIRST_NAME in fields or F.FULL_NAME in fields:
        return
    index = fields.index(F.LAST_NAME)
    if _mostly(cells[index], lambda cell: len(cell.split()) > 1):
        fields[index] = F.FULL_NAME


def _without_doubles(
    fields: list[str], header: Sequence[str]
) -> list[tuple[str, str | Promise, bool]]:
    both_names = F.FIRST_NAME in fields and F.LAST_NAME in fields
    settled: list[tuple[str, str | Promise, bool]] = []
    taken: set[str] = set()
    for field, name in zip(fields, header, strict=True):
        if header_key(name) in SENSITIVE:
            settled.append(("", WHY_SENSITIVE, True))
        elif field == F.FULL_NAME and both_names:
            settled.append(("", WHY_NAMES, False))
        elif field and field not in REPEATABLE and field in taken:
            settled.append(("", WHY_TWICE, False))
        else:
            settled.append((field, "", False))
        taken.add(field)
    return settled


def _day_first(profile: Profile | None, columns: list[Guess], cells: list[list[str]]) -> bool:
    if profile and profile.day_first is not None:
        return profile.day_first
    dates = (cell for column in columns if column.field in DATES for cell in cells[column.index])
    return detect_day_order(dates) != DayOrder.MONTH_FIRST


def name_order_of(profile: Profile | None, columns: list[Guess], cells: list[list[str]]) -> str:
    """Which name comes first in « nom et prénom » cells: "last_first" or "first_last".

    The cells whose order is sure (capitals, a comma) vote; else the header says; else the family
    name comes first, as in most French lists.
    """
    column = next((column for column in columns if column.field == F.FULL_NAME), None)
    if column is None:
        return "last_first"
    votes = [order for cell in cells[column.index] if (order := _sure_order(cell))]
    if votes:
        return max(set(votes), key=votes.count)
    if profile and profile.full_name_order:
        return profile.full_name_order
    return "first_last" if FIRST_THEN_LAST.match(header_key(column.header)) else "last_first"


def _sure_order(cell: str) -> str:
    name = split_full_name(cell)
    if not name.sure or not name.first or not name.last:
        return ""
    words = fold(cell.replace(",", " ")).split()
    first_at, last_at = _place(words, name.first), _place(words, name.last)
    return "last_first" if last_at < first_at else "first_last"


def _place(words: list[str], name: str) -> int:
    first_word = fold(name).split()[0]
    return words.index(first_word) if first_word in words else len(words)
