internal import Glibc

/// Copies of the whole file.
enum SQLiteBackup {
  /// Readers and the writer go on meanwhile. The copy is made beside its place and then renamed, so that a crash leaves no half.
  static func copy(_ path: String, to target: String) throws {
    let partial = target + ".partial"
    remove(partial)
    do {
      let source = try SQLiteConnection(path: path, role: .copy, watch: .none)
      try source.copy(over: SQLiteConnection(path: partial, role: .copy, watch: .none))
    }
    guard unsafe rename(partial, target) == 0 else { throw StoreError.unavailable("cannot write \(target)") }
  }

  static func remove(_ path: String) { unsafe unlink(path) }

  /// Of the copies that migrations made, the last one stays.
  static func removeOlder(than backup: String, of path: String) {
    let prefix = "\(path).before-"
    var found = unsafe glob_t()
    defer { unsafe globfree(&found) }
    guard unsafe glob(prefix + "*", 0, nil, &found) == 0, let names = unsafe found.gl_pathv else { return }
    for index in 0..<Int(unsafe found.gl_pathc) {
      guard let name = unsafe names[index].map({ unsafe String(cString: $0) }), name != backup else { continue }
      remove(name)
    }
  }
}

/// Keeps other programs waiting until it is released, or its program ends.
struct FileLock {
  private let descriptor: Int32

  init(path: String) throws {
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else { throw StoreError.unavailable("cannot lock \(path)") }
  }

  func release() { close(descriptor) }
}
