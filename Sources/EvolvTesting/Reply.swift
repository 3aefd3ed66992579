internal import Foundation
public import Payloads
public import Routing

/// What came back.
public struct Reply: Sendable {
  public let response: Response
  public let bytes: [UInt8]
  /// How many statements the answer took.
  public let statements: Int

  init(_ response: Response, statements: Int) async throws {
    self.response = response
    self.statements = statements
    switch response.body {
    case .bytes(let bytes): self.bytes = bytes
    case .file(let path, _): bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    case .stream(let next):
      var all: [UInt8] = []
      while let piece = try await next() { all += piece }
      bytes = all
    }
  }

  public var status: Int { response.status }
  public var location: String? { response.field("location") }
  public var text: String { String(decoding: bytes, as: UTF8.self) }
  /// Whether these words stand in it; said without the whole page in front.
  public func contains(_ words: String) -> Bool { text.contains(words) }
  public func header(_ name: StaticString) -> String? { response.field(name) }

  /// Name and value of each cookie that it sets.
  public var cookies: [String: String] {
    var cookies: [String: String] = [:]
    for field in response.fields where field.name.lowercased() == "set-cookie" {
      let pair = field.value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
      cookies[pair[0]] = pair.count > 1 ? pair[1] : ""
    }
    return cookies
  }

  /// The value at a path of the JSON body: `reply["data", "0", "title"]`; nil where there is none.
  public subscript(_ path: String...) -> JSONNode? {
    do {
      return try path.reduce(JSONDocument(bytes).root) { node, step in
        guard let next = node.step(step) else { throw NoSuchValue() }
        return next
      }
    } catch { return nil }
  }

  /// `field code` of each fault of a problem answer.
  public var faults: [String] {
    (self["errors"]?.elements ?? []).map { "\($0.step("field")?.string ?? "") \($0.step("code")?.string ?? "")" }
  }
}

private struct NoSuchValue: Error {}

extension JSONNode {
  /// The member or the element of this name.
  public func step(_ name: String) -> JSONNode? {
    if let elements { return Int(name).flatMap { elements.indices.contains($0) ? elements[$0] : nil } }
    return members?.first { $0.name == name }?.value
  }
}
