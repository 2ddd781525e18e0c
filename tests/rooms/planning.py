from django.core.files.base import ContentFile

from actions.domain.planning.public_pages import open_page
from actions.enums import DayRole
from actions.models import ActionPhoto, ActionRole, CheckItem, Declaration, MaterialItem, PressLink
from tests.cast import Cast
from tests.factories.actions import ActionFactory, AttendanceFactory

PUBLIC = {"actions:public", "actions:public-thanks", "actions:public-calendar"}


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    action = ActionFactory(chapter=cast.grenoble, announced=True, soon=True)
    of_action: dict[str, object] = {"pk": action.pk}
    open_page(action=action)
    action.refresh_from_db()
    row = AttendanceFactory(action=action, person=cast.leader_person)
    item = CheckItem.objects.create(action=action, what="Peindre la banderole")
    material = MaterialItem.objects.create(action=action, what="Mégaphone")
    photo = ActionPhoto(action=action, sha256="0" * 64)
    photo.file.save("x.jpg", ContentFile(b"x"))
    link = PressLink.objects.create(action=action, url="https://exemple.fr/article")
    Declaration.objects.create(action=action, purpose="Des ascenseurs qui marchent")
    role = ActionRole.objects.create(
        action=action, person=cast.leader_person, role=DayRole.SPOKESPERSON
    )
    return {
        "actions:plan": of_action,
        "actions:lists": of_action,
        "actions:prepare": of_action,
        "actions:prepare-ride": {**of_action, "attendance": row.pk},
        "actions:debrief": of_action,
        "actions:debrief-photo": {**of_action, "photo": photo.pk},
        "actions:debrief-photos": of_action,
        "actions:debrief-press": {**of_action, "link": link.pk},
        "actions:declaration": of_action,
        "actions:public": {"slug": action.public_slug},
        "actions:public-switch": of_action,
        "actions:public-poster": of_action,
        "actions:prepare-role": {**of_action, "role": role.pk},
        "actions:prepare-item": {**of_action, "item": item.pk},
        "actions:prepare-material": {**of_action, "item": material.pk},
    }
