public import Essentials
internal import Glibc

extension Settings {
  /// The secret that signs sessions and links: `EVOLV_SECRET`, or the one in the data folder, made on first use (mode 0600).
  public func signingSecret() throws(SettingFaults) -> Secret<[UInt8]> {
    if let secret { return Secret(Array(secret.reveal().utf8)) }
    let path = dataFolder + "/secret"
    if let kept = try SecretFile.read(path) { return kept }
    try SecretFile.create(path)
    guard let made = try SecretFile.read(path) else { throw SecretFile.fault(path, "a file that vanished") }
    return made
  }
}

private enum SecretFile {
  static let length = 64

  static func fault(_ path: String, _ found: String) -> SettingFaults {
    SettingFaults([
      SettingFault(
        name: path, found: found,
        expected: "a file of \(length) hexadecimal digits that only its owner may read (mode 0600)",
        documentation: "docs/configuration.md#evolv_secret")
    ])
  }

  static func read(_ path: String) throws(SettingFaults) -> Secret<[UInt8]>? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw fault(path, "error \(errno) while opening it")
    }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_mode & 0o077 == 0 else {
      throw fault(path, "a file that others may read")
    }
    var bytes = [UInt8](repeating: 0, count: length + 2)
    let count = unsafe Glibc.read(file, &bytes, bytes.count)
    let text = Array(bytes.prefix(max(count, 0)).prefix { $0 != 0x0A })
    guard text.count == length, text.allSatisfy({ $0.hexValue != nil }) else { throw fault(path, "another content") }
    return Secret(text)
  }

  /// Written whole under another name and linked into place, so that two programs that start together agree on one.
  static func create(_ path: String) throws(SettingFaults) {
    var random = SystemRandomNumberGenerator()
    let draft = path + ".\(random.next())"
    let file = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw fault(path, "error \(errno) while creating it") }
    defer { unsafe unlink(draft) }
    let digits = Array("0123456789abcdef".utf8)
    let text = (0..<length).map { _ in digits[Int.random(in: 0..<16, using: &random)] } + [0x0A]
    let isWritten = unsafe write(file, text, text.count) == text.count && fsync(file) == 0
    close(file)
    guard isWritten, unsafe link(draft, path) == 0 || errno == EEXIST else {
      throw fault(path, "error \(errno) while writing it")
    }
  }
}
