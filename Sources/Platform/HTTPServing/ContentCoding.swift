internal import CCompression
internal import Essentials

/// The ways in which an answer's bytes may be written shorter.
enum ContentCoding: String, CaseIterable {
  case brotli = "br"
  case gzip

  /// How much work a text is worth: one that is written now, or one that is written at the start and sent often. Brotli's
  /// last levels are left alone: for a few bytes less they take twenty times as long, and the start waits.
  enum Effort { case now, once }

  /// nil if the result would not be shorter.
  func encode(_ bytes: [UInt8], _ effort: Effort) -> [UInt8]? {
    guard bytes.count < 1 << 30 else { return nil }
    let shorter = unsafe [UInt8](unsafeUninitializedCapacity: bytes.count) { room, count in
      guard let start = room.baseAddress else { return }
      count =
        switch self {
        case .brotli: unsafe compression_brotli(bytes, bytes.count, start, room.count, effort == .now ? 4 : 9)
        case .gzip: unsafe compression_gzip(bytes, bytes.count, start, room.count, effort == .now ? 5 : 9)
        }
    }
    return shorter.isEmpty || shorter.count >= bytes.count ? nil : shorter
  }

  /// What the reader likes best of what we have, by RFC 9110's weights; nil to leave the bytes as they are.
  static func preferred(_ acceptEncoding: String?) -> ContentCoding? {
    guard let acceptEncoding else { return nil }
    var weights: [String: Double] = [:]
    for entry in acceptEncoding.lowercased().parts(between: ",") {
      let parts = entry.parts(between: ";").map(\.trimmingBlanks)
      guard let name = parts.first else { continue }
      weights[name] = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
    }
    func weight(_ name: String) -> Double { weights[name] ?? weights["*"] ?? 0 }
    let best = weight("br") >= weight("gzip") ? ContentCoding.brotli : .gzip
    return weight(best.rawValue) > 0 && weight(best.rawValue) >= weights["identity"] ?? 0 ? best : nil
  }
}

/// Which answers are compressed while they are sent.
enum Compression {
  static let shortest = 1024
  /// Above this a loop would work too long on one answer.
  static let longest = 4 << 20

  static func isWorthwhile(type: String?) -> Bool {
    if type == "application/json" { return true }
    guard let type = type?.parts(between: ";").first?.lowercased() else { return false }
    if type.hasPrefix("text/") || type.hasSuffix("+json") || type.hasSuffix("+xml") { return true }
    return ["application/javascript", "application/xml", "application/manifest+json"].contains(type)
  }
}
