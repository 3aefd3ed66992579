internal import Cryptography
public import Essentials
public import EventLoops

// Files that people send are kept under the digest of their bytes: the same file twice is one file, a name from
// outside never becomes a path, and what is read back can be proven whole. A file is there before anything refers to
// it: written aside, synced, then renamed into place. Where the bytes lie is the matter of a `Shelf`: a folder
// or a bucket.

/// Keeps files and finds them again; content types and sizes are checked on the way in.
public struct FileStore: Sendable {
  let shelf: any Shelf
  let pool: BlockingPool
  /// Where uploads lie that may break off and go on.
  let draftFolder: String

  /// Files in `folder` of this machine, or in `bucket` with copies in that folder; work on them runs on `pool`.
  public init(folder: String, bucket: ObjectStore? = nil, pool: BlockingPool) throws {
    shelf = if let bucket { try ObjectShelf(bucket, copiesIn: folder) } else { try FolderShelf(folder: folder) }
    draftFolder = folder + "/drafts"
    try Disk.makeFolder(draftFolder)
    self.pool = pool
  }

  /// Keeps bytes that are in memory.
  public func keep(_ bytes: [UInt8], as purpose: FilePurpose) async throws -> StoredFile {
    try await pool.run { [shelf] in
      let file = try Inspection.check(size: bytes.count, head: Array(bytes.prefix(ContentType.head)), for: purpose)
      let digest = FileDigest(bytes: SHA256.digest(of: bytes))
      try shelf.place(bytes, as: digest)
      return file.stored(as: digest)
    }
  }

  /// Keeps a copy of a file of this machine.
  public func keep(copyOf path: String, as purpose: FilePurpose) async throws -> StoredFile {
    try await pool.run { [shelf] in
      let source = try OpenFile(path, FileFlags.read)
      let file = try Inspection.check(
        size: source.size, head: source.read(min(ContentType.head, max(source.size, 1)), at: 0), for: purpose)
      return file.stored(as: try shelf.place(copyOf: source, 0..<source.size))
    }
  }

  /// Keeps a copy of a part of a file of this machine, such as a file inside a spooled form.
  public func keep(_ range: Range<Int>, of path: String, as purpose: FilePurpose) async throws -> StoredFile {
    try await pool.run { [shelf] in
      let source = try OpenFile(path, FileFlags.read)
      let head = try source.read(min(ContentType.head, range.count), at: range.lowerBound)
      let file = try Inspection.check(size: range.count, head: head, for: purpose)
      return file.stored(as: try shelf.place(copyOf: source, range))
    }
  }

  /// The bytes of a file of this machine if it is a picture, looked at as for keeping it; nil for anything else.
  public func picture(at path: String, for purpose: FilePurpose) async throws -> [UInt8]? {
    try await pool.run {
      let source = try OpenFile(path, FileFlags.read)
      let head = try source.read(min(ContentType.head, max(source.size, 1)), at: 0)
      guard FilePurpose.image.types.contains(ContentType.shared.find(in: head)) else { return nil }
      _ = try Inspection.check(size: source.size, head: head, for: purpose)
      return try source.read(source.size, at: 0)
    }
  }

  /// The bytes of a part of a file of this machine, looked at as for keeping them, for who makes something of them.
  public func inspected(_ range: Range<Int>, of path: String, for purpose: FilePurpose) async throws -> [UInt8] {
    try await pool.run {
      let source = try OpenFile(path, FileFlags.read)
      let head = try source.read(min(ContentType.head, range.count), at: range.lowerBound)
      _ = try Inspection.check(size: range.count, head: head, for: purpose)
      return try source.read(range.count, at: range.lowerBound)
    }
  }

  /// The same for whichever of `purposes` takes its kind of bytes.
  public func keep(_ range: Range<Int>, of path: String, as purposes: [FilePurpose]) async throws -> StoredFile {
    try await pool.run { [shelf] in
      let source = try OpenFile(path, FileFlags.read)
      let head = try source.read(min(ContentType.head, range.count), at: range.lowerBound)
      let file = try Inspection.check(size: range.count, head: head, for: try purposes.fitting(head))
      return file.stored(as: try shelf.place(copyOf: source, range))
    }
  }

  /// Keeps a spooled upload, moving it into place where that is possible; a refused one stays where it is.
  public func keep(moving path: String, as purpose: FilePurpose) async throws -> StoredFile {
    try await pool.run { [shelf] in
      let source = try OpenFile(path, FileFlags.read)
      let file = try Inspection.check(
        size: source.size, head: source.read(min(ContentType.head, max(source.size, 1)), at: 0), for: purpose)
      return file.stored(as: try shelf.place(moving: source, from: path))
    }
  }

  /// Does long work with files of this machine, such as writing an archive, where it holds up nobody.
  public func work<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await pool.run(body)
  }

  /// Where the bytes are, nil if they are not kept.
  public func location(of digest: FileDigest) async throws -> FileLocation? {
    if let location = shelf.location(of: digest) { return location }
    return try await pool.run { [shelf] in try shelf.fetch(digest) }
  }

  /// All the bytes of a small file, nil if it is not kept.
  public func bytes(of digest: FileDigest) async throws -> [UInt8]? {
    guard case .local(let path, let size)? = try await location(of: digest) else { return nil }
    return try await pool.run { try OpenFile(path, FileFlags.read).read(size, at: 0) }
  }

  /// Removes a file that was made here and that nothing refers to any more, such as an archive that is over.
  public func remove(_ digest: FileDigest) async throws {
    _ = try await pool.run { [shelf] in try shelf.remove(digest, unchangedSince: Instant(microseconds: .max)) }
  }

  /// Removes files that nothing refers to and that have lain for longer than `age`, so that an upload whose transaction
  /// is still under way stays. `wanted` says which of some digests are referred to. Answers how many were removed.
  public func removeOrphans(
    olderThan age: Seconds, at now: Instant, wanted: @Sendable ([FileDigest]) async throws -> Set<FileDigest>
  ) async throws -> Int {
    var count = 0
    for number in 0..<256 {
      let candidates = try await pool.run { [shelf] in try shelf.digests(in: number, unchangedSince: now - age) }
      if candidates.isEmpty { continue }
      let orphans = Set(candidates).subtracting(try await wanted(candidates))
      count += try await pool.run { [shelf] in try orphans.count { try shelf.remove($0, unchangedSince: now - age) } }
    }
    return count
  }
}

extension [FilePurpose] {
  /// The one that takes the kind of a file that begins like this.
  func fitting(_ head: [UInt8]) throws(FileRefused) -> FilePurpose {
    let type = ContentType.shared.find(in: head)
    guard let purpose = first(where: { $0.types.contains(type) }) else {
      throw .wrongType(found: type, allowed: flatMap(\.types).sorted())
    }
    return purpose
  }
}

/// Where bytes lie: in a folder, or in an object store.
protocol Shelf: Sendable {
  func place(_ bytes: [UInt8], as digest: FileDigest) throws
  func place(copyOf source: borrowing OpenFile, _ range: Range<Int>) throws -> FileDigest
  func place(moving source: borrowing OpenFile, from path: String) throws -> FileDigest
  func location(of digest: FileDigest) -> FileLocation?
  /// Brings from afar what `location` does not find.
  func fetch(_ digest: FileDigest) throws -> FileLocation?
  func digests(in number: Int, unchangedSince limit: Instant) throws -> [FileDigest]
  func remove(_ digest: FileDigest, unchangedSince limit: Instant) throws -> Bool
}

extension Shelf {
  func fetch(_ digest: FileDigest) throws -> FileLocation? { nil }
}

/// What a look at a file's beginning says.
struct Inspection {
  let size: Int, type: String, pixels: PixelSize?

  static func check(size: Int, head: [UInt8], for purpose: FilePurpose) throws(FileRefused) -> Inspection {
    guard size > 0 else { throw .empty }
    guard size <= purpose.limit else { throw .tooLarge(limit: purpose.limit) }
    let type = ContentType.shared.find(in: head)
    guard purpose.types.contains(type) else { throw .wrongType(found: type, allowed: purpose.types.sorted()) }
    guard FilePurpose.image.types.contains(type) else { return Inspection(size: size, type: type, pixels: nil) }
    guard let pixels = ImageHeader.pixels(in: head, type: type) else { throw .brokenImage }
    let (area, isTooMuch) = pixels.width.multipliedReportingOverflow(by: pixels.height)
    guard !isTooMuch, area <= FilePurpose.mostPixels else { throw .brokenImage }
    return Inspection(size: size, type: type, pixels: pixels)
  }

  func stored(as digest: FileDigest) -> StoredFile {
    StoredFile(digest: digest, size: size, type: type, pixels: pixels)
  }
}
