"""Pages as people meet them: Chromium in both themes and at both widths, with everything it complains about kept."""
import os

from axe_playwright_python.sync_playwright import Axe

from school import HOUSE

CHROMIUM = os.environ.get("EVOLV_CHROMIUM", "/usr/bin/chromium")
WIDTHS = {"phone": 360, "desktop": 1280}
THEMES = ("light", "dark")
LOOKS = [(theme, width) for theme in THEMES for width in WIDTHS]
SCREENSHOTS = HOUSE / "var" / "screenshots"


class Visitor:
    """A browser of one person. `faults` collects console errors, broken requests and policy reports."""

    def __init__(self, chromium, school, theme="light", width="desktop", scripts=True):
        self.school, self.theme, self.width = school, theme, width
        self.faults = []
        self.context = chromium.new_context(
            base_url=school.url, color_scheme=theme, reduced_motion="reduce", java_script_enabled=scripts,
            viewport={"width": WIDTHS[width], "height": 800}, locale="en-US", timezone_id="UTC")
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.page.on("console", lambda message: message.type == "error" and self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("response", lambda answer: answer.status >= 500 and self.faults.append(f"{answer.status} {answer.url}"))

    def close(self):
        self.context.close()

    def visit(self, path):
        answer = self.page.goto(path)
        self.page.wait_for_load_state("networkidle")
        return answer

    def sign_in(self, role):
        account = self.school.account(role)
        self.visit("/login")
        self.page.get_by_label("Email").fill(account["email"])
        self.page.locator("input[type=password]").fill(account["password"])
        self.page.locator("main").get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lambda url: "/login" not in url)
        return account

    def screenshot(self, name):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        file = SCREENSHOTS / f"{name}-{self.width}-{self.theme}.png"
        self.page.screenshot(path=file, full_page=True)
        return file

    def check_accessibility(self):
        results = Axe().run(self.page)
        assert results.violations_count == 0, f"{self.page.url} {self.theme} {self.width}\n{results.generate_report()}"

    def check_fits(self):
        """Nothing may make the page scroll sideways."""
        wide, seen = self.page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= seen, f"{self.page.url} is {wide} px wide in a window of {seen}"

    def walk(self, most=150):
        """Presses Tab through the page and returns what took the focus, in order."""
        self.page.evaluate("() => { document.activeElement?.blur?.(); window.scrollTo(0, 0) }")
        stops = []
        for _ in range(most):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(FOCUSED)
            if stop is None or (stops and stop["path"] == stops[0]["path"]):
                break
            stops.append(stop)
        return stops

    def check_keyboard(self):
        """Every stop of the Tab key is in sight, has a name and shows that it has the focus."""
        stops = self.walk()
        assert stops, f"{self.page.url}: nothing takes the focus"
        for stop in stops:
            assert stop["name"], f"{self.page.url}: {stop['path']} has no name"
            assert stop["seen"], f"{self.page.url}: {stop['path']} ({stop['name']}) takes the focus out of sight"
            assert stop["ring"], f"{self.page.url}: {stop['path']} ({stop['name']}) does not show its focus"
        return stops


# The focused element: a path that tells elements apart, its name, whether it can be seen and whether focus shows.
FOCUSED = """() => {
  const it = document.activeElement;
  if (!it || it === document.body || it === document.documentElement) return null;
  const path = [];
  for (let at = it; at.parentElement; at = at.parentElement)
    path.unshift(at.tagName.toLowerCase() + ':' + [...at.parentElement.children].indexOf(at));
  const label = it.labels?.[0]?.innerText || it.getAttribute('aria-label')
    || document.getElementById(it.getAttribute('aria-labelledby'))?.innerText || it.innerText || it.title || it.alt
    || it.querySelector?.('img[alt], svg title')?.getAttribute?.('alt') || it.textContent || it.value || '';
  const rings = [it, ...(it.labels ?? []), it.parentElement].map(at => getComputedStyle(at));
  const box = it.getBoundingClientRect();
  return {
    path: path.join(' '), tag: it.tagName.toLowerCase(), name: label.trim().slice(0, 80),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    ring: rings.some(s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'),
  };
}"""
