import EvolvDesign
import Foundation

/// The files that the server joins when it starts.
enum PublicFolder {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Public")
    .standardized

  static func files(under folder: String, ending suffix: String) throws -> [String: String] {
    let start = root.appendingPathComponent(folder).path
    var texts: [String: String] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: start) where path.hasSuffix(suffix) {
      texts[path] = try String(contentsOfFile: start + "/" + path, encoding: .utf8)
    }
    return texts
  }

  static func stylesheet() throws -> String { Joined.stylesheet(try files(under: "css", ending: ".css")) }
  static func script() throws -> String { Joined.script(try files(under: "js", ending: ".js")) }
}
