internal import Essentials
public import Payloads

/// The members of a JSON object from others, each name once: what two readers could understand in two ways is nothing.
public struct JSONMembers: Sendable {
  private let values: [String: JSONNode]

  public init?(_ json: [UInt8]) {
    let document: JSONDocument
    do { document = try JSONDocument(json) } catch { return nil }
    self.init(document.root)
  }
  public init?(_ node: JSONNode) {
    guard let members = node.members else { return nil }
    values = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
    if values.count != members.count { return nil }
  }

  public subscript(_ name: String) -> JSONNode? { values[name] }

  /// Bytes written in base64url.
  func bytes(_ name: String) -> [UInt8]? { values[name]?.string.flatMap { Base64URL.bytes($0) } }
  /// The same as a number, without leading zeros.
  func number(_ name: String) -> [UInt8]? {
    guard let bytes = bytes(name) else { return nil }
    let number = Array(bytes.drop { $0 == 0 })
    return number.isEmpty ? nil : number
  }
}

/// What the token of another server says, its signature checked. Whether it is meant for us and still holds is not.
public struct SignedClaims: Sendable {
  public let members: JSONMembers
  private static let longest = 16_384

  /// Throws unless one of `keys` signed it by one of `algorithms`; `unknownKey` may mean that newer keys are published.
  public init(
    _ token: String, keys: PublicKeySet, algorithms: [SignatureAlgorithm] = SignatureAlgorithm.allCases
  ) throws(TokenRefused) {
    let parts = token.utf8.count <= Self.longest ? token.parts(between: ".") : []
    guard parts.count == 3, let head = Self.members(parts[0]), let claims = Self.members(parts[1]),
      let signature = Base64URL.bytes(String(parts[2]))
    else { throw .malformed }
    // An extension that must be understood (RFC 7515 §4.1.11) is not; a token of another type is not meant here.
    guard head["crit"] == nil, head["typ"].map({ $0.string?.lowercased() == "jwt" }) ?? true,
      let algorithm = head["alg"]?.string.flatMap({ SignatureAlgorithm(rawValue: $0) }), algorithms.contains(algorithm),
      head["kid"].map({ $0.string != nil }) ?? true
    else { throw .malformed }
    guard let key = keys.key(named: head["kid"]?.string, for: algorithm) else { throw .unknownKey }
    guard key.isValid(signature, for: Array("\(parts[0]).\(parts[1])".utf8), by: algorithm) else { throw .forged }
    members = claims
  }

  private static func members(_ part: some StringProtocol) -> JSONMembers? {
    Base64URL.bytes(String(part)).flatMap { JSONMembers($0) }
  }
}

extension JSONMembers {
  public func text(_ name: String) -> String? { self[name]?.string }
  /// Seconds since 1970 (RFC 7519 §2), a fraction cut off; a number written as text is none.
  public func seconds(_ name: String) -> Int64? {
    guard let number = self[name]?.number.flatMap({ Double($0) }), (0...253_402_300_799).contains(number) else {
      return nil
    }
    return Int64(number)
  }
}
