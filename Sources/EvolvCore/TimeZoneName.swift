internal import Foundation
public import Payloads

/// A time zone of the IANA database, such as `Africa/Nairobi`.
public struct TimeZoneName: PayloadValue, Hashable {
  public let text: String
  public static let utc = TimeZoneName(known: "UTC")
  /// Every name one can choose, sorted.
  public static let all: [String] = (TimeZone.knownTimeZoneIdentifiers + ["UTC"]).sorted()
  private static let names = Set(all)

  private init(known text: String) { self.text = text }
  /// nil for what is no zone's name.
  public init?(_ text: String) {
    guard Self.names.contains(text) else { return nil }
    self.text = text
  }

  public static var schema: Schema { .scalar(type: "string", format: nil, limits: [.init("maxLength", 64)]) }
  public func write(to json: inout JSONWriter) { json.string(text) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> TimeZoneName? {
    guard let text = json.string else { return faults.refuse("must be text") }
    guard let zone = TimeZoneName(text) else {
      return faults.refuse("must be a time zone such as Europe/Paris", "time_zone")
    }
    return zone
  }
  public static func sample(_ seed: Int) -> TimeZoneName { TimeZoneName(known: all[seed % all.count]) }
}
