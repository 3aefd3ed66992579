"""Every call that the OpenAPI document lists answers only what the document says, whoever asks and whatever is sent."""
import pathlib
import subprocess
import sys

import pytest

from school import HOUSE

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance"
# Who may do everything on both databases, the others on the one whose lane is shorter.
PEOPLE = [("sqlite", "admin"), ("postgres", None), ("postgres", "student"), ("postgres", "instructor"), ("postgres", "admin")]


@pytest.mark.parametrize("engine,person", PEOPLE, indirect=["engine"], scope="session")
def test_the_api_keeps_its_contract(fresh_school, person):
    command = [
        str(pathlib.Path(sys.executable).with_name("schemathesis")), "run", fresh_school.url + "/api/v1/openapi.json",
        "--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--max-examples", "10", "--seed", "1",
        "--generation-deterministic", "--continue-on-failure", "--request-timeout", "10", "--no-color", "--warnings", "off",
    ]
    if person:
        # Signing out would end the session that all other calls need.
        command += ["--header", "Authorization: Bearer " + fresh_school.token(person), "--exclude-path-regex", "/auth/logout"]
    done = subprocess.run(command, cwd=fresh_school.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_the_document_in_the_repository_is_the_one_served(school):
    kept = HOUSE / "docs" / "api" / "openapi.json"
    assert kept.read_text().strip() == school.get("/api/v1/openapi.json").text.strip()
