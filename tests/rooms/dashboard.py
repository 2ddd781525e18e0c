from tests.cast import Cast

PUBLIC: set[str] = set()


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    return {"dashboard:alliance-detail": {"slug": cast.grenoble.slug}}
