"""Addresses of the actions: organizers' pages, and the few public ones."""

from django.urls import include, path

from actions.urls import calendar, calls, messages, mutual_aid, trainings, welcome
from actions.views.action import action_pages, answers, changes, inviting, listing, people
from actions.views.outside import preferences, reply_page
from actions.views.writing import outbox
from alliance.core.web.first_words import by_first_word

app_name = "actions"

urlpatterns = by_first_word(
    [
        *messages.urlpatterns,
        *trainings.urlpatterns,
        *calendar.urlpatterns,
        *mutual_aid.urlpatterns,
        *calls.urlpatterns,
        *welcome.urlpatterns,
        path("actions/", listing.action_list, name="action-list"),
        path("actions/nouvelle/", action_pages.action_create, name="action-create"),
        path("actions/<int:pk>/", action_pages.action_detail, name="action-detail"),
        path("actions/<int:pk>/mobilisation/", action_pages.action_turnout, name="action-turnout"),
        path("actions/<int:pk>/qui-vient/", people.action_people, name="action-people"),
        path("actions/<int:pk>/modifier/", action_pages.action_edit, name="action-edit"),
        path("actions/<int:pk>/annoncer/", changes.action_announce, name="action-announce"),
        path("actions/<int:pk>/inviter/", inviting.invite, name="invite"),
        path("actions/<int:pk>/deplacer/", changes.action_move, name="action-move"),
        path("actions/<int:pk>/annuler/", changes.action_cancel, name="action-cancel"),
        path("actions/<int:pk>/pause/", changes.action_pause, name="action-pause"),
        path("actions/<int:pk>/reponses/", answers.answer_list, name="answer-list"),
        path(
            "actions/<int:pk>/reponses/<int:attendance>/",
            answers.answer_record,
            name="answer-record",
        ),
        path("campagnes/<int:pk>/actions/", listing.campaign_actions, name="campaign-actions"),
        path("groupes/<int:pk>/actions/", listing.group_actions, name="group-actions"),
        path("personnes/<int:pk>/actions/", answers.person_actions, name="person-actions"),
        path("envois/", outbox.outbox, name="outbox"),
        path("envois/<int:pk>/", outbox.message_detail, name="message-detail"),
        path("envois/<int:pk>/apercu/", outbox.message_html, name="message-html"),
        path("envois/<int:pk>/renvoyer/", outbox.message_resend, name="message-resend"),
        path("envois/<int:pk>/arrive/", outbox.message_arrived, name="message-arrived"),
        path("envois/<int:pk>/appeler/", outbox.message_call, name="message-call"),
        path("r/<str:token>/", reply_page.reply, name="reply"),
        path("r/<str:token>/merci/", reply_page.reply_thanks, name="reply-thanks"),
        path("r/<str:token>/agenda.ics", reply_page.reply_calendar, name="reply-calendar"),
        path("p/<str:token>/", preferences.preferences, name="preferences"),
        path("", include("actions.urls.planning")),
    ]
)
