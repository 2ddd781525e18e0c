"""Every page of the demonstration, walked once in a browser: readable by all, at both widths.

Each is opened once: axe-core in both themes, the keyboard, the page enlarged, its weight.
"""

import pytest

from tests.browser.checks import by_keyboard, enlarged, escaping, weighed
from tests.browser.conftest import AXE, SIZES
from tests.screens.demonstration import enter_as, pages_of_the_demonstration

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = dict(zip(("width", "height"), SIZES["phone"], strict=True))
EVERYTHING = "rules: {'target-size': {enabled: 1}}"
# What changes with the width, once the same page was asked everything at the other one.
LAYOUT = "runOnly: ['color-contrast', 'target-size', 'scrollable-region-focusable']"
COLOURS = "runOnly: ['color-contrast']"
ASKED = (("desktop", "light", EVERYTHING), ("phone", "light", LAYOUT), ("phone", "dark", COLOURS))
# Around the first page of each viewer stands the frame, which no other page shows again.
ASKED_FIRST = (*ASKED, ("phone", "light", EVERYTHING), ("desktop", "dark", COLOURS))
# The hundredth row of a list is made like the third.
SHORTEN = """() => document.querySelectorAll('tbody > tr, ul > li, ol > li').forEach(
    one => { if ([...one.parentNode.children].indexOf(one) > 3) one.hidden = true; })"""
# The frame is the same around every page: it is looked at around the first one of each viewer.
UNFRAME = """() => document.querySelectorAll('.side, .topbar, .bottombar, .footer').forEach(
    one => { one.hidden = true; })"""
ASK = """options => axe.run(document, options).then(found => found.violations.map(
    one => one.id + ': ' + one.nodes.slice(0, 3).map(node => node.target.join(' ')).join(' | ')))"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What a thumb presses.
SMALL = """() => [...document.querySelectorAll(`.button, .chip, .bottombar a, .menu-panel a,
        .bottombar summary, .field :is(input, select):not([type=checkbox], [type=radio])`)]
    .map(one => one.closest('label.chip, label.check') || one)
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
    .map(one => one.outerHTML.slice(0, 90))"""


def looked_at(page, asked):
    """What is wrong with the open page, by width and theme."""
    faults = []
    page.evaluate("document.activeElement?.blur()")  # the skip link lies over what it skips
    for size, scheme, rules in asked:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        options = f"{{resultTypes: ['violations'], preload: false, {rules}}}"
        faults += [f"{size} {scheme} {one}" for one in page.evaluate(f"({ASK})({options})")]
        if page.evaluate(TOO_WIDE) > 0:
            faults.append(f"{size}: wider than the screen")
        if size == "phone":
            faults += [f"small target: {one}" for one in page.evaluate(SMALL)]
    return faults


def test_every_page_is_for_everybody(browser, site):
    world, pages = pages_of_the_demonstration(tried=1)
    source, faults = AXE.read_text(encoding="utf-8") + ";0", []
    for viewer in ("amina", "admin", ""):
        context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris")
        context.set_default_navigation_timeout(60_000)  # a busy machine is slow to start
        if viewer:
            context.add_cookies([{**enter_as(world.accounts[viewer]), "url": site}])
        page = context.new_page()
        for rank, one in enumerate(found for found in pages if found.viewer == viewer):
            page.set_viewport_size(PHONE)
            page.goto(site + one.url)
            page.evaluate(source)
            page.evaluate(SHORTEN)
            found = by_keyboard(page) + escaping(page)
            if rank:
                page.evaluate(UNFRAME)
            found += looked_at(page, ASKED if rank else ASKED_FIRST)
            found += enlarged(page) + weighed(page)
            faults += [f"{one.url} {fault}" for fault in found]
        context.close()
    assert faults == [], "\n".join(faults)
