"""Addresses of the target's agenda and of the interview's questions."""

from django.urls import URLPattern, path

from campaigns.views import agenda, interviews

urlpatterns: list[URLPattern] = [
    path("cibles/<int:pk>/", agenda.target_detail, name="target-detail"),
    path("cibles/<int:pk>/dates/", agenda.date_add, name="target-date-add"),
    path("cibles/<int:pk>/calendrier/", agenda.calendar_read, name="target-calendar"),
    path("cibles/dates/<int:pk>/oter/", agenda.date_remove, name="target-date-remove"),
    path(
        "campagnes/<int:pk>/dates/<int:date>/action/",
        agenda.date_action,
        name="campaign-date-action",
    ),
    path("negociations/<int:pk>/questions/", interviews.question_add, name="negotiation-question"),
    path(
        "negociations/<int:pk>/questions/vote/<int:ballot>/",
        interviews.questions_voted,
        name="negotiation-questions-voted",
    ),
    path("entretiens/questions/<int:pk>/", interviews.question_write, name="question-write"),
]
