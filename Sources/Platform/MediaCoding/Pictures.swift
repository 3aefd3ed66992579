internal import CVips
public import EventLoops

/// The forms in which pictures are made anew, the smallest first.
public enum PictureFormat: String, Sendable, CaseIterable {
  case avif, webp, jpeg

  public var contentType: String { "image/\(rawValue)" }
  /// With everything left out that the picture does not need: where it was taken, by what, of whom.
  var suffix: String {
    switch self {
    case .avif: ".avif[Q=55,effort=2,strip]"
    case .webp: ".webp[Q=78,effort=3,strip]"
    case .jpeg: ".jpg[Q=82,optimize_coding,interlace,strip,background=255]"
    }
  }
}

/// A picture made anew.
public struct MadePicture: Sendable {
  public let bytes: [UInt8], width: Int, height: Int, format: PictureFormat
}

/// A picture that cannot be decoded, or would fill the memory.
public struct BrokenPicture: Error, Sendable {}

/// Makes pictures anew through libvips, on threads of its own: upright, in sRGB, without what else stood in the file.
public struct Pictures: Sendable {
  private let pool: BlockingPool
  /// More pixels than this are not decoded.
  static let mostPixels = 64_000_000
  private static let hasBegun = pictures_begin() == 0

  public init(on pool: BlockingPool) { self.pool = pool }

  /// The picture in the file at `path`, at most as large as the box, never larger than it is.
  public func make(_ path: String, within width: Int, _ height: Int, as format: PictureFormat) async throws
    -> MadePicture
  {
    try await pool.run { try Self.make(path, width, height, format) }
  }

  /// The same of a picture in memory.
  public func make(_ bytes: [UInt8], within width: Int, _ height: Int, as format: PictureFormat) async throws
    -> MadePicture
  {
    try await pool.run { try Self.make(bytes, width, height, format) }
  }

  /// Width and height of the picture in the file at `path`.
  public func measure(_ path: String) async throws -> (width: Int, height: Int) {
    try await pool.run { try Self.measure(path) }
  }

  private static func measure(_ path: String) throws -> (width: Int, height: Int) {
    var width: Int32 = 0, height: Int32 = 0
    guard hasBegun, unsafe pictures_measure(path, &width, &height) == 1 else { throw BrokenPicture() }
    return try bounded(width, height)
  }

  private static func bounded(_ width: Int32, _ height: Int32) throws -> (width: Int, height: Int) {
    guard width > 0, height > 0, Int(width) * Int(height) <= mostPixels else { throw BrokenPicture() }
    return (Int(width), Int(height))
  }

  private static func make(_ path: String, _ width: Int, _ height: Int, _ format: PictureFormat) throws -> MadePicture {
    _ = try measure(path)
    return try unsafe made(as: format) { bytes, size, madeWidth, madeHeight in
      unsafe pictures_make(
        path, Int32(width), Int32(height), format.suffix, &bytes, &size, &madeWidth, &madeHeight)
    }
  }

  private static func make(_ source: [UInt8], _ width: Int, _ height: Int, _ format: PictureFormat) throws
    -> MadePicture
  {
    var wide: Int32 = 0, high: Int32 = 0
    guard hasBegun, unsafe pictures_measure_bytes(source, source.count, &wide, &high) == 1 else {
      throw BrokenPicture()
    }
    _ = try bounded(wide, high)
    return try unsafe made(as: format) { bytes, size, madeWidth, madeHeight in
      unsafe pictures_make_of_bytes(
        source, source.count, Int32(width), Int32(height), format.suffix, &bytes, &size, &madeWidth, &madeHeight)
    }
  }

  /// Takes over the memory that libvips fills.
  private static func made(
    as format: PictureFormat,
    _ fill: (inout UnsafeMutableRawPointer?, inout Int, inout Int32, inout Int32) -> Int32
  ) throws -> MadePicture {
    var memory: UnsafeMutableRawPointer?, size = 0, madeWidth: Int32 = 0, madeHeight: Int32 = 0
    let done = unsafe fill(&memory, &size, &madeWidth, &madeHeight)
    defer { unsafe pictures_free(memory) }
    guard done == 1, let start = unsafe memory else { throw BrokenPicture() }
    let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: size))
    // Whatever it is told, libvips writes the measures of a WebP into a block of Exif.
    return MadePicture(
      bytes: BarePicture(of: bytes)?.bytes ?? bytes, width: Int(madeWidth), height: Int(madeHeight), format: format)
  }
}
