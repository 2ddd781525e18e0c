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
