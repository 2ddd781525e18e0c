"""Recipes: a campaign leaves without names, and begins elsewhere."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from campaigns.domain import recipes
from campaigns.forms.victory import RecipeForm
from campaigns.views.fetching import campaign_to_write
from members.permissions import organized_chapters, organizers_only


@require_GET
def campaign_recipe(request: HttpRequest, pk: int) -> HttpResponse:
    """What would leave, to be read before it does; then the file."""
    campaign = campaign_to_write(request, pk)
    data = recipes.export(campaign, request.user)
    if request.GET.get("format") == "json":
        answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
        answer["Content-Disposition"] = 'attachment; filename="recette.json"'
        return answer
    shown = json.dumps(data, ensure_ascii=False, indent=2)
    context = {"campaign": campaign, "recipe": data, "shown": shown}
    return render(request, "campaigns/victory/recipe.html", context)


@require_http_methods(["GET", "POST"])
@organizers_only
def recipe_import(request: HttpRequest) -> HttpResponse:
    """Begin a campaign from somebody else's recipe."""
    chapters = organized_chapters(request.user)
    form = RecipeForm(request.POST or None, request.FILES or None, chapters=chapters)
    if form.is_valid():
        try:
            text = form.cleaned_data["file"].read(recipes.LARGEST + 1).decode("utf-8")
            data = recipes.read(text)
            campaign = recipes.import_(
                chapter=form.cleaned_data["chapter"], data=data, actor=request.user
            )
            messages.success(request, _("La recette est devenue une campagne en préparation."))
            return redirect("campaigns:campaign-detail", campaign.pk)
        except UnicodeDecodeError:
            form.add_error("file", _("Ce fichier n’est pas une recette : il ne se lit pas."))
        except recipes.InvalidRecipe as problem:
            form.add_error("file", str(problem))
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/victory/recipe_import.html", {"form": form}, status=status)
