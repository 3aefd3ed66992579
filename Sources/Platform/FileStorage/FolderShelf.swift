internal import Cryptography
internal import Essentials
internal import Glibc
internal import Synchronization

enum FileFlags {
  static let read = O_RDONLY
  static let create = O_WRONLY | O_CREAT | O_EXCL
}

/// Bytes in a folder of this machine: `ab/cdef…`, 256 folders.
final class FolderShelf: Shelf {
  private let folder: String
  private var incoming: String { folder + "/incoming" }
  /// Between finding a file already there and touching it, no cleaning may remove it.
  private let gate = Mutex<Void>(())

  init(folder: String) throws(FileStoreError) {
    self.folder = folder
    try Disk.makeFolder(folder)
    try Disk.makeFolder(incoming)
    for number in 0..<256 { try Disk.makeFolder(subfolder(number)) }
    // What a crash left half-written. Younger ones may belong to another command that is running on this folder.
    let limit = Instant.now() - .hours(1)
    for draft in Disk.names(in: incoming).map({ "\(incoming)/\($0)" }) {
      if let age = Disk.look(at: draft)?.changed, age < limit.unixSeconds { unsafe unlink(draft) }
    }
  }

  func place(_ bytes: [UInt8], as digest: FileDigest) throws {
    if isThere(digest) { return }
    try withDraft { draft throws(FileStoreError) in
      let file = try OpenFile(draft, FileFlags.create)
      try file.write(bytes[...])
      try file.sync()
      try put(draft, as: digest)
    }
  }

  func place(copyOf source: borrowing OpenFile, _ range: Range<Int>) throws -> FileDigest {
    let draft = self.draft()
    defer { unsafe unlink(draft) }
    let file = try OpenFile(draft, FileFlags.create), hash = SHA256()
    try Self.read(source, range) { bytes throws(FileStoreError) in
      hash.update(bytes)
      try file.write(bytes[...])
    }
    let digest = FileDigest(bytes: hash.finish())
    if isThere(digest) { return digest }
    try file.sync()
    try put(draft, as: digest)
    return digest
  }

  func place(moving source: borrowing OpenFile, from path: String) throws -> FileDigest {
    let draft = self.draft()
    // A hard link fails between file systems.
    guard unsafe link(path, draft) == 0 else { return try place(copyOf: source, 0..<source.size) }
    defer { unsafe unlink(draft) }
    let hash = SHA256()
    try Self.read(source, 0..<source.size) { hash.update($0) }
    let digest = FileDigest(bytes: hash.finish())
    if isThere(digest) { return digest }
    try source.sync()
    try put(draft, as: digest)
    return digest
  }

  func location(of digest: FileDigest) -> FileLocation? {
    Disk.look(at: path(of: digest)).map { .local(path: path(of: digest), size: $0.size) }
  }

  func digests(in number: Int, unchangedSince limit: Instant) -> [FileDigest] {
    let prefix = String(subfolder(number).suffix(2))
    return Disk.names(in: subfolder(number)).compactMap { FileDigest(pathText: prefix + $0) }.filter {
      isOld($0, limit)
    }
  }

  func remove(_ digest: FileDigest, unchangedSince limit: Instant) -> Bool {
    gate.withLock { _ in
      guard isOld(digest, limit) else { return false }
      return unsafe unlink(path(of: digest)) == 0
    }
  }

  private func isOld(_ digest: FileDigest, _ limit: Instant) -> Bool {
    Disk.look(at: path(of: digest)).map { $0.changed < limit.unixSeconds } ?? false
  }

  /// Whether the same bytes are kept already; if so they count as new, so that cleaning spares them.
  private func isThere(_ digest: FileDigest) -> Bool {
    gate.withLock { _ in
      guard location(of: digest) != nil else { return false }
      Disk.touch(path(of: digest))
      return true
    }
  }

  private func put(_ draft: String, as digest: FileDigest) throws(FileStoreError) {
    guard unsafe rename(draft, path(of: digest)) == 0 else { throw Disk.fail("rename") }
    try Disk.sync(folder: String(path(of: digest).prefix(folder.count + 3)))
  }

  private func path(of digest: FileDigest) -> String {
    "\(folder)/\(digest.text.prefix(2))/\(digest.text.dropFirst(2))"
  }
  private func subfolder(_ number: Int) -> String { folder + "/" + Hex.text([UInt8(number)]) }
  private func draft() -> String { "\(incoming)/\(Hex.text(Randomness.bytes(16)))" }

  private func withDraft(_ body: (String) throws(FileStoreError) -> Void) throws(FileStoreError) {
    let draft = self.draft()
    defer { unsafe unlink(draft) }
    try body(draft)
  }

  private static func read(
    _ source: borrowing OpenFile, _ range: Range<Int>, _ take: ([UInt8]) throws(FileStoreError) -> Void
  ) throws(FileStoreError) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let bytes = try source.read(min(Disk.chunk, range.upperBound - offset), at: offset)
      if bytes.isEmpty { return }
      try take(bytes)
      offset += bytes.count
    }
  }
}
