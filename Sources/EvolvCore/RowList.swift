public import Payloads
public import SQLStore

// The lists that most people ask for are written as JSON where their rows are read: to make values of a page of courses, and
// texts of their own for each, costs as much as the database itself.

/// A list in an answer: made of values, or written already.
public struct RowList<Element: Payload>: PayloadValue {
  private enum Content: Sendable { case values([Element]), written(WrittenJSON, count: Int) }
  private let content: Content

  public init(_ values: [Element]) { content = .values(values) }
  init(written: WrittenJSON, count: Int) { content = .written(written, count: count) }

  public var count: Int {
    switch content {
    case .values(let values): values.count
    case .written(_, let count): count
    }
  }

  public static var schema: Schema { [Element].schema }
  public func write(to json: inout JSONWriter) {
    switch content {
    case .values(let values): values.write(to: &json)
    case .written(let list, _): json.raw(list)
    }
  }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> RowList? {
    [Element].read(json, into: &faults).map(RowList.init)
  }
  public static func sample(_ seed: Int) -> RowList { RowList([Element].sample(seed)) }
}

/// Rows written one after another, to be dealt out to several lists.
public struct WrittenRows<Element: Payload>: Sendable {
  private let bytes: [UInt8]
  private let rows: [Range<Int>]

  fileprivate init(_ bytes: [UInt8], _ rows: [Range<Int>]) {
    self.bytes = bytes
    self.rows = rows
  }

  /// The rows whose numbers, counted from 0, are wanted.
  public func list(where isWanted: (Int) -> Bool) -> RowList<Element> {
    var json = JSONWriter(), count = 0
    json.openArray()
    for (number, row) in rows.enumerated() where isWanted(number) {
      json.raw(bytes[row])
      count += 1
    }
    json.closeArray()
    return RowList(written: json.finished(), count: count)
  }
}

/// Writes a list row by row; each row gives the fields of `Element.shape` in their order, all of them.
public struct RowWriter<Element: Payload>: ~Copyable {
  @usableFromInline var json: JSONWriter
  @usableFromInline let keys: [JSONKey]
  @usableFromInline var field = 0
  private var starts: [Int] = []
  public var count: Int { starts.count }

  /// Makes room for `rows` rows of a kilobyte.
  public init(expecting rows: Int) {
    json = JSONWriter(expecting: rows * 1024)
    keys = Element.shape.keys
    starts.reserveCapacity(rows)
    json.openArray()
  }

  public consuming func finished() -> RowList<Element> {
    json.closeArray()
    let count = count
    return RowList(written: json.finished(), count: count)
  }

  /// The same, to be dealt out.
  public consuming func finishedRows() -> WrittenRows<Element> {
    let ends = starts.dropFirst().map { $0 - 1 } + [json.length]
    return WrittenRows(json.bytes, zip(starts, ends).map { $0..<$1 })
  }

  public mutating func openRow() {
    json.openObject()
    starts.append(json.length - 1)
    field = 0
  }

  public mutating func closeRow() {
    precondition(field == keys.count, "A row of \(Element.shape.name) has \(keys.count) fields, not \(field).")
    json.closeObject()
  }

  /// The next field.
  @inlinable public mutating func put(_ value: some PayloadValue) {
    putKey()
    value.write(to: &json)
  }

  /// The next field is what the next column holds, of type `Value`.
  @inlinable public mutating func put<Value: PayloadValue & ColumnValue>(_: Value.Type, of row: inout Row) throws {
    put(try row.next() as Value)
  }

  /// The same where the column may be NULL.
  @inlinable public mutating func put<Value: PayloadValue & ColumnValue>(_: Value?.Type, of row: inout Row) throws {
    put(try row.nextIfPresent() as Value?)
  }

  /// The next fields are the texts of the next columns, copied as they lie there.
  public mutating func putTexts(_ count: Int, of row: inout Row) throws {
    for _ in 0..<count {
      putKey()
      try row.lendNext { json.string(utf8: $0) }
    }
  }

  @usableFromInline mutating func putKey() {
    json.key(keys[field])
    field += 1
  }
}
