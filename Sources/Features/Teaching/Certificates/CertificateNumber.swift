internal import Essentials
internal import EvolvCore
internal import Payloads

/// How certificates are numbered: `EV-{year}-{number}` becomes `EV-2026-000123`. The count begins anew for each text that
/// stands around the number, so with the year in it every year. No number is left out: it is taken and used in one
/// transaction, and a revoked certificate keeps its own.
struct CertificateSettings: SettingsSection {
  var numberPattern: Text<NumberPattern>
  var digits: Number<NumberDigits>

  static let name = "certificates"
  static let standard = CertificateSettings(numberPattern: .standard, digits: .standard)
  static let shape = Shape(
    "CertificateSettings", Self.init, Field("number_pattern", \.numberPattern, "With {number}, and {year} if you like"),
    Field("digits", \.digits, "Zeros fill the number up to so many digits"))

  /// What stands around the number in a year.
  func series(in year: Int) -> String { numberPattern.text.replacing("{year}", with: String(year)) }
  func number(_ count: Int, in series: String) -> String {
    let digits = String(count)
    let zeros = String(repeating: "0", count: max(0, self.digits.value - digits.utf8.count))
    return series.replacing("{number}", with: zeros + digits)
  }

  /// What is wrong with a pattern: it has no number, or signs that do not fit an address.
  static func fault(in pattern: String) -> String? {
    guard pattern.components(of: "{number}") == 2 else { return "must have {number} in it, once" }
    let rest = pattern.replacing("{number}", with: "").replacing("{year}", with: "")
    let isPlain = rest.utf8.allSatisfy {
      (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E
    }
    return isPlain ? nil : "may have capital letters, digits, hyphens and dots beside {year} and {number}"
  }
}

enum NumberPattern: TextRule { static let length = 8...40 }
enum NumberDigits: NumberRule { static let range = 1...10 }

extension Text<NumberPattern> {
  fileprivate static var standard: Self {
    guard let pattern = Text("EV-{year}-{number}") else { preconditionFailure("The standard keeps the rule.") }
    return pattern
  }
}
extension Number<NumberDigits> {
  fileprivate static var standard: Self {
    guard let digits = Number(6) else { preconditionFailure("The standard keeps the rule.") }
    return digits
  }
}

extension String {
  /// How many parts there are between the places where `mark` stands.
  fileprivate func components(of mark: String) -> Int { ranges(of: mark).count + 1 }
}
