from tests.cast import Cast
from tests.factories.members import EmailFactory

PUBLIC: set[str] = set()


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    email = EmailFactory(person=cast.leader_person)
    return {"members:email-retry": {"pk": cast.leader_person.pk, "email": email.pk}}
