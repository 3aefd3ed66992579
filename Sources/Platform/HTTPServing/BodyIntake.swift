internal import Glibc
internal import Routing

/// Takes a request body in, piece by piece.
enum BodyIntake {
  case nothing
  case buffer([UInt8], limit: Int)
  case spool(SpoolFile, limit: Int)

  mutating func append(_ piece: UnsafeRawBufferPointer) throws(Refusal) {
    switch self {
    case .nothing: break
    case .buffer(var bytes, let limit):
      guard bytes.count + piece.count <= limit else { throw .tooLarge }
      self = .nothing
      unsafe bytes.append(contentsOf: piece)
      self = .buffer(bytes, limit: limit)
    case .spool(let file, let limit):
      guard file.size + piece.count <= limit else { throw .tooLarge }
      try unsafe file.append(piece)
    }
  }

  var body: RequestBody {
    switch self {
    case .nothing: .bytes([])
    case .buffer(let bytes, _): .bytes(bytes)
    case .spool(let file, _): .file(path: file.path, size: file.size)
    }
  }
}

/// A temporary file that is removed with its last owner, unless somebody moved it away. It is written on the loop: the
/// kernel takes the bytes into its cache, which is faster than a way to another thread.
final class SpoolFile: @unchecked Sendable {
  let path: String
  private(set) var size = 0
  private let descriptor: Int32
  private var isOpen = true

  init(in folder: String) throws(Refusal) {
    path = "\(folder)/evolv-body-\(String(UInt64.random(in: 0 ... .max), radix: 16))"
    descriptor = unsafe open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      isOpen = false
      throw Refusal(status: 503)
    }
  }
  deinit {
    finish()
    unsafe unlink(path)
  }

  func append(_ piece: UnsafeRawBufferPointer) throws(Refusal) {
    var rest = unsafe piece[...]
    while unsafe !rest.isEmpty {
      let written = unsafe write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      guard written > 0 || errno == EINTR else { throw Refusal(status: errno == ENOSPC ? 507 : 503) }
      unsafe rest = rest.dropFirst(max(written, 0))
    }
    size += piece.count
  }
  func finish() {
    guard isOpen else { return }
    isOpen = false
    close(descriptor)
  }
}
