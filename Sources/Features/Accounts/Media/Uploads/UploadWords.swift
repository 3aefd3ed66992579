internal import Cryptography
internal import Essentials
internal import Routing

/// The pairs of `Upload-Metadata`: a key, a space and its value in Base64, separated by commas.
struct UploadWords {
  private var pairs: [String: String] = [:]
  subscript(_ key: String) -> String? { pairs[key] }

  init(_ text: String) throws {
    guard text.utf8.count <= 4096 else { throw Problem.malformed("Upload-Metadata is too long.") }
    for pair in text.split(separator: ",") {
      let parts = pair.split(separator: " ")
      guard let key = parts.first, parts.count <= 2 else { throw Problem.malformed("Upload-Metadata is broken.") }
      guard let bytes = parts.count == 2 ? Self.bytes(String(parts[1])) : [],
        let value = String(validating: bytes, as: UTF8.self)
      else { throw Problem.malformed("Upload-Metadata is not Base64 of UTF-8.") }
      pairs[String(key)] = value
    }
  }

  /// Base64 with its own two letters and its padding (RFC 4648 §4).
  static func bytes(_ text: String) -> [UInt8]? {
    var letters = text.replacing("+", with: "-").replacing("/", with: "_")
    while letters.hasSuffix("=") { letters.removeLast() }
    return Base64URL.bytes(letters)
  }
}

extension Instant {
  /// As header fields have it (RFC 9110 §5.6.7).
  var httpDate: String {
    let time = civil
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let day = days[time.weekday], clock = [time.hour, time.minute, time.second]
    let text = clock.map { $0.padded(2) }.joined(separator: ":")
    return "\(day), \(time.day.padded(2)) \(months[time.month - 1]) \(time.year) \(text) GMT"
  }
}
