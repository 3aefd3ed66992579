"""A badge as programs of others read it: their library of Open Badges, PyJWT with the published keys, two readers of pictures."""
import json

import jwt
import requests
from openbadgeslib import baking
from openbadgeslib.ob3 import OB3Verifier
from openbadgeslib.ob3.verifier import OB3VerificationError
import pytest

from engines import on_sqlite


def certificate_of(school):
    """The number, the id and the secret of the certificate that Leo gets by hand."""
    course = school.api("GET", "/courses/reading-the-night-sky", by="instructor").json()["id"]
    school.api("POST", f"/courses/{course}/enroll", {}, by="student")
    learner = school.api("GET", "/users/me", by="student").json()["id"]
    school.api("POST", f"/courses/{course}/certificates", {"user_ids": [learner]}, by="instructor")
    mine = school.api("GET", "/users/me/certificates", by="student").json()["data"]
    one = next(one for one in mine if one["course_id"] == course)
    return one["id"], one["verification_url"].rsplit("/", 1)[1]


def key_of(school, token):
    """The published key that the badge names; PyJWT chooses it by `kid` and knows nothing of us."""
    keys = jwt.PyJWKSet.from_dict(school.get("/badges/jwks.json").json())
    name = jwt.get_unverified_header(token)["kid"]
    assert school.get(name.removeprefix(school.url)).json()["kid"] == name
    return next(key for key in keys.keys if key.key_id == name).key


def verifier(school, token):
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    return OB3Verifier(key_of(school, token).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def download(address):
    return requests.get(address, timeout=10).content


@on_sqlite
def test_a_badge_is_accepted_by_others_until_it_is_revoked(fresh_school):
    identity, secret = certificate_of(fresh_school)
    token = fresh_school.get(f"/badges/{secret}").text
    claims = jwt.decode(token, key_of(fresh_school, token), algorithms=["RS256"])
    badge = verifier(fresh_school, token).verify(token, check_status=True, download=download)
    assert badge.achievement.name == "Reading the Night Sky" == claims["name"]
    assert badge.issuer.id == claims["iss"] == fresh_school.url + "/badges/issuer"
    assert fresh_school.get("/badges/issuer").json()["id"] == claims["iss"]
    png = fresh_school.get(f"/badges/{secret}/badge.png").content
    svg = fresh_school.get(f"/badges/{secret}/badge.svg").content
    assert baking.extract_png(png, keyword=baking.ITXT_KEYWORD_OB3) == token
    assert baking.extract_svg(svg, element=baking.SVG_ELEMENT_OB3) == token
    assert fresh_school.api("POST", f"/certificates/{identity}/revocation", {"reason": "By mistake"},
                            by="instructor").status_code == 200
    with pytest.raises(OB3VerificationError, match="revocation"):
        verifier(fresh_school, token).verify(token, check_status=True, download=download)
    with pytest.raises(OB3VerificationError):
        verifier(fresh_school, token).verify(token[:-8] + "AAAAAAAA")
    assert json.loads(json.dumps(claims["credentialSubject"]))["type"] == ["AchievementSubject"]
