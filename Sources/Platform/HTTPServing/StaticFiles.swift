public import Essentials
public import Routing

/// The files of a folder, read, hashed and compressed at the start, then served from memory under addresses that change
/// with their content: `/assets/{version}/css/page.css`. The version is of the whole folder, so that a stylesheet or a
/// script reaches its neighbours by relative addresses of the same version.
public struct StaticFiles: Sendable {
  struct Asset: Sendable {
    let type: String
    let tag: String
    let bytes: [UInt8]
    var encoded: [(coding: ContentCoding, bytes: [UInt8])] = []
  }

  /// 16 hexadecimal digits.
  public let version: String
  private let assets: [String: Asset]
  private static let prefix = "/assets/"

  /// Reads `folder` and the folders in it; names that begin with a dot are left out. `arranged` may make other files of
  /// them, such as one style sheet of many.
  public init(
    folder: String, arranged: (_ files: [String: [UInt8]]) -> [String: [UInt8]] = { $0 }
  ) throws {
    var files: [String: [UInt8]] = [:]
    for path in try FolderListing.files(of: folder) {
      files[path] = try FolderListing.contents(of: "\(folder)/\(path)")
    }
    var assets: [String: Asset] = [:]
    var whole = ContentHash()
    for (path, bytes) in arranged(files).sorted(by: { $0.key < $1.key }) {
      whole.add(Array(path.utf8))
      whole.add(bytes)
      assets[path] = Asset(path, bytes)
    }
    self.assets = assets
    version = whole.text
  }

  /// The paths of all files, relative to the folder.
  public var paths: [String] { assets.keys.sorted() }

  /// The address of a file; nil if there is none at `path`, which is relative to the folder.
  public func link(to path: String) -> Link? {
    assets[path] == nil ? nil : Link(path: "\(Self.prefix)\(version)/\(path)")
  }

  /// The answer to a request for a file; nil if it asks for something else.
  public func response(to head: RequestHead) -> Response? {
    guard head.method == "GET" || head.method == "HEAD", head.path.hasPrefix(Self.prefix) else { return nil }
    let rest = head.path.dropFirst(Self.prefix.count)
    guard let slash = rest.firstIndex(of: "/") else { return nil }
    guard let asset = assets[String(rest[rest.index(after: slash)...])] else { return nil }
    // A page from before an update still finds the file, but keeps it no longer than the page itself.
    let isCurrent = rest[..<slash] == version
    return asset.response(caching: isCurrent ? "public, max-age=31536000, immutable" : "no-cache", to: head)
  }
}

extension StaticFiles.Asset {
  init(_ path: String, _ bytes: [UInt8]) {
    var hash = ContentHash()
    hash.add(bytes)
    type = ContentType.of(path)
    tag = hash.text
    self.bytes = bytes
    guard bytes.count >= 256, Compression.isWorthwhile(type: type) else { return }
    encoded = ContentCoding.allCases.compactMap { coding in coding.encode(bytes, .once).map { (coding, $0) } }
  }

  func response(caching: String, to head: RequestHead) -> Response {
    var fields = [("Content-Type", type), ("Cache-Control", caching), ("X-Content-Type-Options", "nosniff")]
    if !encoded.isEmpty { fields.append(("Vary", "Accept-Encoding")) }
    let wanted = ContentCoding.preferred(head.headers["accept-encoding"])
    guard let chosen = encoded.first(where: { $0.coding == wanted }) else {
      return Response(status: 200, fields: fields + [("ETag", "\"\(tag)\"")], body: .bytes(bytes))
    }
    fields += [("Content-Encoding", chosen.coding.rawValue), ("ETag", "\"\(tag)-\(chosen.coding.rawValue)\"")]
    return Response(status: 200, fields: fields, body: .bytes(chosen.bytes))
  }
}

/// FNV-1a in 64 bits: it tells versions apart and keeps no secret.
struct ContentHash {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ bytes: [UInt8]) {
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    // Where one part ends matters too.
    state = (state ^ UInt64(bytes.count)) &* 0x100_0000_01B3
  }
  var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
