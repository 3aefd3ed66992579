"""For tests whose outcome cannot depend on the database."""
import pytest

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True, scope="session")
