public import Essentials
internal import Glibc

/// The folder that mails go to when no server is set: one `.eml` file each, for a developer to open in the browser.
public struct MailOutbox: Sendable {
  public let folder: String
  /// Older ones are removed when this many have come after them.
  private let most: Int

  public init(folder: String, keeping most: Int = 1000) throws(MailError) {
    guard unsafe mkdir(folder, 0o750) == 0 || errno == EEXIST else { throw .outbox("mkdir: error \(errno)") }
    self.folder = folder
    self.most = most
  }

  /// The newest mails first, at most `limit`.
  public func mails(limit: Int = 100) throws(MailError) -> [KeptMail] {
    var mails: [KeptMail] = []
    for name in try names().reversed().prefix(limit) {
      if let mail = try mail(named: name) { mails.append(mail) }
    }
    return mails
  }

  /// One mail by its name, nil if there is none.
  public func mail(named name: String) throws(MailError) -> KeptMail? {
    let isName = name.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x54
    }
    guard isName, !name.isEmpty else { return nil }
    guard let bytes = read("\(folder)/\(name).eml") else { return nil }
    return KeptMail(name: name, message: String(decoding: bytes, as: UTF8.self))
  }

  /// Removes mails that were kept before `limit`, and says how many.
  @discardableResult public func forget(before limit: Instant) throws(MailError) -> Int {
    let end = Self.stamp(limit), old = try names().filter { $0 < end }
    for name in old { unsafe unlink("\(folder)/\(name).eml") }
    return old.count
  }

  /// How names begin, so that they sort by time.
  private static func stamp(_ moment: Instant) -> String {
    let time = moment.civil, day = "\(time.year.padded(4))\(time.month.padded(2))\(time.day.padded(2))"
    return "\(day)T\(time.hour.padded(2))\(time.minute.padded(2))\(time.second.padded(2))"
  }

  func keep(_ message: [UInt8], id: ID<Mail>, at now: Instant) throws(MailError) {
    let name = "\(Self.stamp(now))-\(id.text)"
    try write(message, "\(folder)/\(name)")
    for old in try names().dropLast(most) { unsafe unlink("\(folder)/\(old).eml") }
  }

  /// In the order they were written.
  private func names() throws(MailError) -> [String] {
    guard let listing = unsafe opendir(folder) else { throw .outbox("opendir: error \(errno)") }
    defer { unsafe closedir(listing) }
    var names: [String] = []
    while let entry = unsafe readdir(listing) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
        unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name.hasSuffix(".eml") { names.append(String(name.dropLast(4))) }
    }
    return names.sorted()
  }

  private func write(_ bytes: [UInt8], _ path: String) throws(MailError) {
    let file = unsafe open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
    guard file >= 0 else { throw .outbox("open: error \(errno)") }
    let isWritten = unsafe Glibc.write(file, bytes, bytes.count) == bytes.count
    close(file)
    guard isWritten, unsafe rename(path + ".part", path + ".eml") == 0 else { throw .outbox("write: error \(errno)") }
  }

  private func read(_ path: String) -> [UInt8]? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = [], chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = unsafe Glibc.read(file, &chunk, chunk.count)
      if count <= 0 { return bytes }
      bytes += chunk.prefix(count)
    }
  }
}
