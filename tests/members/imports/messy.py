"""A messy spreadsheet, made in code: the same for a seed, true to what associations keep."""

from __future__ import annotations

import random
from collections.abc import Sequence

FIRST = [
    "Nacéra", "Karim", "Fatima", "Mohamed", "Aïcha", "Jean-Pierre", "Maria", "Fatoumata",
    "Élodie", "Samir", "Khadija", "Yann", "Amadou", "Zohra", "Patrick", "Leïla",
    "Oumar", "Sylvie", "Rachid", "Chantal", "Mariam", "Bruno", "Djamila", "Stéphane",
    "Ilham", "Moussa", "Corinne", "Abdel", "Véronique", "Hawa", "Thierry", "Soumia",
    "Ousmane", "Nathalie", "Malika", "Gérard", "Aminata", "Dominique", "Saïd", "Martine",
]  # fmt: skip
LAST = [
    "BENALI", "DIALLO", "MARTIN", "N’DIAYE", "TRAORÉ", "HADDAD", "LEFÈVRE", "GARCIA",
    "KONÉ", "BOUZID", "PEREIRA", "ROUSSEAU", "CISSÉ", "MANSOURI", "DUPONT", "SYLLA",
    "KHELIFI", "MOREAU", "BAH", "ZERROUKI", "FOURNIER", "CAMARA", "SLIMANI", "GIRARD",
    "KEÏTA", "AMRANI", "LOPES", "BONNET", "SISSOKO", "CHERIF", "MERCIER", "TOURÉ",
    "BELKACEM", "FAURE", "SOW", "YILMAZ",
]  # fmt: skip
STREETS = (
    "allée des Frênes", "rue des Trembles", "place des Géants", "galerie de l’Arlequin",
    "avenue Marie-Reynoard", "rue Anatole-France", "cours de la Libération",
)  # fmt: skip
QUARTIERS = ("Villeneuve", "VILLENEUVE", "la Villeneuve", "Mistral", "Teisseire", "Les Béalières")
GROUPS = ("Amicale de l’Arlequin", "Parents des Buttes", "Collectif Mistral", "")
HEADER = (
    "NOM Prénom", "Téléphone", "Tél fixe", "Mail", "Adresse", "CP", "Ville", "Quartier",
    "Collectif", "Langues parlées", "Commentaires", "Religion",
)  # fmt: skip


def messy_rows(count: int = 600, doubles: int = 40, seed: int = 7) -> list[list[str]]:
    """`count` rows of which `doubles` repeat an earlier person, written in another way."""
    chance = random.Random(seed)
    people = [_person(chance, number) for number in range(count - doubles)]
    rows = [_written(chance, person) for person in people]
    for person in chance.sample(people, doubles):
        place = chance.randrange(len(rows) // 2, len(rows))
        rows.insert(place, _written(chance, person, again=True))
    return rows


def _person(chance: random.Random, number: int) -> dict[str, str]:
    # The number is spelled in the phone, so that two people never share one by accident.
    mobile = f"06{39_980_000 + number:08d}" if number < 10_000 else f"07{50_000_000 + number:08d}"
    first = chance.choice(FIRST) + (f"-{chance.choice(FIRST)}" if chance.random() < 0.1 else "")
    return {
        "first": first,
        "last": chance.choice(LAST) + (f" {chance.choice(LAST)}" if chance.random() < 0.5 else ""),
        "phone": mobile if chance.random() < 0.93 else "",
        "email": f"personne{number}@exemple.fr" if chance.random() < 0.35 else "",
        "street": f"{chance.randrange(1, 90)} {chance.choice(STREETS)}",
        "quartier": chance.choice(QUARTIERS),
        "group": chance.choice(GROUPS),
    }


def _written(chance: random.Random, person: dict[str, str], again: bool = False) -> list[str]:
    name = f"{person['last']} {person['first']}"
    if again:
        name = f"{person['first']} {person['last']}"
    return [
        name,
        _phone(chance, person["phone"]),
        "04 76 00 00" if chance.random() < 0.01 else "",
        person["email"].upper() if chance.random() < 0.2 else person["email"],
        person["street"],
        "38100",
        "GRENOBLE" if chance.random() < 0.5 else "Grenoble",
        person["quartier"],
        person["group"],
        chance.choice(["", "", "arabe", "français / arabe", "Soninké; français"]),
        chance.choice(["", "", "", "disponible le soir", "=HYPERLINK(1)"]),
        "",
    ]


def _phone(chance: random.Random, number: str) -> str:
    """The same number as five people would type it; one of them lost the zero to Excel."""
    if not number:
        return ""
    pairs = [number[i : i + 2] for i in range(0, 10, 2)]
    abroad = f"+33 {pairs[0][1]} {' '.join(pairs[1:])}"
    return chance.choice([number, number[1:], " ".join(pairs), ".".join(pairs), abroad])


def as_csv(
    rows: Sequence[Sequence[str]],
    header: Sequence[str] = HEADER,
    *,
    titles: Sequence[str] = (),
    encoding: str = "utf-8",
    delimiter: str = ";",
) -> bytes:
    """Write rows as a spreadsheet program would."""
    lines = [*([title] for title in titles), header, *rows]
    quoted = (delimiter.join(_quoted(cell, delimiter) for cell in line) for line in lines)
    return "\r\n".join(quoted).encode(encoding)


def _quoted(cell: str, delimiter: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if {delimiter, '"', "\n"} & set(cell) else cell
