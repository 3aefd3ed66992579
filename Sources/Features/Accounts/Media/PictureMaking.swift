internal import EvolvCore
internal import FileStorage
internal import JobQueue
internal import MediaCoding

/// Makes the sizes of a picture in the forms that browsers read: what people see is never the file as it came, so that
/// neither the place where it was taken nor anything hidden in it goes out with it.
struct PictureMaking {
  static let widths = [320, 640, 1280, 1920]
  let file: MediaRecord, path: String, work: Errand

  func made() async throws -> Preparation {
    let pictures = work.surroundings.media.pictures, whole = try await pictures.measure(path)
    var made = Preparation()
    for width in Self.widths(for: whole.width) {
      for format in PictureFormat.allCases {
        let picture = try await pictures.make(path, within: width, width * 4, as: format)
        made.renditions.append(try await keep(picture, as: "w\(width).\(format.rawValue)"))
        // Some cameras lay a picture on its side and say so; what was made stands upright.
        if format == .jpeg, (picture.width > picture.height) != (whole.width > whole.height) {
          made.width = whole.height
          made.height = whole.width
        }
      }
    }
    return made
  }

  /// Sizes below the picture's own, and the first that has all of it.
  static func widths(for whole: Int) -> [Int] {
    guard let all = widths.firstIndex(where: { $0 >= whole }) else { return widths }
    return Array(widths[...all])
  }

  private func keep(_ picture: MadePicture, as name: String) async throws -> NewRendition {
    let digest = try await work.surroundings.files.keep(made: picture.bytes)
    return NewRendition(
      name: name, digest: digest, contentType: picture.format.contentType, size: picture.bytes.count,
      width: picture.width, height: picture.height)
  }
}
