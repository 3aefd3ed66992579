"""Every call that the OpenAPI document lists answers only what the document says, whoever asks and whatever is sent."""
import pathlib
import subprocess
import sys

import pytest

from school import HOUSE

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance"
# Everything that can be sent, and random values beyond it.
EVERYTHING = ["--phases", "examples,coverage,fuzzing", "--max-examples", "10"]
EVERY_CASE = ["--phases", "coverage"]
# What the document allows. Who may do less is refused before the rest is read, or by the same eyes as who may do everything.
WHAT_IS_ALLOWED = ["--phases", "coverage", "--mode", "positive"]
# The lanes of the two databases run side by side; shared out so that they take equally long.
RUNS = [("sqlite", "admin", EVERY_CASE), ("sqlite", None, WHAT_IS_ALLOWED), ("sqlite", "student", WHAT_IS_ALLOWED),
        ("postgres", "admin", EVERYTHING), ("postgres", "instructor", EVERY_CASE)]


@pytest.mark.parametrize("engine,person,cases", RUNS, indirect=["engine"], scope="session")
def test_the_api_keeps_its_contract(fresh_school, person, cases):
    command = [
        str(pathlib.Path(sys.executable).with_name("schemathesis")), "run", fresh_school.url + "/api/v1/openapi.json",
        "--checks", CHECKS, *cases, "--seed", "1", "--generation-deterministic", "--continue-on-failure",
        "--request-timeout", "10", "--no-color", "--warnings", "off",
    ]
    if person:
        # Signing out would end the session that all other calls need.
        command += ["--header", "Authorization: Bearer " + fresh_school.token(person), "--exclude-path-regex", "/auth/logout"]
    done = subprocess.run(command, cwd=fresh_school.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_the_document_in_the_repository_is_the_one_served(school):
    kept = HOUSE / "docs" / "api" / "openapi.json"
    assert kept.read_text().strip() == school.get("/api/v1/openapi.json").text.strip()
