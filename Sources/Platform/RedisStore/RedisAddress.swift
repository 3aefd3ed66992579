public import Essentials

/// Where Redis is and how to get in.
public struct RedisAddress: Sendable {
  enum Place: Sendable, Equatable {
    case host(String, port: Int32)
    case socket(String)
  }
  let place: Place
  let user: String
  let password: Secret<String>
  let database: Int

  /// Reads `redis://user:password@host:port/number` and `unix:///path/of/socket`, reserved characters percent-encoded;
  /// everything but the host or the path may be left out.
  public init?(url: Secret<String>) {
    let text = url.reveal()
    if text.hasPrefix("unix://") {
      guard let path = String(text.dropFirst(7)).percentDecoded, path.hasPrefix("/") else { return nil }
      self.init(.socket(path), user: "", password: "", database: 0)
      return
    }
    guard text.hasPrefix("redis://") else { return nil }
    let parts = text.dropFirst(8).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let access = parts[0].split(separator: "@", omittingEmptySubsequences: false)
    guard access.count <= 2, let last = access.last, let place = Self.place(String(last)) else { return nil }
    let names =
      access.count == 2 ? access[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false) : []
    guard let user = String(names.first ?? "").percentDecoded,
      let password = String(names.dropFirst().first ?? "").percentDecoded
    else { return nil }
    let number = parts.count > 1 ? String(parts[1]) : ""
    guard number.isEmpty || (number.utf8.count <= 3 && number.utf8.allSatisfy { (0x30...0x39).contains($0) }) else {
      return nil
    }
    self.init(place, user: user, password: password, database: Int(number) ?? 0)
  }

  private init(_ place: Place, user: String, password: String, database: Int) {
    self.place = place
    self.user = user
    self.password = Secret(password)
    self.database = database
  }

  /// `host`, `host:port` or `[::1]:port`.
  private static func place(_ text: String) -> Place? {
    let isBracketed = text.hasPrefix("[")
    guard let end = isBracketed ? text.firstIndex(of: "]") : text.firstIndex(of: ":") ?? text.endIndex else {
      return nil
    }
    let host = isBracketed ? text[text.index(after: text.startIndex)..<end] : text[..<end]
    let rest = isBracketed ? text[text.index(after: end)...] : text[end...]
    guard !host.isEmpty, rest.isEmpty || rest.hasPrefix(":") else { return nil }
    if rest.isEmpty { return .host(String(host), port: 6379) }
    guard let port = Int32(rest.dropFirst()), (1...65535).contains(port) else { return nil }
    return .host(String(host), port: port)
  }
}
