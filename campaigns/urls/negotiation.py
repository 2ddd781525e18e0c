"""Addresses of the negotiation room and of the promise clock."""

from django.urls import URLPattern, path

from campaigns.views import negotiations

urlpatterns: list[URLPattern] = [
    path(
        "campagnes/<int:pk>/negociations/",
        negotiations.campaign_negotiations,
        name="campaign-negotiations",
    ),
    path(
        "campagnes/<int:pk>/negociations/nouvelle/",
        negotiations.negotiation_plan,
        name="campaign-negotiation-plan",
    ),
    path("negociations/<int:pk>/", negotiations.negotiation_detail, name="negotiation-detail"),
    path("negociations/<int:pk>/modifier/", negotiations.negotiation_edit, name="negotiation-edit"),
    path(
        "negociations/<int:pk>/delegation/",
        negotiations.negotiation_delegate,
        name="negotiation-delegate",
    ),
    path(
        "negociations/<int:pk>/reponses/",
        negotiations.negotiation_answer,
        name="negotiation-answer",
    ),
    path(
        "negociations/<int:pk>/engagements/", negotiations.promise_add, name="negotiation-promise"
    ),
    path("engagements/<int:pk>/", negotiations.promise_detail, name="promise-detail"),
    path("engagements/<int:pk>/parole/", negotiations.promise_decide, name="promise-decide"),
    path("engagements/<int:pk>/lettre.pdf", negotiations.promise_letter, name="promise-letter"),
    path(
        "engagements/<int:pk>/action/", negotiations.promise_next_action, name="promise-next-action"
    ),
]
