from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.calc.collation import LONGEST_KEY, class_key, search_key, sort_key

# In the order in which a Russian class list has them.
IN_ORDER = [
    "Абдуллаев Али",
    "Ёжиков Иван",
    "Ежов Пётр",
    "Елисеев Марк",
    "Иванов Пётр Ильич",
    "Иванов Яков",
    "Иванов-Петров Андрей",
    "Иванова Анна",
    "Иванова Анна-Мария",
    "Иванова Аннета",
    "Йылмаз Эмин",
    "Орёл Иван",
    "Орлов Иван",
    "Семенов Артем",
    "Семенов Артём",
    "Семёнов Артем",
    "Семёнов Артём",
    "Семёнова Алёна",
    "Щукин Олег",
    "Яковлев Ян",
]


def test_a_class_list_stands_in_russian_order():
    assert sorted(IN_ORDER[1::2] + IN_ORDER[::2], key=sort_key) == IN_ORDER


def test_e_with_dots_comes_after_only_where_all_else_is_equal():
    assert sort_key("Артем") < sort_key("Артём") < sort_key("Артем Иванович")
    assert sort_key("Семенов Артём") < sort_key("Семёнов Артем")


def test_case_odd_spaces_and_odd_dashes_are_of_no_weight():
    assert sort_key("ИВАНОВ–ПЕТРОВ  ян") == sort_key(" Иванов - Петров\u00a0Ян ")
    assert search_key("ИВАНОВ–ПЕТРОВ  ян") == search_key(" Иванов - Петров\u00a0Ян ") == "иванов-петров ян"


def test_a_decomposed_letter_is_the_same_letter():
    assert sort_key("Семе\u0308нов") == sort_key("Семёнов")
    assert sort_key("Андреи\u0306") == sort_key("Андрей") != sort_key("Андреи")
    assert search_key("Семе\u0308нов") == "семенов"


@pytest.mark.parametrize("query", ["семен", "СЕМЁН", "Семён"])
def test_a_name_is_found_with_and_without_dots(query):
    assert search_key(query) in search_key("Семёнова Алёна")


def test_classes_stand_in_natural_order():
    names = [
        "11 «Б»",
        "10 «А»",
        "2 «А»",
        "1 «Б»",
        "1 «А»",
        "10А",
        "5 «Ё»",
        "5 «Ж»",
        "5 «Е»",
        "Подготовительный",
    ]
    assert sorted(names, key=class_key) == [
        "1 «А»", "1 «Б»", "2 «А»", "5 «Е»", "5 «Ё»", "5 «Ж»", "10 «А»", "10А", "11 «Б»", "Подготовительный",
    ]  # fmt: skip


NAMES = st.text("абвгдеёжийяЕЁ -’'", max_size=40)


@given(NAMES, NAMES)
def test_dots_alone_never_move_a_name_past_another_one(one, other):
    plain_one, plain_other = (name.lower().replace("ё", "е") for name in (one, other))
    if sort_key(plain_one) < sort_key(plain_other):
        assert sort_key(one) < sort_key(other)


@given(st.text(max_size=400))
def test_keys_fit_their_columns_and_hold_letters_and_digits_only(name):
    assert len(sort_key(name)) <= LONGEST_KEY
    assert len(search_key(name)) <= LONGEST_KEY
    assert all(letter.isalnum() for letter in sort_key(name))


@given(st.text(max_size=60))
def test_a_search_key_is_its_own_search_key(text):
    assert search_key(search_key(text)) == search_key(text)
