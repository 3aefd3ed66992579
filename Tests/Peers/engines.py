"""For tests whose outcome cannot depend on the database."""
import pytest

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True, scope="session")
# The lanes of the two databases run side by side: what is left to either keeps them equally long.
on_postgres = pytest.mark.parametrize("engine", ["postgres"], indirect=True, scope="session")
