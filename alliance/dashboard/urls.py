"""The page opened first each morning, and those that look at a whole alliance."""

from django.urls import path

from alliance.core.web.first_words import by_first_word
from alliance.dashboard import guide, palette
from alliance.dashboard.views import (
    alliances,
    chapters,
    invitations,
    quarters,
    reshaping,
    team,
    week,
)

app_name = "dashboard"

urlpatterns = by_first_word(
    [
        path("", week.home, name="home"),
        *(
            path(f"aide/{slug}/", guide.guide_page, {"slug": slug}, name=f"help-{slug}")
            for slug in guide.PAGES
        ),
        path("semaine/actions/", week.week_coming, name="week-coming"),
        path("semaine/personnes/", week.week_people, name="week-people"),
        path("semaine/nouvelles/", week.week_news, name="week-news"),
        path("nouvelles/", week.news, name="news"),
        path("nouvelles/vues/", week.news_seen, name="news-seen"),
        path("aller/", palette.go, name="go"),
        path("alliance/", alliances.alliance_home, name="alliance"),
        path("alliance/equipe/", team.team, name="team"),
        path("alliance/equipe/conge/", team.absence_create, name="absence-create"),
        path("alliance/equipe/conge/<int:pk>/retour/", team.absence_end, name="absence-end"),
        path("alliance/equipe/inviter/", invitations.invitation_create, name="invitation-create"),
        path(
            "alliance/equipe/invitations/<int:pk>/renvoyer/",
            invitations.invitation_resend,
            name="invitation-resend",
        ),
        path(
            "alliance/equipe/invitations/<int:pk>/retirer/",
            invitations.invitation_withdraw,
            name="invitation-withdraw",
        ),
        path("alliance/ouvrir/", chapters.chapter_open, name="chapter-open"),
        path("alliance/communes/", chapters.commune_options, name="commune-options"),
        path("alliance/rapport/", alliances.report, name="report"),
        path("alliance/<slug:slug>/reglages/", chapters.chapter_settings, name="chapter-settings"),
        path("alliance/<slug:slug>/quartiers/", quarters.chapter_quarters, name="chapter-quarters"),
        path("alliance/quartiers/<int:pk>/", quarters.quarter_edit, name="quarter-edit"),
        path("alliance/quartiers/<int:pk>/reunir/", quarters.quarter_merge, name="quarter-merge"),
        path(
            "alliance/quartiers/<int:pk>/supprimer/", quarters.quarter_remove, name="quarter-remove"
        ),
        path("alliance/<slug:slug>/reunir/", reshaping.chapter_unite, name="chapter-unite"),
        path("alliance/<slug:slug>/separer/", reshaping.chapter_split, name="chapter-split"),
        path(
            "alliance/reunions/<int:pk>/defaire/", reshaping.reshaping_undo, name="reshaping-undo"
        ),
        path("alliance/<slug:slug>/fermer/", chapters.chapter_close, name="chapter-close"),
        path("alliance/<slug:slug>/", alliances.alliance_detail, name="alliance-detail"),
    ]
)
