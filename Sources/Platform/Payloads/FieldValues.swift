// Queries and forms are read by the same declarations as JSON: the schema says which texts are numbers and which are
// switches, the texts become the values of a document, and that is read strictly, with the same faults in the same words.

/// Named texts, as a query string or a submitted form gives them.
public struct FieldValues: Sendable, Equatable {
  public private(set) var items: [(name: String, value: String)]
  public init(_ items: [(name: String, value: String)] = []) { self.items = items }

  public subscript(_ name: String) -> String? { items.first { $0.name == name }?.value }
  public func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }
  /// Without the fields called `name`, such as the forgery token.
  public func without(_ name: String) -> FieldValues { FieldValues(items.filter { $0.name != name }) }

  public static func == (left: FieldValues, right: FieldValues) -> Bool {
    left.items.elementsEqual(right.items) { $0.name == $1.name && $0.value == $1.value }
  }
}

extension Payload {
  /// Reads a query or a form; throws every fault found. An empty text of an optional field counts as left out, and a
  /// switch that is not there as off.
  public init(fields: FieldValues) throws(Faults) {
    var document = FieldDocument(expecting: fields.items.count + Self.shape.fields.count)
    let known = Self.shape.fields
    for field in known { field.schema.add(fields.all(field.name), named: field.name, to: &document) }
    var unknown: Set<String> = []
    for item in fields.items
    where !known.contains(where: { $0.name == item.name }) && unknown.insert(item.name).inserted {
      document.add(.string, item.name)
      document.add(.string, item.value)
    }
    try self.init(document.finished())
  }
}

extension Schema {
  fileprivate func add(_ texts: [String], named name: String, to document: inout FieldDocument) {
    switch self {
    case .list(let element):
      document.add(.string, name)
      document.addList { for text in texts where !text.isEmpty { $0.add(element.kind(of: text), text) } }
    case .scalar("boolean", _, _):
      document.add(.string, name)
      document.add(texts.contains { ["on", "true", "1"].contains($0) } ? .yes : .no)
    case .nullable(let wrapped):
      let given = texts.filter { !$0.isEmpty }
      if !given.isEmpty { wrapped.add(given, named: name, to: &document) }
    default:
      // A field sent twice is a fault of the document, so all of them are handed on.
      for text in texts {
        document.add(.string, name)
        document.add(kind(of: text), text)
      }
    }
  }

  private func kind(of text: String) -> JSONDocument.Kind {
    guard case .scalar(let type, _, _) = self, type == "integer" || type == "number" else { return .string }
    return text.isPlainNumber ? .number : .string
  }
}

/// The document that fields stand for, as if it had been written as JSON and parsed.
private struct FieldDocument {
  private var bytes: [UInt8] = []
  private var marks = [JSONDocument.Mark(kind: .object, start: 0)]

  init(expecting fields: Int) {
    bytes.reserveCapacity(32 * fields)
    marks.reserveCapacity(2 * fields + 1)
  }

  mutating func add(_ kind: JSONDocument.Kind, _ text: String = "") {
    let start = bytes.count
    bytes.append(contentsOf: text.utf8)
    marks.append(JSONDocument.Mark(kind: kind, start: start, end: bytes.count, next: marks.count + 1))
  }

  mutating func addList(_ elements: (inout FieldDocument) -> Void) {
    let index = marks.count
    marks.append(JSONDocument.Mark(kind: .array, start: bytes.count))
    elements(&self)
    marks[index].next = marks.count
  }

  consuming func finished() -> JSONDocument {
    marks[0].next = marks.count
    return JSONDocument(bytes: bytes, marks: marks)
  }
}

extension String {
  /// A number in JSON's grammar, short enough to be one.
  fileprivate var isPlainNumber: Bool {
    guard utf8.count <= 20 else { return false }
    let digits = utf8.first == 0x2D ? utf8.dropFirst() : utf8[...]
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    return digits.count == 1 || digits.first != 0x30
  }
}
