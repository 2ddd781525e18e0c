"""Addresses of the actions: organizers' pages, and the few public ones."""

from django.urls import path

from actions.views import outbox, preferences, reply_page

app_name = "actions"

urlpatterns = [
    path("envois/", outbox.outbox, name="outbox"),
    path("envois/<int:pk>/", outbox.message_detail, name="message-detail"),
    path("envois/<int:pk>/renvoyer/", outbox.message_resend, name="message-resend"),
    path("envois/<int:pk>/arrive/", outbox.message_arrived, name="message-arrived"),
    path("envois/<int:pk>/appeler/", outbox.message_call, name="message-call"),
    path("envois/", outbox.outbox, name="outbox"),
    path("envois/<int:pk>/", outbox.message_detail, name="message-detail"),
    path("envois/<int:pk>/renvoyer/", outbox.message_resend, name="message-resend"),
    path("envois/<int:pk>/arrive/", outbox.message_arrived, name="message-arrived"),
    path("envois/<int:pk>/appeler/", outbox.message_call, name="message-call"),
    path("r/<str:token>/", reply_page.reply, name="reply"),
    path("r/<str:token>/merci/", reply_page.reply_thanks, name="reply-thanks"),
    path("r/<str:token>/agenda.ics", reply_page.reply_calendar, name="reply-calendar"),
    path("p/<str:token>/", preferences.preferences, name="preferences"),
]
