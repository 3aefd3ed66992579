"""What an administrator chooses stands on the first page at once, in both themes, and stays readable."""
import struct
import zlib


def picture(path, color, size=48):
    """A real PNG of one color."""
    def part(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    rows = (b"\0" + bytes(color) * size) * size
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0))
        + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b""))
    return path


def test_the_school_wears_its_colors_at_once(visitors, fresh_school, tmp_path):
    visitor = visitors(school=fresh_school)
    visitor.sign_in("admin")
    page = visitor.page
    visitor.visit("/admin/settings")
    page.get_by_label("Name", exact=True).fill("Lakeside College")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").first.wait_for()
    visitor.visit("/admin/settings/branding")
    before = page.locator("[data-brand-preview]").get_attribute("href")
    # A yellow that nobody could read on white: the design must make it darker.
    page.locator("input[type=color][name=primary]").fill("#ffd400")
    page.locator("input[type=color][name=accent]").fill("#d4006a")
    page.wait_for_function("old => document.querySelector('[data-brand-preview]').getAttribute('href') !== old", arg=before)
    page.get_by_role("button", name="Save colors").click()
    page.get_by_text("Every page has these colors now.").wait_for()
    page.locator("#file-logo").set_input_files(picture(tmp_path / "logo.png", (212, 0, 106)))
    page.locator("form#logo").get_by_role("button", name="Send").click()
    page.get_by_text("The logo is there.").wait_for()
    for theme in ("light", "dark"):
        visitor.dress(theme, "desktop")
        visitor.visit("/")
        assert page.title().endswith("Lakeside College")
        logo = page.locator("img.logo-picture").first
        assert logo.is_visible() and logo.evaluate("image => image.naturalWidth") == 48
        hue = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--hue').trim()")
        assert 80 <= int(hue) <= 110, hue
        assert visitor.faults_of_access() == []
        visitor.visit("/admin/settings/branding")
        assert visitor.faults_of_access() == []
