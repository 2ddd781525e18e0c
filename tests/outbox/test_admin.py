import pytest
from django.contrib.admin import site
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from alliance.outbox.models import Message, MessageEvent
from tests.factories.outbox import MessageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of(django_user_model):
    def build(*, superuser: bool = True):
        request = RequestFactory().get("/admin/")
        request.user = django_user_model(pk=1, is_active=True, is_superuser=superuser)
        request._messages = type("Notes", (list,), {"add": lambda s, *a: s.append(a)})()
        return request

    return build


def test_messages_are_looked_at_not_edited(request_of):
    admin = site.get_model_admin(Message)
    request = request_of()
    assert not admin.has_add_permission(request)
    assert not admin.has_change_permission(request)
    assert not admin.has_delete_permission(request)
    assert admin.has_view_permission(request)


def test_a_list_costs_the_same_for_one_row_and_for_three(request_of):
    admin = site.get_model_admin(Message)

    def cost(count: int) -> int:
        MessageFactory.create_batch(count)
        with CaptureQueriesContext(connection) as queries:
            changelist = admin.get_changelist_instance(request_of())
            assert list(changelist.result_list)
        return len(queries)

    assert cost(1) == cost(2)


def test_what_needs_a_decision_is_decided_and_the_rest_passed(request_of):
    MessageFactory(uncertain=True)
    MessageFactory(sent=True)
    admin = site.get_model_admin(Message)
    request = request_of()
    admin.give_up_chosen(request, Message.objects.all())
    assert MessageEvent.objects.get().actor_id == 1
    assert "1 message(s) traité(s), 1 ni" in request._messages[0][1]


def test_deciding_needs_a_right(request_of):
    admin = site.get_model_admin(Message)
    assert "resend_chosen" in admin.get_actions(request_of())
    assert "resend_chosen" not in admin.get_actions(request_of(superuser=False))


@pytest.mark.parametrize(
    "address",
    [
        "/admin/outbox/message/?q=amina&state__exact=uncertain",
        "/admin/outbox/message/{pk}/change/",
        "/admin/outbox/channelstatus/",
        "/admin/journal/entry/?q=amina",
    ],
)
def test_each_page_of_the_admin_opens(client_of, cast, address):
    message = MessageFactory(uncertain=True)
    MessageEvent.objects.create(message=message, state="uncertain", detail="coupé")
    assert client_of(cast.nadia).get(address.format(pk=message.pk)).status_code == 200
