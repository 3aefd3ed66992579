"""A badge as programs of others read it: their library of Open Badges, PyJWT with the published keys, two readers of pictures.

What Open Badges 3.0 demands of a credential that is signed as a JWT (§8.2.4, Appendix B) and what is checked here: both contexts in
their order and the two types; an id, a name, `validFrom` in UTC and no expiry; an issuer that is a profile with the address it is
found at; an achievement with an address, a name, a description and criteria in words; the holder as a salted digest of their address,
which nobody but they can prove; a status entry in a signed bitstring list of at least 131,072 places; in the header RS256, `typ` and
a `kid` that leads to the public key itself; in the claims `iss`, `jti` and `nbf` as the credential says them. Every address is asked
without signing in, as a program elsewhere asks.
"""
import base64
import datetime
import gzip
import hashlib
import json

import jwt
import requests
from openbadgeslib import baking
from openbadgeslib.ob3 import OB3Verifier
from openbadgeslib.ob3.verifier import OB3VerificationError
import pytest


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


def object_at(school, address, kind):
    """A public document of the school, readable from pages of other sites."""
    assert address.startswith(school.url), address
    answer = school.get(address.removeprefix(school.url))
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith(kind), (address, answer.headers)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return answer.json()


def is_revoked(school, status):
    """The bit of a status entry in its signed list (Bitstring Status List 1.0)."""
    answer = school.get(status["statusListCredential"].removeprefix(school.url))
    assert answer.headers["Content-Type"].startswith("application/vc+jwt")
    listed = jwt.decode(answer.text, key_of(school, answer.text), algorithms=["RS256"])
    assert listed["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    subject = listed["credentialSubject"]
    assert subject["type"] == "BitstringStatusList" and subject["statusPurpose"] == status["statusPurpose"] == "revocation"
    packed = subject["encodedList"]
    assert packed.startswith("u"), "multibase, base64url without padding"
    bits = gzip.decompress(base64.urlsafe_b64decode(packed[1:] + "=" * (-len(packed[1:]) % 4)))
    assert len(bits) * 8 >= 131_072
    place = int(status["statusListIndex"])
    return bool(bits[place // 8] & (128 >> place % 8))


def test_a_badge_says_what_the_standard_demands(fresh_school):
    school = fresh_school
    _, secret = certificate_of(school)
    answer = school.get(f"/badges/{secret}")
    assert answer.headers["Content-Type"].startswith("application/vc+jwt")
    header, claims = jwt.get_unverified_header(answer.text), jwt.decode(answer.text, key_of(school, answer.text), algorithms=["RS256"])
    assert header == {"alg": "RS256", "typ": "JWT", "kid": header["kid"]}
    key = object_at(school, header["kid"], "application/jwk+json")
    assert key["kty"] == "RSA" and key["kid"] == header["kid"] and "d" not in key, "the public half alone"

    assert claims["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert claims["@context"][1].startswith("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.")
    assert set(claims["type"]) == {"VerifiableCredential", "OpenBadgeCredential"}
    assert claims["id"] == claims["jti"] == f"{school.url}/badges/{secret}" and claims["name"]
    begins = datetime.datetime.fromisoformat(claims["validFrom"].replace("Z", "+00:00"))
    assert claims["validFrom"].endswith("Z") and claims["nbf"] == int(begins.timestamp())
    assert "validUntil" not in claims and "exp" not in claims

    issuer = claims["issuer"]
    assert issuer["type"] == ["Profile"] and issuer["name"] and claims["iss"] == issuer["id"]
    profile = object_at(school, issuer["id"], "application/ld+json")
    assert (profile["id"], profile["name"], profile["type"]) == (issuer["id"], issuer["name"], ["Profile"])
    assert key["kid"] in [one["kid"] for one in object_at(school, profile["jwksURI"], "application/jwk-set+json")["keys"]]

    subject = claims["credentialSubject"]
    achievement = subject["achievement"]
    assert subject["type"] == ["AchievementSubject"] and achievement["type"] == ["Achievement"]
    assert achievement["name"] and achievement["description"] and achievement["criteria"]["narrative"]
    assert object_at(school, achievement["id"], "application/ld+json")["name"] == achievement["name"]
    holder = next(one for one in subject["identifier"] if one["identityType"] == "emailAddress")
    email = school.account("student")["email"]
    assert holder["hashed"] and holder["type"] == "IdentityObject"
    assert holder["identityHash"] == "sha256$" + hashlib.sha256((email + holder["salt"]).encode()).hexdigest()
    assert email not in json.dumps(claims)
    schema = claims["credentialSchema"][0]
    assert schema["type"] == "1EdTechJsonSchemaValidator2019" and schema["id"].endswith("_achievementcredential_schema.json")
    assert claims["credentialStatus"]["type"] == "BitstringStatusListEntry"
    assert not is_revoked(school, claims["credentialStatus"])


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
    assert is_revoked(fresh_school, claims["credentialStatus"])
    with pytest.raises(OB3VerificationError, match="revocation"):
        verifier(fresh_school, token).verify(token, check_status=True, download=download)
    with pytest.raises(OB3VerificationError):
        verifier(fresh_school, token).verify(token[:-8] + "AAAAAAAA")
