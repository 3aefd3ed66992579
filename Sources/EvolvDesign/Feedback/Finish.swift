public import Markup

/// The quiet celebration at the end of a course.
public struct Finish: Component {
  let title: String
  let text: String
  let actions: HTML

  public init(_ title: String, _ text: String, @HTMLBuilder actions: () -> HTML) {
    self.title = title
    self.text = text
    self.actions = actions()
  }

  public var body: HTML {
    div(.class("finish")) {
      svg(width: 200, height: 120, .class("finish-drawing"), .width(200), .height(120)) {
        path(
          "M100 100V86M62 90l8-12M138 90l-8-12M40 60h14M160 60h-14M62 28l8 10M138 28l-8 10M100 14v12",
          .class("finish-rays"))
        circle(100, 58, radius: 28, .class("finish-disc"))
        path("M86 59l10 10 19-22", .class("finish-check"))
      }
      h1 { title }
      p { text }
      div(.class("empty-actions")) { actions }
    }
  }
}
