"""Pages as people meet them: Chromium in both themes and at every width, with everything it complains about kept."""
import os

from axe_playwright_python.base import AXE_SCRIPT

from school import HOUSE

CHROMIUM = os.environ.get("EVOLV_CHROMIUM", "/usr/bin/chromium-headless-shell")
WIDTHS = {"narrow": 320, "phone": 360, "desktop": 1280}
THEMES = ("light", "dark")
# Every theme at the width of the smallest phone (which is also a desktop at 400 %), of a common one, and of a desktop.
LOOKS = [(theme, width) for theme in THEMES for width in WIDTHS]
# Of the Tab key, before the page is asked where they led.
STROKES = 8
SCREENSHOTS = HOUSE / "var" / "screenshots"


class Visitor:
    """A browser of one person. `faults` collects console errors, broken requests and policy reports."""

    def __init__(self, chromium, school, theme="light", width="desktop", scripts=True, workers=False):
        self.school, self.theme, self.width = school, theme, width
        self.faults = []
        self.context = chromium.new_context(
            base_url=school.url, color_scheme=theme, reduced_motion="reduce", java_script_enabled=scripts,
            viewport={"width": WIDTHS[width], "height": 800}, locale="en-US", timezone_id="UTC",
            service_workers="allow" if workers else "block")
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("response", lambda answer: answer.status >= 500 and self.faults.append(f"{answer.status} {answer.url}"))

    def _note(self, message):
        # A page that says "not found" is an error to the browser, and what was asked for to us.
        own = message.text.startswith("Failed to load resource") and message.location.get("url") == self.page.url
        if message.type == "error" and not own:
            self.faults.append(f"{self.page.url}: {message.text}")

    def close(self):
        self.context.close()

    def visit(self, path):
        return self.page.goto(path)

    def dress(self, theme, width):
        """The same page in another theme and at another width."""
        self.theme, self.width = theme, width
        self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        self.page.set_viewport_size({"width": WIDTHS[width], "height": 800})

    def sign_in(self, who):
        """`who` is a role or an account."""
        account = self.school.account(who) if isinstance(who, str) else who
        self.visit("/login")
        self.page.get_by_label("Email").fill(account["email"])
        self.page.locator("input[type=password]").fill(account["password"])
        self.page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(lambda url: "/login" not in url)
        return account

    def sign_out(self):
        self.page.locator(".person-menu > summary").click()
        self.page.get_by_role("button", name="Sign out").click()
        self.page.get_by_text("You are signed out").wait_for()

    def screenshot(self, name):
        """For eyes: with EVOLV_SCREENSHOTS only, since to draw a whole page takes long."""
        if not os.environ.get("EVOLV_SCREENSHOTS"):
            return
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        file = SCREENSHOTS / f"{name}-{self.width}-{self.theme}.png"
        self.page.screenshot(path=file, full_page=True)

    # What every page must be. Each check returns its faults as sentences.

    def faults_of_access(self, rules=None):
        """What axe finds, with all of its rules or with one kind of them."""
        self._bring_axe()
        found = self.page.evaluate(VIOLATIONS, rules or {})
        return [f"{self.page.url} {self.theme} {self.width}: {sentence}" for sentence in found]

    def _bring_axe(self):
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
            self.page.evaluate(JUDGE_ALL_WORDS)

    def faults_of_fit(self):
        """Nothing may make the page scroll sideways."""
        wide, seen = self.page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        return [f"{self.page.url} is {wide} px wide in a window of {seen}"] if wide > seen else []

    def faults_of_dress(self):
        """Nothing may look as browsers draw it by default."""
        return [f"{self.page.url}: {sentence}" for sentence in self.page.evaluate(UNDRESSED)]

    def walk(self, most=200):
        """Presses Tab through the page and returns what took the focus, in order."""
        self._bring_axe()
        self.page.evaluate(BEGIN_TO_WALK)
        stops, strokes, is_around = [], 0, False
        while strokes < most and not is_around:
            for _ in range(STROKES):
                self.page.keyboard.press("Tab")
            strokes += STROKES
            for stop in self.page.evaluate("() => evolvStops.splice(0)"):
                is_around = is_around or stop is None or bool(stops) and stop["path"] == stops[0]["path"]
                # A field for a date takes several strokes to leave.
                if not is_around and (not stops or stop["path"] != stops[-1]["path"]):
                    stops.append(stop)
        self.page.evaluate("() => axe.teardown()")
        return stops

    def faults_of_keyboard(self):
        """Every stop of the Tab key is in sight, has a name and shows that it has the focus; each comes once."""
        stops, faults = self.walk(), []
        if not stops:
            faults.append("nothing takes the focus")
        for stop in stops:
            words = f"{stop['path'].split(' ')[-1]} ({stop['name']})"
            faults += [f"{words} {fault}" for fault, isFine in [
                ("has no name", stop["name"]), ("takes the focus out of sight", stop["seen"]),
                ("does not show its focus", stop["ring"])] if not isFine]
        if len({stop["path"] for stop in stops}) < len(stops):
            faults.append("the Tab key goes in circles")
        return [f"{self.page.url} by keyboard: {fault}" for fault in faults]


# By default axe leaves the colors of words open that stand in or under something a style sheet draws before or after an element;
# to look for that takes four times as long as to judge them. All options are named since what is given replaces them.
JUDGE_ALL_WORDS = """() => axe.configure({ checks: [{ id: 'color-contrast', options:
  { ...axe._audit.checks['color-contrast'].options, ignorePseudo: true } }] })"""

# The rules of axe that look at colors; they take as long as all others together.
_COLORS = ["color-contrast", "link-in-text-block"]
OF_COLORS = {"runOnly": {"type": "rule", "values": _COLORS}}
OF_ALL_BUT_COLORS = {"rules": {rule: {"enabled": False} for rule in _COLORS}}

VIOLATIONS = """async rules => {
  const found = await axe.run(document, { resultTypes: ['violations'], ...rules });
  return found.violations.map(fault => `${fault.id}, ${fault.help}: `
    + fault.nodes.slice(0, 3).map(node => `${node.target.join(' ')} (${node.failureSummary.replace(/\\s+/g, ' ')})`).join('; ')
    + (fault.nodes.length > 3 ? ` and ${fault.nodes.length - 3} more` : ''));
}"""

# Controls in the browser's own typeface or border, links in its own blue, and pages without a style sheet.
UNDRESSED = """() => {
  const faults = [];
  if (document.styleSheets.length === 0) faults.push('has no style sheet');
  const own = getComputedStyle(document.body).fontFamily;
  const tell = at => `${at.tagName.toLowerCase()} ${at.name || at.className || ''} "${(at.innerText || at.value || '').trim().slice(0, 30)}"`;
  for (const at of document.querySelectorAll('button, select, textarea, input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=range]):not([type=file]):not([type=color])')) {
    if (at.offsetParent === null) continue;
    const style = getComputedStyle(at);
    const hasWords = at.tagName !== 'BUTTON' || at.innerText.trim();
    if (hasWords && style.fontFamily !== own && !style.fontFamily.includes('mono')) faults.push(`${tell(at)} has the typeface ${style.fontFamily}`);
    if (['inset', 'outset'].includes(style.borderTopStyle)) faults.push(`${tell(at)} has the browser's border`);
  }
  for (const at of document.querySelectorAll('a[href]')) {
    const color = getComputedStyle(at).color;
    if (['rgb(0, 0, 238)', 'rgb(85, 26, 139)'].includes(color)) faults.push(`${tell(at)} has the browser's color`);
  }
  return faults;
}"""

# The focused element: a path that tells elements apart, its name, whether it can be seen and whether focus shows.
FOCUSED = """() => {
  const it = document.activeElement;
  if (!it || it === document.body || it === document.documentElement) return null;
  const path = [];
  for (let at = it; at.parentElement; at = at.parentElement)
    path.unshift(at.tagName.toLowerCase() + ':' + [...at.parentElement.children].indexOf(at));
  // axe knows all ways to a name, but takes what a style sheet shows of closed details for hidden.
  const name = axe.commons.text.accessibleText(it) || it.innerText || it.title || '';
  const rings = [it, ...(it.labels ?? []), it.parentElement].map(at => getComputedStyle(at));
  const box = it.getBoundingClientRect();
  return {
    path: path.join(' '), tag: it.tagName.toLowerCase(), name: name.trim().slice(0, 80),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    ring: rings.some(s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'),
  };
}"""

# Notes what has the focus after each stroke; the key is let go of only once the focus has moved and the page has scrolled to it.
BEGIN_TO_WALK = f"""() => {{
  document.activeElement?.blur?.();
  window.scrollTo(0, 0);
  axe.setup();
  window.evolvStops = [];
  const focused = {FOCUSED};
  window.addEventListener('keyup', stroke => {{ if (stroke.key === 'Tab') evolvStops.push(focused()) }}, true);
}}"""
