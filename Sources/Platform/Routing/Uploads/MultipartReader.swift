internal import CLinux
internal import Glibc
internal import Payloads

// Takes a spooled `multipart/form-data` body (RFC 7578) apart without ever holding more of it than one piece: files are
// not copied, only found. Own code, because no library of Debian reads such a body from a file: libmicrohttpd's post
// processor takes the boundary from a live connection and nothing else, GMime decodes mail and brings GLib along, and
// libapreq2 belongs to Apache. The C library's `memmem` does the searching.

/// Reads a form with files out of the file that the server wrote the body to.
struct MultipartReader: ~Copyable {
  private static let step = 1 << 18

  private let descriptor: Int32
  private let path: String
  private let size: Int
  private let delimiter: [UInt8]
  private var fields: [(name: String, value: String)] = []
  private var files: [UploadedFile] = []
  private var fieldBytes = 0

  init(path: String, size: Int, boundary: String) throws {
    self.path = path
    self.size = size
    delimiter = Array("\r\n--\(boundary)".utf8)
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Problem.unavailable("file storage") }
  }
  deinit { if descriptor >= 0 { close(descriptor) } }

  mutating func form() throws -> UploadedForm {
    let opening = delimiter.dropFirst(2)
    guard try bytes(at: 0, opening.count).elementsEqual(opening) else { throw Self.malformed("first boundary") }
    var position = opening.count, parts = 0
    while true {
      let mark = try bytes(at: position, 2)
      if mark == Array("--".utf8) { return UploadedForm(fields: FieldValues(fields), files: files) }
      parts += 1
      guard mark == [0x0D, 0x0A] else { throw Self.malformed("boundary") }
      guard parts <= UploadLimits.parts else { throw Problem.malformed("The form has too many parts.") }
      position = try part(from: position + 2)
    }
  }

  /// Takes one part; answers the position behind the boundary that ends it.
  private mutating func part(from start: Int) throws -> Int {
    let window = try bytes(at: start, UploadLimits.header)
    guard let end = window.firstRange(of: [0x0D, 0x0A, 0x0D, 0x0A]) else { throw Self.malformed("header of a part") }
    let header = try PartHeader(window[..<end.lowerBound])
    let body = start + end.upperBound
    guard let next = try find(from: body) else { throw Self.malformed("last boundary") }
    if let name = header.fileName {
      take(name, header.name, body..<next)
    } else {
      try take(field: header.name, body..<next)
    }
    return next + delimiter.count
  }

  private mutating func take(_ fileName: String, _ field: String, _ range: Range<Int>) {
    // What a browser sends for a file field that was left empty.
    if fileName.isEmpty, range.isEmpty { return }
    let name = fileName.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? "file"
    files.append(UploadedFile(field: field, name: name, path: path, range: range))
  }

  private mutating func take(field: String, _ range: Range<Int>) throws {
    fieldBytes += range.count
    guard fieldBytes <= UploadLimits.fields else { throw Problem.tooLarge(limit: UploadLimits.fields) }
    guard let text = String(validating: try bytes(at: range.lowerBound, range.count), as: UTF8.self) else {
      throw Problem.malformed("The form is not valid UTF-8.")
    }
    fields.append((field, text))
  }

  /// Where the next delimiter begins.
  private func find(from start: Int) throws -> Int? {
    var position = start
    while position < size {
      let piece = try bytes(at: position, Self.step)
      let found = unsafe find_bytes(piece, piece.count, delimiter, delimiter.count)
      if found >= 0 { return position + found }
      if piece.count < Self.step { return nil }
      // The delimiter may begin in this piece and end in the next.
      position += piece.count - (delimiter.count - 1)
    }
    return nil
  }

  /// Fewer than `count` bytes at the end of the file.
  private func bytes(at position: Int, _ count: Int) throws -> [UInt8] {
    var filled = 0
    let wanted = max(0, min(count, size - position))
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { room, initialized in
      while filled < wanted {
        let found = unsafe pread(descriptor, room.baseAddress?.advanced(by: filled), wanted - filled, position + filled)
        if found < 0, errno == EINTR { continue }
        guard found > 0 else { break }
        filled += found
      }
      initialized = filled
    }
    guard filled == wanted else { throw Problem.unavailable("file storage") }
    return bytes
  }

  private static func malformed(_ what: String) -> Problem {
    .malformed("The upload is broken off or not multipart/form-data: its \(what) is missing.")
  }
}

/// What the header lines of a part say.
private struct PartHeader {
  let name: String, fileName: String?

  init(_ bytes: ArraySlice<UInt8>) throws {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem.malformed("The header of a part is not valid UTF-8.")
    }
    var disposition: HeaderParameters?
    for line in text.split(separator: "\r\n") {
      let field = line.split(separator: ":", maxSplits: 1).map { String($0) }
      guard field.count == 2 else { throw Problem.malformed("The header of a part is broken.") }
      switch field[0].lowercased() {
      case "content-disposition": disposition = HeaderParameters(field[1])
      case "content-transfer-encoding": try Self.check(encoding: field[1])
      default: break
      }
    }
    guard let disposition, disposition.kind == "form-data", let name = disposition["name"], !name.isEmpty else {
      throw Problem.malformed("A part of the form has no name.")
    }
    self.name = name
    fileName = disposition["filename"]
  }

  /// Deprecated for forms (RFC 7578 §4.7); an encoded file would be kept as something it is not.
  private static func check(encoding: String) throws {
    guard ["7bit", "8bit", "binary"].contains(encoding.trimmed.lowercased()) else {
      throw Problem.malformed("Parts of a form are sent as they are, without a transfer encoding.")
    }
  }
}
