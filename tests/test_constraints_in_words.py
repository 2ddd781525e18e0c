"""A rule of the database never shows its name: a sentence stands in its place."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from actions.models import Course
from tests.factories.members import ChapterFactory

pytestmark = pytest.mark.django_db


def test_a_constraint_speaks_french():
    course = Course(chapter=ChapterFactory.build(), name="Négocier", hours=0)
    with translation.override("fr"), pytest.raises(ValidationError) as refused:
        course.validate_constraints(exclude={"chapter", "name"})
    assert "course_length" not in str(refused.value)
    assert "ne va pas ensemble" in str(refused.value)


@pytest.mark.parametrize("hours", [0, 201, 99999])
def test_a_course_of_no_hour_is_said_beside_the_field(cast, client_of, hours):
    typed = {"name": "Négocier", "hours": hours}
    answer = client_of(cast.amina).post("/formations/nouvelle/", typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["hours"]


@pytest.mark.parametrize("day", ["1900-01-01T10:00", "3026-01-01T10:00", "hier"])
def test_a_meeting_is_of_our_time(cast, client_of, day):
    typed = {"kind": "house", "starts_at": day}
    url = f"/groupes/{cast.led_group.pk}/reunions/nouvelle/"
    answer = client_of(cast.amina).post(url, typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["starts_at"]
