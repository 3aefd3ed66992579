internal import Cryptography
internal import Essentials
public import EvolvCore
public import Payloads

/// An administrator changed a section.
public struct SettingsChanged: DomainEvent {
  public let section: String
  public static let name = "settings.changed"
  public var subject: Subject { Subject("settings", SettingsSubject.id(of: section)) }
  public static let shape = Shape("SettingsChanged", Self.init, Field("section", \.section))
}

/// A section in the audit log, which names things by ids: made of its name, the same everywhere.
enum SettingsSubject {
  static func id(of section: String) -> ID<SettingsSubject> {
    let digest = SHA256.digest(of: "settings." + section)
    let halves = [digest[0..<8], digest[8..<16]].map { $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
    return ID(bits: UUIDBits(high: halves[0], low: halves[1]))
  }
}
