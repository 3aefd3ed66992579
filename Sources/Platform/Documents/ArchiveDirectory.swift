internal import Glibc

// libzip reads the directory of an archive whole before it answers anything, so what the directory claims is looked at
// before: two lines at the end of the file say how many entries there are and how long it is (APPNOTE 4.3.14-16).

/// The end of an archive, which says how much it holds.
struct ArchiveDirectory {
  let entries: UInt64
  let bytes: UInt64

  init(path: String, _ range: Range<Int>) throws(ArchiveFault) {
    let tail = try Self.tail(of: path, range)
    guard let end = (0..<max(tail.count - 21, 0)).last(where: { tail.number($0, 4) == 0x0605_4B50 }) else {
      throw .broken
    }
    let count = tail.number(end + 10, 2), length = tail.number(end + 12, 4)
    guard count == 0xFFFF || length == 0xFFFF_FFFF else {
      (entries, bytes) = (count, length)
      return
    }
    // A larger directory has its numbers in a longer record, which stands before the short one.
    let long = (0..<max(end - 55, 0)).last { tail.number($0, 4) == 0x0606_4B50 }
    entries = long.map { tail.number($0 + 32, 8) } ?? count
    bytes = long.map { tail.number($0 + 40, 8) } ?? length
  }

  /// A comment of 64 KB may stand at the end.
  private static func tail(of path: String, _ range: Range<Int>) throws(ArchiveFault) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .disk("it is gone") }
    defer { close(file) }
    let count = min(range.count, 66_000)
    var bytes = [UInt8](repeating: 0, count: count)
    let start = range.upperBound - count
    let found = unsafe bytes.withUnsafeMutableBytes { unsafe pread(file, $0.baseAddress, count, off_t(start)) }
    guard found == count else { throw .broken }
    return bytes
  }
}

extension [UInt8] {
  /// A number of so many bytes, the low ones first.
  fileprivate func number(_ position: Int, _ length: Int) -> UInt64 {
    guard position >= 0, position + length <= count else { return 0 }
    return (0..<length).reduce(0) { $0 | UInt64(self[position + $1]) << UInt64(8 * $1) }
  }
}
