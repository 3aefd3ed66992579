import Essentials
import EvolvDesign
import Foundation
import Markup
import Testing

@Suite struct `Showing a page` {
  static let shells: [Shell] = [.public, .app, .player, .bare]

  @Test(arguments: shells)
  func `nothing runs and nothing is styled from within`(shell: Shell) {
    let text = render(PlainPage(shell: shell), in: .sample(person: "Mia Berg")).text
    #expect(!text.contains(" style="))
    #expect(!text.contains(/\son[a-z]+=/))
    #expect(
      text.matches(of: /<script[^>]*>/).map { String($0.0) } == [#"<script type="module" src="/assets/site.js">"#])
    #expect(!text.contains("<style"))
  }

  @Test(arguments: shells)
  func `a browser needs three more requests`(shell: Shell) {
    let text = render(PlainPage(shell: shell), in: .sample()).text
    let fetched = Set(text.matches(of: /\/assets\/[a-z.]+/).map { String($0.0) })
    #expect(fetched == ["/assets/site.css", "/assets/site.js", "/assets/favicon.svg"])
  }

  @Test func `the document says what it is`() {
    let text = render(PlainPage(), in: .sample(theme: .dark)).text
    #expect(text.hasPrefix(#"<!doctype html><html lang="en" dir="ltr" class="hue-255 shell-public" data-theme="dark""#))
    #expect(text.contains("<title>Courses · Northside</title>"))
    #expect(!text.contains("noindex"))
    #expect(render(PlainPage(shell: .app), in: .sample()).text.contains(#"<meta name="robots" content="noindex">"#))
  }

  @Test func `the keyboard skips to what the page says`() {
    let text = render(PlainPage(), in: .sample()).text
    let skip = text.range(of: ##"<a href="#content" class="skip-link">"##)
    let content = text.range(of: #"<main id="content""#)
    #expect(skip != nil && content != nil && skip!.lowerBound < content!.lowerBound)
  }

  @Test func `everything that people wrote is escaped`() {
    let text = render(PlainPage(title: "<b>"), in: .sample(person: "<i>Mia</i>")).text
    #expect(text.contains("<title>&lt;b&gt; · Northside</title>"))
    #expect(text.contains("&lt;i&gt;Mia&lt;/i&gt;") && !text.contains("<i>"))
    #expect(text.contains("Saved &lt;all&gt;"))
    #expect(text.contains(#"name="csrf" value="to&lt;ken""#))
    #expect(text.contains(#"name="next" value="/courses?q=a&amp;b""#))
  }

  @Test func `a visitor sees the ways in, a person the way out`() {
    let visitor = render(PlainPage(), in: .sample()).text
    #expect(visitor.contains("Sign in") && !visitor.contains("Sign out"))
    let person = render(PlainPage(shell: .app), in: .sample(person: "Mia Berg")).text
    #expect(person.contains("Sign out") && person.contains("Notifications, 12 unread") && person.contains(">9+<"))
  }

  @Test func `what a frame does not offer is not shown`() {
    var frame = Frame.sample()
    frame.actions = FrameActions()
    let text = render(PlainPage(), in: frame).text
    #expect(!text.contains("palette") && !text.contains("theme-switch"))
  }

  @Test func `the design page shows everything and carries its own looks`() throws {
    let text = render(DesignPage(address: Frame.here, csrf: "t"), in: .sample()).text
    let css = try PublicFolder.stylesheet()
    let classes = Set(text.matches(of: /class="([^"]+)"/).flatMap { $0.1.split(separator: " ").map(String.init) })
    let bare = classes.filter { !css.contains(".\($0)") && !$0.hasPrefix("state-") && !$0.hasPrefix("depth-") }
    #expect(bare.subtracting(Self.unstyled) == [])
  }

  /// Names that only say what a part is.
  static let unstyled: Set<String> = ["avatar-regular"]
}
