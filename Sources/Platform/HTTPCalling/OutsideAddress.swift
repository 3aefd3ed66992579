internal import Essentials

/// The rule of who may be called. What others write (an issuer, a webhook, a redirect) must not make this program call
/// what only it can reach: itself, its neighbours, the metadata of its cloud.
struct OutsideAddress: Sendable {
  /// Inner blocks that may be called all the same.
  let inside: [AddressRange]

  /// `isEncrypted`: whether the call is made by TLS; without, only what was allowed by name may be called.
  func mayBeReached(_ address: InternetAddress, isEncrypted: Bool) -> Bool {
    if inside.contains(where: { $0.contains(address) }) { return true }
    return isEncrypted && Self.isPublic(address)
  }

  static func isPublic(_ address: InternetAddress) -> Bool {
    if address.bytes.count == 4 { return !closed.contains { $0.contains(address) } }
    // An IPv4 address that a translator is asked for (RFC 6052) counts as what it is.
    if translated.contains(where: { $0.contains(address) }) {
      return InternetAddress(bytes: Array(address.bytes.suffix(4))).map(isPublic) ?? false
    }
    return open.contains(where: { $0.contains(address) }) && !closed.contains { $0.contains(address) }
  }

  private static let translated = ranges("64:ff9b::/96")
  /// Of IPv6 only this has been given out for the public net.
  private static let open = ranges("2000::/3")
  /// IANA's special-purpose registries (RFC 6890) without what is globally reachable, multicast included.
  private static let closed = ranges(
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")

  private static func ranges(_ texts: String...) -> [AddressRange] {
    texts.map { text in
      guard let range = AddressRange(text: text) else { preconditionFailure("\(text) is a block of addresses.") }
      return range
    }
  }
}
