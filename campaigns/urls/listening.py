"""Addresses of listening."""

from django.urls import path

from campaigns.views import drives, grievances, listening, map, themes, voices

urlpatterns = [
    path("ecoute/", listening.listening_home, name="listening"),
    path("ecoute/themes/", themes.theme_list, name="theme-list"),
    path("ecoute/themes/<int:pk>/retirer/", themes.theme_retire, name="theme-retire"),
    path("ecoute/carte/", map.map_page, name="map"),
    path("ecoute/carte/donnees.json", map.map_data, name="map-data"),
    path("ecoute/carte/quartiers/<int:pk>/", map.spot_edit, name="spot-edit"),
    path("ecoute/noter/", listening.listen, name="listen"),
    path("ecoute/entendu/<int:pk>/", listening.heard, name="heard"),
    path("ecoute/coleres/", grievances.grievance_list, name="grievance-list"),
    path("ecoute/coleres/<int:pk>/", listening.grievance_edit, name="grievance-edit"),
    path(
        "ecoute/coleres/<int:pk>/retirer/", listening.grievance_withdraw, name="grievance-withdraw"
    ),
    path("personnes/<int:pk>/coleres/", grievances.person_angers, name="person-angers"),
    path("campagnes/<int:pk>/voix/", voices.campaign_voices, name="campaign-voices"),
    path("campagnes/<int:pk>/demandes/", voices.campaign_asks, name="campaign-asks"),
    path("groupes/<int:pk>/coleres/", voices.group_voices, name="group-voices"),
    path("reunions/<int:pk>/coleres/", voices.meeting_voices, name="meeting-voices"),
    path("ecoute/campagnes/", drives.drive_list, name="drive-list"),
    path("ecoute/campagnes/nouvelle/", drives.drive_create, name="drive-create"),
    path("ecoute/campagnes/<int:pk>/", drives.drive_detail, name="drive"),
    path("ecoute/campagnes/<int:pk>/modifier/", drives.drive_edit, name="drive-edit"),
    path("ecoute/campagnes/<int:pk>/equipe/", drives.drive_team, name="drive-team"),
    path(
        "ecoute/campagnes/<int:pk>/equipe/<int:listener>/retirer/",
        drives.listener_remove,
        name="drive-listener-remove",
    ),
    path("ecoute/campagnes/<int:pk>/questions/", drives.drive_script, name="drive-script"),
    path(
        "ecoute/campagnes/<int:pk>/questions/<int:question>/retirer/",
        drives.question_remove,
        name="drive-question-remove",
    ),
    path("ecoute/campagnes/<int:pk>/reponses/", drives.drive_answers, name="drive-answers"),
]
