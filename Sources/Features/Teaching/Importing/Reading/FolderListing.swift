internal import Foundation

/// The files of a folder, without following a link out of it.
struct FolderListing {
  struct File {
    /// The path inside the folder, with `/`.
    let key: String
    let path: String
    let byteCount: Int
  }

  static let files = 2_000
  static let bytes = 1 << 30
  private static let depth = 16

  private(set) var files: [File] = []
  private(set) var report: [ReportLine] = []
  private var total = 0

  init(_ path: String) throws {
    let root = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard try kind(of: root) == .typeDirectory else { throw CourseFolderRefusal.notAFolder(path) }
    var folders = [(key: "", path: root)]
    while let folder = folders.popLast() {
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
        let entry = (key: folder.key.isEmpty ? name : folder.key + "/" + name, path: folder.path + "/" + name)
        if try take(entry, named: name) { folders.append(entry) }
      }
    }
    files.sort { $0.key < $1.key }
  }

  /// True for a folder to go into.
  private mutating func take(_ entry: (key: String, path: String), named name: String) throws -> Bool {
    if name.hasPrefix(".") || name == "__MACOSX" {
      report.append(ReportLine(.dropped, entry.key, name, because: "Hidden files are not part of a course."))
      return false
    }
    let attributes = try FileManager.default.attributesOfItem(atPath: entry.path)
    switch attributes[.type] as? FileAttributeType {
    case .typeRegular?: try take(entry, size: (attributes[.size] as? NSNumber)?.intValue ?? 0)
    case .typeDirectory?:
      if entry.key.utf8.count(where: { $0 == 0x2F }) < Self.depth { return true }
      report.append(ReportLine(.dropped, entry.key, name, because: "The folder lies too deep."))
    case .typeSymbolicLink?:
      report.append(ReportLine(.dropped, entry.key, name, because: "Symbolic links are not followed."))
    default: report.append(ReportLine(.dropped, entry.key, name, because: "This is no ordinary file."))
    }
    return false
  }

  private mutating func take(_ entry: (key: String, path: String), size: Int) throws {
    total += size
    guard files.count < Self.files else { throw CourseFolderRefusal.tooManyFiles(limit: Self.files) }
    guard total <= Self.bytes else { throw CourseFolderRefusal.tooManyBytes(limit: Self.bytes) }
    files.append(File(key: entry.key, path: entry.path, byteCount: size))
  }

  private func kind(of path: String) throws -> FileAttributeType? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
  }
}
