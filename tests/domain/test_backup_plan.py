"""Which backups are kept as months go by."""

from datetime import UTC, datetime, timedelta

from ecocity_desktop.domain.backup_plan import superfluous

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_ten_backups_of_one_hour_are_all_kept() -> None:
    made = [NOON - timedelta(minutes=minute) for minute in range(10)]
    assert superfluous(made, NOON) == ()


def test_the_eleventh_backup_of_one_day_is_superfluous() -> None:
    made = [NOON - timedelta(minutes=minute) for minute in range(11)]
    assert superfluous(made, NOON) == (NOON - timedelta(minutes=10),)


def test_one_backup_a_day_for_a_year_leaves_days_weeks_and_months() -> None:
    made = [NOON - timedelta(days=day) for day in range(365)]
    kept = sorted(set(made) - set(superfluous(made, NOON)), reverse=True)
    assert kept[:12] == [NOON - timedelta(days=day) for day in range(12)]
    assert datetime(2026, 10, 31, 12, tzinfo=UTC) in kept
    assert datetime(2026, 3, 31, 12, tzinfo=UTC) in kept
    assert datetime(2026, 2, 28, 12, tzinfo=UTC) not in kept
    # Twelve days, then weeks ending 8 November back to 20 September, then the ends of August back to March.
    assert len(kept) == 12 + 8 + 1 + 6


def test_a_clock_that_went_back_deletes_nothing() -> None:
    made = [NOON - timedelta(minutes=minute) for minute in range(40)]
    assert superfluous(made, NOON - timedelta(seconds=1)) == ()


def test_a_clock_ten_years_ahead_keeps_the_newest_ten() -> None:
    made = [NOON - timedelta(minutes=minute) for minute in range(40)]
    assert set(made[:10]).isdisjoint(superfluous(made, NOON + timedelta(days=3650)))


def test_without_backups_there_is_nothing_to_delete() -> None:
    assert superfluous([], NOON) == ()
