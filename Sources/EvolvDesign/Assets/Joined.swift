/// The site's one stylesheet and one script, joined from many small files when the server starts: no bundler, and
/// still two requests.
public enum Joined {
  /// - Parameter files: The text of every file under `Public/css`, by path.
  public static func stylesheet(_ files: [String: String]) -> String {
    // The layers decide, so the order of the files does not matter.
    let layers = "@layer reset, tokens, base, layout, components, reading, utilities, print;\n"
    return layers + files.sorted { $0.key < $1.key }.map { $0.value.withoutComments }.joined()
  }

  /// - Parameter files: The text of every file under `Public/js`, by path; none imports or exports, each is a block.
  public static func script(_ files: [String: String]) -> String {
    files.sorted { $0.key < $1.key }.map { "{\n\($0.value.withoutLineComments)}\n" }.joined()
  }
}

extension String {
  /// Our own scripts have comments on lines of their own, and no text that goes over several lines.
  var withoutLineComments: String {
    split(separator: "\n").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty && !$0.hasPrefix("//") }
      .joined(separator: "\n") + "\n"
  }

  /// Our own style sheets have comments only between rules and no comment marks in strings.
  var withoutComments: String {
    var kept = ""
    var rest = self[...]
    while let opening = rest.range(ofMark: "/*") {
      kept += rest[..<opening]
      let inside = rest[rest.index(opening, offsetBy: 2)...]
      guard let closing = inside.range(ofMark: "*/") else { return kept }
      rest = inside[inside.index(closing, offsetBy: 2)...]
    }
    kept += rest
    return kept.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }.joined(separator: "\n")
      + "\n"
  }
}

extension Substring {
  fileprivate func range(ofMark mark: String) -> Index? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(mark) { return index }
      index = self.index(after: index)
    }
    return nil
  }
}
