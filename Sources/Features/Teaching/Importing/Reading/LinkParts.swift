internal import Essentials

/// An address taken apart: the site, if it names one, the path and the place in the page.
struct LinkParts {
  let host: String?
  let path: [String]
  let fragment: String?
  let isFromRoot: Bool

  /// Nil for what is no page: mail, other schemes, a place in the same text.
  init?(_ address: String) {
    let pieces = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    var rest = pieces.first?.split(separator: "?", omittingEmptySubsequences: false).first ?? ""
    fragment = pieces.count > 1 ? String(pieces[1]) : nil
    if let web = ["https://", "http://", "//"].first(where: { rest.lowercased().hasPrefix($0) }) {
      rest = rest.dropFirst(web.count)
      host = rest.prefix { $0 != "/" }.lowercased()
      rest = rest.drop { $0 != "/" }
    } else {
      guard !rest.prefix(while: { $0 != "/" }).contains(":") else { return nil }
      host = nil
    }
    isFromRoot = rest.hasPrefix("/")
    path = rest.split(separator: "/").map { String($0).percentDecoded ?? String($0) }
  }

  var isImage: Bool { ["png", "jpg", "jpeg", "gif", "webp", "svg"].contains(path.last?.ending ?? "") }
  var isMarkdown: Bool { ["md", "markdown"].contains(path.last?.ending ?? "") }

  /// The last part of a path that leads to lessons.
  var lessonSlug: String? {
    guard path.count >= 2, ["lessons", "lesson"].contains(path[path.count - 2].lowercased()) else { return nil }
    return path.last?.stem
  }

  /// The path inside the course folder; what would leave it stays at its top.
  func resolved(in key: String) -> [String] {
    var folders = isFromRoot ? [] : key.split(separator: "/").dropLast().map(String.init)
    for part in path {
      switch part {
      case ".": continue
      case "..": _ = folders.popLast()
      default: folders.append(part)
      }
    }
    return folders
  }
}
