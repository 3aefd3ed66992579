/// One thing a chosen password lacks.
public enum PasswordFault: Sendable, Equatable {
  case tooShort(Int), tooLong(Int), noUpperCase, noLowerCase, noDigit, noSpecial, common, personal

  /// A word for programs and translations.
  public var code: String {
    switch self {
    case .tooShort: "password_too_short"
    case .tooLong: "password_too_long"
    case .noUpperCase: "password_no_upper_case"
    case .noLowerCase: "password_no_lower_case"
    case .noDigit: "password_no_digit"
    case .noSpecial: "password_no_special"
    case .common: "password_common"
    case .personal: "password_personal"
    }
  }

  /// A sentence that says what is right.
  public var message: String {
    switch self {
    case .tooShort(let least): "must have at least \(least) characters"
    case .tooLong(let most): "must have at most \(most) characters"
    case .noUpperCase: "must have an upper-case letter"
    case .noLowerCase: "must have a lower-case letter"
    case .noDigit: "must have a digit"
    case .noSpecial: "must have a character that is neither letter nor digit"
    case .common: "is too easy to guess; add words or characters that do not follow a pattern"
    case .personal: "must not contain your name or e-mail address"
    }
  }
}

/// What a password must be like.
public struct PasswordPolicy: Sendable, Equatable {
  public let least: Int, most: Int
  public let needsMixture: Bool

  /// 8 to 128 characters with upper case, lower case, digit and special character.
  public static let standard = PasswordPolicy(least: 8, most: 128, needsMixture: true)
  /// OWASP ASVS 5.0, level 2: length and a check against known passwords, no composition.
  public static let asvs = PasswordPolicy(least: 12, most: 128, needsMixture: false)

  /// Everything wrong with the password for a person of this name and address; empty when it is good.
  public func faults(in password: String, names: [String] = [], email: String = "") -> [PasswordFault] {
    let scalars = password.unicodeScalars, length = scalars.count
    var faults: [PasswordFault] = []
    if length < least { faults.append(.tooShort(least)) }
    if length > most { faults.append(.tooLong(most)) }
    if needsMixture {
      if !scalars.contains(where: \.properties.isUppercase) { faults.append(.noUpperCase) }
      if !scalars.contains(where: \.properties.isLowercase) { faults.append(.noLowerCase) }
      if !scalars.contains(where: { $0.properties.numericType == .decimal }) { faults.append(.noDigit) }
      if !scalars.contains(where: \.isSpecial) { faults.append(.noSpecial) }
    }
    // What is too short is told already, and nobody guesses what is too long.
    if (least...most).contains(length), CommonPasswords.contains(password) { faults.append(.common) }
    if length <= most, Personal.parts(names: names, email: email).contains(where: password.plain.contains) {
      faults.append(.personal)
    }
    return faults
  }
}

private enum Personal {
  /// The words of the names and of the address that are long enough to mean something.
  static func parts(names: [String], email: String) -> Set<String> {
    let address = email.split(separator: "@", maxSplits: 1).map(String.init)
    let hosts = address.dropFirst().flatMap { $0.split(separator: ".").dropLast().map(String.init) }
    let words = (names + address.prefix(1)).flatMap { $0.split { !$0.isLetter && !$0.isNumber }.map(String.init) }
    let long = (words + address.prefix(1)).filter { $0.count >= 3 } + hosts.filter { $0.count >= 4 }
    return Set(long.map(\.plain))
  }
}

extension String {
  /// Lower case, with the usual digits and signs read as the letters they stand for.
  var plain: String {
    let letters: [Character: Character] = [
      "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "l", "i": "l",
    ]
    return String(lowercased().map { letters[$0] ?? $0 })
  }
}

extension Unicode.Scalar {
  fileprivate var isSpecial: Bool {
    !properties.isAlphabetic && properties.numericType != .decimal && value >= 0x20 && value != 0x7F
  }
}
