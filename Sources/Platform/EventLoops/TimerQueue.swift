/// Pending timers of one loop, kept in order of their due time.
struct TimerQueue {
  private struct Entry {
    let due: Int64
    let tag: UInt64
    let body: () -> Void
  }
  /// Latest first, so that the next to fire is at the end.
  private var entries: [Entry] = []

  var next: Int64? { entries.last?.due }

  mutating func add(tag: UInt64, due: Int64, _ body: @escaping () -> Void) {
    var low = 0, high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].due > due { low = middle + 1 } else { high = middle }
    }
    entries.insert(Entry(due: due, tag: tag, body: body), at: low)
  }

  mutating func remove(tag: UInt64) { entries.removeAll { $0.tag == tag } }

  /// Takes out the next timer that is due.
  mutating func takeDue(at now: Int64) -> (() -> Void)? {
    guard let last = entries.last, last.due <= now else { return nil }
    entries.removeLast()
    return last.body
  }
}
