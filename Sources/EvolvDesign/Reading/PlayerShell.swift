public import Essentials
public import Markup

/// The lesson and nothing else: the outline beside it, one bar below it.
public struct PlayerShell: Component {
  /// What the middle of the bar offers.
  public enum Completion: Sendable {
    /// A POST marks it done and leads on.
    case open(action: Link, csrf: String)
    /// It is done; a POST takes that back.
    case done(undo: Link?, csrf: String)
    /// Nothing to mark: a preview.
    case none
  }

  let course: (title: String, link: Link)
  let progress: (done: Int, of: Int)?
  let outline: Outline
  let previous: (title: String, link: Link)?
  let next: (title: String, link: Link)?
  let completion: Completion
  let visit: (action: Link, csrf: String)?
  let notes: HTML
  let content: HTML

  /// - Parameter visit: Takes a POST when a page that was fetched ahead is shown.
  public init(
    course: (title: String, link: Link), progress: (done: Int, of: Int)?, outline: Outline,
    previous: (title: String, link: Link)?, next: (title: String, link: Link)?, completion: Completion,
    visit: (action: Link, csrf: String)? = nil,
    @HTMLBuilder content: () -> HTML, @HTMLBuilder notes: () -> HTML = { HTML() }
  ) {
    self.course = course
    self.progress = progress
    self.outline = outline
    self.previous = previous
    self.next = next
    self.completion = completion
    self.visit = visit
    self.content = content()
    self.notes = notes()
  }

  public var body: HTML {
    div(
      .classes("player-frame", notes.isEmpty ? nil : "player-with-notes"),
      .data("visit", visit?.action.text ?? "", when: visit != nil), .data("csrf", visit?.csrf ?? "", when: visit != nil)
    ) {
      aside(.id("outline"), .class("player-outline"), .aria("label", "Course outline"), .focusTarget) {
        div(.class("player-outline-sheet")) { side }
      }
      main(.id("content"), .class("player-main"), .focusTarget) { content }
      if !notes.isEmpty { aside(.class("player-notes"), .aria("label", "Notes")) { notes } }
    }
    PlayerBar(previous: previous, next: next, completion: completion)
  }

  @HTMLBuilder private var side: HTML {
    div(.class("player-course")) {
      a(href: course.link, .class("player-back")) {
        Icon.arrowLeft
        span(.ownDirection) { course.title }
      }
      a(href: Link(path: "#content"), .class("button button-quiet button-icon player-close")) {
        Icon.close.labelled("Close the outline")
      }
      if let progress { ProgressBar(done: progress.done, of: progress.of, unit: "lessons done") }
    }
    outline
  }
}

/// Previous, mark done, next.
struct PlayerBar: Component {
  let previous: (title: String, link: Link)?
  let next: (title: String, link: Link)?
  let completion: PlayerShell.Completion

  var body: HTML {
    nav(label: "Lessons", .class("player-bar")) {
      div(.class("player-bar-start")) {
        if let previous { step(previous, "Previous", .arrowLeft, [.rel("prev"), .data("key", "ArrowLeft")]) }
      }
      div(.class("player-bar-middle")) { mark }
      div(.class("player-bar-end")) {
        if let next { step(next, "Next", .arrowRight, [.rel("next"), .data("key", "ArrowRight")]) }
      }
    }
  }

  private func step(
    _ lesson: (title: String, link: Link), _ label: String, _ icon: Icon, _ attributes: [Attribute]
  ) -> HTML {
    a(href: lesson.link, [.class("player-step")] + attributes) {
      icon
      span {
        span(.class("player-step-label")) { label }
        span(.class("player-step-title"), .ownDirection) { lesson.title }
      }
    }
  }

  @HTMLBuilder private var mark: HTML {
    switch completion {
    case .open(let action, let csrf):
      Form(action, csrf: csrf, .plain) {
        button(.submit, [.class("button button-primary"), .data("key", "m")]) {
          Icon.check
          span { "Mark done" }
        }
      }
    case .done(let undo, let csrf): done(undo, csrf)
    case .none: ""
    }
  }

  @HTMLBuilder private func done(_ undo: Link?, _ csrf: String) -> HTML {
    if let undo {
      Form(undo, csrf: csrf, .plain) {
        button(.submit, [.class("button button-secondary player-done")]) {
          Icon.checkCircle
          span { "Done" }
          span(.class("hidden-text")) { ", mark as not done" }
        }
      }
    } else {
      Badge("Done", .good, icon: .checkCircle)
    }
  }
}
