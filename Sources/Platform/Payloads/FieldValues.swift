// Queries and forms are read by the same declarations as JSON: the schema says which texts are numbers and which are
// switches, the texts become a JSON document, and that is read strictly, with the same faults in the same words.

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
    var json = JSONWriter()
    json.openObject()
    let known = Self.shape.fields
    for field in known { field.schema.write(fields.all(field.name), named: field.name, to: &json) }
    var unknown: Set<String> = []
    for item in fields.items
    where !known.contains(where: { $0.name == item.name }) && unknown.insert(item.name).inserted {
      json.key(item.name)
      json.string(item.value)
    }
    json.closeObject()
    try self.init(json: json.bytes)
  }
}

extension Schema {
  fileprivate func write(_ texts: [String], named name: String, to json: inout JSONWriter) {
    switch self {
    case .list(let element):
      json.key(name)
      json.openArray()
      for text in texts where !text.isEmpty { element.write(text, to: &json) }
      json.closeArray()
    case .scalar("boolean", _, _):
      json.key(name)
      json.literal(texts.contains { ["on", "true", "1"].contains($0) } ? "true" : "false")
    case .nullable(let wrapped):
      let given = texts.filter { !$0.isEmpty }
      if !given.isEmpty { wrapped.write(given, named: name, to: &json) }
    default:
      // A field sent twice is a fault of the JSON document, so all of them are handed on.
      for text in texts {
        json.key(name)
        write(text, to: &json)
      }
    }
  }

  private func write(_ text: String, to json: inout JSONWriter) {
    guard case .scalar(let type, _, _) = self, type == "integer" || type == "number", text.isPlainNumber else {
      return json.string(text)
    }
    json.raw(text)
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
