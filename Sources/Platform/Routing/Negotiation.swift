internal import Essentials

/// What kind of answer a request wants.
public enum Format: Sendable { case page, json }

extension RequestHead {
  /// Reads Accept (RFC 9110 §12.5.1): under `/api/` JSON, elsewhere whichever of HTML and JSON ranks higher; nil when the client
  /// takes neither.
  public var format: Format? {
    let isAPI = path.hasPrefix("/api/")
    guard let accept = headers["accept"] else { return isAPI ? .json : .page }
    var html = 0.0, json = 0.0
    for range in accept.parts(between: ",") {
      let parts = range.parts(between: ";").map { $0.trimmingBlanks.lowercased() }
      let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
      switch parts.first {
      case "*/*": (html, json) = (max(html, quality), max(json, quality * 0.999))
      case "text/html", "text/*", "application/xhtml+xml": html = max(html, quality)
      case "application/json", "application/*", "application/problem+json": json = max(json, quality)
      default: break
      }
    }
    if isAPI { return json > 0 ? .json : nil }
    return max(html, json) == 0 ? nil : html >= json ? .page : .json
  }
}
