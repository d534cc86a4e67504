"""An address of e-mail is used only once its owner has opened the link of the first letter."""

from __future__ import annotations

import re
import time

import pytest

from tests.notices.world import choose, put, quiet
from zhurnal.audit.models import Line
from zhurnal.notices.actions.reach import confirm_address, set_address
from zhurnal.notices.errors import NoticeError
from zhurnal.notices.models import Delivery, MailAddress
from zhurnal.notices.worker import work

pytestmark = pytest.mark.django_db
SETTINGS = "/profile/notices/"


@pytest.fixture
def own(school, client):
    client.force_login(school.parent)
    return client


def ask(client, address="mama@example.org"):
    return client.post(SETTINGS, {"do": "address", "address": address}, follow=True)


def link_in(text):
    found = re.search(r"https://journal\.example(/profile/notices/mail/\S+)", text)
    assert found is not None, text
    return found[1]


def test_the_way_of_an_address(school, clock, own, post):
    choose(school.parent, school.child, "mark", "now")
    assert "Отправлено письмо" in ask(own).content.decode()
    put(school, "5")
    quiet(clock)
    assert post.subjects == ["Журнал: подтвердите адрес почты"], "nothing else before it is confirmed"
    link = link_in(post.text())
    assert "Подтвердить адрес" in own.get(link).content.decode()
    assert MailAddress.objects.get().confirmed_at is None, "programs that look into letters open links"
    assert "подтверждён" in own.post(link, follow=True).content.decode()
    put(school, "4", day="2026-02-20")
    quiet(clock)
    assert post.subjects[1:] == ["Новая отметка: Анна"]


def test_the_question_goes_out_once_and_at_any_hour(school, clock, client, post):
    clock.at(23)
    client.force_login(school.parent)
    ask(client)
    for _ in range(3):
        work()
    assert len(post.letters) == 1


def test_a_link_is_of_one_account(school, own, post):
    ask(own)
    work()
    link = link_in(post.text())
    own.force_login(school.neighbour)
    assert own.post(link).status_code == 404
    assert MailAddress.objects.get().confirmed_at is None


def test_a_link_is_of_one_address(own, post):
    ask(own)
    work()
    link = link_in(post.text())
    ask(own, "another@example.org")
    assert own.post(link).status_code == 404


def test_a_link_is_old_after_three_days(own, post, monkeypatch):
    ask(own)
    work()
    link = link_in(post.text())
    later = time.time() + 4 * 24 * 60 * 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert own.post(link).status_code == 404


def test_a_changed_address_has_to_be_confirmed_anew(school, own, post):
    ask(own)
    work()
    own.post(link_in(post.text()))
    ask(own, "another@example.org")
    found = MailAddress.objects.get()
    assert (found.user, found.address, found.confirmed_at) == (school.parent, "another@example.org", None)


@pytest.mark.usefixtures("post")
@pytest.mark.parametrize("address", ["", "mama", "mama@", "a@b@c", "mama@example.org\nBcc: all@example.org"])
def test_what_is_no_address_is_refused_and_stays_in_the_field(own, address):
    answer = own.post(SETTINGS, {"do": "address", "address": address})
    assert answer.status_code == 422
    assert "Это не адрес почты" in answer.content.decode()
    assert not MailAddress.objects.exists()


@pytest.mark.usefixtures("post")
def test_nobody_sends_strangers_more_than_five_letters_a_day(school):
    for number in range(5):
        set_address(actor=school.parent, address=f"stranger{number}@example.org")
    with pytest.raises(NoticeError):
        set_address(actor=school.parent, address="stranger5@example.org")
    assert Delivery.objects.count() == 5


def test_without_a_mail_server_there_is_no_field_and_no_letter(school, own, settings):
    settings.EMAIL_HOST = ""
    assert "не отправляет писем" in own.get(SETTINGS).content.decode()
    with pytest.raises(NoticeError):
        set_address(actor=school.parent, address="mama@example.org")


def test_the_ledger_tells_that_an_address_was_confirmed_and_removed_but_not_which(own, post):
    ask(own)
    work()
    own.post(link_in(post.text()))
    own.post(SETTINGS, {"do": "address-remove"})
    lines = Line.objects.filter(action__startswith="address.").order_by("pk")
    assert [(line.action, line.details) for line in lines] == [
        ("address.confirmed", {}), ("address.removed", {})
    ]  # fmt: skip
    assert not MailAddress.objects.exists()


def test_a_link_that_was_made_up_confirms_nothing(school, own):
    assert own.post("/profile/notices/mail/nonsense/").status_code == 404
    assert not confirm_address(actor=school.parent, token="nonsense")
