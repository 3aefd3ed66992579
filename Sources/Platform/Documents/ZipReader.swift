internal import CZip

/// Reads the parts of an archive by name, never more of one than asked for.
@safe final class ZipReader {
  private let archive: OpaquePointer

  /// An archive that is a part of a file, such as one inside a spooled form.
  init(path: String, _ range: Range<Int>, mostEntries: Int = 2_000) throws(DocumentFault) {
    guard let archive = unsafe evolv_zip_open(path, Int64(range.lowerBound), Int64(range.count)) else {
      throw .brokenArchive
    }
    unsafe self.archive = archive
    guard unsafe zip_get_num_entries(archive, 0) <= mostEntries else {
      throw .tooMuch("\(mostEntries) files inside")
    }
  }
  deinit { unsafe zip_discard(archive) }

  /// Hands a part on in pieces. What it claims to be is looked at first and what it is while it unfolds, so that a small
  /// archive cannot fill the memory. Answers whether there is such a part.
  func read(_ name: String, most: Int, _ take: (ArraySlice<UInt8>) throws(DocumentFault) -> Void) throws(DocumentFault)
    -> Bool
  {
    let index = unsafe zip_name_locate(archive, name, 0)
    guard index >= 0 else { return false }
    guard unsafe evolv_zip_size(archive, zip_uint64_t(index)) <= most else { throw Self.tooMuch(most) }
    guard let file = unsafe zip_fopen_index(archive, zip_uint64_t(index), 0) else { throw .brokenArchive }
    defer { unsafe zip_fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16), total = 0
    while true {
      let count = unsafe Int(zip_fread(file, &buffer, zip_uint64_t(buffer.count)))
      guard count >= 0 else { throw .brokenArchive }
      if count == 0 { return true }
      total += count
      guard total <= most else { throw Self.tooMuch(most) }
      try take(buffer[..<count])
    }
  }

  private static func tooMuch(_ most: Int) -> DocumentFault { .tooMuch("\(most >> 20) MB in one part") }
}
