from actions.domain.diary import feeds
from actions.domain.phone_tree import access_links
from tests.cast import Cast

PUBLIC = {"actions:feed"}


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    link = feeds.subscribe(user=cast.amina, purpose="feed_chapter", chapter=cast.grenoble)
    token = access_links.url_of(link).split("/")[-1].removesuffix(".ics")
    return {"actions:feed": {"token": token}, "actions:feed-end": {"pk": link.pk}}
