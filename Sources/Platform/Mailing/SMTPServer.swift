internal import CCurl
public import Essentials

/// The server that takes our mails.
public struct SMTPServer: Sendable {
  let url: String, user: String
  let password: Secret<String>
  /// A certificate authority of the school's own, as a file; the system's if empty.
  let authority: String
  let mustEncrypt: Bool

  /// Reads `smtp://user:password@host:port` (STARTTLS) or `smtps://…` (TLS at once), reserved characters percent-encoded;
  /// `?ca=/path.pem` names an authority. A password never travels unencrypted, except to this machine itself.
  public init?(url: Secret<String>) {
    let text = url.reveal(), schemes = ["smtp://", "smtps://"]
    guard let scheme = schemes.first(where: text.hasPrefix), text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
      return nil
    }
    let parts = text.dropFirst(scheme.count).split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(
      String.init)
    let access = parts[0].split(separator: "@", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(access.count), let host = access.last.map(Self.withoutSlash), !host.isEmpty,
      !host.contains("/")
    else { return nil }
    let names =
      access.count == 2
      ? access[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init) : []
    guard let user = (names.first ?? "").percentDecoded, let password = (names.dropFirst().first ?? "").percentDecoded
    else { return nil }
    guard let authority = Self.authority(parts.dropFirst().first), names.isEmpty || !user.isEmpty else { return nil }
    self.url = scheme + host
    self.user = user
    self.password = Secret(password)
    self.authority = authority
    let isHere = ["localhost", "127.0.0.1", "[::1]"].contains { host == $0 || host.hasPrefix($0 + ":") }
    mustEncrypt = scheme == "smtps://" || !(isHere || user.isEmpty) || !authority.isEmpty
  }

  /// Hands the message over; blocks until the server has taken or refused it.
  func deliver(_ message: [UInt8], from sender: String, to recipients: [String]) throws(MailError) {
    precondition(Self.isStarted, "libcurl does not start.")
    var errand = unsafe mail_errand()
    let code = unsafe message.withUnsafeBufferPointer { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { bytes in
        unsafe errand.data = bytes.baseAddress
        unsafe errand.length = bytes.count
        return unsafe mail_errand_run(
          &errand, url, user, password.reveal(), authority, sender, recipients.joined(separator: "\n"),
          mustEncrypt ? 1 : 0, 10_000, 60_000)
      }
    }
    guard code != 0 else { return }
    throw unsafe Self.error(CURLcode(UInt32(code)), reply: errand.reply)
  }

  /// libcurl's own words say what happened, and never the password.
  private static func error(_ code: CURLcode, reply: Int) -> MailError {
    let words = unsafe String(cString: curl_easy_strerror(code))
    if code == CURLE_LOGIN_DENIED { return .signInRefused(words) }
    if (500...599).contains(reply), code != CURLE_USE_SSL_FAILED { return .rejected(code: reply, words) }
    if (400...499).contains(reply) { return .deferred(code: reply, words) }
    return .unreachable(words)
  }

  private static let isStarted = curl_start() == 0

  private static func withoutSlash(_ host: String) -> String { host.hasSuffix("/") ? String(host.dropLast()) : host }
  private static func authority(_ query: String?) -> String? {
    guard let query else { return "" }
    return query.hasPrefix("ca=") ? String(query.dropFirst(3)).percentDecoded : nil
  }
}
