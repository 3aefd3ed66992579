import Essentials
import Markup
import Testing

@Suite struct `Writing pages` {
  @Test func `a document says its language, direction and name`() {
    var head = DocumentHead(
      title: "A & B", language: "ar", direction: .rightToLeft, stylesheets: [Link(path: "/site.css")])
    head.description = "\"Quoted\""
    let text = document(head, .class("x")) { "body" }.text
    #expect(text.hasPrefix(#"<!doctype html><html lang="ar" dir="rtl" class="x"><head><meta charset="utf-8">"#))
    #expect(text.contains("<title>A &amp; B</title>") && text.contains(#"content="&quot;Quoted&quot;""#))
    #expect(text.hasSuffix("<body>body</body></html>"))
  }

  @Test func `a page that is not indexed is not shared either`() {
    let head = DocumentHead(
      title: "T", language: "en", stylesheets: [Link(path: "/s")], siteName: "S", isIndexed: false)
    let text = document(head) {}.text
    #expect(text.contains("noindex") && !text.contains("og:title"))
  }

  @Test func `a text area keeps its first empty line`() {
    #expect(textarea(name: "t") { "\nx" }.text == "<textarea name=\"t\">\n\nx</textarea>")
  }

  @Test(arguments: [(0, "0"), (1.5, "1.5"), (-0.25, "-0.25"), (2.004, "2"), (10.05, "10.05"), (-0.001, "0")])
  func `numbers of drawings are short`(number: Double, written: String) { #expect(number.short == written) }

  @Test func `the data of a path is written number by number`() {
    let (x, side) = (-1.25, 45)
    var data: DrawnText = "M\(x) \(-120)h\(side)v\(0.5)z"
    data.append("l\(1000000.0) 0", times: 2)
    #expect(path(data, .class("a")).text == #"<path d="M-1.25 -120h45v0.5zl1000000 0l1000000 0" class="a"></path>"#)
  }

  @Test func `a drawing is named or hidden`() {
    #expect(svg(width: 2, height: 1) {}.text == #"<svg viewBox="0 0 2 1" aria-hidden="true"></svg>"#)
    #expect(svg(width: 2, height: 1, label: "A") {}.text == #"<svg viewBox="0 0 2 1" role="img" aria-label="A"></svg>"#)
  }

  @Test func `a page of another site cannot run in ours`() throws {
    let film = try #require(Link(outside: "https://video.example/1"))
    #expect(iframe(src: film, label: "Film").text.contains("sandbox="))
  }
}
