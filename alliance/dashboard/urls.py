"""The page opened first each morning, and those that look at a whole alliance."""

from django.urls import path

from alliance.dashboard import alliance_pages, views

app_name = "dashboard"

urlpatterns = [
    path("", views.home, name="home"),
    path("alliance/", alliance_pages.alliance_home, name="alliance"),
    path("alliance/rapport/", alliance_pages.report, name="report"),
    path("alliance/<slug:slug>/", alliance_pages.alliance_detail, name="alliance-detail"),
]
