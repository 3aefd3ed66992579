internal import Cryptography
internal import Drawing
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

/// Which badges were revoked, as W3C's Bitstring Status List says it: one bit for each, the first at the left.
struct StatusList {
  let number: Int, revoked: [Int], addresses: BadgeAddresses, now: Instant
  /// Who keeps a copy asks again after this.
  private static let lifetime = Seconds.hours(24)

  var payload: [UInt8] {
    let id = addresses.statusList(number)
    var json = JSONWriter(expecting: 30_000)
    json.inlineObject { json in
      json.member("@context", ["https://www.w3.org/ns/credentials/v2"])
      json.member("id", id)
      json.member("type", ["VerifiableCredential", "BitstringStatusListCredential"])
      json.member("issuer", addresses.issuer)
      json.member("validFrom", now)
      json.member("validUntil", now + Self.lifetime)
      json.object("credentialSubject") { subject in
        subject.member("id", id + "#list")
        subject.member("type", "BitstringStatusList")
        subject.member("statusPurpose", "revocation")
        subject.member("encodedList", "u" + Base64URL.text(Self.gzip(bits)))
      }
      json.member("iss", addresses.issuer)
      json.member("jti", id)
      json.member("nbf", Int(now.unixSeconds))
    }
    return json.bytes
  }

  var bits: [UInt8] {
    var bits = [UInt8](repeating: 0, count: StatusPlace.size / 8)
    for index in revoked { bits[index / 8] |= 0x80 >> UInt8(index % 8) }
    return bits
  }

  /// A gzip file of stored blocks (RFC 1952, RFC 1951 §3.2.4): what carries it is compressed anyway.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    func low(_ number: UInt32, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
    }
    var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    var rest = bytes[...]
    repeat {
      let part = rest.prefix(65_535)
      rest = rest.dropFirst(part.count)
      let length = UInt32(part.count)
      file += [rest.isEmpty ? 1 : 0] + low(length, 2) + low(~length, 2) + part
    } while !rest.isEmpty
    return file + low(PortablePicture.crc32(bytes), 4) + low(UInt32(bytes.count), 4)
  }
}

extension Reading {
  /// The places of revoked certificates within one list.
  func revokedPlaces(in list: Int) async throws -> [Int] {
    let start = list * StatusPlace.size
    let places: [Int] = try await all(
      """
      SELECT place FROM certificates WHERE revoked_at IS NOT NULL AND place >= \(start)
        AND place < \(start + StatusPlace.size) ORDER BY place
      """)
    return places.map { $0 - start }
  }
}
