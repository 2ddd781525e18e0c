"""Closed lists of the campaigns room, with the words that appear on screen."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Theme(TextChoices):
    HOUSING = "housing", _("logement")
    EDUCATION = "education", _("éducation")
    WORK = "work", _("travail")
    CITIZENSHIP = "citizenship", _("citoyenneté")
    OTHER = "other", _("autre")


class Depth(IntegerChoices):
    """How deep an anger goes."""

    ANNOYED = 1, _("agacé·e")
    ANGRY = 2, _("en colère")
    READY = 3, _("prêt·e à agir")


class ConversationPlace(TextChoices):
    DOOR = "door", _("porte")
    PHONE = "phone", _("téléphone")
    HOUSE_MEETING = "house_meeting", _("réunion chez l’habitant")
    STREET = "street", _("rue, marché")


class CampaignStatus(TextChoices):
    PREPARING = "preparing", _("en préparation")
    ACTIVE = "active", _("en cours")
    NEGOTIATING = "negotiating", _("en négociation")
    WON = "won", _("gagnée")
    STOPPED = "stopped", _("arrêtée")


class DemandStatus(TextChoices):
    MADE = "made", _("posée")
    REFUSED = "refused", _("refusée")
    PROMISED = "promised", _("promise")
    KEPT = "kept", _("tenue")
    BETRAYED = "betrayed", _("trahie")


class TargetKind(TextChoices):
    PRIMARY = "primary", _("cible principale")
    SECONDARY = "secondary", _("cible secondaire")


class PromiseStatus(TextChoices):
    WAITING = "waiting", _("attendue")
    KEPT = "kept", _("tenue")
    BROKEN = "broken", _("trahie")


class DelegateRole(TextChoices):
    """Who does what before a target; roles rotate."""

    OPENS = "opens", _("ouvre")
    TELLS = "tells", _("raconte")
    CLOSES = "closes", _("conclut")
    WRITES = "writes", _("écrit")
    WITNESS = "witness", _("témoin")


class NegotiationKind(TextChoices):
    MEETING = "meeting", _("négociation")
    INTERVIEW = "interview", _("entretien d’embauche")


class ActorKind(TextChoices):
    """Who stands on a power map."""

    TARGET = "target", _("cible")
    GROUP = "group", _("groupe allié")
    OFFICIAL = "official", _("élu·e, administration")
    MEDIA = "media", _("presse")
    COMPANY = "company", _("entreprise, bailleur")
    OTHER = "other", _("autre")


class TacticState(TextChoices):
    IDEA = "idea", _("idée")
    PLANNED = "planned", _("prévue")
    DONE = "done", _("faite")
    DROPPED = "dropped", _("abandonnée")


class Heat(IntegerChoices):
    """How hard a tactic presses; each step is taken when the one before did not suffice."""

    ASK = 1, _("demander")
    SHOW = 2, _("montrer qu’on est nombreux")
    DISTURB = 3, _("déranger")
    BLOCK = 4, _("bloquer sans violence")


class DocumentKind(TextChoices):
    PHOTO = "photo", _("photo")
    LETTER = "letter", _("lettre")
    PRESS = "press", _("presse")
    STUDY = "study", _("document")


class AgendaKind(TextChoices):
    """When and where a target is seen in public."""

    COUNCIL = "council", _("conseil municipal")
    BOARD = "board", _("conseil d’administration")
    INAUGURATION = "inauguration", _("inauguration")
    CEREMONY = "ceremony", _("vœux, cérémonie")
    MEETING = "meeting", _("réunion publique")
    OTHER = "other", _("autre rendez-vous public")


class PetitionState(TextChoices):
    DRAFT = "draft", _("brouillon")
    OPEN = "open", _("ouverte")
    CLOSED = "closed", _("fermée")
    DELIVERED = "delivered", _("remise")


class SignatureSource(TextChoices):
    WEB = "web", _("en ligne")
    PAPER = "paper", _("sur papier")


class Knock(TextChoices):
    """What happened at a door; each has its shape, and the letter written on paper."""

    ABSENT = "absent", _("absent")
    LATER = "later", _("pas maintenant")
    TALKED = "talked", _("parlé")
    REFUSED = "refused", _("refuse")
    CLEARED = "cleared", _("effacé")


class QuestionKind(TextChoices):
    """How a question of the script is answered."""

    CHOICE = "choice", _("un choix")
    SCALE = "scale", _("une note de 1 à 5")
    TEXT = "text", _("ses mots")


class VoteMeans(TextChoices):
    """How a voice was given in assembly."""

    HANDS = "hands", _("à main levée")
    PAPER = "paper", _("sur papier")
    LINK = "link", _("par lien")


class MoveReason(TextChoices):
    """Why a grievance entered or left a heap."""

    GATHERED = "gathered", _("mise dans le tas")
    REMOVED = "removed", _("sortie du tas")
    MERGED = "merged", _("tas réunis")
    SPLIT = "split", _("tas partagé")
    UNMERGED = "unmerged", _("réunion défaite")
