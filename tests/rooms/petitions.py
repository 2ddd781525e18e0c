from django.utils import timezone

from campaigns.models import InterviewQuestion, TargetDate
from tests.cast import Cast
from tests.factories import campaigns as make

PUBLIC = {"campaigns:public-petition", "campaigns:public-petition-thanks"}


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    petition = make.PetitionFactory(campaign__chapter=cast.grenoble)
    meeting = make.NegotiationFactory(campaign=petition.campaign, kind="interview")
    target = make.CampaignTargetFactory(campaign=petition.campaign).target
    date = TargetDate.objects.create(
        target=target, title="Conseil", starts_at=timezone.now() + timezone.timedelta(days=9)
    )
    question = InterviewQuestion.objects.create(negotiation=meeting, text="Et vous ?")
    return {
        "campaigns:petition-": {"pk": petition.pk, "sheet": 1},
        "campaigns:public-petition": {"slug": petition.slug},
        "campaigns:target-date-remove": {"pk": date.pk},
        "campaigns:campaign-date-action": {"pk": petition.campaign_id, "date": date.pk},
        "campaigns:question-": {"pk": question.pk},
    }
