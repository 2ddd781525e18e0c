"""Addresses of the calendar and of its feeds."""

from django.urls import path

from actions.views import calendar

urlpatterns = [
    path("calendrier/", calendar.calendar, name="calendar"),
    path("calendrier/abonnements/", calendar.feed_list, name="feed-list"),
    path("calendrier/abonnements/<int:pk>/arreter/", calendar.feed_end, name="feed-end"),
    path("agenda/<str:token>.ics", calendar.feed, name="feed"),
]
