"""Campaigns and what surrounds them, as plain as possible."""

import factory
from factory.django import DjangoModelFactory

from campaigns import models
from campaigns.enums import ConversationPlace
from tests.factories.members import ChapterFactory, PersonFactory


class IssueFactory(DjangoModelFactory):
    chapter = factory.SubFactory(ChapterFactory)
    title = factory.Sequence(lambda n: f"Problème commun {n}")

    class Meta:
        model = models.Issue


class ListeningDriveFactory(DjangoModelFactory):
    chapter = factory.SubFactory(ChapterFactory)
    name = factory.Sequence(lambda n: f"Écoute {n}")
    starts_on = "2026-09-01"

    class Meta:
        model = models.ListeningDrive


class DriveListenerFactory(DjangoModelFactory):
    drive = factory.SubFactory(ListeningDriveFactory)
    person = factory.SubFactory(PersonFactory, chapter=factory.SelfAttribute("..drive.chapter"))

    class Meta:
        model = models.DriveListener


class DriveQuestionFactory(DjangoModelFactory):
    drive = factory.SubFactory(ListeningDriveFactory)
    text = factory.Sequence(lambda n: f"Question {n} ?")
    choices = ("oui", "non")

    class Meta:
        model = models.DriveQuestion


class ConversationFactory(DjangoModelFactory):
    chapter = factory.SubFactory(ChapterFactory)
    place = ConversationPlace.DOOR

    class Meta:
        model = models.Conversation


class GrievanceFactory(DjangoModelFactory):
    chapter = factory.SubFactory(ChapterFactory)
    words = "L’ascenseur est en panne."

    class Meta:
        model = models.Grievance


class BallotFactory(DjangoModelFactory):
    chapter = factory.SubFactory(ChapterFactory)
    title = factory.Sequence(lambda n: f"Assemblée {n}")

    class Meta:
        model = models.Ballot


class BallotChoiceFactory(DjangoModelFactory):
    ballot = factory.SubFactory(BallotFactory)
    issue = factory.SubFactory(IssueFactory, chapter=factory.SelfAttribute("..ballot.chapter"))

    class Meta:
        model = models.BallotChoice


class BallotVoterFactory(DjangoModelFactory):
    ballot = factory.SubFactory(BallotFactory)
    person = factory.SubFactory(PersonFactory, chapter=factory.SelfAttribute("..ballot.chapter"))

    class Meta:
        model = models.BallotVoter


class BuildingFactory(DjangoModelFactory):
    chapter = factory.SubFactory(ChapterFactory)
    name = factory.Sequence(lambda n: f"Tour {n}")

    class Meta:
        model = models.Building


class DoorFactory(DjangoModelFactory):
    building = factory.SubFactory(BuildingFactory)
    floor = 1
    position = factory.Sequence(lambda n: n % 40 + 1)

    class Meta:
        model = models.Door


class CampaignFactory(DjangoModelFactory):
    chapter = factory.SubFactory(ChapterFactory)
    name = factory.Sequence(lambda n: f"Campagne {n}")
    status = "active"
    opened_on = "2026-09-01"

    class Meta:
        model = models.Campaign


class DemandFactory(DjangoModelFactory):
    campaign = factory.SubFactory(CampaignFactory)
    text = factory.Sequence(lambda n: f"Revendication {n}")

    class Meta:
        model = models.Demand


class TargetFactory(DjangoModelFactory):
    chapter = factory.SubFactory(ChapterFactory)
    name = factory.Sequence(lambda n: f"Cible {n}")
    mandate = "maire"

    class Meta:
        model = models.Target


class CampaignTargetFactory(DjangoModelFactory):
    campaign = factory.SubFactory(CampaignFactory)
    target = factory.SubFactory(TargetFactory, chapter=factory.SelfAttribute("..campaign.chapter"))

    class Meta:
        model = models.CampaignTarget


class NegotiationFactory(DjangoModelFactory):
    campaign = factory.SubFactory(CampaignFactory)
    held_at = "2026-10-01T18:00:00+02:00"

    class Meta:
        model = models.Negotiation


class PromiseFactory(DjangoModelFactory):
    negotiation = factory.SubFactory(NegotiationFactory)
    what = "Réparer l’ascenseur"
    who = "Le maire"
    due_on = "2026-12-01"
    made_on = factory.SelfAttribute("due_on")

    class Meta:
        model = models.Promise


class VictoryFactory(DjangoModelFactory):
    campaign = factory.SubFactory(CampaignFactory)
    what = "L’ascenseur est réparé."
    won_on = "2026-11-01"

    class Meta:
        model = models.Victory


class MapActorFactory(DjangoModelFactory):
    campaign = factory.SubFactory(CampaignFactory)
    name = factory.Sequence(lambda n: f"Acteur {n}")

    class Meta:
        model = models.MapActor


class MapPositionFactory(DjangoModelFactory):
    actor = factory.SubFactory(MapActorFactory)
    influence = 50
    support = 0
    noted_on = "2026-09-01"

    class Meta:
        model = models.MapPosition


class TacticFactory(DjangoModelFactory):
    campaign = factory.SubFactory(CampaignFactory)
    title = factory.Sequence(lambda n: f"Tactique {n}")

    class Meta:
        model = models.Tactic


class DocumentFactory(DjangoModelFactory):
    campaign = factory.SubFactory(CampaignFactory)
    title = factory.Sequence(lambda n: f"Pièce {n}")
    file_name = "lettre.pdf"
    content_type = "application/pdf"
    size = 10
    sha256 = factory.Sequence(lambda n: f"{n:064d}")

    class Meta:
        model = models.Document


class PetitionFactory(DjangoModelFactory):
    campaign = factory.SubFactory(CampaignFactory)
    title = factory.Sequence(lambda n: f"Pétition {n}")
    text = "Nous demandons des ascenseurs qui marchent."
    slug = factory.Sequence(lambda n: f"petition-{n}")
    state = "open"

    class Meta:
        model = models.Petition


class SignatureFactory(DjangoModelFactory):
    petition = factory.SubFactory(PetitionFactory)
    name = factory.Sequence(lambda n: f"Signataire {n}")
    name_key = factory.Sequence(lambda n: f"{n} signataire")
    place = "Teisseire"

    class Meta:
        model = models.Signature
