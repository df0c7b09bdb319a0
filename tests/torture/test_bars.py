"""Every bar in its short form; `python3 dev.py torture` tries them in full."""

import pytest

from .__main__ import Row, State, met, table, try_bar
from .bars import BARS
from .bench import NotHere, attempts
from .powercuts import CUTS, TEETH


@pytest.mark.parametrize("bar", BARS, ids=lambda bar: bar.name)
def test_the_short_form_of_every_bar_is_met(bar, on):
    try:
        failures = [f"try {number}: {said}" for number, said in attempts(bar, on, 0, bar.short) if said]
    except NotHere as reason:
        pytest.skip(str(reason))
    assert len(failures) <= bar.allowed * bar.short, "\n".join(failures[:5])


def test_the_table_shows_what_was_tried_and_what_failed():
    state = State(
        7, False, {"R2": Row(1000, 1, 61.4, {"12": "2 acknowledged edits are lost"}), "R2-proof": Row(10, 5)}
    )
    lines = table([CUTS, TEETH], state).splitlines()
    assert lines[1].split()[:5] == ["R2", "1000", "1", "61s", "MISSED:"]
    assert lines[2].split()[:3] == ["R2-proof", "10", "5"]
    assert lines[-1] == "R2, try 12: 2 acknowledged edits are lost"
    assert met(TEETH, state.rows["R2-proof"])


def test_an_interrupted_run_goes_on_where_it_stopped(on, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    state = State(1, True, {"R6": Row(tries=8)})
    holders = next(bar for bar in BARS if bar.name == "R6")
    try_bar(holders, on, state)
    assert state.rows["R6"].tries == holders.short
    assert (tmp_path / ".torture.json").exists()
