"""The préfecture assistant: does it need declaring, until when, the paper, the receipt."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actions.domain.actions import EditedMeanwhile, WrongState
from actions.domain.declaring import declarations
from actions.domain.declaring.declaration_papers import paper_of
from actions.forms.declaration import DeclarationForm, ReceiptForm
from actions.models import Action, Declaration
from actions.permissions import require_running
from actions.views.action.action_tabs import action_tabs
from alliance.core.files.pdf import pdf_response
from members.scoping import get_visible_or_404


def _mine(request: HttpRequest, pk: int) -> Action:
    wanted = Action.objects.select_related("chapter", "campaign")
    action = get_visible_or_404(wanted, request.user, pk=pk)
    require_running(request.user, action)
    return action


@never_cache
@require_http_methods(["GET", "POST"])
def declaration(request: HttpRequest, pk: int) -> HttpResponse:
    """What the law asks for this plan, and the form that fills the paper."""
    action = _mine(request, pk)
    known = Declaration.objects.filter(action=action).first()
    form = DeclarationForm.of(action, known, request.POST or None)
    if form.is_valid() and _written(request, action, form):
        return redirect("actions:declaration", pk)
    context = {
        "action": action,
        "form": form,
        "declaration": known,
        "advice": declarations.advice(action, known),
        "receipt_form": ReceiptForm(initial={"receipt": known.receipt if known else ""}),
        "tabs": action_tabs(action, "prepare"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "actions/declaration/page.html", context, status=status)


def _written(request: HttpRequest, action: Action, form: DeclarationForm) -> bool:
    data = form.cleaned_data
    names = ("purpose", "route", "dispersal", "groups_invited", "office", "expected_version")
    try:
        declarations.write(
            action=action,
            signers=form.signers(),
            actor=request.user,
            **{name: data[name] for name in names},
        )
    except declarations.InvalidDeclaration as problem:
        for name, message in problem.messages.items():
            form.add_error(name, message)
    except WrongState as problem:
        form.add_error(None, str(problem))
    except EditedMeanwhile:
        form.data = form.data.copy()
        kept = Declaration.objects.get(action=action)
        form.data["expected_version"] = str(kept.version)
        form.add_error(
            None,
            _("Quelqu’un d’autre vient de l’écrire. Relisez, puis enregistrez de nouveau."),
        )
    else:
        messages.success(request, _("La déclaration est prête : imprimez, signez, déposez."))
        return True
    return False


@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper to sign and hand in."""
    action = _mine(request, pk)
    found = Declaration.objects.select_related("action__chapter", "office")
    known = get_object_or_404(found, action=action)
    return pdf_response("declaration.typ", paper_of(known), name=f"declaration-{action.pk}")


@require_POST
def filed(request: HttpRequest, pk: int) -> HttpResponse:
    """It was handed in; the receipt's number may come later."""
    known = get_object_or_404(Declaration, action=_mine(request, pk))
    form = ReceiptForm(request.POST)
    if form.is_valid():
        receipt = form.cleaned_data["receipt"]
        declarations.file(declaration=known, receipt=receipt, actor=request.user)
        messages.success(request, _("C’est noté : déclaration déposée."))
    return redirect("actions:declaration", pk)
