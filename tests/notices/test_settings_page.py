"""«Уведомления»: what to be told of, when and where; without a script too."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.notices.world import by_mail
from zhurnal.notices.models import NoticeChoice, NoticeSettings, PushDevice

pytestmark = pytest.mark.django_db
PATH = "/profile/notices/"
HOURS = {"digest_at": "18:15", "quiet_from": "22:00", "quiet_to": "06:30"}


@pytest.fixture
def own(cast, client, settings, tmp_path):
    settings.DATA_DIR, settings.EMAIL_HOST = tmp_path, "mail.example"
    client.force_login(cast.parent)
    return client


def page(client):
    return client.get(PATH).content.decode()


def test_each_child_has_a_table_and_the_account_its_own(cast, own):
    text = page(own)
    for name in (cast.child.given_name, cast.child_5a.given_name, "Учётная запись"):
        assert f"<h2>{name}</h2>" in text
    assert text.count("<select") == (2 * 6 + 1) * 2


def test_staff_choose_only_what_concerns_the_sign_in(cast, own):
    own.force_login(cast.teacher)
    assert page(own).count("<select") == 2


def test_what_is_chosen_is_kept_and_shown(cast, own):
    name = f"{cast.child.pk}-mark-mail"
    answer = own.post(PATH, HOURS | {name: "now", "is_detailed": "on"}, follow=True)
    assert "Сохранено" in answer.content.decode()
    choice = NoticeChoice.objects.get()
    assert (choice.user, choice.pupil, choice.kind, choice.channel, choice.pace) == (
        cast.parent, cast.child, "mark", "mail", "now",
    )  # fmt: skip
    kept = NoticeSettings.objects.get()
    assert (kept.digest_at, kept.quiet_from, kept.quiet_to, kept.is_detailed) == (
        dt.time(18, 15), dt.time(22), dt.time(6, 30), True,
    )  # fmt: skip
    text = page(own)
    assert 'value="18:15"' in text
    assert " checked" in text
    own.post(PATH, HOURS | {name: "off"})
    assert NoticeChoice.objects.get().pace == "off"
    assert not NoticeSettings.objects.get().is_detailed


@pytest.mark.parametrize("whose", ["pupil_7b", "other_pupil"])
def test_nobody_chooses_for_another_familys_child(cast, own, whose):
    answer = own.post(PATH, HOURS | {f"{getattr(cast, whose).pk}-mark-mail": "now"})
    assert answer.status_code == 422
    assert "не ваш" in answer.content.decode()
    assert not NoticeChoice.objects.exists()
    assert not NoticeSettings.objects.exists()


def test_a_pace_that_does_not_exist_is_refused(cast, own):
    assert own.post(PATH, HOURS | {f"{cast.child.pk}-mark-mail": "always"}).status_code == 422


def test_a_field_that_is_none_is_passed_over(cast, own):
    odd = {"x-mark-mail": "now", f"{cast.child.pk}-mark-telegram": "now", "1-2-3-4": "now"}
    assert own.post(PATH, HOURS | odd).status_code == 302
    assert not NoticeChoice.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"digest_at": "23:00"}, "тихие часы"),
        ({"digest_at": "25:00"}, "Пример: 17:30"),
        ({"quiet_to": ""}, "Пример"),
    ],
)
def test_hours_that_cannot_be_are_refused_and_nothing_typed_is_lost(cast, own, change, sentence):
    answer = own.post(PATH, HOURS | change | {f"{cast.child.pk}-mark-mail": "off"})
    text = answer.content.decode()
    assert (answer.status_code, sentence in text) == (422, True)
    assert 'value="22:00"' in text
    assert '<option value="off" selected>' in text


def test_one_tap_makes_it_quieter_and_another_undoes_it(cast, own):
    own.post(PATH, {"do": "quieter"})
    assert NoticeSettings.objects.get(user=cast.parent).quieter_since is not None
    assert "Вернуть как выбрано" in page(own)
    own.post(PATH, {"do": "as-chosen"})
    assert NoticeSettings.objects.get(user=cast.parent).quieter_since is None


def test_a_device_is_taken_listed_and_removed(cast, own, push):
    told = push.subscribe().told
    agent = (
        "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 YaBrowser/25.1 Mobile Safari/537.36"
    )
    assert own.post(f"{PATH}devices/", told, headers={"User-Agent": agent}).status_code == 201
    assert "Яндекс Браузер, Android" in page(own)
    device = PushDevice.objects.get()
    own.force_login(cast.neighbour)
    assert own.post(PATH, {"do": "device-remove", "device": device.pk}).status_code == 404
    own.force_login(cast.parent)
    own.post(PATH, {"do": "device-remove", "device": device.pk})
    assert not PushDevice.objects.exists()


def test_a_subscription_to_a_private_address_is_refused_in_words(own, push):
    told = push.subscribe().told | {"endpoint": "https://10.0.0.1/push"}
    answer = own.post(f"{PATH}devices/", told)
    assert answer.status_code == 422
    assert answer.json()["sentence"]


def test_the_page_costs_nine_queries(cast, own, django_assert_num_queries):
    by_mail(cast.parent)
    page(own)
    with django_assert_num_queries(9):
        page(own)


def test_the_profile_leads_here(own):
    assert f'href="{PATH}"' in own.get("/profile/").content.decode()
