internal import Accounts
internal import Configuration
internal import Cryptography
internal import Essentials
internal import EventLoops
internal import EvolvCore
internal import EvolvDesign
internal import FileStorage
internal import HTTPCalling
internal import HTTPServing
internal import Mailing
internal import MediaCoding
internal import RedisStore
internal import Routing
internal import Teaching
internal import Telemetry

extension Facilities {
  convenience init(
    _ settings: Settings, secret: Secret<[UInt8]>, strength: HashStrength, log: Log, assets: StaticFiles,
    metrics: Metrics, ping: @escaping @Sendable () async throws -> Void, redis: RedisStore?
  ) throws {
    let tokens = FormTokens(KeyRing(for: "forms", from: secret))
    let files = try FileStore(
      folder: settings.dataFolder + "/files", bucket: try settings.bucket(),
      pool: BlockingPool(name: "files", threads: 2, capacity: 256))
    let access = AccessTokens(
      issuer: settings.baseURL, audience: settings.baseURL, keys: KeyRing(for: "access", from: secret))
    self.init(
      log: log, baseAddress: settings.baseURL,
      isDemo: settings.isDemo,
      forgery: ForgeryGuard(
        make: { tokens.token(for: Array($0.utf8)) }, check: { tokens.isValid($0, for: Array($1.utf8)) }),
      // A storm of sign-ins may have every core, but only what the loops leave of it.
      hashing: BlockingPool(name: "hashing", threads: settings.loops, capacity: 64, stepsBack: true),
      hashers: { PasswordHasher($0.algorithm(strength)) }, accessTokens: access,
      sealer: Sealer(KeyRing(for: "secrets", from: secret)),
      media: MediaMeans(
        pictures: Pictures(on: BlockingPool(name: "pictures", threads: 1, capacity: 64, stepsBack: true)),
        films: Films(on: BlockingPool(name: "films", threads: 1, capacity: 4, stepsBack: true)),
        seals: LinkSeals(KeyRing(for: "links", from: secret)), places: App.mediaPlaces),
      doors: { App.doors[$0] ?? [] },
      scopes: { try await $0.courseScopes($1) },
      limits: GuessLimits(sharing: redis.map { RedisCounts($0) }), files: files, spoolFolder: settings.spoolFolder,
      mails: App.features.flatMap { $0.mails }, postman: try Postman(settings, metrics: metrics),
      calls: HTTPClient(
        on: BlockingPool(name: "calls", threads: 4, capacity: 64), inside: settings.insideCalls,
        authority: settings.callAuthority, metrics: metrics),
      messenger: try TextOutbox(folder: settings.dataFolder + "/texts", isOffered: settings.isDemo), ping: ping,
      asset: { assets.address(of: $0) },
      frame: { [frames = Frames()] in frames.frame(for: $0) },
      weaknesses: { redis?.weakness.map { [$0] } ?? [] }, personalData: App.personalData, fileParts: App.fileParts)
  }
}

extension SecuritySettings.PasswordHash {
  fileprivate func algorithm(_ strength: HashStrength) -> HashAlgorithm {
    switch self {
    case .bcrypt: strength == .full ? .standard : .bcrypt(cost: 4)
    case .argon2id: strength == .full ? .argon2id : .argon2id(memoryKilobytes: 64, passes: 1, lanes: 1)
    }
  }
}

extension Settings {
  var spoolFolder: String { dataFolder + "/incoming" }
  fileprivate func bucket() throws -> ObjectStore? {
    guard let bucketURL else { return nil }
    guard let bucket = ObjectStore(url: bucketURL) else {
      throw UsageFault("EVOLV_S3_URL is not the address of a bucket: https://key:secret@host/bucket?region=name")
    }
    return bucket
  }
}

extension Postman {
  /// By the server that is set, else into the folder of kept mails.
  fileprivate init(_ settings: Settings, metrics: Metrics) throws {
    guard let sender = MailAddress(settings.mailFrom) else { throw UsageFault("EVOLV_MAIL_FROM is not a mail address") }
    if let url = settings.smtpURL {
      guard let server = SMTPServer(url: url) else {
        throw UsageFault("EVOLV_SMTP_URL is not the address of a mail server")
      }
      let pool = BlockingPool(name: "mail", threads: 2, capacity: 256)
      self.init(from: sender, by: server, on: pool, metrics: metrics)
    } else {
      self.init(from: sender, into: try MailOutbox(folder: settings.dataFolder + "/mails"), metrics: metrics)
    }
  }
}

extension Program {
  /// What every answer carries: the browser may load and frame nothing but our own, guess no types and tell no addresses.
  var headers: [(name: String, value: String)] {
    settings.baseURL.hasPrefix("https://") ? Self.headersBehindTLS : Self.plainHeaders
  }
  private static let plainHeaders: [(name: String, value: String)] = [
    (
      "Content-Security-Policy",
      """
      default-src 'self'; script-src 'self' 'inline-speculation-rules'; img-src 'self' data:; media-src 'self' blob: https:; \
      frame-src 'self' https://www.youtube-nocookie.com https://player.vimeo.com https://codepen.io; \
      object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'
      """
    ),
    ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("X-XSS-Protection", "0"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"),
  ]
  private static let headersBehindTLS =
    plainHeaders + [("Strict-Transport-Security", "max-age=31536000; includeSubDomains")]

  /// What the forms of this reader are bound to: the session, or a cookie of the first visit.
  func jar(for head: RequestHead) -> CookieJar {
    let binding = head.cookie(facilities.cookieName("session")) ?? head.cookie(facilities.cookieName("visit"))
    let name = facilities.cookieName("visit"), isSecure = facilities.isSecure
    return CookieJar(binding: binding) {
      let token = Randomness.token()
      return (token, Cookie(name, token, lifetimeSeconds: nil, isSecure: isSecure))
    }
  }

  func signIn(_ next: String) -> Link { Identity.signIn.query(["next": next]) }
  var home: Link { Operations.home }
}

extension Context {
  /// Whether `token` was made for a form of this reader.
  func acceptsForgeryToken(_ token: String) -> Bool {
    guard let binding = jar.knownBinding else { return false }
    return facilities.forgery.accepts(token, for: binding)
  }
}

extension Settings {
  /// Believes a proxy that is trusted, and nobody else, about who asks and over what.
  func trust(_ head: inout RequestHead) {
    guard !trustedProxies.isEmpty,
      head.headers["x-forwarded-for"] != nil || head.headers["x-forwarded-proto"] != nil,
      let peer = InternetAddress(text: head.peer),
      trustedProxies.contains(where: { $0.contains(peer) })
    else { return }
    // The last address that is not a proxy of ours: what stands before it anyone may have written.
    let hops = head.headers.all("x-forwarded-for").joined(separator: ",").split(separator: ",").map {
      $0.filter { $0 != " " }
    }
    let client = hops.reversed().first { hop in
      guard let address = InternetAddress(text: hop) else { return false }
      return !trustedProxies.contains { $0.contains(address) }
    }
    if let client { head.peer = client }
    if head.headers["x-forwarded-proto"] == "https" { head.isEncrypted = true }
  }
}
