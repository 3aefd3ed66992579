internal import Cryptography
internal import Essentials
internal import Glibc

/// Bytes in a bucket, so that several nodes share them. The folder of this machine holds copies of what was kept or read
/// lately; what is in the bucket counts. An object is called by the SHA-256 of its bytes, which is also what the store is
/// told to expect, and what a copy is checked by before anybody reads it.
final class ObjectShelf: Shelf {
  private let store: ObjectStore
  private let copies: FolderShelf
  private let folder: String

  init(_ store: ObjectStore, copiesIn folder: String) throws(FileStoreError) {
    self.store = store
    self.folder = folder
    copies = try FolderShelf(folder: folder)
  }

  func place(_ bytes: [UInt8], as digest: FileDigest) throws {
    try copies.place(bytes, as: digest)
    try send(digest)
  }
  func place(copyOf source: borrowing OpenFile, _ range: Range<Int>) throws -> FileDigest {
    let digest = try copies.place(copyOf: source, range)
    try send(digest)
    return digest
  }
  func place(moving source: borrowing OpenFile, from path: String) throws -> FileDigest {
    let digest = try copies.place(moving: source, from: path)
    try send(digest)
    return digest
  }

  func location(of digest: FileDigest) -> FileLocation? { copies.location(of: digest) }

  func fetch(_ digest: FileDigest) throws -> FileLocation? {
    let draft = "\(folder)/incoming/fetch-\(digest.text.prefix(16))-\(UInt32.random(in: 0 ... .max))"
    defer { unsafe unlink(draft) }
    do {
      let target = try OpenFile(draft, FileFlags.create)
      guard try store.get(key(of: digest), into: target) else { return nil }
    }
    let source = try OpenFile(draft, FileFlags.read)
    guard try copies.place(moving: source, from: draft) == digest else {
      throw FileStoreError.disk("object store: other bytes", code: EIO)
    }
    return copies.location(of: digest)
  }

  /// Those of the bucket; on the way copies go that nobody kept or fetched for that long.
  func digests(in number: Int, unchangedSince limit: Instant) throws -> [FileDigest] {
    for copy in copies.digests(in: number, unchangedSince: limit) {
      _ = copies.remove(copy, unchangedSince: limit)
    }
    return try store.list(Hex.text([UInt8(number)]) + "/").compactMap { object in
      guard object.changed < limit.text else { return nil }
      return FileDigest(pathText: object.key.filter { $0 != "/" })
    }
  }

  func remove(_ digest: FileDigest, unchangedSince limit: Instant) throws -> Bool {
    // Asked again right before: the same bytes may have been brought in meanwhile.
    let found = try store.list(key(of: digest)).first { $0.key == key(of: digest) }
    guard let found, found.changed < limit.text || limit.microseconds == .max else { return false }
    try store.delete(key(of: digest))
    _ = copies.remove(digest, unchangedSince: Instant(microseconds: .max))
    return true
  }

  /// Also when it is there already, so that it counts as new.
  private func send(_ digest: FileDigest) throws {
    guard case .local(let path, _)? = copies.location(of: digest) else {
      throw FileStoreError.disk("copy", code: ENOENT)
    }
    try store.put(key(of: digest), try OpenFile(path, FileFlags.read), digest: digest.text)
  }

  private func key(of digest: FileDigest) -> String { "\(digest.text.prefix(2))/\(digest.text.dropFirst(2))" }
}
