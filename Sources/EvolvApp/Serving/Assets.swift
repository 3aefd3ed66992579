internal import Cryptography
internal import Essentials
internal import EvolvDesign
internal import Foundation
internal import Routing

/// The files of `Public/`, read once at the start and kept under an address that names their content, so that browsers may
/// keep them for ever. The many style sheets and scripts are joined into one of each.
final class Assets: Sendable {
  private struct Asset {
    let link: Link
    let response: Response
  }
  private let assets: [String: Asset]
  private let byAddress: [String: Asset]

  /// Throws when the folder cannot be read.
  init(folder: String) throws {
    var assets: [String: Asset] = [:]
    for (name, bytes) in try Self.files(of: folder) {
      let hash = String(Hex.text(SHA256.digest(of: bytes)).prefix(16))
      let link = Link(path: "/assets/\(hash)/\(name)")
      let fields = [
        ("Content-Type", Self.type(of: name)), ("Cache-Control", "public, max-age=31536000, immutable"),
        ("ETag", "\"\(hash)\""), ("X-Content-Type-Options", "nosniff"),
      ]
      assets[name] = Asset(link: link, response: Response(status: 200, fields: fields, body: .bytes(bytes)))
    }
    self.assets = assets
    byAddress = Dictionary(uniqueKeysWithValues: assets.values.map { ($0.link.text, $0) })
  }

  func link(_ name: String) -> Link { assets[name]?.link ?? Link(path: "/assets/missing/" + name) }

  /// The file at this address, or a 404 for one that is no more; nil when the address is none of ours.
  func response(for head: RequestHead) -> Response? {
    if head.path == "/favicon.ico" { return assets["favicon.svg"]?.response }
    guard head.path.hasPrefix("/assets/"), head.method == "GET" || head.method == "HEAD" else { return nil }
    return byAddress[head.path]?.response ?? Response(status: 404, type: "text/plain", Array("not found\n".utf8))
  }

  /// `Public` in the folder the program was started from, else beside the program.
  static func usualFolder() -> String {
    let files = FileManager.default
    let beside = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    let places =
      [files.currentDirectoryPath + "/Public"]
      + sequence(first: beside) { $0.path == "/" ? nil : $0.deletingLastPathComponent() }.map { $0.path + "/Public" }
    return places.first { files.fileExists(atPath: $0 + "/css") } ?? "Public"
  }

  private static func files(of folder: String) throws -> [String: [UInt8]] {
    guard let names = FileManager.default.enumerator(atPath: folder) else { throw AssetsMissing(folder: folder) }
    var files: [String: [UInt8]] = [:], styles: [String: String] = [:], scripts: [String: String] = [:]
    for case let name as String in names {
      guard let data = FileManager.default.contents(atPath: folder + "/" + name), !name.hasPrefix(".") else { continue }
      switch URL(fileURLWithPath: name).pathExtension {
      case "css": styles[name] = String(decoding: data, as: UTF8.self)
      case "js": scripts[name] = String(decoding: data, as: UTF8.self)
      case "": continue
      default: files[name] = Array(data)
      }
    }
    files["site.css"] = Array(Joined.stylesheet(styles).utf8)
    files["site.js"] = Array(Joined.script(scripts).utf8)
    return files
  }

  private static func type(of name: String) -> String {
    switch URL(fileURLWithPath: name).pathExtension {
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "webmanifest": "application/manifest+json"
    default: "application/octet-stream"
    }
  }
}

/// The folder of style sheets and scripts is not where it was looked for.
struct AssetsMissing: Error, CustomStringConvertible {
  let folder: String
  var description: String { "no folder \(folder) with style sheets and scripts; set EVOLV_PUBLIC" }
}
