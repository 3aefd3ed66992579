internal import CZip
internal import Glibc

// An archive is a stranger's. All its entries are looked at before the first byte is written; each is written anew under
// a path of ours, never over anything, and read in pieces, so that the memory needed does not grow with it.

/// An archive whose entries may all be unpacked.
@safe public final class ArchiveFolder {
  private let archive: OpaquePointer
  private let limits: ArchiveLimits
  private var files: [(index: UInt64, path: EntryPath, size: Int)] = []
  /// The paths of its files, with `/`, in the order of the archive.
  public var paths: [String] { files.map(\.path.text) }
  /// What had to be guessed to read it.
  public private(set) var notes: [String] = []

  /// Looks at an archive that lies in a part of a file, such as one inside a spooled form.
  public init(path: String, _ range: Range<Int>, _ limits: ArchiveLimits) throws(ArchiveFault) {
    let directory = try ArchiveDirectory(path: path, range)
    guard directory.entries <= limits.entries else { throw .tooManyEntries(most: limits.entries) }
    guard directory.bytes <= limits.directoryBytes else { throw .tooManyEntries(most: limits.entries) }
    guard let archive = unsafe evolv_zip_open(path, Int64(range.lowerBound), Int64(range.count)) else {
      throw .broken
    }
    unsafe self.archive = archive
    self.limits = limits
    try lookAround(packed: range.count)
  }
  deinit { unsafe zip_discard(archive) }

  private func lookAround(packed: Int) throws(ArchiveFault) {
    let count = unsafe zip_get_num_entries(archive, 0)
    guard count <= limits.entries else { throw .tooManyEntries(most: limits.entries) }
    var names: Set<String> = [], folders: Set<String> = [], total = 0
    for index in 0..<UInt64(max(count, 0)) {
      let path = try EntryPath(try name(of: index), depth: limits.depth)
      guard let size = try size(of: index, path) else { continue }
      total += size
      guard total <= limits.bytes else { throw .tooManyBytes(most: limits.bytes) }
      guard names.insert(path.text).inserted else { throw .twice(path.text) }
      for length in 1..<max(path.parts.count, 1) { folders.insert(path.parts[..<length].joined(separator: "/")) }
      files.append((index, path, size))
    }
    // Entries that share their bytes are each modest and together are not.
    if total > 16 * ArchiveLimits.small, total / limits.ratio > packed { throw .bomb("all of them together") }
    if let both = names.first(where: folders.contains) { throw .twice(both) }
  }

  /// Names are UTF-8 or, from old programs, code page 437.
  private func name(of index: UInt64) throws(ArchiveFault) -> String {
    guard let raw = unsafe zip_get_name(archive, index, zip_flags_t(ZIP_FL_ENC_RAW)) else { throw .broken }
    if let name = unsafe String(validatingCString: raw) { return name }
    guard let guess = unsafe zip_get_name(archive, index, 0), let name = unsafe String(validatingCString: guess) else {
      throw .unreadableName(entry: Int(index) + 1)
    }
    notes.append("The name \(name) is not UTF-8; it was read as code page 437.")
    return name
  }

  /// nil for a folder.
  private func size(of index: UInt64, _ path: EntryPath) throws(ArchiveFault) -> Int? {
    var claim = evolv_zip_claim()
    guard unsafe evolv_zip_look(archive, index, &claim) == 0 else { throw .broken }
    guard [0, UInt32(S_IFREG), UInt32(S_IFDIR)].contains(claim.kind) else { throw .noFile(path.text) }
    if path.isFolder || claim.kind == UInt32(S_IFDIR) { return nil }
    guard claim.is_locked == 0 else { throw .locked(path.text) }
    guard claim.size >= 0, claim.packed >= 0 else { throw .broken }
    guard claim.size <= limits.entryBytes else { throw .tooLarge(path.text, most: limits.entryBytes) }
    if claim.size > ArchiveLimits.small, claim.size / Int64(limits.ratio) > claim.packed { throw .bomb(path.text) }
    return Int(claim.size)
  }

  /// Writes all files into `folder`, which must be empty; tells after each how many are there.
  public func unpack(to folder: String, _ tell: (Int) throws -> Void = { _ in }) throws {
    var made: Set<String> = [folder]
    for (number, file) in files.enumerated() {
      var place = folder
      for part in file.path.parts.dropLast() {
        place += "/" + part
        if made.insert(place).inserted, unsafe mkdir(place, 0o750) != 0 { throw Self.diskFault() }
      }
      try write(file.index, file.size, to: folder + "/" + file.path.text, named: file.path.text)
      try tell(number + 1)
    }
  }

  private func write(_ index: UInt64, _ size: Int, to path: String, named name: String) throws(ArchiveFault) {
    guard let source = unsafe zip_fopen_index(archive, index, 0) else { throw .broken }
    defer { unsafe zip_fclose(source) }
    let target = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o640)
    guard target >= 0 else { throw Self.diskFault() }
    defer { close(target) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16), total = 0
    while true {
      let count = unsafe Int(zip_fread(source, &buffer, zip_uint64_t(buffer.count)))
      guard count >= 0 else { throw .broken }
      if count == 0 { break }
      total += count
      guard total <= size else { throw .bomb(name) }
      try Self.write(buffer[..<count], to: target)
    }
    guard total == size else { throw .broken }
  }

  private static func write(_ bytes: ArraySlice<UInt8>, to file: Int32) throws(ArchiveFault) {
    var rest = bytes
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw diskFault() }
      rest = rest.dropFirst(count)
    }
  }

  private static func diskFault() -> ArchiveFault { .disk(errno == ENOSPC ? "the disk is full" : "error \(errno)") }
}
