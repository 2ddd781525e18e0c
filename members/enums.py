"""Closed lists of the trade, with the words that appear on screen."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoleKind(TextChoices):
    """What somebody may do in a chapter (or, without a chapter, everywhere)."""

    ADMIN = "admin", _("administration")
    ORGANIZER = "organizer", _("organisateur·rice")
    BOARD = "board", _("conseil d’administration")
    LEADER = "leader", _("leader")


class GroupKind(TextChoices):
    NEIGHBOURHOOD = "neighbourhood", _("groupe de quartier")
    COLLECTIVE = "collective", _("collectif")
    TENANTS = "tenants", _("amicale de locataires")
    ASSOCIATION = "association", _("association alliée")
    PARENTS = "parents", _("parents d’élèves")
    STUDENTS = "students", _("étudiant·es")
    FAITH = "faith", _("communauté de foi")


class GroupRole(TextChoices):
    MEMBER = "member", _("membre")
    REFERENT = "referent", _("référent·e")
    SPOKESPERSON = "spokesperson", _("porte-parole")
    TREASURER = "treasurer", _("trésorier·ère")
    CONTACT = "contact", _("contact de l’association")


class MeetingKind(TextChoices):
    """How a group meets."""

    HOUSE = "house", _("réunion chez l’habitant")
    GROUP = "group", _("réunion du groupe")
    COMMITTEE = "committee", _("comité de préparation")


class PhoneKind(TextChoices):
    MOBILE = "mobile", _("mobile")
    LANDLINE = "landline", _("fixe")
    OTHER = "other", _("autre")


class AddressState(TextChoices):
    """Whether an e-mail address still takes our messages."""

    OK = "ok", _("valable")
    BOUNCED = "bounced", _("en erreur")
    COMPLAINED = "complained", _("signalée comme indésirable")


class Channel(TextChoices):
    EMAIL = "email", _("e-mail")
    SMS = "sms", _("SMS")
    PHONE = "phone", _("téléphone")


class Purpose(TextChoices):
    """Why we would write or call (GDPR: consent is given for a purpose)."""

    MOBILIZATION = "mobilization", _("invitations et rappels des actions")
    NEWS = "news", _("nouvelles de l’alliance")
    SHARING = "sharing", _("partage entre alliances locales")


class ConsentSource(TextChoices):
    SPOKEN = "spoken", _("de vive voix")
    PAPER = "paper", _("sur papier")
    FORM = "form", _("formulaire public")
    IMPORT = "import", _("fichier importé")
    LINK = "link", _("lien d’un message")
    SMS = "sms", _("SMS reçu")
    EMAIL = "email", _("e-mail reçu")
    MEMBERSHIP = "membership", _("bulletin d’adhésion")


class PersonSource(TextChoices):
    DOOR = "door", _("porte-à-porte")
    ONE_TO_ONE = "one_to_one", _("tête-à-tête")
    MEETING = "meeting", _("réunion")
    ACTION = "action", _("action")
    GROUP = "group", _("association ou groupe")
    WEBSITE = "website", _("formulaire public")
    IMPORT = "import", _("fichier importé")
    WORD_OF_MOUTH = "word_of_mouth", _("bouche-à-oreille")
    OTHER = "other", _("autre")


class LeaderKind(TextChoices):
    """The kinds of leaders that the method looks for."""

    LOUDMOUTH = "loudmouth", _("grande gueule")
    ASSOCIATION = "association", _("responsable d’association")
    TENANTS = "tenants", _("amicale de locataires")
    NETWORK = "network", _("tête de réseau informelle")
    OTHER = "other", _("autre")


class LeaderStage(TextChoices):
    SPOTTED = "spotted", _("repéré·e")
    CONNECTED = "connected", _("en lien")
    TRAINING = "training", _("en formation")
    LEADER = "leader", _("leader")
    TRAINER = "trainer", _("leader qui forme")


class ContactKind(TextChoices):
    ONE_TO_ONE = "one_to_one", _("tête-à-tête")
    CALL = "call", _("appel")
    DOOR = "door", _("porte-à-porte")
    VISIT = "visit", _("visite")
    MEETING = "meeting", _("réunion chez l’habitant")
    MESSAGE = "message", _("message")
    NOTE = "note", _("note")


# Exchanges in which somebody was spoken to.
MEETINGS = (ContactKind.ONE_TO_ONE, ContactKind.VISIT, ContactKind.CALL, ContactKind.DOOR)


class FollowUpKind(TextChoices):
    CALL = "call", _("appeler")
    MEET = "meet", _("revoir")
    MESSAGE = "message", _("écrire")
    OTHER = "other", _("autre")


class PaymentMethod(TextChoices):
    CASH = "cash", _("espèces")
    CHEQUE = "cheque", _("chèque")
    TRANSFER = "transfer", _("virement")
    CARD = "card", _("carte")
    HELLOASSO = "helloasso", _("HelloAsso")
    SEPA = "sepa", _("prélèvement")


class BatchState(TextChoices):
    """The life of an import: nothing is written before « applied »."""

    UPLOADED = "uploaded", _("fichier déposé")
    PREVIEWED = "previewed", _("aperçu prêt")
    APPLYING = "applying", _("en cours")
    APPLIED = "applied", _("importé")
    FAILED = "failed", _("interrompu")
    UNDONE = "undone", _("annulé")


class RowVerdict(TextChoices):
    """What an imported row is believed to be, in the three colours of the preview."""

    NEW = "new", _("nouvelle personne")
    SAME = "same", _("déjà connue")
    UNDECIDED = "undecided", _("à décider")
    TWIN = "twin", _("deux fois dans le fichier")
    ERROR = "error", _("illisible")


class RowDecision(TextChoices):
    CREATE = "create", _("créer")
    UPDATE = "update", _("compléter la fiche")
    SKIP = "skip", _("laisser de côté")


class RelationshipKind(TextChoices):
    """How one person is tied to another; each kind reads in both directions."""

    INFLUENCES = "influences", _("entraîne")
    FAMILY = "family", _("famille de")
    COLLEAGUE = "colleague", _("collègue de")
    NEIGHBOUR = "neighbour", _("voisin·e de")
    FRIEND = "friend", _("ami·e de")
    SAME_SCHOOL = "same_school", _("parent de la même école que")


class FieldKind(TextChoices):
    """What a field of the chapter's own may hold."""

    TEXT = "text", _("texte")
    CHOICE = "choice", _("choix")
    NUMBER = "number", _("nombre")
    DATE = "date", _("date")
    YES_NO = "yes_no", _("oui ou non")
