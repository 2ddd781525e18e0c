"""Closed lists of the actions room, with the words that appear on screen."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActionKind(TextChoices):
    RALLY = "rally", _("rassemblement")
    OCCUPATION = "occupation", _("occupation")
    QUEUE = "queue", _("file d’attente symbolique")
    MARCH = "march", _("marche")
    DELEGATION = "delegation", _("délégation")
    ASSEMBLY = "assembly", _("assemblée")
    MEETING = "meeting", _("réunion")
    CANVASS = "canvass", _("porte-à-porte")
    TRAINING = "training", _("formation")


class ActionState(TextChoices):
    DRAFT = "draft", _("brouillon")
    ANNOUNCED = "announced", _("annoncée")
    CANCELLED = "cancelled", _("annulée")


class Visibility(TextChoices):
    INVITED = "invited", _("sur invitation")
    PUBLIC = "public", _("publique")


class Answer(TextChoices):
    NONE = "none", _("pas encore de réponse")
    YES = "yes", _("je viens")
    MAYBE = "maybe", _("peut-être")
    NO = "no", _("je ne peux pas")


class ReplySource(TextChoices):
    LINK = "link", _("lien du message")
    PHONE = "phone", _("au téléphone")
    FACE = "face", _("de vive voix")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("e-mail")
    LEADER = "leader", _("promis par son leader")
    PAGE = "page", _("page publique")


class AskRound(TextChoices):
    INVITATION = "invitation", _("invitation")
    SECOND_CALL = "second_call", _("deuxième appel")
    REMINDER = "reminder", _("rappel")


class AskChannel(TextChoices):
    """By which means somebody was asked by somebody."""

    PHONE = "phone", _("téléphone")
    SMS = "sms", _("SMS")
    FACE = "face", _("de vive voix")
    EMAIL = "email", _("e-mail")


class CallOutcome(TextChoices):
    """What a call gave: the chips of the caller's page, the letters of the paper."""

    YES = "yes", _("oui")
    MAYBE = "maybe", _("peut-être")
    NO = "no", _("non")
    MESSAGE_LEFT = "message_left", _("message laissé")
    NO_ANSWER = "no_answer", _("pas de réponse")
    CALL_BACK = "call_back", _("à rappeler")
    WRONG_NUMBER = "wrong_number", _("faux numéro")


class LinkPurpose(TextChoices):
    """What a link without account opens."""

    CALLS = "calls", _("appels")
    CHECK_IN = "check_in", _("accueil")
    SHEET = "sheet", _("feuille d’émargement")
    FEED_MINE = "feed_mine", _("mon agenda")
    FEED_CHAPTER = "feed_chapter", _("agenda de l’alliance locale")
    FEED_GROUP = "feed_group", _("agenda d’un groupe")


class AccessVerb(TextChoices):
    """What was done by a link without account."""

    OPENED = "opened", _("a ouvert une fiche")
    ANSWERED = "answered", _("a noté un appel")
    ENTERED = "entered", _("a saisi une feuille")
    CHECKED_IN = "checked_in", _("a pointé")
    UNDID = "undid", _("a annulé un pointage")
    COUNTED = "counted", _("a compté une personne")


class DayRole(TextChoices):
    """Roles on the day; they rotate."""

    SPOKESPERSON = "spokesperson", _("porte-parole")
    CHAIR = "chair", _("animation")
    PRESS = "press", _("presse")
    WELCOME = "welcome", _("accueil")
    SAFETY = "safety", _("sécurité non violente")
    NEGOTIATOR = "negotiator", _("négociation")
    CHILDCARE = "childcare", _("garde d’enfants")
    MINUTES = "minutes", _("compte rendu")
    PHOTOS = "photos", _("photos")


class StepMoment(TextChoices):
    """The moments of the sequence that exists without being configured."""

    INVITATION = "invitation", _("invitation")
    WEEK_BEFORE = "week_before", _("une semaine avant")
    TWO_DAYS_BEFORE = "two_days_before", _("deux jours avant")
    EVE = "eve", _("la veille")
    SAME_MORNING = "same_morning", _("le matin même")
    HOUR_BEFORE = "hour_before", _("une heure avant")
    THANKS = "thanks", _("remerciements")
    ABSENT = "absent", _("des nouvelles aux absent·es")
    EXTRA = "extra", _("message en plus")
    MOVED = "moved", _("changement de date ou de lieu")
    CANCELLED = "cancelled", _("annulation")
    FULL = "full", _("c’est complet")
    FREED = "freed", _("une place s’est libérée")


class Anchor(TextChoices):
    """What the days of a step are counted from."""

    INVITED = "invited", _("l’invitation")
    START = "start", _("le début de l’action")
    CHANGE = "change", _("le changement ou l’annulation")


class Audience(TextChoices):
    NOT_NO = "not_no", _("tous sauf les « non »")
    YES_OR_MAYBE = "yes_or_maybe", _("les « oui » et les « peut-être »")
    YES = "yes", _("les « oui »")
    MAYBE = "maybe", _("les « peut-être »")
    NO_ANSWER = "no_answer", _("celles et ceux qui n’ont pas répondu")
    INVITED = "invited", _("toutes les personnes invitées")
    CAME = "came", _("celles et ceux qui sont venu·es")
    ABSENT = "absent", _("les « oui » qu’on n’a pas vu·es")


class StepChannel(TextChoices):
    """By which means a step looks for people; whoever cannot be written to is called."""

    EMAIL_FIRST = "email", _("e-mail, sinon SMS, sinon un appel")
    SMS_FIRST = "sms", _("SMS, sinon e-mail, sinon un appel")
    SMS_ONLY = "sms_only", _("SMS seulement, personne d’autre n’est dérangé")


class ReminderChannel(TextChoices):
    EMAIL = "email", _("e-mail")
    SMS = "sms", _("SMS")
    HUMAN = "human", _("à appeler")


class MailingSource(TextChoices):
    """To whom a message written by hand goes."""

    CHOSEN = "chosen", _("les personnes choisies")
    GROUP = "group", _("un groupe")
    ACTION = "action", _("une action")
    LIST = "list", _("une liste enregistrée")
    MEMBERS = "members", _("les adhérent·es à jour")


class MailingState(TextChoices):
    DRAFT = "draft", _("en cours d’écriture")
    PLANNED = "planned", _("prévu")
    SENDING = "sending", _("en train de partir")
    DONE = "done", _("parti")
    CANCELLED = "cancelled", _("arrêté")


class Way(TextChoices):
    """How somebody hears of a message written by hand."""

    EMAIL = "email", _("par e-mail")
    SMS = "sms", _("par SMS")
    HUMAN = "human", _("à appeler")
    NONE = "none", _("rien ne part")
