internal import CFido2

/// What a passkey says of itself and signs (Web Authentication §6.1).
struct AuthenticatorData {
  let party: [UInt8], signCount: Int
  private let flags: UInt8

  init(_ bytes: [UInt8]) throws(PasskeyRefused) {
    guard bytes.count >= 37 else { throw .malformed }
    party = Array(bytes[0..<32])
    flags = bytes[32]
    signCount = bytes[33..<37].reduce(0) { $0 << 8 | Int($1) }
    // Backed up without being able to be: no passkey is like that (§6.1.3).
    if flags & 0x10 != 0, flags & 0x08 == 0 { throw .malformed }
  }

  var isPresent: Bool { flags & 0x01 != 0 }
  var isVerified: Bool { flags & 0x04 != 0 }
}

/// What comes with a new passkey: its data, and a statement of its maker that we neither ask for nor need.
struct AttestationObject {
  let format: [CChar], data: [UInt8], statement: [UInt8]
  private static let capacity = 16_384

  init(_ bytes: [UInt8]) throws(PasskeyRefused) {
    guard bytes.count <= Self.capacity else { throw .malformed }
    var format = [CChar](repeating: 0, count: 32), data = [UInt8](repeating: 0, count: Self.capacity), dataLength = 0
    var statement = data, statementLength = 0
    let isRead =
      unsafe attestation_open(
        bytes, bytes.count, &format, &data, &dataLength, &statement, &statementLength, Self.capacity) == 1
    guard isRead else { throw .malformed }
    self.format = format
    self.data = Array(data.prefix(dataLength))
    self.statement = Array(statement.prefix(statementLength))
  }

  /// The credential's id and public key, if the key is of this kind and the statement holds.
  func key(_ algorithm: Int, _ party: String, _ digest: [UInt8]) -> (id: [UInt8], key: [UInt8])? {
    var id = [UInt8](repeating: 0, count: 1024), idLength = 0, key = [UInt8](repeating: 0, count: 512), keyLength = 0
    let isRead =
      unsafe passkey_read(
        Int32(algorithm), format, party, digest, data, data.count, statement, statement.count, &id, &idLength, &key,
        &keyLength) == 1
    return isRead ? (Array(id.prefix(idLength)), Array(key.prefix(keyLength))) : nil
  }
}
