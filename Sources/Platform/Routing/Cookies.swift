internal import Essentials

extension RequestHead {
  /// The value of a cookie (RFC 6265 §5.4); of two with one name the first. Asked several times for each page, so it looks at
  /// bytes and keeps no list.
  public func cookie(_ name: String) -> String? {
    for field in headers.fields where field.name.equalsIgnoringASCIICase("cookie") {
      var rest = Substring(field.value).utf8
      while !rest.isEmpty {
        let pair = rest.prefix { $0 != UInt8(ascii: ";") }
        rest = rest[pair.endIndex...].dropFirst()
        let trimmed = pair.drop { $0 == UInt8(ascii: " ") }
        guard let equals = trimmed.firstIndex(of: UInt8(ascii: "=")), trimmed[..<equals].elementsEqual(name.utf8) else {
          continue
        }
        return String(trimmed[trimmed.index(after: equals)...])
      }
    }
    return nil
  }
}

/// A Set-Cookie line. Always HttpOnly unless said otherwise, always SameSite.
public struct Cookie: Sendable {
  public enum SameSite: String, Sendable { case lax = "Lax", strict = "Strict" }
  let name: String, value: String, lifetimeSeconds: Int?, isSecure: Bool, sameSite: SameSite, isHidden: Bool,
    path: String

  /// `lifetimeSeconds` nil: until the browser closes; 0: remove it. `isHidden`: scripts cannot read it.
  public init(
    _ name: String, _ value: String, lifetimeSeconds: Int?, isSecure: Bool, sameSite: SameSite = .lax,
    isHidden: Bool = true,
    path: String = "/"
  ) {
    self.name = name
    self.value = value
    self.lifetimeSeconds = lifetimeSeconds
    self.isSecure = isSecure
    self.sameSite = sameSite
    self.isHidden = isHidden
    self.path = path
  }

  public var text: String {
    var text = "\(name)=\(value); Path=\(path); SameSite=\(sameSite.rawValue)"
    if let lifetimeSeconds { text += "; Max-Age=\(lifetimeSeconds)" }
    if isSecure { text += "; Secure" }
    if isHidden { text += "; HttpOnly" }
    return text
  }
}

extension Response {
  public mutating func set(_ cookie: Cookie) { fields.append(("Set-Cookie", cookie.text)) }
}
