import Essentials
import EvolvDesign
import Markup
import Testing

@Suite struct `Writing components` {
  @Test func `a form carries its token`() {
    let form = Form(Link(path: "/x"), csrf: "t<") { Button("Save", .primary) }
    #expect(form.body.text.contains(#"<input type="hidden" name="csrf" value="t&lt;">"#))
  }
}
