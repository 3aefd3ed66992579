internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import HTTPServing
internal import Markup
internal import Payloads
internal import Routing

extension Program {
  /// What the server refused before a handler saw it, in the form of every other refusal. A head that could not be read
  /// was hardly sent by a browser, so it is answered as the API answers.
  func refusal(_ status: Int, of head: RequestHead?) -> Response {
    let words = RefusalWords(status), requestID = UUIDBits.version7(at: clock()).text
    var response: Response
    if let head, !head.path.hasPrefix("/api/") {
      var frame = Frame(
        school: facilities.schoolName, home: home, csrf: "", path: head.target, asset: facilities.asset)
      frame.brand = facilities.chosen.consequence(Brand.self)
      let page = render(RefusedPage(words: words, home: home), in: frame)
      response = Response(status: status, type: "text/html; charset=utf-8", page.bytes)
    } else {
      let details = ProblemDetails.refused(
        status, words.code, title: words.title, detail: words.detail, requestID: requestID)
      response = Response(status: status, type: "application/problem+json", details.json)
    }
    response.fields += headers + [("X-Request-ID", requestID), ("Cache-Control", "no-store")]
    if status == 503 { response.fields.append(("Retry-After", "5")) }
    return response
  }
}

/// What each of the server's own refusals means.
private struct RefusalWords {
  let code: String, title: String, detail: String

  init(_ status: Int) {
    (code, title, detail) =
      switch status {
      case 408: ("too_slow", "This took too long", "The request did not arrive in time. Send it again.")
      case 413: ("too_large", "Too large", "More was sent than is taken here. Go back and send less.")
      case 417: ("expectation", "Expectation not met", "Only 100-continue can be expected.")
      case 431: ("head_too_large", "Too many header fields", "Remove this site's cookies and try again.")
      case 500: ("fault", "Something went wrong here", "It was logged.")
      case 503: ("unavailable", "Temporarily unavailable", "The server is busy. Try again in a moment.")
      case 505: ("version", "Unknown version of HTTP", "HTTP/1.1 is spoken here.")
      case 507: ("full", "No space left", "The server cannot keep what was sent.")
      default: ("malformed", "Malformed request", "The request cannot be read as HTTP.")
      }
  }
}

/// A refusal without a frame, since nobody knows who asked.
private struct RefusedPage: Page {
  let words: RefusalWords, home: Link

  var title: String { words.title }
  var shell: Shell { .bare }
  var isIndexed: Bool { false }
  var body: HTML {
    h1(.class("hidden-text")) { title }
    EmptyState(title, words.detail, .lost) { Button("Back to the start", to: home, .primary) }
  }
}
