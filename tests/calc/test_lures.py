from __future__ import annotations

import random
import time

import pytest

from zhurnal.calc.lures import Lure, lures_of

LETTERS = "абвгдежзиклмнопрстуфхцчшщыэюяАБВГД ,!?;«»—\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Сбор у входа в 8:30, 04.03.2026, § 14, № 312, 314, 316", set()),
        ("Нанесите на контурную карту реки: р. Волга, р. Ока", set()),
        ("Упражнения 8 10 12 14 16 18, стр. 120–125", set()),
        ("За четверть 4,75; к. 214; 7 «А».", set()),
        ("Пришлите работу на school@example", set()),
        ("Смотрите https://prize.example/win", {Lure.LINK}),
        ("Подробности: www.prize.ru", {Lure.LINK}),
        ("Зайдите на школа-приз.рф", {Lure.LINK}),
        ("t.me/school_money", {Lure.LINK}),
        ("Пишите мне @school_money", {Lure.LINK}),
        ("Звоните +7 (921) 123-45-67", {Lure.PHONE}),
        ("Звоните 8 921 123 45 67", {Lure.PHONE}),
        ("89211234567", {Lure.PHONE}),
        ("(495) 123-45-67", {Lure.PHONE}),
        ("+375 29 123 45 67", {Lure.PHONE}),
        ("Переведите 350 руб.", {Lure.MONEY}),
        ("Сдаём по 200 на подарок", {Lure.MONEY}),
        ("билеты 500₽", {Lure.MONEY}),
        ("4276 1600 1234 5670", set()),  # the check digit is wrong
        ("4111 1111 1111 1111", {Lure.CARD}),
        ("4111-1111-1111-1111", {Lure.CARD}),
        ("Оплата на номер карты 4111111111111111, tinyurl.com/x", {Lure.CARD, Lure.MONEY, Lure.LINK}),
    ],
)
def test_what_a_text_asks_for(text, expected):
    assert lures_of(text) == expected


@pytest.mark.parametrize("written", ["pay\u200b.ru", "ｐａｙ.ru", "PAY.RU", "pay.ru."])
def test_a_link_is_seen_however_it_is_dressed(written):
    assert lures_of(f"Зайдите на {written}") == {Lure.LINK}


def test_the_schools_own_address_is_no_lure_and_one_that_only_looks_like_it_is():
    own = ["school1.ru"]
    assert lures_of("Дневник: https://school1.ru/diary/, b.School1.ru", own) == set()
    assert lures_of("https://school1.ru.pay.com", own) == {Lure.LINK}
    assert lures_of("myschool1.ru", own) == {Lure.LINK}
    assert lures_of("school1.ru и pay.com", own) == {Lure.LINK}


def test_letters_alone_ask_for_nothing():
    chance = random.Random(11)  # noqa: S311 -- the same texts every time
    for _ in range(300):
        words = "".join(chance.choice(LETTERS) for _ in range(chance.randint(0, 200)))
        assert lures_of(words) <= {Lure.MONEY}, "only a word may speak of money"


def test_what_stands_around_takes_no_lure_away():
    chance = random.Random(12)  # noqa: S311 -- the same texts every time
    lures = {"https://a.ru/x": Lure.LINK, "+7 921 123-45-67": Lure.PHONE, "4111 1111 1111 1111": Lure.CARD}
    for _ in range(300):
        text, lure = chance.choice(sorted(lures.items()))
        before, after = ("".join(chance.choice(LETTERS) for _ in range(20)) for _ in range(2))
        assert lure in lures_of(f"{before} {text} {after}")


def test_a_card_is_one_with_any_gaps_and_none_with_another_last_figure():
    chance = random.Random(13)  # noqa: S311 -- the same texts every time
    for _ in range(200):
        figures = [chance.randint(0, 9) for _ in range(15)]
        total = sum((f * 2 - 9 if f * 2 > 9 else f * 2) if at % 2 == 0 else f for at, f in enumerate(figures))
        check = -total % 10
        gaps = [chance.choice(["", " ", "-", "  "]) for _ in range(15)]
        body = "".join(f"{figure}{gap}" for figure, gap in zip(figures, gaps, strict=True))
        assert Lure.CARD in lures_of(f"{body}{check}")
        assert Lure.CARD not in lures_of(f"{body}{(check + 1) % 10}")


def test_a_hostile_text_is_read_in_no_time():
    started = time.perf_counter()
    for text in (
        "a." * 2000,
        "a-" * 2000,
        "1 " * 2000,
        "1-" * 2000,
        "сдать " * 700,
        "+" * 4000,
        "8 (" * 1300,
    ):
        lures_of(text)
    assert time.perf_counter() - started < 2
