internal import Essentials
internal import Glibc

extension Settings {
  /// Every setting, in the order of the help.
  public static let all: [SettingDescription] = [
    portSetting.description, hostSetting.description, dataSetting.description, databaseSetting.description,
    connectionsSetting.description, redisSetting.description, bucketSetting.description,
    baseURLSetting.description, loopsSetting.description, demoSetting.description, smtpSetting.description,
    mailFromSetting.description,
    certificateSetting.description, keySetting.description, proxiesSetting.description, logLevelSetting.description,
    publicSetting.description, secretSetting.description, apiLimitSetting.description, jobsSetting.description,
    insideCallsSetting.description, callAuthoritySetting.description,
  ]
  static let helpFlag = Flag("--help", about: "Show this and end.")
  static let fileFlag = Flag(
    "--config", placeholder: "FILE", about: "Read settings from this file instead of ./evolv.conf (EVOLV_CONFIG).")

  static let portSetting = Setting<Int>.number(
    "EVOLV_PORT", flag: "--port", in: 0...65535, about: "The port to listen on; 0 takes a free one.", fallback: 8080)
  static let hostSetting = Setting<String>(
    "EVOLV_HOST", flag: "--host", placeholder: "ADDR", expected: "an IPv4 or IPv6 address, such as 127.0.0.1 or ::",
    about: "The address to listen on.", fallback: "127.0.0.1", fallbackText: "127.0.0.1"
  ) { text in InternetAddress(text: text).map { _ in text } }
  static let dataSetting = Setting<String>(
    "EVOLV_DATA", flag: "--data", placeholder: "DIR", expected: "the path of a folder",
    about: "The folder of everything that must be kept.", fallback: "./var", fallbackText: "./var", read: Texts.path)
  static let databaseSetting = secretURL(
    "EVOLV_DATABASE_URL", expected: "postgres://user:password@host:port/name", about: "The PostgreSQL database.",
    fallback: "SQLite in the data folder", schemes: ["postgres", "postgresql"])
  static let connectionsSetting = Setting<Int>.number(
    "EVOLV_DATABASE_CONNECTIONS", flag: "--database-connections", in: 6...4000,
    about:
      "Connections to PostgreSQL that one process opens at the most, shared by its loops; each takes three, however many loops there are.",
    fallback: 40)
  static let redisSetting = secretURL(
    "EVOLV_REDIS_URL", expected: "redis://:password@host:port/0 or unix:///path/of/socket",
    about: "Redis, by which several nodes share the limits of what can be guessed and called.",
    fallback: "none", schemes: ["redis", "unix"])
  static let bucketSetting = secretURL(
    "EVOLV_S3_URL", expected: "https://key:secret@host/bucket?region=name",
    about: "The bucket of an object store that keeps files, so that several nodes share them.",
    fallback: "files are kept in the data folder", schemes: ["https", "http"])
  static let baseURLSetting = Setting<String>.optional(
    "EVOLV_BASE_URL", flag: "--base-url", placeholder: "URL", expected: "http:// or https:// with a host and no path",
    about: "Where people reach this school; stands in mails and links.", fallbackText: "http://HOST:PORT",
    read: Texts.origin)
  static let loopsSetting = Setting<Int>.number(
    "EVOLV_LOOPS", flag: "--loops", in: 1...64, about: "Event loops, each a thread.",
    fallback: max(1, min(64, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))), fallbackText: "one for each core")
  static let demoSetting = Setting<Bool>.toggle(
    "EVOLV_DEMO", flag: "--demo", about: "Load the demo school on first start.")
  static let smtpSetting = secretURL(
    "EVOLV_SMTP_URL", expected: "smtp://user:password@host:port or smtps://…", about: "The server that sends mails.",
    fallback: "mails are kept in the data folder", schemes: ["smtp", "smtps"])
  static let mailFromSetting = Setting<String>.optional(
    "EVOLV_MAIL_FROM", flag: "--mail-from", placeholder: "ADDRESS",
    expected: "an e-mail address that the server may send from",
    about: "The sender of mails; needed with EVOLV_SMTP_URL.", fallbackText: "evolv@localhost", read: Texts.mailAddress)
  static let certificateSetting = path(
    "EVOLV_TLS_CERTIFICATE", "--tls-certificate", "The certificate chain (PEM), to serve HTTPS without a proxy.")
  static let keySetting = path("EVOLV_TLS_KEY", "--tls-key", "The private key of the certificate (PEM).")
  static let proxiesSetting = Setting<[AddressRange]>(
    "EVOLV_TRUSTED_PROXIES", flag: "--trusted-proxies", placeholder: "LIST",
    expected: "addresses or blocks with commas, such as 10.0.0.0/8,::1",
    about: "The proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.", fallback: [], fallbackText: "none",
    read: Texts.ranges)
  static let logLevelSetting = Setting<String>(
    "EVOLV_LOG_LEVEL", flag: "--log-level", placeholder: "LEVEL",
    expected: "debug, info, notice, warning, error or off",
    about: "How much is logged.", fallback: "info", fallbackText: "info"
  ) { ["debug", "info", "notice", "warning", "error", "off"].contains($0) ? $0 : nil }
  static let publicSetting = path(
    "EVOLV_PUBLIC", "--public", "The folder of style sheets, scripts, fonts and pictures.", "Public beside the program")
  static let secretSetting = Setting<Secret<String>>.optional(
    "EVOLV_SECRET", expected: "at least 32 characters that nobody can guess",
    about: "Signs sessions and links; the same on every node.",
    fallbackText: "made at the first start, kept in the data folder", isSecret: true
  ) { $0.utf8.count >= 32 ? Secret($0) : nil }

  static let apiLimitSetting = Setting<Int>.number(
    "EVOLV_API_LIMIT", flag: "--api-limit", in: 1...10_000_000, about: "Calls of the API a minute, for each person.",
    fallback: 100)

  /// How many jobs are done at a time where nothing else is said.
  public static let usualJobs = 8
  static let jobsSetting = Setting<Int>.number(
    "EVOLV_JOBS", flag: "--jobs", in: 0...256,
    about: "Jobs (mails, cleaning) done at a time beside serving; 0 leaves them to evolv work.", fallback: usualJobs)

  static let insideCallsSetting = Setting<[AddressRange]>(
    "EVOLV_INSIDE_CALLS", flag: "--inside-calls", placeholder: "LIST",
    expected: "addresses or blocks with commas, such as 10.1.2.3,fd00::/8",
    about: "Addresses inside that may be called, such as an identity provider of the school's own, also without TLS.",
    fallback: [], fallbackText: "none", read: Texts.ranges)
  static let callAuthoritySetting = path(
    "EVOLV_CALL_AUTHORITY", "--call-authority", "The authorities (PEM) that vouch for servers we call.",
    "those of the system")

  private static func path(_ variable: String, _ flag: String, _ about: String, _ fallback: String = "none") -> Setting<
    String?
  > {
    Setting.optional(
      variable, flag: flag, placeholder: "PATH", expected: "a path", about: about, fallbackText: fallback,
      read: Texts.path)
  }
  private static func secretURL(
    _ variable: String, expected: String, about: String, fallback: String, schemes: [String]
  ) -> Setting<Secret<String>?> {
    Setting.optional(variable, expected: expected, about: about, fallbackText: fallback, isSecret: true) { text in
      Texts.isURL(text, schemes: schemes) ? Secret(text) : nil
    }
  }
}

/// What texts must look like.
private enum Texts {
  static func path(_ text: String) -> String? { text.utf8.contains(0) ? nil : text }

  static func isURL(_ text: String, schemes: [String]) -> Bool {
    let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    return isPlain && schemes.contains { text.hasPrefix($0 + "://") && text.utf8.count > $0.utf8.count + 3 }
  }

  static func origin(_ text: String) -> String? {
    let text = text.hasSuffix("/") ? String(text.dropLast()) : text
    guard isURL(text, schemes: ["http", "https"]) else { return nil }
    let host = text.drop { $0 != ":" }.dropFirst(3)
    return host.isEmpty || host.contains { "/?#@\\\"'<>".contains($0) } ? nil : text
  }

  static func mailAddress(_ text: String) -> String? {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != 0x3C && $0 != 0x3E && $0 != 0x2C }
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && isPlain ? text : nil
  }

  static func ranges(_ text: String) -> [AddressRange]? {
    var ranges: [AddressRange] = []
    for part in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
      guard let range = AddressRange(text: String(part)) else { return nil }
      ranges.append(range)
    }
    return ranges
  }
}
