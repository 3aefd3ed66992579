"""The first page, as a visitor sees it."""
def test_it_is_light(visitor):
    """At most 4 requests and 100 KB on the first view."""
    sizes = []
    visitor.page.on("requestfinished", lambda request: sizes.append(
        request.sizes()["responseBodySize"] + request.sizes()["responseHeadersSize"]))
    visitor.visit("/")
    assert len(sizes) <= 4 and sum(sizes) <= 100_000, sizes
