"""Addresses of the people's room."""

from django.urls import path

from alliance.core.web.first_words import by_first_word
from members.urls import accounts as account_links
from members.urls import addresses, editing, imports, leaders, lists, membership
from members.views import (
    accounts,
    contacts,
    follow_ups,
    groups,
    meeting_changes,
    meetings,
    people,
    reaching,
    timeline,
)

app_name = "members"

urlpatterns = by_first_word(
    [
        *account_links.urlpatterns,
        *lists.urlpatterns,
        *leaders.urlpatterns,
        path("personnes/choix/", contacts.person_options, name="person-options"),
        path("personnes/nouvelle/", people.person_create, name="person-create"),
        *imports.urlpatterns,
        *membership.urlpatterns,
        path("personnes/<int:pk>/", people.person_detail, name="person-detail"),
        path("personnes/<int:pk>/histoire/", timeline.person_timeline, name="person-timeline"),
        *editing.urlpatterns,
        *addresses.urlpatterns,
        path("personnes/<int:pk>/consentement/", people.consent_record, name="consent-record"),
        path("personnes/<int:pk>/jointe/", reaching.person_reached, name="person-reached"),
        path("personnes/<int:pk>/plus-tard/", reaching.person_later, name="person-later"),
        path("echanges/<int:pk>/annuler/", reaching.contact_take_back, name="contact-take-back"),
        path("langue/", accounts.language_choose, name="language"),
        path("noter/", contacts.contact_create, name="contact-create"),
        path("relances/", follow_ups.follow_up_list, name="follow-up-list"),
        path("relances/confier/", follow_ups.follow_up_reassign, name="reassign"),
        path("relances/matin/", follow_ups.digest_choose, name="digest"),
        path("relances/<int:pk>/faite/", follow_ups.follow_up_done, name="follow-up-done"),
        path("relances/<int:pk>/rouvrir/", follow_ups.follow_up_reopen, name="follow-up-reopen"),
        path("relances/<int:pk>/plus-tard/", follow_ups.follow_up_later, name="follow-up-later"),
        path("groupes/", groups.group_list, name="group-list"),
        path("groupes/nouveau/", groups.group_create, name="group-create"),
        path("groupes/<int:pk>/", groups.group_detail, name="group-detail"),
        path("groupes/<int:pk>/modifier/", groups.group_edit, name="group-edit"),
        path("groupes/<int:pk>/reunions/", meetings.meeting_list, name="meeting-list"),
        path("groupes/<int:pk>/reunions/nouvelle/", meetings.meeting_plan, name="meeting-plan"),
        path("reunions/<int:pk>/", meetings.meeting_detail, name="meeting-detail"),
        path("reunions/<int:pk>/deplacer/", meeting_changes.meeting_move, name="meeting-move"),
        path("reunions/<int:pk>/annuler/", meeting_changes.meeting_cancel, name="meeting-cancel"),
        path("reunions/<int:pk>/invites/", meetings.meeting_guest_add, name="meeting-guest-add"),
        path("groupes/<int:pk>/membres/", groups.group_join, name="group-join"),
        path(
            "groupes/<int:pk>/membres/<int:membership>/depart/",
            groups.group_leave,
            name="group-leave",
        ),
    ]
)
