internal import Essentials
internal import Glibc

/// Sends short messages to phones. A school with a provider puts its own in place of the outbox.
public protocol TextMessenger: Sendable {
  /// Whether people are offered codes by text message at all.
  var isOffered: Bool { get }
  /// Returns when the message is taken; `number` is in E.164, such as `+4915112345678`.
  func send(_ text: String, to number: String) async throws
}

/// The folder that messages go to where there is no provider: one file each, named after the number and the time.
public struct TextOutbox: TextMessenger {
  public let folder: String
  public let isOffered: Bool

  public init(folder: String, isOffered: Bool) throws(MailError) {
    guard unsafe mkdir(folder, 0o750) == 0 || errno == EEXIST else { throw .outbox("mkdir: error \(errno)") }
    self.folder = folder
    self.isOffered = isOffered
  }

  /// What was sent, the oldest first.
  public func texts() throws(MailError) -> [String] {
    guard let listing = unsafe opendir(folder) else { throw .outbox("opendir: error \(errno)") }
    defer { unsafe closedir(listing) }
    var names: [String] = []
    while let entry = unsafe readdir(listing) {
      names.append(
        unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
          unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
        })
    }
    return names.filter { $0.hasSuffix(".txt") }.sorted().map { text(of: folder + "/" + $0) }
  }

  private func text(of path: String) -> String {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1000)
    let count = unsafe read(file, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }

  public func send(_ text: String, to number: String) async throws {
    let name = "\(Instant.now().microseconds)-\(number.filter { $0.isASCII && $0.isNumber })"
    let file = unsafe open("\(folder)/\(name).txt", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
    guard file >= 0 else { throw MailError.outbox("open: error \(errno)") }
    defer { close(file) }
    let bytes = Array((text + "\n").utf8)
    guard unsafe write(file, bytes, bytes.count) == bytes.count else { throw MailError.outbox("write: error \(errno)") }
  }
}
