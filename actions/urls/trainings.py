"""Addresses of the trainings."""

from django.urls import URLPattern, path

from actions.views import earlier_trainings, training_sessions, trainings

urlpatterns: list[URLPattern] = [
    path("formations/", trainings.training_home, name="trainings"),
    path("formations/manque/", trainings.missing_board, name="trainings-missing"),
    path("formations/rattacher/", training_sessions.training_attach, name="training-attach"),
    path("formations/nouvelle/", trainings.course_create, name="course-create"),
    path("formations/<int:pk>/", trainings.course_detail, name="course-detail"),
    path("formations/<int:pk>/modifier/", trainings.course_edit, name="course-edit"),
    path("formations/<int:pk>/programme/", trainings.course_retire, name="course-retire"),
    path("formations/<int:pk>/session/", training_sessions.session_create, name="course-session"),
    path(
        "formations/sessions/<int:pk>/", training_sessions.session_detail, name="training-session"
    ),
    path(
        "formations/sessions/<int:pk>/inscrire/",
        training_sessions.session_sign_up,
        name="training-sign-up",
    ),
    path(
        "formations/sessions/<int:pk>/desistement/<int:attendance>/",
        training_sessions.session_withdraw,
        name="training-withdraw",
    ),
    path(
        "formations/sessions/<int:pk>/exterieur/",
        training_sessions.outsider_add,
        name="training-outsider-add",
    ),
    path(
        "formations/sessions/<int:pk>/exterieur/<int:outsider>/",
        training_sessions.outsider_mark,
        name="training-outsider-mark",
    ),
    path(
        "formations/sessions/<int:pk>/exterieur/<int:outsider>/retirer/",
        training_sessions.outsider_remove,
        name="training-outsider-remove",
    ),
    path("formations/<int:pk>/avant/", earlier_trainings.course_earlier, name="course-earlier"),
    path(
        "formations/avant/<int:pk>/oter/", earlier_trainings.earlier_remove, name="earlier-remove"
    ),
    path("personnes/<int:pk>/formations/", trainings.person_trainings, name="person-trainings"),
    path(
        "personnes/<int:pk>/formations/avant/",
        earlier_trainings.person_earlier,
        name="person-earlier",
    ),
]
