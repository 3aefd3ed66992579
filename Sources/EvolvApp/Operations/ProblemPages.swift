internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// A refusal in the words of a person: what happened, and what can be done.
struct ProblemPage: Page {
  let problem: Problem
  let viewer: Viewer
  let home: Link

  var title: String {
    if case .notFound = problem { return "This page is not here" }
    return problem.title
  }
  var shell: Shell { viewer.isSignedIn ? .app : .public }
  var isIndexed: Bool { false }

  var body: HTML {
    EmptyState(title, words, drawing, isPage: true) {
      Button("Back to the start", to: home, .primary)
    }
  }

  private var drawing: EmptyState.Drawing {
    switch problem {
    case .forbidden, .locked, .signInNeeded: .locked
    default: .lost
    }
  }
  private var words: String {
    switch problem {
    case .notFound: "The address may be old or mistyped, or the page belongs to someone else."
    case .forbidden(let permission):
      "Your account does not have the permission to \(permission). The people who run this school can give it to you."
    case .invalid(let errors):
      errors.map { $0.field.isEmpty ? $0.message : "\($0.field) \($0.message)" }.joined(separator: ". ")
    default: problem.detail
    }
  }
}

/// A form that was open for too long, or came from elsewhere.
struct StaleFormPage: Page {
  var title: String { "This form is too old" }
  var shell: Shell { .bare }
  var isIndexed: Bool { false }
  var body: HTML {
    EmptyState(
      title,
      "For your safety a form can only be sent from the page it was opened on. Go back, reload that page and send it again.",
      .locked, isPage: true)
  }
}

/// A fault of ours.
struct FaultPage: Page {
  let requestID: String
  var title: String { "Something went wrong here" }
  var shell: Shell { .bare }
  var isIndexed: Bool { false }
  var body: HTML {
    EmptyState(
      title, "It is not your fault, and it was written down. If you ask for help, quote this number: \(requestID)",
      .lost, isPage: true)
  }
}
