"""The facts of the listening under way: who said what where, questions, notes, votes."""

from __future__ import annotations

from campaigns.enums import Knock

TEAM_GOAL = 10
# chapter, neighbourhood, section of the phrases, who could say yes, theme
HEARD = (
    ("grenoble", "Teisseire", "bus", "le directeur du réseau", "own"),
    ("grenoble", "Teisseire", "punaises", "la directrice d’agence", "housing"),
    ("grenoble", "Teisseire", "lumieres", "l’élu de quartier", "citizenship"),
    ("grenoble", "La Villeneuve", "guichet", "la directrice de la CAF", "citizenship"),
    ("aubervilliers", "La Maladrerie", "gardien", "le directeur de l’office", "housing"),
    ("gennevilliers", "Le Luth", "eau", "la directrice d’agence", "housing"),
)
SCRIPT = (
    "Bonjour, je suis votre voisine de l’Alliance citoyenne. On passe chez tout le monde cette "
    "semaine.\nJe ne vends rien : je viens écouter. Qu’est-ce qui ne peut plus durer, ici ?"
)
QUESTIONS = (
    (
        "Depuis combien de temps vivez-vous ici ?",
        "choice",
        ("moins d’un an", "un à cinq ans", "plus de cinq ans", "toute la vie"),
        (15, 30, 40, 15),
    ),
    (
        "De 1 à 5, est-ce que l’immeuble est bien entretenu ?",
        "scale",
        ("1", "2", "3", "4", "5"),
        (35, 30, 20, 10, 5),
    ),
    (
        "Si on s’y mettait ensemble, vous viendriez ?",
        "choice",
        ("oui", "peut-être", "non"),
        (45, 40, 15),
    ),
)
OUTCOMES = {Knock.ABSENT: 44, Knock.TALKED: 26, Knock.LATER: 20, Knock.REFUSED: 10}
NOTES = (
    "L’ascenseur s’arrête au 9e, finir à pied.",
    "Le code a changé : sonner chez le gardien avant 18 h.",
    "Le samedi matin, tout le monde est là.",
)
# chapter, neighbourhood, latitude, longitude, radius: about where it lies, as people say it
SPOTS = (
    ("grenoble", "Teisseire", "45.1727", "5.7535", 420),
    ("grenoble", "Mistral", "45.1690", "5.7100", 380),
    ("grenoble", "La Villeneuve", "45.1595", "5.7330", 520),
    ("grenoble", "Les Granges", "45.1440", "5.7130", 450),
    ("grenoble", "Surieux", "45.1490", "5.7265", 380),
    ("grenoble", "Renaudie", "45.1665", "5.7660", 400),
    ("aubervilliers", "La Villette", "48.9055", "2.3905", 420),
    ("aubervilliers", "La Maladrerie", "48.9158", "2.3955", 350),
    ("aubervilliers", "Fort d’Aubervilliers", "48.9125", "2.4035", 350),
    ("aubervilliers", "Le Landy", "48.9150", "2.3690", 400),
    ("rennes", "Villejean", "48.1215", "-1.7030", 600),
    ("rennes", "Le Blosne", "48.0885", "-1.6640", 700),
    ("rennes", "Maurepas", "48.1260", "-1.6600", 600),
    ("gennevilliers", "Le Luth", "48.9365", "2.2850", 420),
    ("gennevilliers", "Les Agnettes", "48.9235", "2.2880", 420),
    ("gennevilliers", "Les Grésillons", "48.9200", "2.3065", 380),
)
# chapter, title, place, topics, voices, day, present, minutes, signed by
VOTES_HELD = (
    (
        "grenoble",
        "Assemblée de rentrée",
        "Maison des habitants de Teisseire",
        ("ascenseurs", "humidite", "charges"),
        (41, 17, 9),
        -62,
        71,
        "Trois problèmes présentés par celles et ceux qui les vivent, dix minutes chacun.\n"
        "Les ascenseurs l’emportent : dix-neuf jours de panne, et quelqu’un qui peut dire oui.",
        "Nacéra, Ahmed et Marie-Jo",
    ),
    (
        "aubervilliers",
        "Assemblée de la Villette",
        "Salle du marché",
        ("ordures", "humidite"),
        (38, 12),
        -85,
        53,
        "Les sacs ont été posés au milieu de la salle. Le vote a duré deux minutes.",
        "Le comité des cinq halls",
    ),
)
# chapter, title, place, topics, day
OPEN_VOTE = (
    "grenoble",
    "Assemblée d’hiver",
    "Salle du Vieux-Temple",
    ("humidite", "charges", "jeunes"),
    8,
)
