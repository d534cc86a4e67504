"""Rules typed as text: what is read, and on which line something is wrong."""

from __future__ import annotations

import json
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.calc.grading.policy import PolicyError, read_policy
from zhurnal.calc.grading.policy.text import read_text


def refusal(text):
    with pytest.raises(PolicyError) as why:
        read_text(text)
    (problem,) = why.value.problems
    return problem.sentence


TEXT = dedent("""
    [
      {grades: 1, rules: {scale: none}},
      {
        grades: 10-11,
        subjects: [Физика, "Родной язык"],
        rules: {period: {thresholds: {5: 4.65, 4: 3.65, 3: 2.65}, control_two_blocks_five: true}},
      },
    ]
""").strip()


def test_quotation_marks_may_be_left_out_and_a_last_comma_may_stand():
    assert read_text(TEXT).data == [
        {"grades": "1", "rules": {"scale": "none"}},
        {
            "grades": "10-11",
            "subjects": ["Физика", "Родной язык"],
            "rules": {
                "period": {
                    "thresholds": {"5": "4.65", "4": "3.65", "3": "2.65"},
                    "control_two_blocks_five": True,
                }
            },
        },
    ]


def test_what_is_read_is_what_a_policy_takes():
    policy = read_policy({"overrides": read_text(TEXT).data})
    assert not policy.for_course(1, "Музыка").scale.marked
    assert policy.for_course(11, "Родной язык").period.control_two_blocks_five


def test_every_place_has_its_line():
    written = read_text(TEXT)
    assert [written.line(path) for path in ("0", "0.rules.scale", "1", "1.grades", "1.subjects.1")] == [
        2, 2, 3, 4, 5,
    ]  # fmt: skip
    assert written.line("1.rules.period.thresholds.4") == 6


def test_a_place_that_is_not_written_has_the_line_of_what_is_around_it():
    assert read_text(TEXT).line("1.rules.period.grey_zone") == 6
    assert read_text(TEXT).line("7.rules") == 1


def test_nothing_written_is_an_empty_list():
    assert read_text(" \n\t").data == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[\n{grades: 1\n", "Строка 2: скобка «{» не закрыта, нужна «}»."),
        ("[{grades: 1, rules: {}}", "Строка 1: скобка «[» не закрыта, нужна «]»."),
        ("[\n  {grades 1}\n]", "Строка 2: после имени «grades» нужно двоеточие."),
        ("[\n  1-4\n  5-9\n]", "Строка 3: перед «5-9» нужна запятая или «]»."),
        ('[\n\n{subjects: ["Музыка]}]', 'Строка 3: кавычка не закрыта: «"».'),
        ("[{grades: 1,\ngrades: 2}]", "Строка 2: «grades» здесь уже названо выше."),
        ("[]\n\n]", "Строка 3: текст правил здесь уже закончен, а дальше стоит «]»."),
        ("[{grades:", "Строка 1: после «:» чего-то не хватает."),
        ("[{: 1}]", "Строка 1: здесь должно стоять имя или значение, а стоит «:»."),
        ("[" * 13, "Строка 1: скобки вложены слишком глубоко."),
        (r'["\x"]', 'Строка 1: кавычка не закрыта: «"\\x"».'),
        (r'["\ud800"]', "Строка 1: в тексте есть знак, которого не видно. Наберите строку заново."),
        ("[а\x00б]", "Строка 1: в тексте есть знак, которого не видно. Наберите строку заново."),
        ("[" + "1," * 10_000 + "]", "Текст длиннее 20000 знаков."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_its_line(text, sentence):
    assert refusal(text) == sentence


JSON = st.recursive(
    st.none() | st.booleans() | st.text(st.characters(categories=["L", "N", "P"]), max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("абв", min_size=1), inner, max_size=3)
    ),
    max_leaves=9,
)


@given(JSON)
def test_strict_json_means_what_it_always_means(data):
    assert read_text(json.dumps(data)).data == data


def said(text):
    """What stands in a text, or why it cannot be read."""
    try:
        return read_text(text).data
    except PolicyError as why:
        return why.problems[0].sentence


@given(st.text('[]{},:"\\\n аб1.', max_size=40) | st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    assert isinstance(said(text), str | list | dict | bool | None)
