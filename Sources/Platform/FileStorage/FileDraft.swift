internal import Cryptography
public import Essentials
internal import EventLoops
internal import Glibc

// An upload that may break off and go on later is a draft: a file of its own beside the kept ones, only ever added to.
// What is told to be there has been synced. Only one request has a draft in its hands at a time; a program that dies
// lets go of it.

/// A file on its way in, held by one request.
public final class FileDraft: Sendable {
  private let path: String
  private let descriptor: Int32
  private let shelf: any Shelf
  private let pool: BlockingPool

  fileprivate init(_ path: String, _ descriptor: Int32, _ shelf: any Shelf, _ pool: BlockingPool) {
    self.path = path
    self.descriptor = descriptor
    self.shelf = shelf
    self.pool = pool
  }
  deinit { close(descriptor) }

  /// Puts the bytes of the file at `piece` behind the first `offset` ones, syncs them, and answers how many there are now.
  /// Whatever lay behind `offset`, because a program died before it told of it, is overwritten.
  public func add(_ piece: String, at offset: Int) async throws -> Int {
    try await pool.run { [descriptor] in
      let source = try OpenFile(piece, FileFlags.read), size = source.size
      guard ftruncate(descriptor, offset) == 0, lseek(descriptor, offset, SEEK_SET) == offset else {
        throw Disk.fail("truncate")
      }
      var position = 0
      while position < size {
        let bytes = try source.read(min(Disk.chunk, size - position), at: position)
        guard !bytes.isEmpty else { throw Disk.fail("read") }
        try Disk.write(bytes[...], to: descriptor)
        position += bytes.count
      }
      guard fsync(descriptor) == 0 else { throw Disk.fail("fsync") }
      return offset + size
    }
  }

  /// Keeps the whole draft for good, for whichever of `purposes` takes its kind of bytes; the draft itself stays.
  /// `size`: how many bytes there must be, since a draft of another length is not what was sent.
  public func keep(as purposes: [FilePurpose], expecting size: Int) async throws -> StoredFile {
    try await pool.run { [path, shelf] in
      let source = try OpenFile(path, FileFlags.read)
      guard source.size == size else { throw FileStoreError.disk("draft", code: EIO) }
      let head = try source.read(min(ContentType.head, max(source.size, 1)), at: 0)
      let file = try Inspection.check(size: source.size, head: head, for: try purposes.fitting(head))
      return file.stored(as: try shelf.place(moving: source, from: path))
    }
  }
}

extension FileStore {
  /// The draft of this name, new or begun before; nil while another request has it. `name`: letters, digits and hyphens.
  public func draft(_ name: String) async throws -> FileDraft? {
    try await pool.run { [shelf, pool] in
      let path = draftPath(name)
      let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
      guard descriptor >= 0 else { throw Disk.fail("open") }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        close(descriptor)
        return nil
      }
      return FileDraft(path, descriptor, shelf, pool)
    }
  }

  /// Removes a draft; one that is not there is no fault.
  public func discard(draft name: String) async throws {
    try await pool.run { _ = unsafe unlink(draftPath(name)) }
  }

  /// Removes drafts that nobody has touched since `limit`, and says how many.
  public func forgetDrafts(unchangedSince limit: Instant) async throws -> Int {
    try await pool.run {
      Disk.names(in: draftFolder).map { draftFolder + "/" + $0 }.count { path in
        guard let changed = Disk.look(at: path)?.changed, changed < limit.unixSeconds else { return false }
        return unsafe unlink(path) == 0
      }
    }
  }

  /// The SHA-256 of a file of this machine, as bytes.
  public func digest(of path: String) async throws -> [UInt8] {
    try await pool.run {
      let source = try OpenFile(path, FileFlags.read), size = source.size, hash = SHA256()
      var position = 0
      while position < size {
        let bytes = try source.read(min(Disk.chunk, size - position), at: position)
        guard !bytes.isEmpty else { throw Disk.fail("read") }
        hash.update(bytes)
        position += bytes.count
      }
      return hash.finish()
    }
  }

  private func draftPath(_ name: String) -> String {
    let isName = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
    }
    precondition(isName && !name.isEmpty, "The name of a draft comes from us.")
    return draftFolder + "/" + name
  }
}

extension FileStore {
  /// Keeps what the program made itself, which nobody needs to look at.
  public func keep(made bytes: [UInt8]) async throws -> FileDigest {
    try await pool.run { [shelf] in
      let digest = FileDigest(bytes: SHA256.digest(of: bytes))
      try shelf.place(bytes, as: digest)
      return digest
    }
  }

  /// The same for a file on this machine.
  public func keep(movingMade path: String) async throws -> (digest: FileDigest, size: Int) {
    try await pool.run { [shelf] in
      let source = try OpenFile(path, FileFlags.read)
      return (try shelf.place(moving: source, from: path), source.size)
    }
  }

  /// An empty folder for work on files, on the disk where they are kept. `name`: letters, digits and hyphens.
  public func workplace(_ name: String) async throws -> String {
    try await clear(workplace: name)
    return try await pool.run {
      let path = draftPath("work-" + name)
      try Disk.makeFolder(path)
      return path
    }
  }

  /// Removes such a folder with what is in it.
  public func clear(workplace name: String) async throws {
    try await pool.run {
      let path = draftPath("work-" + name)
      for file in Disk.names(in: path) { _ = unsafe unlink(path + "/" + file) }
      _ = unsafe rmdir(path)
    }
  }
}
