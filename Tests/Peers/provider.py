"""An identity provider on loopback that behaves, or has one of many faults: python provider.py [PORT]

Prints its port. Every first step of a path is an issuer of its own (`/good`, `/t17`), so that tests do not meet.
`POST /{issuer}/control {"faults": [...], "now": 1795000000, "person": {...}}` changes what it does; `GET` tells what it
was asked. It is strict: clients authenticate, codes are good once, PKCE (S256), state and nonce are required.
"""
import base64
import hashlib
import json
import os
import secrets
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

CLIENT, SECRET = "evolv school", "s3cret/+:&= of the school".replace(" ", "-")
KEYS = {
    "RS256": rsa.generate_private_key(65537, 2048), "ES256": ec.generate_private_key(ec.SECP256R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate(),
}
KEYS["PS256"] = KEYS["RS256"]
STRANGER = rsa.generate_private_key(65537, 2048)


def public_jwk(algorithm, key, name):
    maker = {"RS": jwt.algorithms.RSAAlgorithm, "PS": jwt.algorithms.RSAAlgorithm, "ES": jwt.algorithms.ECAlgorithm,
             "Ed": jwt.algorithms.OKPAlgorithm}[algorithm[:2]]
    return {**json.loads(maker.to_jwk(key.public_key())), "kid": name, "use": "sig"}


class Issuer:
    """What one issuer knows."""

    def __init__(self, url):
        self.url = url
        self.faults, self.now, self.seen, self.codes, self.tokens = set(), None, [], {}, {}
        self.person = {"sub": "ada-7", "email": "ada.lovelace@example.org", "email_verified": True,
                       "given_name": "Ada", "family_name": "Lovelace"}
        self.algorithm, self.age, self.redirects_to = "RS256", 3600, None

    def time(self):
        return int(self.now or time.time())

    def control(self, change):
        self.faults = set(change.get("faults", self.faults))
        for name in ("now", "person", "algorithm", "age", "redirects_to"):
            setattr(self, name, change.get(name, getattr(self, name)))
        return {"seen": self.seen}

    # What it says of itself

    def configuration(self):
        said = {
            "issuer": self.url, "authorization_endpoint": self.url + "/authorize", "token_endpoint": self.url + "/token",
            "jwks_uri": self.url + "/jwks", "userinfo_endpoint": self.url + "/userinfo",
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "PS256", "ES256", "EdDSA"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "authorization_response_iss_parameter_supported": True,
        }
        if "configuration of another" in self.faults: said["issuer"] = "https://accounts.google.com"
        if "configuration with a slash" in self.faults: said["issuer"] += "/"
        if "plain PKCE only" in self.faults: said["code_challenge_methods_supported"] = ["plain"]
        if "no keys address" in self.faults: del said["jwks_uri"]
        if "keys inside" in self.faults: said["jwks_uri"] = "http://127.0.0.2:1/jwks"
        if "token inside" in self.faults: said["token_endpoint"] = "http://169.254.169.254/latest/meta-data/"
        if "secret in the body" in self.faults: said["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
        if "no userinfo" in self.faults: del said["userinfo_endpoint"]
        return said

    def keys(self):
        published = [public_jwk(name, KEYS[name], name) for name in ("RS256", "ES256", "EdDSA")]
        published[0].pop("alg", None)
        if "keys before the change" in self.faults:
            published = [public_jwk("RS256", STRANGER, "old")]
        return {"keys": published + [{"kty": "oct", "k": "AAAA", "kid": "oct"}]}

    # What it does

    def authorize(self, query):
        needed = {"response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge"}
        if missing := needed - query.keys(): return f"lacks {missing}"
        if query["client_id"] != CLIENT: return "no such client"
        if query["response_type"] != "code": return "only codes"
        if query.get("code_challenge_method") != "S256" or len(query["code_challenge"]) != 43: return "no S256"
        if "openid" in query["scope"].split() and len(query.get("nonce", "")) < 20: return "no nonce"
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        back = {"code": code, "state": query["state"], "iss": self.url, "session_state": "x", "scope": query["scope"]}
        if "access denied" in self.faults: back = {"error": "access_denied", "state": query["state"], "iss": self.url}
        if "answer of another" in self.faults: back["iss"] = "https://accounts.google.com"
        if "answer of nobody" in self.faults: del back["iss"]
        if "another state" in self.faults: back["state"] = secrets.token_urlsafe(32)
        if "no state" in self.faults: del back["state"]
        if "no code" in self.faults: back.pop("code", None)
        if "state twice" in self.faults: return query["redirect_uri"] + "?" + urlencode([*back.items(), ("state", "x")])
        return query["redirect_uri"] + "?" + urlencode(back)

    def exchange(self, form, authorization):
        given = (form.get("client_id"), form.get("client_secret"))
        if authorization.startswith("Basic "):
            given = tuple(unquote(part) for part in base64.b64decode(authorization[6:]).decode().split(":", 1))
        if given != (CLIENT, SECRET): return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form.get("code"), None)
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"] or form.get("grant_type") != "authorization_code":
            return 400, {"error": "invalid_grant"}
        proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if proof != asked["code_challenge"] and "PKCE ignored" not in self.faults:
            return 400, {"error": "invalid_grant", "error_description": "PKCE"}
        access = secrets.token_urlsafe(16)
        self.tokens[access] = asked
        answer = {"access_token": access, "token_type": "Bearer", "expires_in": 300, "scope": asked["scope"]}
        if "openid" in asked["scope"].split() and "no id token" not in self.faults:
            answer["id_token"] = self.id_token(asked)
        return 200, answer

    def id_token(self, asked):
        now, faults = self.time(), self.faults
        claims = {"iss": self.url, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": asked["nonce"], **self.person}
        if "told apart" in faults: claims = {k: v for k, v in claims.items() if k not in ("email", "email_verified")}
        changes = {
            "wrong iss": {"iss": "https://accounts.google.com"}, "wrong aud": {"aud": "somebody else"},
            "several aud": {"aud": [CLIENT, "somebody else"], "azp": CLIENT}, "wrong azp": {"azp": "somebody else"},
            "wrong nonce": {"nonce": secrets.token_urlsafe(32)}, "no nonce": {"nonce": None},
            "expired": {"iat": now - 400, "exp": now - 120}, "issued later": {"iat": now + 3600, "exp": now + 7200},
            "issued long ago": {"iat": now - 3600}, "exp as text": {"exp": str(now + 300)}, "no exp": {"exp": None},
            "not before later": {"nbf": now + 3600}, "no sub": {"sub": None}, "sub as number": {"sub": 7},
            "unverified": {"email_verified": False}, "verified as text": {"email_verified": "true"},
        }
        for name, change in changes.items():
            if name in faults: claims.update(change)
        claims = {name: value for name, value in claims.items() if value is not None}
        return self.signed(claims)

    def signed(self, claims):
        faults, algorithm = self.faults, self.algorithm
        head = {"kid": algorithm if algorithm != "PS256" else "RS256"}
        if "unknown kid" in faults: head["kid"] = "nobody's"
        if "kid with a path" in faults: head["kid"] = "../../../dev/null"
        if "alg none" in faults: return jwt.encode(claims, None, algorithm="none", headers=head)
        if "signed by a stranger" in faults: return jwt.encode(claims, STRANGER, algorithm="RS256", headers=head)
        if "HS256 with the public key" in faults:
            # PyJWT itself refuses to do this.
            pem = KEYS["RS256"].public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
            parts = [json.dumps({"alg": "HS256", "typ": "JWT", **head}).encode(), json.dumps(claims).encode()]
            text = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
            import hmac
            code = hmac.new(pem, text, hashlib.sha256).digest()
            return (text + b"." + base64.urlsafe_b64encode(code).rstrip(b"=")).decode()
        token = jwt.encode(claims, KEYS[algorithm], algorithm=algorithm, headers=head)
        if "changed after signing" in faults:
            head, _, signature = token.split(".")
            other = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "eve"}).encode()).rstrip(b"=").decode()
            return f"{head}.{other}.{signature}"
        return token

    def userinfo(self):
        told = dict(self.person)
        if "tells of another" in self.faults: told["sub"] = "eve-1"
        if "unverified" in self.faults: told["email_verified"] = False
        return told


class Provider(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port):
        super().__init__(("127.0.0.1", port), Asked)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.issuers, self.lock = {}, threading.Lock()

    def issuer(self, name):
        with self.lock:
            return self.issuers.setdefault(name, Issuer(f"{self.url}/{name}"))


class Asked(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.respond({})

    def do_POST(self):
        self.respond(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def respond(self, body):
        parts = urlsplit(self.path)
        _, name, *rest = parts.path.split("/")
        issuer, path = self.server.issuer(name), "/" + "/".join(rest)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        if path == "/control":
            return self.say(200, issuer.control(json.loads(body)) if body else {"seen": issuer.seen})
        issuer.seen.append(path)
        if f"slow {path}" in issuer.faults: time.sleep(8)
        if f"huge {path}" in issuer.faults: return self.say(200, {"padding": "x" * 2_000_000})
        if f"redirect {path}" in issuer.faults:
            return self.say(302, {}, [("Location", issuer.redirects_to or "http://127.0.0.2:1/")])
        if f"500 {path}" in issuer.faults: return self.say(500, {"error": "server_error"})
        if f"no JSON {path}" in issuer.faults: return self.say(200, "<html>Sorry</html>")
        form = dict(parse_qsl(body.decode())) if isinstance(body, bytes) else {}
        self.route(issuer, path, query, form)

    def route(self, issuer, path, query, form):
        bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if path == "/.well-known/openid-configuration": return self.say(200, issuer.configuration())
        if path == "/jwks":
            return self.say(200, issuer.keys(), [("Cache-Control", f"public, max-age={issuer.age}")])
        if path in ("/authorize", "/login/oauth/authorize"):
            answer = issuer.authorize(query)
            return self.say(302, {}, [("Location", answer)]) if answer.startswith("http") else self.say(400, {"error": answer})
        if path in ("/token", "/login/oauth/access_token"):
            status, answer = issuer.exchange(form, self.headers.get("Authorization", ""))
            return self.say(200 if "github" in issuer.url else status, answer)
        if bearer not in issuer.tokens: return self.say(401, {"error": "invalid_token"})
        if path == "/userinfo": return self.say(200, issuer.userinfo())
        if path == "/api/v3/user": return self.say(200, {"id": 4711, "login": "ada", "name": "Ada Lovelace", "email": "shown@example.org"})
        if path == "/api/v3/user/emails":
            verified = "unverified" not in issuer.faults
            return self.say(200, [{"email": "old@example.org", "primary": False, "verified": True},
                                  {"email": issuer.person["email"], "primary": True, "verified": verified}])
        return self.say(404, {"error": "not_found"})

    def say(self, status, answer, fields=()):
        text = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        for name, value in fields:
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(text)
        except (BrokenPipeError, ConnectionResetError):
            pass  # cut off, as it should be


def start(port=0):
    """Runs in a thread of this process; `url` of what is returned is where."""
    provider = Provider(port)
    threading.Thread(target=provider.serve_forever, daemon=True).start()
    return provider


if __name__ == "__main__":
    running = start(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    print(running.server_port, flush=True)
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(0.5)
