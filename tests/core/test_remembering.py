"""What is remembered for a while, with a cache and without."""

from django.core.cache import cache

from alliance.core.remembering import forget, remembered


def test_it_is_found_once_until_it_is_forgotten():
    found = []

    def find():
        found.append(1)
        return len(found)

    assert [remembered("k", find, seconds=60) for _time in range(2)] == [1, 1]
    forget("k")
    assert remembered("k", find, seconds=60) == 2


def test_a_cache_that_does_not_answer_costs_nothing_but_the_search(monkeypatch):
    def silent(*_args, **_kwargs):
        raise ConnectionError

    for verb in ("get", "set", "delete"):
        monkeypatch.setattr(cache, verb, silent)
    forget("k")
    assert remembered("k", lambda: 7, seconds=60) == 7
