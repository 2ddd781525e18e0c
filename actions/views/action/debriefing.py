"""The bilan of an action: the figure, the circle, the absents, photos and press."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actions.domain import debriefs
from actions.domain.actions import EditedMeanwhile, WrongState
from actions.domain.planning.leaders import figures
from actions.domain.turnout import turnout
from actions.forms.debrief import DebriefForm, PhotoForm, PressForm
from actions.models import Action, ActionPhoto, Debrief, PressLink
from actions.permissions import require_running
from actions.views.action.action_tabs import action_tabs
from alliance.core.files.private_files import serve
from alliance.core.files.uploads import RefusedFile
from members.scoping import get_visible_or_404


def _mine(request: HttpRequest, pk: int) -> Action:
    action = get_visible_or_404(Action.objects.select_related("chapter"), request.user, pk=pk)
    require_running(request.user, action)
    return action


@require_http_methods(["GET", "POST"])
def debrief(request: HttpRequest, pk: int) -> HttpResponse:
    """How it went, and five questions in the circle; POST keeps them."""
    action = _mine(request, pk)
    known = Debrief.objects.filter(action=action).first()
    form = DebriefForm.of(known, request.POST or None)
    if form.is_valid() and _held(request, action, form):
        return redirect("actions:debrief", pk)
    return _page(request, action, known=known, debrief_form=form)


def _held(request: HttpRequest, action: Action, form: DebriefForm) -> bool:
    try:
        kept = debriefs.hold(
            action=action,
            next_on=form.cleaned_data["next_on"],
            answers=form.answers(),
            expected_version=form.cleaned_data["expected_version"],
            actor=request.user,
        )
    except debriefs.InvalidDebrief as problem:
        for name, message in problem.messages.items():
            form.add_error(name, message)
    except WrongState as problem:
        form.add_error(None, str(problem))
    except EditedMeanwhile:
        _show_conflict(form, action)
    else:
        messages.success(request, _("Le bilan est gardé. Prochaine date : préparez-la."))
        return bool(kept)
    return False


def _show_conflict(form: DebriefForm, action: Action) -> None:
    form.data = form.data.copy()
    form.data["expected_version"] = str(Debrief.objects.get(action=action).version)
    form.add_error(
        None,
        _(
            "Un autre téléphone a écrit ce bilan pendant ce temps. Relisez, puis enregistrez de "
            "nouveau pour garder votre version."
        ),
    )


def _page(
    request: HttpRequest,
    action: Action,
    known: Debrief | None,
    corrected: dict[int, PressForm] | None = None,
    **refused: forms.Form,
) -> HttpResponse:
    corrected = corrected or {}
    articles = list(action.press_links.all())
    context: dict[str, Any] = {
        "action": action,
        "debrief": known,
        "turnout": turnout(action),
        "kept": debriefs.kept(action),
        "leaders": figures(action),
        "absents": debriefs.absents(action),
        "photos": list(action.photos.all()),
        "press": [(link, corrected.get(link.pk) or PressForm.of(link)) for link in articles],
        "photo_form": PhotoForm(),
        "press_form": PressForm(),
        "begun": action.starts_at <= timezone.now(),
        "tabs": action_tabs(action, "debrief"),
    }
    shown = [*refused.values(), *corrected.values()]
    status = 422 if any(form.is_bound and form.errors for form in shown) else 200
    return render(request, "actions/debrief/page.html", context | refused, status=status)


def _back(pk: int, anchor: str) -> HttpResponse:
    return redirect(reverse("actions:debrief", args=[pk]) + f"#{anchor}")


@require_POST
def call_absents(request: HttpRequest, pk: int) -> HttpResponse:
    """A friendly call to each absent, once."""
    count = debriefs.call_absents(action=_mine(request, pk), actor=request.user)
    words = ngettext("%(n)d appel amical ajouté.", "%(n)d appels amicaux ajoutés.", count)
    messages.success(request, words % {"n": count})
    return _back(pk, "absents")


@require_POST
def photo_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One or several photos; each that cannot be kept says why."""
    action = _mine(request, pk)
    form = PhotoForm(request.POST)
    caption = form.cleaned_data["caption"] if form.is_valid() else ""
    files = request.FILES.getlist("photos")
    if not files:
        messages.error(request, _("Choisissez au moins une photo."))
    for upload in files[: debriefs.PHOTOS_LIMIT]:
        try:
            debriefs.add_photo(action=action, upload=upload, caption=caption, actor=request.user)
        except RefusedFile as problem:
            words = _("« %(name)s » : %(why)s")
            messages.error(request, words % {"name": upload.name or "", "why": problem})
    return _back(pk, "photos")


@require_GET
def photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """The picture itself, for those who prepare the action."""
    action = _mine(request, pk)
    row = get_object_or_404(ActionPhoto, action=action, pk=photo)
    suffix = row.file.name.rsplit(".", 1)[-1]
    return serve(row.file, name=f"photo-{row.pk}.{suffix}", content_type=row.content_type)


@require_POST
def photo_caption(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """Correct what is written under a photo."""
    row = get_object_or_404(ActionPhoto, action=_mine(request, pk), pk=photo)
    debriefs.caption(photo=row, text=request.POST.get("caption", ""))
    return _back(pk, "photos")


@require_POST
def photo_remove(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """Remove a photo for good; removed already, it is no trouble."""
    row = ActionPhoto.objects.filter(action=_mine(request, pk), pk=photo).first()
    if row is not None:
        debriefs.remove_photo(photo=row, actor=request.user)
        messages.success(request, _("La photo est enlevée."))
    return _back(pk, "photos")


@require_POST
def press_add(request: HttpRequest, pk: int) -> HttpResponse:
    """An article about the action."""
    action = _mine(request, pk)
    form = PressForm(request.POST)
    if _kept(form, debriefs.add_press, action=action, actor=request.user):
        return _back(pk, "presse")
    known = Debrief.objects.filter(action=action).first()
    return _page(request, action, known=known, debrief_form=DebriefForm.of(known), press_form=form)


@require_POST
def press_correct(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """Its address or its title was wrong."""
    action = _mine(request, pk)
    row = get_object_or_404(PressLink, action=action, pk=link)
    form = PressForm.of(row, request.POST)
    if _kept(form, debriefs.correct_press, link=row):
        return _back(pk, "presse")
    known = Debrief.objects.filter(action=action).first()
    form_of = DebriefForm.of(known)
    return _page(request, action, known=known, debrief_form=form_of, corrected={link: form})


def _kept(form: PressForm, deed: Callable[..., Any], **of: Any) -> bool:
    if not form.is_valid():
        return False
    try:
        deed(**form.cleaned_data, **of)
    except debriefs.InvalidDebrief as problem:
        form.add_error("url", problem.messages["url"])
        return False
    return True


@require_POST
def press_remove(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """Forget an article; forgotten already, it is no trouble."""
    row = PressLink.objects.filter(action=_mine(request, pk), pk=link).first()
    if row is not None:
        debriefs.remove_press(link=row, actor=request.user)
    return _back(pk, "presse")
