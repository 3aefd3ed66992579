import Foundation

/// A folder that lives as long as its test.
final class CourseOnDisk {
  let path: String

  init(_ files: [String: String] = [:]) throws {
    path = NSTemporaryDirectory() + "evolv-course-\(UUID().uuidString)/my_course"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try write(name, Array(text.utf8)) }
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let file = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
  }

  deinit { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }
}

/// The first bytes of images, enough to tell type and size.
enum Picture {
  static func png(_ width: UInt32, _ height: UInt32) -> [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + big(width, 4) + big(height, 4)
      + [8, 6, 0, 0, 0]
  }
  static func gif(_ width: UInt32, _ height: UInt32) -> [UInt8] {
    Array("GIF89a".utf8) + big(width, 2).reversed() + big(height, 2).reversed()
  }
  static func jpeg(_ width: UInt32, _ height: UInt32) -> [UInt8] {
    [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xC2, 0, 11, 8] + big(height, 2) + big(width, 2) + [3]
  }
  static func webp(_ kind: String, _ rest: [UInt8]) -> [UInt8] {
    Array("RIFF\0\0\0\0WEBP\(kind)".utf8) + [0, 0, 0, 0] + rest
  }

  private static func big(_ number: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * (count - 1 - $0))) }
  }
}
