"""Files that nothing names: deleted after their time, and never one that something names."""

from __future__ import annotations

import datetime as dt
import io
import os

import pytest
from django.apps import apps
from django.utils import timezone

from tests.journal.entering import DAY
from zhurnal.audit import ledger
from zhurnal.journal.models import ExcuseFile, Homework, HomeworkFile
from zhurnal.messaging.models import EntryFile
from zhurnal.ops import stray_files
from zhurnal.ops.stray_files import KEPT, delete_stray_files
from zhurnal.ui import media

pytestmark = pytest.mark.django_db
OLD = KEPT + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def lying(text, age=OLD, folder="homework"):
    """A stored file that was put there some time ago."""
    kept = media.store(folder, "Задача.txt", io.BytesIO(text.encode()))
    grown_old(media.stored(kept.path), age)
    return kept


def grown_old(path, age=OLD):
    moment = (timezone.now() - age).timestamp()
    os.utime(path, (moment, moment))


def fields(kept):
    return {name: getattr(kept, name) for name in ("name", "content_type", "size", "sha256", "path")}


def is_there(kept):
    return media.stored(kept.path).exists()


def attached(cast, kept, **more):
    lesson = cast.column(cast.algebra_7a, DAY).lesson
    signed = {"author": cast.teacher.person, "set_at": cast.school.now()}
    homework = Homework.objects.create(lesson=lesson, text="№ 5", **signed)
    return HomeworkFile.objects.create(
        homework=homework, author=cast.teacher.person, added_at=cast.school.now(), **fields(kept), **more
    )


def test_what_nothing_names_is_deleted_after_its_time():
    stray, young = lying("никто не взял"), lying("ещё не взяли", KEPT - dt.timedelta(days=1))
    assert delete_stray_files(timezone.now()) == 1
    assert (is_there(stray), is_there(young)) == (False, True)


def test_what_a_row_names_stays_however_old(cast):
    kept = lying("задача")
    attached(cast, kept)
    assert delete_stray_files(timezone.now()) == 0
    assert is_there(kept)


def test_what_was_withdrawn_stays(cast):
    kept = lying("задача")
    attached(cast, kept, withdrawn_at=cast.school.now())
    assert delete_stray_files(timezone.now()) == 0
    assert is_there(kept)


def test_every_model_with_a_path_is_asked():
    with_path = {
        model for model in apps.get_models() if {"path", "sha256"} <= {one.name for one in model._meta.fields}
    }
    assert set(stray_files.ROWS) == with_path == {HomeworkFile, EntryFile, ExcuseFile}


def test_what_the_ledger_tells_of_stays(cast):
    told, stray = lying("был в записи"), lying("не был")
    entry = ledger.Entry("entry.write", "entry:1", {"after": {"files": [["Задача.txt", told.sha256]]}})
    ledger.append("school:1", [entry], actor_id=None, actor_role="", at=cast.school.now())
    assert delete_stray_files(timezone.now()) == 1
    assert (is_there(told), is_there(stray)) == (True, False)


def test_more_contents_than_one_question_holds_are_looked_for(monkeypatch, cast):
    monkeypatch.setattr(stray_files, "_AT_ONCE", 2)
    files = [lying(f"файл {number}") for number in range(5)]
    entry = ledger.Entry("entry.write", "entry:1", {"files": [files[4].sha256, files[0].sha256]})
    ledger.append("school:1", [entry], actor_id=None, actor_role="", at=cast.school.now())
    assert delete_stray_files(timezone.now()) == 3
    assert [is_there(one) for one in files] == [True, False, False, False, True]


def test_an_upload_that_was_never_finished_goes_too_and_what_is_not_ours_stays(tmp_path):
    lying("задача")
    for name in ("homework/unfinished-ab12", "homework/note.txt", "README"):
        (tmp_path / name).write_text("х")
        grown_old(tmp_path / name)
    assert delete_stray_files(timezone.now()) == 2
    assert [(tmp_path / name).exists() for name in ("homework/note.txt", "README")] == [True, True]


def test_the_same_content_brought_again_is_young_again():
    lying("задача")
    again = media.store("homework", "Задача.txt", io.BytesIO("задача".encode()))
    assert delete_stray_files(timezone.now()) == 0
    assert is_there(again)


def test_what_comes_between_looking_and_deleting_is_not_lost():
    kept = lying("задача")
    before = timezone.now() - KEPT
    (path,) = media.paths_before(before)
    media.store("homework", "Задача.txt", io.BytesIO("задача".encode()))
    assert not media.discard(path, before)
    assert media.hash_of(media.stored(kept.path)) == kept.sha256
    assert not media.discard("homework/00/" + "0" * 64, before)


def test_without_old_files_the_database_is_not_asked(django_assert_num_queries):
    lying("задача", dt.timedelta(days=1))
    with django_assert_num_queries(0):
        assert delete_stray_files(timezone.now()) == 0
