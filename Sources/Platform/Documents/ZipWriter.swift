internal import CZip

/// Writes an archive to a file of this machine.
@safe public final class ZipWriter {
  /// Something the library or the disk did not do.
  public struct Fault: Error, Sendable { public let reason: String }

  private var archive: OpaquePointer?

  /// Begins an archive at `path`, which must not be there yet.
  public init(path: String) throws(Fault) {
    var code: Int32 = 0
    guard let archive = unsafe zip_open(path, ZIP_CREATE | ZIP_EXCL, &code) else {
      throw Fault(reason: "the archive cannot be begun (\(code))")
    }
    unsafe self.archive = archive
  }
  deinit { if let archive = unsafe archive { unsafe zip_discard(archive) } }

  /// Adds a text under a name of ours.
  public func add(_ name: String, _ bytes: [UInt8]) throws(Fault) {
    guard unsafe evolv_zip_add_bytes(archive, name, bytes, bytes.count) == 0 else { throw fault() }
  }
  /// Adds a file of this machine, which must stay until `finish`; `isPacked`: such as a film, which gets no smaller.
  public func add(_ name: String, copyOf path: String, isPacked: Bool = false) throws(Fault) {
    guard unsafe evolv_zip_add_file(archive, name, path, isPacked ? 1 : 0) == 0 else { throw fault() }
  }
  /// Writes it all.
  public func finish() throws(Fault) {
    guard let open = unsafe archive else { return }
    guard unsafe zip_close(open) == 0 else { throw fault() }
    unsafe archive = nil
  }

  private func fault() -> Fault {
    guard let open = unsafe archive else { return Fault(reason: "the archive is finished") }
    return Fault(reason: unsafe String(cString: zip_strerror(open)))
  }
}
