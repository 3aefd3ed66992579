public import Essentials

// Everything that can be set about Evolv, read once at the start: flags, then the environment, then `evolv.conf`.
// A fault stops the start, and all faults are told together. What is secret has no flag and no default.

/// What the program runs with.
public struct Settings: Sendable {
  public let host: String
  public let port: Int
  /// The folder of everything that must be kept: database, files, mails, secret.
  public let dataFolder: String
  /// nil: SQLite in the data folder.
  public let databaseURL: Secret<String>?
  /// Of one process, to PostgreSQL.
  public let databaseConnections: Int
  public let redisURL: Secret<String>?
  /// nil: files are kept in the data folder.
  public let bucketURL: Secret<String>?
  /// Where people reach this school, without a slash at the end.
  public let baseURL: String
  public let loops: Int
  public let isDemo: Bool
  /// nil: mails are kept in the data folder.
  public let smtpURL: Secret<String>?
  public let mailFrom: String
  public let tls: TLSFiles?
  public let trustedProxies: [AddressRange]
  /// `debug`, `info`, `notice`, `warning`, `error` or `off`.
  public let logLevel: String
  /// nil: the folder the program finds beside itself.
  public let publicFolder: String?
  /// nil: the one in the data folder, made at the first start.
  public let secret: Secret<String>?
  /// Calls of the API a minute, for each person or address.
  public let apiLimit: Int
  /// Jobs done at a time beside serving; 0: none.
  public let jobs: Int
  /// Addresses that are not public and may be called all the same.
  public let insideCalls: [AddressRange]
  /// nil: the authorities of the system.
  public let callAuthority: String?

  public struct TLSFiles: Sendable, Equatable {
    public let certificate: String, key: String
  }
}

/// What a start was asked for: the settings, and the words and flags of its command.
public struct Start: Sendable {
  public let settings: Settings
  public let arguments: Arguments
  /// `EVOLV_` variables that mean nothing here; likely a slip of the pen, worth a warning.
  public let unknownVariables: [String]
}

extension Settings {
  /// Reads everything or throws every fault. `open` gives the text of a file, nil if there is none.
  public static func read(
    arguments: [String], environment: [String: String], flags: [Flag] = [], open: (String) -> String?
  ) throws(SettingFaults) -> Start {
    var faults = SettingFaults()
    let known =
      flags + [helpFlag, fileFlag]
      + all.compactMap { setting in
        setting.flag.map { Flag($0, placeholder: setting.placeholder, about: setting.about) }
      }
    let parsed = Arguments(arguments, knowing: known, into: &faults)
    let file = settingsFile(parsed.value(of: fileFlag.name) ?? environment["EVOLV_CONFIG"], open, &faults)
    var reader = SettingsReader(arguments: parsed, environment: environment, file: file, faults: faults)
    let settings = Settings(from: &reader)
    guard reader.faults.list.isEmpty else { throw reader.faults }
    return Start(settings: settings, arguments: parsed, unknownVariables: unknown(in: environment))
  }

  private static func settingsFile(_ named: String?, _ open: (String) -> String?, _ faults: inout SettingFaults)
    -> SettingsFile
  {
    let path = named ?? "evolv.conf"
    guard let text = open(path) else {
      if named != nil {
        faults.add(
          SettingFault(name: fileFlag.name, found: "no readable file \(path)", expected: "a file of NAME=value lines"))
      }
      return SettingsFile(path: path)
    }
    return SettingsFile(path: path, text: text, knowing: Set(all.map(\.variable)), into: &faults)
  }

  private static func unknown(in environment: [String: String]) -> [String] {
    let known = Set(all.map(\.variable) + ["EVOLV_CONFIG"])
    return environment.keys.filter { $0.hasPrefix("EVOLV_") && !$0.hasPrefix("EVOLV_TEST_") && !known.contains($0) }
      .sorted()
  }

  private init(from reader: inout SettingsReader) {
    host = reader.read(Self.hostSetting)
    port = reader.read(Self.portSetting)
    dataFolder = reader.read(Self.dataSetting)
    databaseURL = reader.read(Self.databaseSetting)
    databaseConnections = reader.read(Self.connectionsSetting)
    redisURL = reader.read(Self.redisSetting)
    bucketURL = reader.read(Self.bucketSetting)
    loops = reader.read(Self.loopsSetting)
    apiLimit = reader.read(Self.apiLimitSetting)
    jobs = reader.read(Self.jobsSetting)
    insideCalls = reader.read(Self.insideCallsSetting)
    callAuthority = reader.read(Self.callAuthoritySetting)
    isDemo = reader.read(Self.demoSetting)
    smtpURL = reader.read(Self.smtpSetting)
    mailFrom = reader.read(Self.mailFromSetting) ?? "evolv@localhost"
    trustedProxies = reader.read(Self.proxiesSetting)
    logLevel = reader.read(Self.logLevelSetting)
    publicFolder = reader.read(Self.publicSetting)
    secret = reader.read(Self.secretSetting)
    let certificate = reader.read(Self.certificateSetting), key = reader.read(Self.keySetting)
    if let certificate, let key { tls = TLSFiles(certificate: certificate, key: key) } else { tls = nil }
    baseURL = reader.read(Self.baseURLSetting) ?? Self.localURL(host: host, port: port, isSecure: tls != nil)
    checkTogether(certificate, key, &reader)
  }

  private func checkTogether(_ certificate: String?, _ key: String?, _ reader: inout SettingsReader) {
    reader.require(
      (certificate == nil) == (key == nil), (key == nil ? Self.keySetting : Self.certificateSetting).description,
      found: "nothing, while the other of the pair is set",
      expected: "both EVOLV_TLS_CERTIFICATE and EVOLV_TLS_KEY, or neither")
    reader.require(
      smtpURL == nil || mailFrom != "evolv@localhost", Self.mailFromSetting.description,
      found: "nothing, while EVOLV_SMTP_URL is set", expected: Self.mailFromSetting.description.expected)
  }

  private static func localURL(host: String, port: Int, isSecure: Bool) -> String {
    let name = host == "0.0.0.0" || host == "::" ? "127.0.0.1" : host.contains(":") ? "[\(host)]" : host
    return "\(isSecure ? "https" : "http")://\(name):\(port)"
  }
}
