"""Killed in the middle of many writes, the school forgets nothing it answered; `bin/check-kill` does it twenty times."""
import pathlib
import subprocess
import sys


def test_nothing_answered_is_lost_or_doubled(engine):
    script = pathlib.Path(__file__).with_name("kill_check.py")
    done = subprocess.run([sys.executable, str(script), engine, "2"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
