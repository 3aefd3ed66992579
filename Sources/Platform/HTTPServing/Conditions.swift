internal import Essentials

/// An entity tag, weak or strong.
struct EntityTag: Equatable {
  let isWeak: Bool
  /// With its quotes.
  let opaque: String

  init?(_ text: String) {
    isWeak = text.hasPrefix("W/")
    opaque = String(isWeak ? text.dropFirst(2) : text[...])
    guard opaque.utf8.count >= 2, opaque.hasPrefix("\""), opaque.hasSuffix("\"") else { return nil }
  }
  var weakened: String { "W/\(opaque)" }

  /// Whether `If-None-Match` names this tag; weak and strong are alike here.
  func isNamed(in list: String) -> Bool {
    if list == "*" { return true }
    var rest = list[...]
    // A quoted tag may contain commas.
    while let start = rest.firstIndex(of: "\"") {
      guard let end = rest[rest.index(after: start)...].firstIndex(of: "\"") else { return false }
      if rest[start...end] == opaque { return true }
      rest = rest[rest.index(after: end)...]
    }
    return false
  }
}

/// The parts of a file that a reader asks for.
enum ByteRanges: Equatable {
  /// No range, or one that is to be ignored.
  case whole
  case unsatisfiable
  case parts([Range<Int>])

  /// More than this is not a player or a download that goes on, but an attack.
  static let limit = 16

  init(_ field: String?, size: Int) {
    self = .whole
    guard let field, field.lowercased().hasPrefix("bytes=") else { return }
    let specifiers = field.dropFirst(6).split(separator: ",", omittingEmptySubsequences: false)
    guard specifiers.count <= Self.limit else { return }
    var parts: [Range<Int>] = []
    for specifier in specifiers {
      guard let wanted = Self.read(specifier.trimmingBlanks, size) else { return }
      if !wanted.isEmpty { parts.append(wanted) }
    }
    if parts.isEmpty {
      self = .unsatisfiable
      return
    }
    // Parts that overlap would send more than the file.
    guard parts.reduce(0, { $0 + $1.count }) <= size else { return }
    self = .parts(parts)
  }

  /// nil if it is not a range; empty if the file does not reach it.
  private static func read(_ text: String, _ size: Int) -> Range<Int>? {
    let sides = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let areNumbers = sides.allSatisfy { $0.utf8.allSatisfy(\.isDigit) && $0.utf8.count < 19 }
    guard sides.count == 2, areNumbers else { return nil }
    guard let first = Int(sides[0]) else {
      guard let last = Int(sides[1]) else { return nil }
      return max(size - last, 0)..<size
    }
    guard !sides[1].isEmpty else { return min(first, size)..<size }
    guard let last = Int(sides[1]), last >= first else { return nil }
    return min(first, size)..<min(last + 1, size)
  }
}
