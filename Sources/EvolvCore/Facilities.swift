public import Cryptography
public import Essentials
public import EventLoops
public import FileStorage
public import HTTPCalling
public import Mailing
public import Markup
internal import Payloads
public import Routing
public import SQLStore
public import Telemetry

/// What the whole program shares: made once at the start by the App, then only used. A class, because every context has it, and
/// a struct of so many parts is copied part by part.
public final class Facilities: Sendable {
  public let log: Log
  /// What the school's administrators have chosen.
  public let chosen: SettingsSnapshot
  /// Where the school is reached, without a slash at the end: `https://school.example`.
  public let baseAddress: String
  /// Whether it is a demo school, which says so in a banner.
  public let isDemo: Bool
  public let forgery: ForgeryGuard
  /// Where hashing a password and the like happens.
  public let hashing: BlockingPool
  /// Makes and checks the hashes of passwords, in `hashing`, for each way to keep them.
  private let hashers: @Sendable (SecuritySettings.PasswordHash) -> PasswordHasher
  /// Signs and checks the access tokens of API clients.
  public let accessTokens: AccessTokens
  /// Makes what must be read again, such as the secret of an authenticator app, unreadable in the database.
  public let sealer: Sealer
  /// The roles of the school and what they may do.
  public let roles: RoleBook
  /// The routes that ask for a permission.
  public let doors: @Sendable (Permission) -> [Endpoint]
  /// What roles can be given for, by what it is called: of these, or all there is.
  public let scopes: @Sendable (Database, [RoleScope]?) async throws -> [RoleScope: String]
  /// What stops those who guess.
  public let limits: GuessLimits
  /// Where uploaded and imported files are kept.
  public let files: FileStore
  /// Where bodies of uploads lie while they arrive; nil where none are taken.
  public let spoolFolder: String?
  /// Every mail that the school sends.
  public let mails: [MailTemplate]
  /// Delivers mails, or keeps them where no server is set.
  public let postman: Postman
  /// Calls other servers, such as those that vouch for people.
  public let calls: HTTPClient
  /// Sends codes to phones.
  public let messenger: any TextMessenger
  /// Throws unless the database answers.
  public let ping: @Sendable () async throws -> Void
  /// The hashed address of a file of `Public/`.
  public let asset: @Sendable (String) -> Link
  /// What of the optional parts does not work right now, in words; the school goes on without it.
  public let weaknesses: @Sendable () -> [String]
  /// What surrounds every page; composed by the App of what each feature offers.
  public let frame: @Sendable (Viewer) -> FrameSetting
  /// What media files are made ready, sealed and found with.
  public let media: MediaMeans
  /// What each feature keeps of people, to take along and to erase.
  public let personalData: [any PersonalData.Type]
  /// What each feature shows in the file of a person.
  public let fileParts: [any PersonFilePart.Type]

  public init(
    log: Log, chosen: SettingsSnapshot = SettingsSnapshot(), baseAddress: String, isDemo: Bool, forgery: ForgeryGuard,
    hashing: BlockingPool, hashers: @escaping @Sendable (SecuritySettings.PasswordHash) -> PasswordHasher,
    accessTokens: AccessTokens, sealer: Sealer, media: MediaMeans, roles: RoleBook = RoleBook(),
    doors: @escaping @Sendable (Permission) -> [Endpoint] = { _ in [] },
    scopes: @escaping @Sendable (Database, [RoleScope]?) async throws -> [RoleScope: String] = { _, _ in [:] },
    limits: GuessLimits = GuessLimits(), files: FileStore, spoolFolder: String? = nil, mails: [MailTemplate] = [],
    postman: Postman, calls: HTTPClient, messenger: any TextMessenger,
    ping: @escaping @Sendable () async throws -> Void,
    asset: @escaping @Sendable (String) -> Link,
    frame: @escaping @Sendable (Viewer) -> FrameSetting, weaknesses: @escaping @Sendable () -> [String] = { [] },
    personalData: [any PersonalData.Type] = [], fileParts: [any PersonFilePart.Type] = []
  ) {
    self.log = log
    self.chosen = chosen
    self.baseAddress = baseAddress
    self.isDemo = isDemo
    self.forgery = forgery
    self.hashing = hashing
    self.hashers = hashers
    self.accessTokens = accessTokens
    self.sealer = sealer
    self.media = media
    self.roles = roles
    self.doors = doors
    self.scopes = scopes
    self.limits = limits
    self.files = files
    self.spoolFolder = spoolFolder
    self.mails = mails
    self.postman = postman
    self.calls = calls
    self.messenger = messenger
    self.ping = ping
    self.asset = asset
    self.frame = frame
    self.weaknesses = weaknesses
    self.personalData = personalData
    self.fileParts = fileParts
  }

  public var schoolName: String { settings(GeneralSettings.self).schoolName.text }
  /// Makes and checks the hashes of passwords as the school has chosen; to be used in `hashing`.
  public var passwords: PasswordHasher { hashers(settings(SecuritySettings.self).passwordHash) }
  /// What a new password must be like.
  public var passwordPolicy: PasswordPolicy { settings(SecuritySettings.self).passwordRule.policy }

  /// Does what burns time, such as hashing a password, where it holds up nobody; a full pool is a 503.
  public func aside<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await hashing.run(work)
  }

  /// Whether cookies must be Secure and have the `__Host-` prefix.
  public var isSecure: Bool { baseAddress.hasPrefix("https://") }
  /// The name of one of our cookies; behind TLS bound to this host (RFC 6265bis §4.1.3.2).
  public func cookieName(_ name: String) -> String { isSecure ? "__Host-\(name)" : name }
}

/// A place that the navigation leads to.
public struct Destination: Sendable {
  /// Where it stands in the navigation: what a person does for themselves comes first, then the work on courses, then the
  /// upkeep of the school.
  public enum Standing: Int, Sendable { case own, work, upkeep }

  public let label: String, icon: String, link: Link, standing: Standing
  /// `icon`: the name of one of the design's icons.
  public init(_ label: String, icon: String, link: Link, _ standing: Standing = .own) {
    self.label = label
    self.icon = icon
    self.link = link
    self.standing = standing
  }
}

/// What surrounds every page of one viewer.
public struct FrameSetting: Sendable {
  public struct Column: Sendable {
    public let heading: String, places: [Destination]
    public init(_ heading: String, _ places: [Destination]) {
      self.heading = heading
      self.places = places
    }
  }
  public var home: Link
  public var places: [Destination] = []
  public var personPlaces: [Destination] = []
  public var footer: [Column] = []
  /// Where those read who may what happened to a thing, by `entity`.
  public var history: Link?
  public var search: Link?
  public var theme: Link?
  public var signOut: Link?
  /// Takes a POST of someone who acts as another person.
  public var stopActing: Link?
  /// What makes an app of the school, and its picture on the screens of phones.
  public var manifest: Link?, touchIcon: Link?
  /// What of it was drawn already.
  public let drawn = DrawnParts()
  public init(home: Link) { self.home = home }
}

/// Parts of a frame that look the same on every page, drawn once.
public final class DrawnParts: Sendable {
  public enum Part: Sendable {
    case palette, footer, siteNavigation, siteMenu, searchButton, personPlaces, themeSwitch, themeChoice
  }
  private struct Key: Hashable { let part: Part, variant: Int }
  private let parts = Cache<Key, HTML>(most: 64)
  public init() {}

  /// The part as it was drawn before. `variant` tells apart what looks different, of which there are few.
  public func part(_ part: Part, _ variant: Int = 0, _ draw: () -> HTML) -> HTML {
    parts.value(for: Key(part: part, variant: variant), draw)
  }
}
