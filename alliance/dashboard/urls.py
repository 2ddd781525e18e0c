"""The page opened first each morning, and those that look at a whole alliance."""

from django.urls import path

from alliance.dashboard import alliance_pages, chapter_pages, guide, palette, team_pages, views

app_name = "dashboard"

urlpatterns = [
    path("", views.home, name="home"),
    *(
        path(f"aide/{slug}/", guide.guide_page, {"slug": slug}, name=f"help-{slug}")
        for slug in guide.PAGES
    ),
    path("semaine/personnes/", views.week_people, name="week-people"),
    path("semaine/nouvelles/", views.week_news, name="week-news"),
    path("nouvelles/", views.news, name="news"),
    path("nouvelles/vues/", views.news_seen, name="news-seen"),
    path("aller/", palette.go, name="go"),
    path("alliance/", alliance_pages.alliance_home, name="alliance"),
    path("alliance/equipe/", team_pages.team, name="team"),
    path("alliance/equipe/conge/", team_pages.absence_create, name="absence-create"),
    path("alliance/equipe/conge/<int:pk>/retour/", team_pages.absence_end, name="absence-end"),
    path("alliance/ouvrir/", chapter_pages.chapter_open, name="chapter-open"),
    path("alliance/communes/", chapter_pages.commune_options, name="commune-options"),
    path("alliance/rapport/", alliance_pages.report, name="report"),
    path("alliance/<slug:slug>/reglages/", chapter_pages.chapter_settings, name="chapter-settings"),
    path("alliance/<slug:slug>/fermer/", chapter_pages.chapter_close, name="chapter-close"),
    path("alliance/<slug:slug>/", alliance_pages.alliance_detail, name="alliance-detail"),
]
