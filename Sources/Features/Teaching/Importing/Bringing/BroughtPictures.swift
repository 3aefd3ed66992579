internal import EvolvCore
internal import FileStorage
internal import MediaCoding

extension Facilities {
  /// Keeps a file that came with a course; of a picture nothing but what is seen, so that neither the place where it was
  /// taken nor anything hidden in it goes out with it. The same picture gives the same bytes each time it comes.
  func keepBare(_ path: String, as purpose: FilePurpose) async throws -> StoredFile {
    guard let bytes = try await files.picture(at: path, for: purpose) else {
      return try await files.keep(copyOf: path, as: purpose)
    }
    let bare = try await aside { BarePicture(of: bytes) }
    if let bare, !bare.isTurned { return try await files.keep(bare.bytes, as: purpose) }
    return try await files.keep(try await upright(bytes), as: purpose)
  }

  /// A picture made anew: one that lies on its side and only says so, or whose parts cannot be told apart.
  private func upright(_ bytes: [UInt8]) async throws -> [UInt8] {
    let format: PictureFormat = bytes.starts(with: [0xFF, 0xD8]) ? .jpeg : .webp
    do {
      return try await media.pictures.make(bytes, within: 16_383, 16_383, as: format).bytes
    } catch is BrokenPicture { throw FileRefused.brokenImage }
  }
}
