internal import Essentials
internal import EvolvDesign
internal import Foundation
internal import HTTPServing

extension StaticFiles {
  /// The files of the folder `Public`; the many style sheets and scripts are joined into one of each, but for the scripts
  /// under `pages`, which only the pages that name them load. Throws
  /// `AssetsMissing`.
  init(publicFolder folder: String) throws {
    if let made = Self.made.withLock({ $0[folder] }) {
      self = made
      return
    }
    do { try self.init(folder: folder, arranged: Self.joined) } catch { throw AssetsMissing(folder: folder) }
    Self.made.withLock { [self] in $0[folder] = self }
  }

  /// By folder; a process may hold several programs, and joining and compressing takes longer than all else they start with.
  private static let made = Locked<[String: StaticFiles]>([:])

  private static func joined(_ files: [String: [UInt8]]) -> [String: [UInt8]] {
    let texts = { (ending: String) in
      files.filter { $0.key.hasSuffix(ending) && !$0.key.hasPrefix("pages/") }.mapValues {
        String(decoding: $0, as: UTF8.self)
      }
    }
    var joined = files.filter { $0.key.hasPrefix("pages/") || !($0.key.hasSuffix(".css") || $0.key.hasSuffix(".js")) }
    joined["site.css"] = Array(Joined.stylesheet(texts(".css")).utf8)
    joined["site.js"] = Array(Joined.script(texts(".js")).utf8)
    return joined
  }

  /// The address of a file that pages name; one that is not there is not found when it is asked for.
  func address(of name: String) -> Link { link(to: name) ?? Link(path: "/assets/missing/" + name) }

  /// `Public` in the folder the program was started from, else beside the program.
  static func usualFolder() -> String {
    let files = FileManager.default
    let beside = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    let places =
      [files.currentDirectoryPath + "/Public"]
      + sequence(first: beside) { $0.path == "/" ? nil : $0.deletingLastPathComponent() }.map { $0.path + "/Public" }
    return places.first { files.fileExists(atPath: $0 + "/css") } ?? "Public"
  }
}

/// The folder of style sheets and scripts is not where it was looked for.
struct AssetsMissing: Error, CustomStringConvertible {
  let folder: String
  var description: String { "no folder \(folder) with style sheets and scripts; set EVOLV_PUBLIC" }
}
