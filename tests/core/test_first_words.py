"""Addresses gathered under their first word stay the same addresses."""

import pytest
from django.http import HttpResponse
from django.urls import URLResolver, include, path, resolve, reverse

from alliance.core.web.first_words import by_first_word


def nothing(_request, **_kwargs):
    return HttpResponse()


def test_names_and_order_within_a_word_are_kept():
    late = [path("a/<str:word>/", nothing, name="any"), path("", nothing, name="root")]
    gathered = by_first_word(
        [path("b/", nothing, name="b"), path("a/new/", nothing, {"x": 1}, name="new"), *late]
    )
    named = {str(one.pattern): one for one in gathered}
    assert set(named) == {"", "a/", "b/"}
    assert [one.name for one in named["a/"].url_patterns] == ["new", "any"]
    assert named["a/"].url_patterns[0].default_args == {"x": 1}


def test_an_inclusion_that_only_brings_a_file_is_opened():
    (word,) = by_first_word([path("", include([path("a/", nothing)])), path("a/b/", nothing)])
    assert isinstance(word, URLResolver)
    assert len(word.url_patterns) == 2


def test_what_begins_with_no_word_is_refused():
    with pytest.raises(ValueError, match="does not begin with a word"):
        by_first_word([path("<slug:slug>/", nothing)])


def test_a_page_of_an_action_is_found_in_a_few_tries():
    address = reverse("actions:check-in", args=[1, 2])
    match = resolve(address)
    assert (match.view_name, match.kwargs) == ("actions:check-in", {"pk": 1, "attendance": 2})
    assert match.route == "actions/<int:pk>/presences/<int:attendance>/"
    assert len(match.tried) < 100
