public import Payloads

/// A mail address that can be delivered to and stands nowhere for two people: trimmed, its domain in lower case.
public struct EmailAddress: PayloadValue, Hashable {
  public let text: String
  /// What makes two addresses one account: lower case throughout.
  public var key: String { text.lowercased() }

  /// nil unless it has the form `local@domain.tld` within the limits of RFC 5321 §4.5.3.1.
  public init?(_ text: String) {
    let trimmed = text.trimmed
    let parts = trimmed.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...64).contains(parts[0].utf8.count), (4...190).contains(parts[1].utf8.count),
      trimmed.utf8.count <= 254
    else { return nil }
    let isLocal = parts[0].utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !Self.forbidden.contains($0) }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    let areLabels =
      labels.count >= 2
      && labels.allSatisfy { label in
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
          && label.unicodeScalars.allSatisfy {
            $0.value == 0x2D || $0.properties.isAlphabetic || $0.properties.numericType == .decimal
          }
      }
    guard isLocal, areLabels, !parts[0].hasPrefix("."), !parts[0].hasSuffix(".") else { return nil }
    self.text = parts[0] + "@" + parts[1].lowercased()
  }

  private static let forbidden = Set("\"(),:;<>[\\]".utf8)

  public static var schema: Schema { .scalar(type: "string", format: "email", limits: [.init("maxLength", 254)]) }
  public func write(to json: inout JSONWriter) { json.string(text) }
  public static func read(_ json: JSONNode, into faults: inout Faults) -> EmailAddress? {
    guard let text = json.string else { return faults.refuse("must be text") }
    if text.trimmed.isEmpty { return faults.refuse("is required", "missing") }
    guard let address = EmailAddress(text) else {
      return faults.refuse("must be a mail address such as name@example.org", "email")
    }
    return address
  }
  public static func sample(_ seed: Int) -> EmailAddress {
    guard let address = EmailAddress("sample\(seed)@example.org") else {
      preconditionFailure("A sample fits its own rule.")
    }
    return address
  }
}
