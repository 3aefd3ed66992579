/// Paths that can be found although an address writes them a little differently.
struct PathIndex: Sendable {
  private var byPath: [String: String] = [:]
  private var byName: [String: [Entry]] = [:]

  private struct Entry: Sendable {
    let key: String
    let parts: [String]
  }

  init(_ keys: [String]) {
    for key in keys {
      let parts = key.split(separator: "/").map { String($0).loose }
      byPath[parts.joined(separator: "/")] = key
      byName[parts.last ?? "", default: []].append(Entry(key: key, parts: parts))
    }
  }

  func exact(_ path: [String]) -> String? { byPath[path.map(\.loose).joined(separator: "/")] }

  /// The one path that agrees best: first by how much of its end agrees, then by how many folders do in their order,
  /// then by whether it lies in the folder named like the lesson. Nil when the best is not good enough or not the
  /// only one.
  func nearest(to path: [String], for lesson: String, least: (ending: Int, common: Int)) -> String? {
    let wanted = path.map(\.loose)
    guard let name = wanted.last, let entries = byName[name] else { return nil }
    let stem = lesson.stem.loose
    let scores = entries.map { entry in
      let ending = zip(wanted.reversed(), entry.parts.reversed()).prefix { $0 == $1 }.count
      let common = Self.common(wanted.suffix(16), entry.parts)
      return (entry: entry, ending: ending, common: common, isNear: entry.parts.contains(stem) ? 1 : 0)
    }.filter { $0.ending >= least.ending && $0.common >= least.common }
    guard let best = scores.max(by: { ($0.ending, $0.common, $0.isNear) < ($1.ending, $1.common, $1.isNear) }) else {
      return nil
    }
    let equals = scores.count { ($0.ending, $0.common, $0.isNear) == (best.ending, best.common, best.isNear) }
    return equals == 1 ? best.entry.key : nil
  }

  /// The length of the longest common subsequence.
  private static func common(_ first: ArraySlice<String>, _ second: [String]) -> Int {
    var row = Array(repeating: 0, count: second.count + 1)
    for part in first {
      var diagonal = 0
      for (index, other) in second.enumerated() {
        let above = row[index + 1]
        row[index + 1] = part == other ? diagonal + 1 : max(above, row[index])
        diagonal = above
      }
    }
    return row[second.count]
  }
}

extension String {
  /// Case and the kind of dash do not matter.
  var loose: String { String(lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 }) }
  /// Letters and digits alone.
  var squashed: String { lowercased().filter { $0.isLetter || $0.isNumber } }
  /// The file's name without folder and ending.
  var stem: String {
    let name = split(separator: "/").last.map(String.init) ?? self
    return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }
  /// The ending in lower case, without the dot.
  var ending: String {
    let name = split(separator: "/").last.map(String.init) ?? self
    return name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
  }
}
