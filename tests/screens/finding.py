"""The pages of the house and one good address of each, found by following links.

Somebody of the demonstration enters, reads a page, follows its links: what she cannot reach by a
link does not exist for her. Of the first addresses of a same page the fullest one is kept.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse

from members.models import User

LINK = re.compile(r"""<a\b[^>]*?\bhref="([^"#]+)""")
STRANGERS = ("admin:", "account_", "mfa_", "socialaccount_", "usersessions_")
EXTRA = ("account_change_password", "mfa_index")
TRIED = 3


@dataclass(frozen=True)
class Found:
    """A page: the name of its address, an address that opens, and who opens it."""

    name: str
    url: str
    viewer: str = ""


@dataclass
class Walk:
    """One viewer's way through the house."""

    user: User | None
    label: str = ""
    tried: int = TRIED
    pages: dict[str, tuple[int, str]] = field(default_factory=dict)
    _seen: dict[str, set[str]] = field(default_factory=dict)

    def follow(self, starts: Iterable[str]) -> "Walk":
        """Read these pages, then those they link to, until nothing new is found."""
        client, waiting = Client(), list(starts)
        if self.user:
            client.force_login(self.user, backend="members.backends.AccountBackend")
        while waiting:
            waiting += self._read(client, waiting.pop(0))
        return self

    def _read(self, client: Client, url: str) -> list[str]:
        name = _name_of(url)
        seen = self._seen.setdefault(name, set())
        if not name or url in seen or len(seen) >= self.tried:
            return []
        seen.add(url)
        answer = client.get(url)
        readable = not answer.streaming and answer.get("Content-Type", "").startswith("text/html")
        page = answer.content.decode() if readable else ""
        if answer.status_code != 200 or "<html" not in page:
            return []
        self.pages[name] = max(self.pages.get(name, (0, "")), (len(page), url))
        return [unescape(link).partition("?")[0] for link in LINK.findall(page)]

    def found(self) -> list[Found]:
        """One address a page."""
        return [Found(name, url, self.label) for name, (_size, url) in self.pages.items()]


def _name_of(url: str) -> str:
    """The name of the page at an address of the house; nothing for others, and for libraries."""
    parts = urlsplit(url)
    if parts.netloc or not parts.path.startswith("/"):
        return ""
    try:
        name = resolve(parts.path).view_name or ""
    except Resolver404:
        return ""
    return "" if name.startswith(STRANGERS) and name not in EXTRA else name


def plain_addresses() -> list[str]:
    """The addresses of the house that need no key."""
    return [reverse(name) for name, keys in _patterns(get_resolver()) if not keys]


def keyed_names() -> set[str]:
    """The names of the addresses that need one."""
    return {name for name, keys in _patterns(get_resolver()) if keys}


def _patterns(resolver: URLResolver, space: str = "") -> Iterable[tuple[str, list[str]]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(filter(None, [space, entry.namespace]))
            if f"{inner}:" not in STRANGERS and "allauth" not in str(entry.urlconf_name):
                yield from _patterns(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield ":".join(filter(None, [space, entry.name])), sorted(entry.pattern.converters)


def every_page(
    user_of: Callable[[str], User], public: Iterable[str], *, tried: int = TRIED
) -> list[Found]:
    """The pages an organizer reaches, then those only the administration does, then the public."""
    starts, pages = plain_addresses(), {}
    for label in ("amina", "admin"):
        walk = Walk(user_of(label), label, tried).follow(["/", *starts])
        pages = {one.name: one for one in walk.found()} | pages
    outside = Walk(None, "", tried).follow([reverse("account_login"), *public])
    pages |= {one.name: one for one in outside.found() if one.name not in pages}
    return sorted(pages.values(), key=lambda one: (one.viewer, one.url))
