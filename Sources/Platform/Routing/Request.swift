public import Essentials

/// Header fields in the order they came; names compare without case.
public struct Headers: Sendable {
  public private(set) var fields: [(name: String, value: String)]
  public init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }

  /// The first value of `name`, written in lower case.
  public subscript(_ name: StaticString) -> String? { fields.value(of: name) }
  public func all(_ name: StaticString) -> [String] {
    let wanted = name.description
    return fields.filter { $0.name.equalsIgnoringASCIICase(wanted) }.map(\.value)
  }
  public mutating func add(_ name: String, _ value: String) { fields.append((name, value)) }
}

/// What is known of a request before its body.
public struct RequestHead: Sendable {
  public var method: String
  /// The path of the target as sent, still percent-encoded, without the query.
  public var path: String
  /// What stands behind `?`, still encoded; empty if there is none.
  public var query: String
  public var headers: Headers
  /// The numeric address of the other end of the connection, without its port.
  public var peer: String
  public var isEncrypted: Bool
  public var receivedAt: Instant

  /// Path and query, as sent.
  public var target: String { query.isEmpty ? path : path + "?" + query }

  public init(
    method: String, path: String, query: String = "", headers: Headers = Headers(), peer: String = "127.0.0.1",
    isEncrypted: Bool = false, receivedAt: Instant = .now()
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.peer = peer
    self.isEncrypted = isEncrypted
    self.receivedAt = receivedAt
  }
}

/// A request body as it was received.
public enum RequestBody: Sendable {
  case bytes([UInt8])
  /// A file in the temporary folder; it is removed when the request ends, unless it was moved away.
  case file(path: String, size: Int)
  /// A spooled form with files, taken apart by `Request.withParts`.
  case form(UploadedForm)
}

public struct Request: Sendable {
  public var head: RequestHead
  public var body: RequestBody
  public init(head: RequestHead, body: RequestBody = .bytes([])) {
    self.head = head
    self.body = body
  }
}

/// What the server does with a body that has not been read yet.
public enum BodyPlan: Sendable {
  /// Answer at once, read nothing, close.
  case refuse(Response)
  /// Hold it in memory; more than `limit` bytes are a 413.
  case buffer(limit: Int)
  /// Write it to a temporary file while it arrives; more than `limit` bytes are a 413.
  case spool(limit: Int)
}

extension [(name: String, value: String)] {
  /// The first value of the field `name`, written in lower case; the fields are looked at where they lie.
  public func value(of name: StaticString) -> String? {
    let wanted = name.description
    for index in indices where self[index].name.equalsIgnoringASCIICase(wanted) { return self[index].value }
    return nil
  }
}
