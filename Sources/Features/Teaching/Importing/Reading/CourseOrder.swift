internal import Foundation

// Where everything stands. A list of paths decides (of the command, of `course.json` or of `order.txt`); what it does
// not name follows in natural order, where an introduction comes first and a conclusion last.

struct CourseOrder {
  private var ranks: [String: Int] = [:]
  /// What the course says of itself, if it has a manifest.
  private(set) var manifest: CourseManifest?
  /// The title that the manifest gives to the course.
  var title: String? { manifest?.title }
  /// Titles that the manifest gives to folders and files.
  private(set) var titles: [String: String] = [:]

  static let manifests = ["course.json", "order.txt"]

  init(_ order: [String] = []) { add(order) }

  /// What the manifest says, below what the caller wants.
  mutating func read(_ manifest: String, text: String) throws {
    guard manifest == "course.json" else { return add(text.split(whereSeparator: \.isNewline).map(String.init)) }
    let read = try CourseManifest.read(text)
    self.manifest = read
    titles = Dictionary((read.titles ?? [:]).map { (Self.plain($0), $1) }) { first, _ in first }
    add(read.order ?? [])
  }

  func title(of key: String) -> String? { titles[Self.plain(key)] }

  /// Whether the first path comes before the second.
  func precedes(_ first: String, _ second: String) -> Bool {
    let (left, right) = (first.split(separator: "/"), second.split(separator: "/"))
    var path = ""
    for (a, b) in zip(left, right) {
      if a == b { path += a + "/"; continue }
      let ranks = (rank(path + a), rank(path + b))
      return ranks.0 == ranks.1 ? Self.naturally(String(a), String(b)) : ranks.0 < ranks.1
    }
    return left.count < right.count
  }

  private func rank(_ path: String) -> Int { ranks[Self.plain(path)] ?? Int.max }

  private mutating func add(_ order: [String]) {
    for entry in order.map(Self.plain) where !entry.isEmpty {
      var path = ""
      // A file deep in a folder gives the folder its place too.
      for part in entry.split(separator: "/") {
        path += path.isEmpty ? part : "/" + part
        if ranks[path] == nil { ranks[path] = ranks.count }
      }
    }
  }

  private static func plain(_ path: some StringProtocol) -> String {
    var text = path.trimmingCharacters(in: .whitespaces)
    if text.hasPrefix("#") { return "" }
    if text.hasPrefix("./") { text.removeFirst(2) }
    for ending in [".md", ".markdown", "/"] where text.hasSuffix(ending) { text.removeLast(ending.count) }
    return text.lowercased()
  }

  private static func naturally(_ first: String, _ second: String) -> Bool {
    let places = (place(first), place(second))
    if places.0 != places.1 { return places.0 < places.1 }
    let order = spaced(first).compare(spaced(second), options: [.numeric, .caseInsensitive])
    return order == .orderedSame ? first < second : order == .orderedAscending
  }

  private static func place(_ name: String) -> Int {
    let words = spaced(name.lowercased()).split { $0 == " " || $0 == "." }
    if words.contains("intro") || ["introduction", "welcome"].contains(words.first) { return 0 }
    return ["conclusion", "summary"].contains(words.first) ? 2 : 1
  }

  private static func spaced(_ name: String) -> String { String(name.map { $0 == "_" || $0 == "-" ? " " : $0 }) }
}
