from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from zhurnal.ui.views import errors

HANDLERS = {
    errors.bad_request: 400,
    errors.permission_denied: 403,
    errors.not_found: 404,
    errors.server_error: 500,
    errors.csrf_failure: 403,
}


@pytest.mark.parametrize("role", ["stranger", "teacher", "parent", "admin"])
def test_a_missing_page_says_so_to_everybody(cast, client, role):
    if role != "stranger":
        client.force_login(getattr(cast, role))
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    page = response.content.decode()
    assert "Страница не найдена" in page
    assert "Ничего не изменено" in page
    assert ("Выйти" in page) == (role != "stranger")


def test_a_forbidden_page_says_so(cast, client):
    client.force_login(cast.parent)
    response = client.get("/installation/")
    assert response.status_code == 403
    assert "не для вашей роли" in response.content.decode()


@pytest.mark.usefixtures("cast")
def test_a_form_without_its_proof_is_refused_with_advice():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/login/", {"login": "teacher", "password": "zhurnal-demo"})
    assert response.status_code == 403
    assert "отправленное не сохранено" in response.content.decode()


def test_an_unreadable_request_is_answered_before_anybody_is_known(client):
    response = client.get("/login/", headers={"host": "elsewhere.invalid"})
    assert response.status_code == 400
    assert "не удалось прочитать" in response.content.decode()


@pytest.mark.parametrize("handler", HANDLERS, ids=lambda handler: handler.__name__)
def test_a_program_gets_a_code_and_a_sentence(handler):
    response = handler(RequestFactory().post("/", "{", content_type="application/json"))
    answer = response_json(response)
    assert response.status_code == HANDLERS[handler]
    assert set(answer) == {"code", "sentence"}
    assert answer["sentence"].endswith(".")


def response_json(response):
    import json  # noqa: PLC0415 -- RequestFactory answers have no json()

    return json.loads(response.content)


def test_a_breakdown_is_shown_without_database_and_session():
    # No `db` fixture: a query would fail this test.
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "broken"
    response = errors.server_error(request)
    assert response.status_code == 500
    page = response.content.decode()
    assert "На сервере сбой" in page
    assert "цело" in page
    assert '<link rel="stylesheet" href="/static/ui/tokens.css">' in page
