internal import Glibc

/// Reads folders and files once, at the start.
enum FolderListing {
  /// The paths of all regular files under `folder`, relative to it.
  static func files(of folder: String) throws -> [String] {
    guard let handle = unsafe opendir(folder) else { throw ServerFault(reason: "cannot read \(folder)") }
    defer { unsafe closedir(handle) }
    var paths: [String] = []
    while let entry = unsafe readdir(handle) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { start in
        unsafe start.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      if isFolder("\(folder)/\(name)") {
        paths += try files(of: "\(folder)/\(name)").map { "\(name)/\($0)" }
      } else {
        paths.append(name)
      }
    }
    return paths
  }

  private static func isFolder(_ path: String) -> Bool {
    var found = stat()
    return unsafe stat(path, &found) == 0 && found.st_mode & S_IFMT == S_IFDIR
  }

  /// All bytes of the file at `path`.
  static func contents(of path: String) throws -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ServerFault(reason: "cannot read \(path)") }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { throw ServerFault(reason: "cannot read \(path)") }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}
