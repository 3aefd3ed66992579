public import Essentials
public import Markup

/// What a handler gives back.
public protocol Answer: Sendable {
  consuming func response() -> Response
}

/// The bytes of an answer.
public enum ResponseBody: Sendable {
  case bytes([UInt8])
  /// A whole file; the server answers ranges and If-None-Match from `etag`.
  case file(path: String, size: Int)
  /// Made while it is sent: called again and again for the next piece until it gives nil. Never faster than the reader.
  case stream(@Sendable () async throws -> [UInt8]?)

  public var isEmpty: Bool { if case .bytes(let bytes) = self { bytes.isEmpty } else { false } }
}

public struct Response: Sendable, Answer {
  public var status: Int
  public var fields: [(name: String, value: String)]
  public var body: ResponseBody

  public init(status: Int, fields: [(name: String, value: String)] = [], body: ResponseBody = .bytes([])) {
    self.status = status
    self.fields = fields
    self.body = body
  }
  public init(status: Int, type: String, _ bytes: [UInt8]) {
    self.init(status: status, fields: [("Content-Type", type)], body: .bytes(bytes))
  }
  public consuming func response() -> Response { self }

  /// The first field called `name`, written in lower case.
  public func field(_ name: StaticString) -> String? { fields.value(of: name) }
  /// The body if it is in memory, for tests and middleware.
  public var bytes: [UInt8] { if case .bytes(let bytes) = body { bytes } else { [] } }
}

extension HTML: Answer {
  public consuming func response() -> Response { Response(status: 200, type: "text/html; charset=utf-8", bytes) }
}

/// 303 See Other: what a form answers when it did its work.
public struct Redirect: Answer {
  let target: Link
  public init(to target: Link) { self.target = target }
  public consuming func response() -> Response { Response(status: 303, fields: [("Location", target.text)]) }
}
