"""How forms are drawn: label, help and error of a field in one place."""

from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """Draws every form of the house with the templates of ``templates/django/forms/``.

    ``{{ field.as_field_group }}`` gives one field with its label, help and errors, tied to it
    by ``aria-describedby``; ``{{ form }}`` gives all of them below a summary of the errors.
    """

    form_template_name = "django/forms/house.html"
    field_template_name = "components/field.html"
