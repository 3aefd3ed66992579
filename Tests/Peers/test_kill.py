"""Killed in the middle of many writes, the school forgets nothing it answered; `bin/check-kill` does it twenty times."""
import kill_check


def test_nothing_answered_is_lost_or_doubled(engine):
    assert kill_check.run(engine, kills=2) == 0
