internal import Glibc
internal import Synchronization

/// Several parts of one file as multipart/byteranges, read while they are sent.
final class FileParts: Sendable {
  private enum Piece { case text(String), bytes(Range<Int>) }

  let boundary = "part-\(String(UInt64.random(in: 0 ... .max), radix: 16))"
  private let file: ReadableFile
  private let pieces: Mutex<[Piece]>
  private static let step = 65_536

  init(of path: String, size: Int, _ parts: [Range<Int>], type: String?) {
    file = ReadableFile(path)
    var pieces: [Piece] = []
    for part in parts {
      let lines =
        ["", "--\(boundary)"] + (type.map { ["Content-Type: \($0)"] } ?? [])
        + ["Content-Range: bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)", "", ""]
      pieces += [.text(lines.joined(separator: "\r\n")), .bytes(part)]
    }
    pieces.append(.text("\r\n--\(boundary)--\r\n"))
    self.pieces = Mutex(pieces)
  }

  @Sendable func next() async throws -> [UInt8]? {
    let piece: Piece? = pieces.withLock { pieces in
      guard let first = pieces.first else { return nil }
      pieces.removeFirst()
      guard case .bytes(let range) = first, range.count > Self.step else { return first }
      pieces.insert(.bytes(range.lowerBound + Self.step..<range.upperBound), at: 0)
      return .bytes(range.lowerBound..<range.lowerBound + Self.step)
    }
    switch piece {
    case nil: return nil
    case .text(let text): return Array(text.utf8)
    case .bytes(let range): return try file.read(range)
    }
  }
}

/// An open file that is read at any place.
final class ReadableFile: Sendable {
  struct Unreadable: Error {}
  private let descriptor: Int32

  init(_ path: String) { descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC) }
  deinit { if descriptor >= 0 { close(descriptor) } }

  func read(_ range: Range<Int>) throws -> [UInt8] {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { room, count in
      unsafe count = max(pread(descriptor, room.baseAddress, range.count, range.lowerBound), 0)
    }
    guard bytes.count == range.count else { throw Unreadable() }
    return bytes
  }
}
