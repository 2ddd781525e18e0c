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
    SAME_MORNING = "same_morning", _("le matin même")
    THANKS = "thanks", _("remerciements")
    MOVED = "moved", _("changement de date ou de lieu")
    CANCELLED = "cancelled", _("annulation")


class Anchor(TextChoices):
    """What the days of a step are counted from."""

    INVITED = "invited", _("l’invitation")
    START = "start", _("le début de l’action")
    CHANGE = "change", _("le changement ou l’annulation")


class Audience(TextChoices):
    NOT_NO = "not_no", _("tous sauf les « non »")
    YES_OR_MAYBE = "yes_or_maybe", _("les « oui » et les « peut-être »")
    CAME = "came", _("celles et ceux qui sont venu·es")


class ReminderChannel(TextChoices):
    EMAIL = "email", _("e-mail")
    HUMAN = "human", _("à appeler")
