"""What was heard: drives, conversations, angers in people's words, and the heaps they make."""

from __future__ import annotations

from datetime import date

from alliance.demo.reading import agree, in_place, sections, table
from alliance.demo.world import Resident, World
from campaigns.enums import ConversationPlace, Depth, Theme
from campaigns.models import Conversation, Grievance, Issue, ListeningDrive
from members.enums import ContactKind
from members.models import Contact

THEMES = {
    "ordures": Theme.HOUSING,
    "ascenseurs": Theme.HOUSING,
    "chauffage": Theme.HOUSING,
    "humidite": Theme.HOUSING,
    "charges": Theme.HOUSING,
    "cantine": Theme.EDUCATION,
    "ecole": Theme.EDUCATION,
    "menage": Theme.WORK,
    "titres": Theme.CITIZENSHIP,
    "etudiants": Theme.CITIZENSHIP,
}
WHO_COULD_SAY_YES = {
    "ordures": "le directeur de l’office",
    "ascenseurs": "la directrice d’agence, le maire",
    "chauffage": "la directrice d’agence",
    "humidite": "le directeur du patrimoine",
    "charges": "la directrice du bailleur",
    "cantine": "l’adjointe à l’éducation",
    "ecole": "l’inspecteur",
    "menage": "l’employeur, le donneur d’ordre",
    "titres": "la sous-préfète",
    "etudiants": "le secrétaire général",
    "transports": "le directeur du réseau",
    "salle": "l’élu de quartier",
    "jeunes": "la ville",
}
DRIVES = (
    ("grenoble", "Teisseire", "Écoute d’automne à Teisseire", -45, 15, 80),
    ("aubervilliers", "La Villette", "Cinq halls, cent voix", -150, -90, 100),
    ("rennes", "Villejean", "Autour de la cantine", -220, -165, 60),
    ("gennevilliers", "Le Luth", "L’hiver au Luth", -110, -72, 50),
)
HEARD_AT = {
    ContactKind.DOOR: ConversationPlace.DOOR,
    ContactKind.CALL: ConversationPlace.PHONE,
    ContactKind.MEETING: ConversationPlace.HOUSE_MEETING,
    ContactKind.ONE_TO_ONE: ConversationPlace.HOUSE_MEETING,
}
OTHER_ISSUES = (
    ("grenoble", "humidite", "Les moisissures à Mistral", True),
    ("grenoble", "charges", "Des charges que personne n’explique", None),
    ("grenoble", "jeunes", "Les contrôles devant le hall", None),
    ("aubervilliers", "humidite", "Les terrasses qui fuient", True),
    ("rennes", "charges", "Les charges du Blosne", True),
    ("gennevilliers", "transports", "Le dernier bus de 20 h 40", False),
    ("grenoble", "menage", "Les bureaux qui s’ajoutent sans les heures", None),
    ("grenoble", "transports", "Les lignes qui s’arrêtent avant les gens", None),
    ("grenoble", "etudiants", "Le guichet des étudiants étrangers", True),
    ("grenoble", "salle", "La salle commune fermée", True),
    ("grenoble", "titres", "Les récépissés qui expirent avant le rendez-vous", None),
    ("grenoble", "ordures", "Les encombrants de Mistral", None),
    ("aubervilliers", "charges", "Les charges du Fort", None),
    ("gennevilliers", "titres", "La file d’attente des titres", None),
    ("aubervilliers", "transports", "Le bus qui ne dessert plus le fort", None),
    ("aubervilliers", "menage", "Le ménage payé sur trois heures", None),
    ("rennes", "ascenseurs", "Les ascenseurs du Blosne", True),
    ("rennes", "humidite", "Les murs de Maurepas", None),
    ("gennevilliers", "menage", "Les équipes de nuit des Grésillons", None),
    ("gennevilliers", "humidite", "L’humidité aux Agnettes", None),
)


def make_listening(world: World) -> None:
    """Issues first, then conversations: some behind a name, some kept without one."""
    _issues(world)
    drives = [_drive(world, *fields) for fields in DRIVES]
    ListeningDrive.objects.bulk_create(drives)
    heard = _known_voices(world, drives) + _unnamed_voices(world, drives)
    Conversation.objects.bulk_create(conversation for conversation, _grievance in heard)
    for conversation, grievance in heard:
        grievance.conversation = conversation
    Grievance.objects.bulk_create(grievance for _conversation, grievance in heard)


def _issues(world: World) -> None:
    entries = table("campaigns_live")["campaigns"]
    titled = [(e["chapter"], e["topic"], e["issue"], True) for e in entries if "issue" in e]
    for slug, topic, title, winnable in (*titled, *OTHER_ISSUES):
        world.issues[slug, topic] = Issue(
            chapter=world.chapters[slug],
            title=title,
            theme=THEMES.get(topic, Theme.OTHER),
            is_winnable=winnable,
            created_at=world.some_time(world.ago(world.rng.randint(60, 200))),
        )
    Issue.objects.bulk_create(world.issues.values())


def _drive(
    world: World, slug: str, hood: str, name: str, first: int, last: int, goal: int
) -> ListeningDrive:
    return ListeningDrive(
        chapter=world.chapters[slug],
        neighbourhood=world.hoods[slug, hood],
        name=name,
        starts_on=world.day(first),
        ends_on=world.day(last),
        goal=goal,
    )


def _known_voices(
    world: World, drives: list[ListeningDrive]
) -> list[tuple[Conversation, Grievance]]:
    """Exchanges in which an anger was said become conversations."""
    by_person = {who.person.pk: who for who in world.residents}
    contacts = Contact.objects.exclude(interest="").order_by("happened_at", "id")
    found = []
    for contact in contacts:
        if contact.kind not in HEARD_AT or not world.chance(0.55):
            continue
        who = by_person[contact.person_id]
        conversation = Conversation(
            chapter=who.person.chapter,
            drive=_drive_for(drives, who.hood, contact.happened_at.date()),
            person=who.person,
            contact=contact,
            listener_id=contact.author_id,
            place=HEARD_AT[ContactKind(contact.kind)],
            place_detail=who.person.street,
            neighbourhood=who.person.neighbourhood,
            happened_at=contact.happened_at,
            client_id=world.uuid(),
        )
        found.append((conversation, _grievance(world, who, conversation, contact.interest)))
    return found


def _drive_for(drives: list[ListeningDrive], hood: str, day: date) -> ListeningDrive | None:
    for drive in drives:
        within = drive.starts_on <= day and (drive.ends_on is None or day <= drive.ends_on)
        if within and drive.neighbourhood is not None and drive.neighbourhood.name == hood:
            return drive
    return None


def _unnamed_voices(
    world: World, drives: list[ListeningDrive]
) -> list[tuple[Conversation, Grievance]]:
    """Doors where no name was given: the building, the words, nothing else."""
    found = []
    for drive in drives:
        last = min(drive.ends_on or world.today, world.ago(1))
        span = max((last - drive.starts_on).days, 1)
        voices = [who for who in world.residents if who.person.neighbourhood == drive.neighbourhood]
        for _door in range(round(drive.goal * 0.45)):
            who = world.rng.choice(voices)
            day = world.ago((world.today - last).days + world.rng.randint(0, span))
            conversation = Conversation(
                chapter=drive.chapter,
                drive=drive,
                listener=who.person.organizer,
                place=ConversationPlace.DOOR,
                place_detail=who.person.street.split(" ", 1)[1],
                neighbourhood=drive.neighbourhood,
                happened_at=world.some_time(day, first=16, last=19),
                client_id=world.uuid(),
            )
            found.append((conversation, _overheard(world, who, conversation)))
    return found


def _overheard(world: World, who: Resident, conversation: Conversation) -> Grievance:
    horizontal = world.chance(0.12)
    pool = sections("notes")["horizontales"] if horizontal else sections("coleres")[who.topic]
    words = agree(
        world.deal(f"heard{horizontal}{who.topic}", pool),
        woman=who.woman,
        au_quartier=in_place(who.hood),
    )
    grievance = _grievance(world, who, conversation, words)
    grievance.person = None
    if horizontal:
        grievance.is_vertical = False
        grievance.theme, grievance.issue, grievance.who_could_say_yes = Theme.OTHER, None, ""
    return grievance


def _grievance(world: World, who: Resident, conversation: Conversation, words: str) -> Grievance:
    return Grievance(
        chapter=conversation.chapter,
        person=who.person,
        words=words,
        theme=THEMES.get(who.topic, Theme.OTHER),
        neighbourhood=conversation.neighbourhood,
        place=conversation.place_detail,
        is_vertical=True if world.chance(0.85) else None,
        depth=world.rng.choices(list(Depth), weights=(25, 50, 25))[0],
        who_could_say_yes=WHO_COULD_SAY_YES[who.topic] if world.chance(0.5) else "",
        issue=world.issues.get((who.person.chapter.slug, who.topic)),
        heard_on=conversation.happened_at.date(),
    )
