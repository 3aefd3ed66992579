/// Prepared statements by their text, at most `limit` of them; the least recently used quarter leaves first.
struct StatementCache<Key: Hashable, Statement> {
  private final class Entry {
    let statement: Statement
    var lastUse: UInt64
    init(_ statement: Statement, _ lastUse: UInt64) {
      self.statement = statement
      self.lastUse = lastUse
    }
  }
  private var entries: [Key: Entry] = [:]
  private var clock: UInt64 = 0
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  var count: Int { entries.count }
  var statements: [Statement] { entries.values.map(\.statement) }

  mutating func find(_ key: Key) -> Statement? {
    guard let entry = entries[key] else { return nil }
    clock += 1
    entry.lastUse = clock
    return entry.statement
  }

  /// Keeps `statement` and returns those that had to leave.
  mutating func insert(_ statement: Statement, for key: Key) -> [Statement] {
    let leaving = entries.count >= limit ? removeOldest(max(limit / 4, 1)) : []
    clock += 1
    entries[key] = Entry(statement, clock)
    return leaving
  }

  mutating func remove(_ key: Key) { entries[key] = nil }

  private mutating func removeOldest(_ count: Int) -> [Statement] {
    let oldest = entries.sorted { $0.value.lastUse < $1.value.lastUse }.prefix(count)
    for (key, _) in oldest { entries[key] = nil }
    return oldest.map(\.value.statement)
  }
}

/// The text of a statement as a key. Its length and every sixteenth byte are hashed: texts are of kilobytes and known
/// to us, and to hash all of one costs more than to compare it with the one that was found.
struct StatementText: Hashable {
  let text: String

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { bytes in
      hasher.combine(bytes.count)
      var sample: UInt64 = 0
      for index in stride(from: bytes.count - 1, through: 0, by: -16) {
        unsafe sample = sample &* 31 &+ UInt64(bytes[index])
      }
      hasher.combine(sample)
    }
  }
}
