"""A small object store that speaks the protocol of S3 and refuses what is not signed right."""
import hashlib
import hmac
import re
import threading
import urllib.parse
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY, SECRET, REGION, BUCKET = "SCHOOLKEY", "a/secret+of=the school", "eu-central-1", "school"


def digest(text):
    return hashlib.sha256(text if isinstance(text, bytes) else text.encode()).hexdigest()


def mac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


class ObjectStore(ThreadingHTTPServer):
    """`objects`: what is kept, with its time; `refused`: the reasons of refusals."""
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.objects, self.refused, self.calls = {}, [], []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        secret = urllib.parse.quote(SECRET, safe="")
        return f"http://{KEY}:{secret}@127.0.0.1:{self.server_address[1]}/{BUCKET}?region={REGION}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def fault(self, body):
        """Why this call is not signed right (AWS Signature Version 4); None if it is."""
        found = re.fullmatch(r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request,\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})",
                             self.headers.get("Authorization", ""))
        if not found:
            return "no signature"
        key, day, region, names, signature = found.groups()
        time = self.headers["x-amz-date"]
        told = datetime.strptime(time, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
        if abs((datetime.now(timezone.utc) - told).total_seconds()) > 900 or not time.startswith(day):
            return "time"
        if key != KEY or region != REGION or not {"host", "x-amz-content-sha256", "x-amz-date"} <= set(names.split(";")):
            return "credential"
        if self.headers["x-amz-content-sha256"] != digest(body):
            return "body"
        path, _, query = self.path.partition("?")
        pairs = sorted(pair.partition("=")[::2] for pair in query.split("&")) if query else []
        fields = "".join(f"{name}:{' '.join(self.headers[name].split())}\n" for name in names.split(";"))
        canonical = "\n".join([self.command, path, "&".join(f"{name}={value}" for name, value in pairs), fields, names, digest(body)])
        scope = f"{day}/{REGION}/s3/aws4_request"
        chain = ("AWS4" + SECRET).encode()
        for word in (day, REGION, "s3", "aws4_request"):
            chain = mac(chain, word)
        wanted = mac(chain, "\n".join(["AWS4-HMAC-SHA256", time, scope, digest(canonical)])).hex()
        return None if hmac.compare_digest(wanted, signature) else "signature"

    def handle_call(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        store, path = self.server, urllib.parse.unquote(self.path.partition("?")[0])
        fault = self.fault(body)
        store.calls.append((self.command, path))
        if fault:
            store.refused.append(fault)
            return self.answer(403)
        key = path.removeprefix(f"/{BUCKET}").lstrip("/")
        if self.command == "PUT":
            store.objects[key] = (body, datetime.now(timezone.utc))
            return self.answer(200)
        if self.command == "DELETE":
            store.objects.pop(key, None)
            return self.answer(204)
        if key:
            return self.answer(200, store.objects[key][0]) if key in store.objects else self.answer(404)
        prefix = urllib.parse.parse_qs(self.path.partition("?")[2]).get("prefix", [""])[0]
        rows = "".join(
            f"<Contents><Key>{name}</Key><LastModified>{changed:%Y-%m-%dT%H:%M:%S.000Z}</LastModified></Contents>"
            for name, (_, changed) in sorted(store.objects.items()) if name.startswith(prefix))
        return self.answer(200, f"<ListBucketResult>{rows}</ListBucketResult>".encode())

    do_GET = do_PUT = do_DELETE = do_HEAD = handle_call
