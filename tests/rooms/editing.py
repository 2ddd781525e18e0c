from tests.cast import Cast

PUBLIC: set[str] = set()


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    return {"members:person-fact": {"pk": cast.leader_person.pk, "fact": "note"}}
