"""Files of a school lie in an object store: signed, whole, and read back when this machine has lost its copy."""
import hashlib
import shutil

import requests

from engines import on_sqlite
from object_store import ObjectStore
from school import School


@on_sqlite
def test_files_live_in_the_object_store(engine):
    store = ObjectStore()
    school = School(engine, settings={"EVOLV_S3_URL": store.url})
    try:
        school.start()
        begun = len(store.objects)
        text = "What the whole course needs to know.\n" * 1000
        sent = requests.post(f"{school.url}/api/v1/media", files={"file": ("notes.txt", text)}, timeout=30,
                             headers={"Authorization": "Bearer " + school.token("instructor"), "Accept": "application/json"})
        assert sent.status_code == 201, sent.text
        key = hashlib.sha256(text.encode()).hexdigest()
        assert sent.json()["sha256"] == key
        assert store.objects[f"{key[:2]}/{key[2:]}"][0] == text.encode() and len(store.objects) > begun
        # The copy of this machine is lost, as on another node that never had it.
        copy = school.folder / "files" / key[:2] / key[2:]
        assert copy.exists()
        copy.unlink()
        read = school.get(sent.json()["url"], headers={"Authorization": "Bearer " + school.token("instructor")})
        assert read.status_code == 200 and read.text == text
        assert copy.exists(), "the copy is here again"
        # Other bytes under the name of these are not handed on.
        copy.unlink()
        store.objects[f"{key[:2]}/{key[2:]}"] = (b"other bytes", store.objects[f"{key[:2]}/{key[2:]}"][1])
        read = school.get(sent.json()["url"], headers={"Authorization": "Bearer " + school.token("instructor")})
        assert read.status_code == 503
        assert store.refused == [], store.refused
        # Who signs with another secret gets nothing.
        unsigned = requests.get(f"http://127.0.0.1:{store.server_address[1]}/school/{key[:2]}/{key[2:]}", timeout=5)
        assert unsigned.status_code == 403
        school.stop()
    finally:
        if school.process and school.process.poll() is None:
            school.kill()
        shutil.rmtree(school.folder, ignore_errors=True)
        store.shutdown()
