import Testing

@testable import Markup

@Suite struct `Rendering Markdown` {
  @Test(arguments: [
    ("a **b** *c* ~~d~~", "<p>a <strong>b</strong> <em>c</em> <del>d</del></p>\n"),
    (
      "- [x] a\n- [ ] b",
      "<ul>\n<li><span class=\"task task--done\">☑</span> a</li>\n<li><span class=\"task\">☐</span> b</li>\n</ul>\n"
    ),
    ("3. a", "<ol start=\"3\">\n<li>a</li>\n</ol>\n"),
    (
      "https://a.test/x",
      "<p><a href=\"https://a.test/x\" rel=\"noopener noreferrer nofollow\">https://a.test/x</a></p>\n"
    ),
    ("press <kbd>Ctrl</kbd>", "<p>press <kbd>Ctrl</kbd></p>\n"),
    ("`a<b`", "<p><code>a&lt;b</code></p>\n"),
    ("git switch <branch>", "<p>git switch &lt;branch&gt;</p>\n"),
    (
      "<details open><summary>a</summary>\n\n*b*\n\n</details>",
      "<details open=\"\"><summary>a</summary>\n<p><em>b</em></p>\n</details>\n"
    ),
    (
      "```text\na  <b>\n```",
      "<pre class=\"code\" data-language=\"text\" tabindex=\"0\"><code class=\"language-text\">a  &lt;b&gt;\n</code></pre>\n"
    ),
  ])
  func `prints`(text: String, printed: String) { #expect(HTML(Markdown(text).render().html).text == printed) }

  @Test func `prints a table that can be scrolled, with its alignment`() {
    let printed = HTML(Markdown("|a|b|\n|-|-:|\n|1|2|").render().html).text
    #expect(printed.contains("<div class=\"scroll\"><table>"))
    #expect(printed.contains("<th scope=\"col\">a</th>"))
    #expect(printed.contains("<td class=\"align-right\">2</td>"))
  }

  @Test(arguments: ["\n\n", "\n"])
  func `reads the Markdown inside a note`(gap: String) {
    let page = Markdown(
      "<div class=\"lesson-note lesson-note--tip\" markdown=\"1\">\(gap)#### A\n\nb *c*\n\n</div>\n\nafter"
    ).render()
    let printed = HTML(page.html).text
    #expect(printed.contains("<div class=\"lesson-note lesson-note--tip\">"))
    #expect(printed.contains("<h2 id=\"h-a\">A</h2>\n<p>b <em>c</em></p>\n</div>"))
    #expect(page.changes == [])
  }

  @Test func `gives headings levels without gaps below the page's own`() {
    let page = Markdown("### A\n\n##### B\n\n##### C\n\n### A\n\n# D").render()
    #expect(page.headings.map(\.level) == [2, 3, 3, 2, 2])
    #expect(page.headings.map(\.id) == ["h-a", "h-b", "h-c", "h-a-1", "h-d"])
    #expect(page.title == "A")
  }

  @Test func `leaves out the heading that the page shows as its title, and keeps its anchor`() {
    var options = MarkupOptions()
    options.titleShownAbove = "The Box"
    let page = Markdown("# The Box\n\nup [again](#the-box)").render(options)
    #expect(HTML(page.html).text == "<span id=\"h-the-box\"></span>\n<p>up <a href=\"#h-the-box\">again</a></p>\n")
    #expect(page.headings == [])
  }

  @Test(arguments: [
    ("#what-is-it", "h-what-is-it"), ("#What_is_it", "h-what-is-it"), ("#spot", "h-spot"),
    ("#what-is-it:~:text=x", "h-what-is-it"),
  ])
  func `leads an anchor to the printed id`(anchor: String, id: String) {
    let page = Markdown("[x](\(anchor))\n\n## What is it?\n\n<span id=\"spot\">y</span>").render()
    #expect(HTML(page.html).text.contains("href=\"#\(id)\""))
    #expect(page.anchor(String(anchor.dropFirst())) == id)
  }

  @Test func `takes away a link to nowhere and says so`() {
    let page = Markdown("a [b](#c)").render()
    #expect(HTML(page.html).text == "<p>a b</p>\n")
    #expect(page.changes.map(\.what) == ["link to #c"])
  }

  @Test func `asks the site where addresses lead`() {
    let page = Markdown("[a](b.md) ![c](d.png) [e](f.md)").render(
      MarkupOptions { kind, address in
        switch (kind, address) {
        case (.link, "b.md"): .replaced("/lessons/b#h-x")
        case (.image, _): .image("/media/d", width: 4, height: 3)
        default: .dropped(because: "It is not part of the course.")
        }
      })
    let printed = HTML(page.html).text
    #expect(printed.contains("<a href=\"/lessons/b#h-x\">a</a>"))
    #expect(
      printed.contains("<img src=\"/media/d\" width=\"4\" height=\"3\" alt=\"c\" loading=\"lazy\" decoding=\"async\">"))
    #expect(page.links.map(\.address) == ["b.md", "f.md"])
    #expect(page.images.map(\.text) == ["c"])
    #expect(page.changes.map(\.why) == ["It is not part of the course."])
  }

  @Test func `refuses a bad address even when the site gives it`() {
    let page = Markdown("[a](b)").render(MarkupOptions { _, _ in .replaced("javascript:x") })
    #expect(HTML(page.html).text == "<p>a</p>\n")
  }

  @Test(arguments: [
    (
      "https://www.youtube.com/embed/a-1_B?start=3", "https://www.youtube.com/watch?v=a-1_B",
      "https://www.youtube-nocookie.com/embed/a-1_B"
    ),
    ("https://player.vimeo.com/video/12", "https://vimeo.com/12", "https://player.vimeo.com/video/12?dnt=1"),
    (
      "https://codepen.io/me/embed/preview/abc", "https://codepen.io/me/pen/abc",
      "https://codepen.io/me/embed/abc?default-tab=html%2Cresult"
    ),
  ])
  func `turns a known frame into a link that can open in place`(frame: String, page: String, player: String) {
    let printed = HTML(Markdown("<iframe src=\"\(frame)\" title=\"T\"></iframe>").render().html).text
    #expect(printed.contains("<a class=\"embed\" href=\"\(page)\" data-embed=\"\(player)\""))
    #expect(printed.contains("<span class=\"embed__title\">T</span>"))
  }

  @Test func `turns a pen and its fallback into one link`() {
    let text = """
      <p class="codepen" data-slug-hash="abc" data-user="me">

        <span>See the Pen <a href="https://codepen.io/me/pen/abc">
        Lists</a> by me</span>

      </p>

      <script async src="https://cpwebassets.codepen.io/assets/embed/ei.js"></script>
      """
    let printed = HTML(Markdown(text).render().html).text
    #expect(printed.contains("<span class=\"embed__title\">Lists</span>"))
    #expect(!printed.contains("See the Pen"))
  }

  @Test func `reads the front matter and counts its lines`() {
    let text = Markdown("---\r\ntitle: \"The: Box\"\r\nOrder: 3\r\n---\r\n\r\n<font>x</font>\r\n")
    #expect(text.frontMatter == ["title": "The: Box", "order": "3"])
    #expect(text.render().title == "The: Box")
    #expect(text.render().changes.map(\.line) == [6])
  }

  @Test(arguments: ["---\nno end", "a\n---\nb: c\n---\n", ""])
  func `takes no front matter where there is none`(text: String) {
    #expect(Markdown(text).frontMatter == [:])
    #expect(Markdown(text).body == text)
  }

  @Test func `keeps the words for search and counts them`() {
    let page = Markdown("# One\n\ntwo *three*\n\n- four\n- five\n\n```js\nsix()\n```\n\n<script>seven</script>")
      .render()
    #expect(page.plainText.split(whereSeparator: \.isWhitespace) == ["One", "two", "three", "four", "five", "six()"])
    #expect(page.words == 6)
    #expect(page.minutes == 1)
  }

  @Test func `allows a text field words, lists, links and code, no more`() {
    let page = HTMLText(
      "<h1 id=x>a</h1><div class=panel>b</div><img src=/x alt=c><p dir=rtl lang=ar>d <a href=/e>f</a></p>"
    ).render()
    #expect(HTML(page.html).text == "<h2>a</h2>b<p dir=\"rtl\" lang=\"ar\">d <a href=\"/e\">f</a></p>")
  }
}
