internal import CLinux
internal import Glibc

/// The few file operations of this room, each of which says what failed.
enum Disk {
  static let chunk = 256 << 10

  static func fail(_ what: String) -> FileStoreError {
    errno == ENOSPC || errno == EDQUOT ? .full : .disk(what, code: errno)
  }

  static func makeFolder(_ path: String) throws(FileStoreError) {
    guard unsafe mkdir(path, 0o750) == 0 || errno == EEXIST else { throw fail("mkdir") }
  }

  /// Size and last change, nil if there is no such file.
  static func look(at path: String) -> (size: Int, changed: Int)? {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return (Int(status.st_size), status.st_mtim.tv_sec)
  }

  static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws(FileStoreError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw fail("write") }
      rest = rest.dropFirst(count)
    }
  }

  static func touch(_ path: String) { _ = unsafe utimensat(AT_FDCWD, path, nil, 0) }

  static func sync(folder: String) throws(FileStoreError) {
    let descriptor = unsafe Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw fail("open") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw fail("fsync") }
  }

  /// The names in a folder; none if it is not there.
  static func names(in folder: String) -> [String] {
    guard let listing = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(listing) }
    var names: [String] = []
    while let entry = unsafe readdir(listing) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
        unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }
}

/// An open file that closes itself.
struct OpenFile: ~Copyable {
  let descriptor: Int32

  init(_ path: String, _ flags: Int32) throws(FileStoreError) {
    descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o640)
    guard descriptor >= 0 else { throw Disk.fail("open") }
  }
  deinit { close(descriptor) }

  var size: Int {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Bytes from `offset`; fewer than `count` only at the end.
  func read(_ count: Int, at offset: Int) throws(FileStoreError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count), filled = 0
    while filled < count {
      let found = unsafe bytes.withUnsafeMutableBytes {
        unsafe pread(descriptor, $0.baseAddress?.advanced(by: filled), count - filled, offset + filled)
      }
      if found < 0, errno == EINTR { continue }
      guard found >= 0 else { throw Disk.fail("read") }
      if found == 0 { break }
      filled += found
    }
    bytes.removeLast(count - filled)
    return bytes
  }

  func write(_ bytes: ArraySlice<UInt8>) throws(FileStoreError) { try Disk.write(bytes, to: descriptor) }

  func sync() throws(FileStoreError) {
    guard fsync(descriptor) == 0 else { throw Disk.fail("fsync") }
  }
}
