"""A night freezes what was told, learns, and makes the morning; again it changes nothing."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from tests.forecasts.lived import live
from zhurnal.forecasts.actions import nightly
from zhurnal.forecasts.actions.nightly import refresh_forecasts
from zhurnal.forecasts.models import Model, Morning, Snapshot
from zhurnal.forecasts.packing import pack_told, unpack_told
from zhurnal.forecasts.queries.accuracy import closed_periods, report
from zhurnal.forecasts.queries.states import states_of
from zhurnal.journal.models import Mark

pytestmark = pytest.mark.django_db


def bodies():
    return {(one.period_id, one.cut): bytes(one.body) for one in Snapshot.objects.order_by("period", "cut")}


def test_the_fixed_moments_that_have_come_are_frozen_and_no_other(lived):
    cuts = {
        number: set(Snapshot.objects.filter(period=period).values_list("cut", flat=True))
        for number, period in enumerate(lived.quarters)
    }
    assert cuts[0] == cuts[1] == {"week", "quarter", "half", "three_quarters"}
    assert cuts[2] == {"week", "quarter", "half"}
    assert cuts[3] == set()


def test_again_nothing_changes(lived):
    before, morning = bodies(), Morning.objects.get()
    night = refresh_forecasts(school=lived.school)
    assert (night.mornings, night.frozen, bodies()) == (1, 0, before)
    again = Morning.objects.get()
    assert (bytes(again.body), again.parameters) == (bytes(morning.body), morning.parameters)


def test_killed_between_two_snapshots_the_next_night_goes_on(cast, monkeypatch):
    live(cast)
    whole = pack_told
    left = iter([True, True, False])

    def killed(told):
        if next(left, False):
            return whole(told)
        raise KeyboardInterrupt

    monkeypatch.setattr(nightly, "pack_told", killed)
    with pytest.raises(KeyboardInterrupt):
        refresh_forecasts(school=cast.school)
    kept = bodies()
    assert len(kept) == 2
    monkeypatch.setattr(nightly, "pack_told", whole)
    refresh_forecasts(school=cast.school)
    assert kept.items() <= bodies().items()
    assert Morning.objects.count() == 1


def test_what_was_written_after_the_moment_changes_nothing_that_is_frozen(cast):
    live(cast)
    refresh_forecasts(school=cast.school)
    before = bodies()
    Snapshot.objects.all().delete()
    first = cast.quarters[0]
    moment = dt.datetime.combine(first.ends, dt.time(9), dt.UTC)
    # Everything of the last days of the first quarter becomes something else, and is written at its end.
    late = Mark.objects.filter(
        work__lesson__date__gt=first.starts + dt.timedelta(days=45), set_at__lte=moment
    )
    assert late.update(value=2, set_at=moment)
    refresh_forecasts(school=cast.school)
    for cut in ("week", "quarter"):
        told, again = unpack_told(before[first.pk, cut]), unpack_told(bodies()[first.pk, cut])
        assert all(np.array_equal(old, new) for old, new in zip(told, again, strict=True))


def test_a_school_without_a_year_and_one_without_marks_are_left_alone(cast):
    assert refresh_forecasts(school=cast.school, day=dt.date(2030, 1, 1)) == (0, 0)
    night = refresh_forecasts(school=cast.other_school)
    assert night.mornings == Morning.objects.filter(school=cast.other_school).count()


def test_the_morning_is_the_same_in_every_process(lived):
    (state,) = states_of(lived.school)
    assert (state.day, state.model) == (lived.school.today(), Model.FULL)
    found = state.forecast
    assert np.allclose(found.probability[found.situation.taught].sum(-1), 1)


def test_a_closed_period_is_compared_with_what_came(lived):
    periods = closed_periods(lived.school, lived.school.today())
    assert periods[:2] == [lived.quarters[1], lived.quarters[0]]
    told = report(lived.school, periods[0])
    assert told is not None
    assert sum(one.number for one in told.bins) == told.whole.number
    names = {one.name for one in told.by_subject}
    assert names
    assert names <= {"Алгебра", "Русский язык", "Английский язык"}
    assert 0 <= told.whole.accuracy <= 1


def test_a_period_that_nothing_came_of_has_no_report(lived):
    assert report(lived.school, lived.quarters[3]) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [(Model.FULL, Model.SIMPLER), (Model.SIMPLER, Model.PLAIN), (Model.PLAIN, Model.PLAIN)],
)
def test_an_alarm_is_a_step_to_the_simpler_model_once_a_period(lived, monkeypatch, before, after):
    monkeypatch.setattr("zhurnal.forecasts.queries.accuracy.alarms", lambda *_: ("worse_than_plain",))
    Morning.objects.update(model=before, learned_from=1)
    refresh_forecasts(school=lived.school)
    assert Morning.objects.get().model == after
    refresh_forecasts(school=lived.school)
    assert Morning.objects.get().model == after


def test_a_good_period_leads_back(lived):
    Morning.objects.update(model=Model.PLAIN, learned_from=1)
    refresh_forecasts(school=lived.school)
    assert Morning.objects.get().model == Model.FULL


def test_the_plain_rule_says_what_comes_of_such_averages(lived):
    Morning.objects.update(model=Model.PLAIN, made_at=lived.school.now())
    (state,) = states_of(lived.school)
    taught = state.forecast.situation.taught
    rows = {tuple(row) for row in state.forecast.probability[taught].round(9).tolist()}
    assert rows <= {tuple(row) for row in state.plain.round(9).tolist()}
