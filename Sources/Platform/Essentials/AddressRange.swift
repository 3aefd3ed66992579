internal import Glibc

/// An IPv4 or IPv6 address.
public struct InternetAddress: Sendable, Hashable {
  /// 4 or 16 bytes in network order; an IPv4 address that came mapped into IPv6 is plain again.
  public let bytes: [UInt8]

  /// Reads `192.0.2.1` or `2001:db8::1`; nil for anything else.
  public init?(text: String) {
    var found = [UInt8](repeating: 0, count: 16)
    guard !text.utf8.contains(0) else { return nil }
    if unsafe inet_pton(AF_INET, text, &found) == 1 {
      self.init(bytes: Array(found.prefix(4)))
    } else if unsafe inet_pton(AF_INET6, text, &found) == 1 {
      self.init(bytes: found)
    } else {
      return nil
    }
  }

  /// The address of 4 or 16 bytes in network order; nil for another number of bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    let isMapped =
      bytes.count == 16 && bytes[0..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
    self.bytes = isMapped ? Array(bytes[12...]) : bytes
  }

  /// The usual text, shortened for IPv6.
  public var text: String {
    var characters = [CChar](repeating: 0, count: 64)
    guard unsafe inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, bytes, &characters, 64) != nil else { return "" }
    return String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// A block of addresses in CIDR notation: `10.0.0.0/8`, `2001:db8::/32`, or one address.
public struct AddressRange: Sendable, Hashable {
  public let first: InternetAddress
  public let prefix: Int

  /// nil unless the text is an address with an optional prefix length that fits it.
  public init?(text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = InternetAddress(text: String(parts[0])) else { return nil }
    let bits = address.bytes.count * 8
    guard parts.count == 1 || parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    guard let prefix = parts.count == 1 ? bits : Int(parts[1]), (0...bits).contains(prefix) else { return nil }
    first = address
    self.prefix = prefix
  }

  public var text: String { "\(first.text)/\(prefix)" }

  public func contains(_ address: InternetAddress) -> Bool {
    guard address.bytes.count == first.bytes.count else { return false }
    let whole = prefix / 8, rest = prefix % 8
    guard address.bytes.prefix(whole) == first.bytes.prefix(whole) else { return false }
    return rest == 0 || (address.bytes[whole] ^ first.bytes[whole]) >> UInt8(8 - rest) == 0
  }
}
