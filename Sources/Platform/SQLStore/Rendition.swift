/// One engine's text of a statement, with `$1`, `$2`… and the values that they stand for.
struct Rendition: Sendable {
  struct Bind: Sendable {
    let value: BoundValue
    let type: ColumnType
    /// Of its `$n` in `text`, so that a splice can renumber without parsing SQL.
    let offset: Int
  }
  var text: String
  private(set) var binds: [Bind] = []

  init(text: String) { self.text = text }

  mutating func reserve(characters: Int, binds count: Int) {
    text.reserveCapacity(characters)
    binds.reserveCapacity(count)
  }

  mutating func bind(_ value: BoundValue, _ type: ColumnType) {
    binds.append(Bind(value: value, type: type, offset: text.utf8.count))
    text += "$"
    text += String(binds.count)
  }

  mutating func splice(_ fragment: Rendition) {
    if fragment.binds.isEmpty {
      text += fragment.text
      return
    }
    var rest = fragment.text.utf8[...]
    var done = 0
    for (index, bound) in fragment.binds.enumerated() {
      text += String(Substring(rest.prefix(bound.offset - done)))
      bind(bound.value, bound.type)
      let used = bound.offset + 1 + String(index + 1).utf8.count
      rest = rest.dropFirst(used - done)
      done = used
    }
    text += String(Substring(rest))
  }
}
