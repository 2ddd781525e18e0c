"""The style page in a real browser: readable by all, wide enough, and its scripts at work."""

from collections.abc import Iterator

import pytest
from pytest_django.live_server_helper import LiveServer

PAGES = ("/style/", "/style/public/", "/style/public/?dir=rtl", "/compte/login/", "/absente/")


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """These pages read no row: a server without a database, and none to empty."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_page, axe_violations, path, size, scheme):
    assert axe_violations(open_page(path, size=size, scheme=scheme)) == []


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_never_wider_than_the_screen(open_page, path, size):
    page = open_page(path, size=size)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_targets_are_44_pixels_high_on_the_phone(open_page):
    page = open_page("/style/", size="phone")
    small = page.evaluate(
        """() => [...document.querySelectorAll(
            '.button, .bottombar a, .bottombar summary, .chip, .input, .field [type=text]')]
          .map(one => one.closest('label') || one)
          .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
          .map(one => one.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_a_long_text_has_room_for_two_lines(open_page):
    page = open_page("/style/", size="phone")
    area = page.locator(".field textarea").first
    assert area.evaluate("one => one.getBoundingClientRect().height") >= 72


def test_page_lays_out_in_a_blink_on_the_phone(open_page):
    """Nested container queries once made the same page take twenty seconds."""
    page = open_page("/style/", size="phone")
    spent = page.evaluate(
        """() => {
            document.body.classList.add("public");
            const start = performance.now();
            document.body.getBoundingClientRect();
            return performance.now() - start;
        }"""
    )
    assert spent < 1500


def test_slash_goes_to_the_search_and_is_a_letter_inside_it(open_page):
    page = open_page("/style/")
    page.keyboard.press("/")
    page.keyboard.type("12/3")
    assert page.input_value("#recherche") == "12/3"


def test_chosen_theme_is_kept(open_page):
    page = open_page("/style/", scheme="light")
    page.locator(".topbar details.menu > summary").click()
    page.locator("[data-theme-choice=dark]").click()
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(27, 21, 18)"


def test_escape_closes_a_menu_and_gives_the_focus_back(open_page):
    page = open_page("/style/", size="phone")
    page.locator(".bottombar summary").click()
    page.locator(".bottombar .menu-panel a").first.focus()
    page.keyboard.press("Escape")
    assert page.locator(".bottombar details[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_dialog_opens_and_closes(open_page):
    page = open_page("/style/")
    page.locator("[data-dialog=supprimer]").click()
    assert page.locator("dialog#supprimer[open]").count() == 1
    page.locator("dialog#supprimer [data-close]").click()
    assert page.locator("dialog[open]").count() == 0


def test_combobox_is_worked_from_the_keyboard(open_page):
    page = open_page("/style/")
    page.locator("#personne").press_sequentially("fat", delay=20)
    page.get_by_role("option", name="Fatou Diarra").wait_for()
    assert page.locator("#personne_list [role=option]").count() == 2
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#personne") == "Fatou Diarra"
    assert page.input_value("input[type=hidden][name=person]") == "2"
    assert page.locator("#personne_list [role=option]").count() == 0


def test_combobox_forgets_its_choice_when_the_text_changes(open_page):
    page = open_page("/style/")
    page.locator("#personne").press_sequentially("malik", delay=20)
    page.get_by_role("option", name="Malik Benali").click()
    assert page.input_value("input[type=hidden][name=person]") == "3"
    page.locator("#personne").press_sequentially("x")
    assert page.input_value("input[type=hidden][name=person]") == ""


def test_select_all_counts(open_page):
    page = open_page("/style/")
    page.locator("[data-select-all]").check()
    assert page.inner_text("[data-selected-count]") == "2"
    page.locator("[type=checkbox][name=person]").first.uncheck()
    assert page.evaluate("document.querySelector('[data-select-all]').indeterminate")


def test_question_is_asked_before_a_form_that_harms(open_page):
    page = open_page("/style/")
    page.locator("[data-confirm] button").click()
    assert page.locator("dialog#confirmation[open]").count() == 1
    page.locator("dialog#confirmation button[value=no]").click()
    assert page.url.endswith("/style/")


def test_form_is_sent_once(open_page):
    page = open_page("/style/")
    page.evaluate(
        """() => {
            window.sent = 0;
            addEventListener("submit", event => {
                if (!event.defaultPrevented) window.sent += 1;
                event.preventDefault();
            });
            const form = document.querySelector("#noter form");
            form.requestSubmit();
            form.requestSubmit();
        }"""
    )
    assert page.evaluate("window.sent") == 1
    assert page.locator("#noter button[aria-busy=true]").count() == 1


def test_page_works_without_scripts(open_page):
    page = open_page("/style/", java_script_enabled=False)
    page.locator(".topbar details.menu > summary").click()
    assert page.get_by_role("button", name="Se déconnecter").is_visible()
    assert not page.get_by_text("Thème sombre").is_visible()


def test_paper_keeps_the_page_and_drops_the_frame(open_page):
    page = open_page("/style/", scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".side").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
