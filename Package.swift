// swift-tools-version: 6.2
import PackageDescription

// The house, floor by floor. A target may import only what stands below it; `bin/check-imports` holds the walls.

let package = Package(
  name: "evolv",
  targets: doors + platform + ground + wings + roof + tests
)

// System: one door per C library; a module map and a shim header, no Swift.
var doors: [Target] {
  [
    door("CCairo"), door("CCompression"), door("CCurl"), door("CExpat"), door("CFido2"), door("CGumbo"), door("CLinux"),
    door("CMagic"),
    door("CMarkdown"),
    door("CMicroHTTPD", pkgConfig: "libmicrohttpd"), door("COpenSSL", pkgConfig: "libcrypto"), door("CPasswords"),
    door("CPostgres", pkgConfig: "libpq"), door("CQRCode"), door("CRedis"), door("CSQLite", pkgConfig: "sqlite3"),
    door("CVips"), door("CZip"),
  ]
}

// Platform: knows HTTP, SQL and HTML; has never heard of a school.
var platform: [Target] {
  [
    room("Essentials"),
    room("Configuration", on: "Essentials"),
    room("Telemetry", on: "Essentials", "EventLoops", doors: "CLinux"),
    room("EventLoops", on: "Essentials", doors: "CLinux"),
    room("Cryptography", on: "Essentials", "Payloads", doors: "CFido2", "COpenSSL", "CPasswords"),
    room("Payloads", on: "Essentials"),
    room("SQLStore", on: "Essentials", "EventLoops", "Telemetry", doors: "CLinux", "CPostgres", "CSQLite"),
    room("StoreTesting", on: "Essentials", "SQLStore", doors: "CPostgres"),
    room("RedisStore", on: "Essentials", "EventLoops", "Telemetry", doors: "CRedis"),
    room("Markup", on: "Essentials", doors: "CGumbo", "CMarkdown", "CQRCode"),
    room("Routing", on: "Essentials", "Markup", "Payloads", doors: "CLinux"),
    room(
      "HTTPServing", on: "Essentials", "EventLoops", "Routing", "Telemetry", doors: "CCompression", "CLinux",
      "CMicroHTTPD"),
    room("JobQueue", on: "Essentials", "EventLoops", "Payloads", "SQLStore", "Telemetry"),
    room("Mailing", on: "Essentials", "EventLoops", "Markup", "Telemetry", doors: "CCurl"),
    room("HTTPCalling", on: "Essentials", "EventLoops", "Telemetry", doors: "CCurl"),
    room("FileStorage", on: "Essentials", "Cryptography", "EventLoops", doors: "CCurl", "CLinux", "CMagic"),
    room("MediaCoding", on: "Essentials", "EventLoops", doors: "CLinux", "CVips"),
    room("Documents", doors: "CExpat", "CZip"),
    room("Drawing", on: "Essentials", "EventLoops", doors: "CCairo"),
  ].map {
    $0.path = "Sources/Platform/\($0.name)"; return $0
  }
}

// Ground floor: the words and the look that every feature shares.
var ground: [Target] {
  [
    room(
      "EvolvCore", on: "Essentials", "EventLoops", "Cryptography", "SQLStore", "Routing", "Payloads", "Markup",
      "JobQueue", "Mailing", "HTTPCalling", "FileStorage", "MediaCoding", "Telemetry"),
    room("EvolvDesign", on: "Essentials", "EvolvCore", "Mailing", "Markup", "Routing", "Payloads", "SQLStore"),
  ]
}

// Wings: features that must talk both ways live in the same wing.
var wings: [Target] {
  [
    wing("Accounts", on: "Cryptography", "Documents", "HTTPCalling", "MediaCoding"),
    wing("Teaching", on: "Accounts", "Cryptography", "Documents", "Drawing", "MediaCoding"),
  ]
}

// Roof: the only place that sees everything.
var roof: [Target] {
  [
    room(
      "EvolvApp", on: "Essentials", "Configuration", "Telemetry", "EventLoops", "Cryptography", "SQLStore", "Markup",
      "Payloads",
      "Routing", "RedisStore", "HTTPServing", "HTTPCalling", "JobQueue", "Mailing", "FileStorage", "MediaCoding",
      "Drawing",
      "EvolvCore",
      "EvolvDesign",
      "Accounts",
      "Teaching",
      doors: "CLinux"),
    .executableTarget(name: "evolv", dependencies: ["EvolvApp"], swiftSettings: Rules.strict),
    room(
      "EvolvTesting", on: "EvolvApp", "Essentials", "Configuration", "Cryptography", "EventLoops", "SQLStore",
      "StoreTesting",
      "Payloads", "Routing", "Markup", "Telemetry", "JobQueue", "Mailing",
      "FileStorage", "EvolvCore", "EvolvDesign", "Accounts", "Teaching"),
  ]
}

var tests: [Target] {
  [
    proof(of: "Essentials"), proof(of: "Payloads", on: "Essentials"), proof(of: "Markup", on: "Essentials"),
    proof(of: "Routing", on: "Essentials", "Payloads"),
    proof(of: "Telemetry", on: "Essentials"), proof(of: "Configuration", on: "Essentials"),
    proof(of: "SQLStore", on: "Essentials", "EventLoops"),
    proof(of: "RedisStore", on: "Essentials", "EventLoops", "Telemetry"),
    proof(of: "EvolvDesign", on: "Essentials", "Markup", "EvolvCore"),
    proof(
      of: "Teaching", on: "Documents", "Drawing", "Essentials", "EventLoops", "SQLStore", "Payloads", "Routing",
      "Markup",
      "EvolvCore", "Accounts"),
    proof(
      of: "Accounts", on: "Essentials", "EventLoops", "Telemetry", "Cryptography", "SQLStore", "StoreTesting",
      "JobQueue",
      "FileStorage", "Mailing", "HTTPCalling", "MediaCoding",
      "Payloads", "Routing", "EvolvCore", "COpenSSL"),
    proof(of: "Cryptography", on: "Essentials", "Payloads"),
    proof(of: "Documents", on: "EvolvTesting"),
    proof(of: "Drawing", on: "Essentials"),
    proof(of: "FileStorage", on: "Essentials", "EventLoops"),
    proof(of: "MediaCoding", on: "Essentials", "EventLoops"),
    proof(of: "JobQueue", on: "Essentials", "EventLoops", "Payloads", "SQLStore", "Telemetry"),
    proof(of: "HTTPServing", on: "Essentials", "EventLoops", "Routing"),
    proof(
      of: "EvolvApp", on: "EvolvTesting", "Telemetry", "Cryptography", "RedisStore", "Essentials", "EventLoops",
      "SQLStore", "JobQueue",
      "Mailing", "HTTPCalling", "Payloads",
      "Routing", "FileStorage", "MediaCoding",
      "EvolvCore", "EvolvDesign",
      "Accounts", "Teaching", besides: "permissions.tsv"),
    proof(of: "Mailing", on: "Essentials", "EventLoops", "Markup", "Telemetry"),
    proof(of: "HTTPCalling", on: "Essentials", "EventLoops", "HTTPServing", "Routing", "Telemetry"),
  ]
}

enum Rules {
  /// All a feature may see: no socket, no driver, no C library, no configuration.
  static let featuresSee = [
    "Essentials", "Telemetry", "SQLStore", "Routing", "Payloads", "Markup", "JobQueue", "Mailing", "FileStorage",
    "EvolvCore",
    "EvolvDesign",
  ]
  /// Every target, tests included.
  static let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
  ]
}

func door(_ name: String, pkgConfig: String? = nil) -> Target {
  .systemLibrary(name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig)
}
func room(_ name: String, on rooms: String..., doors: String...) -> Target {
  .target(
    name: name, dependencies: (rooms + doors).map { .byName(name: $0) },
    swiftSettings: Rules.strict + [.strictMemorySafety()])
}
func wing(_ name: String, on wings: String...) -> Target {
  .target(
    name: name, dependencies: (Rules.featuresSee + wings).map { .byName(name: $0) },
    path: "Sources/Features/\(name)", swiftSettings: Rules.strict + [.strictMemorySafety()])
}
/// `besides`: files of the folder that are no code.
func proof(of name: String, on rooms: String..., besides files: String...) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: ([name] + rooms).map { .byName(name: $0) }, exclude: files,
    swiftSettings: Rules.strict)
}
