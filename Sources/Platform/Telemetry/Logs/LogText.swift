internal import Essentials

// A second small JSON writer beside Payloads': the log stands below it and must not fail or wait.

extension [UInt8] {
  mutating func append(ascii text: String) { append(contentsOf: text.utf8) }

  /// A JSON string; every control character is escaped, so one event is always one line.
  mutating func append(jsonText text: String) {
    append(UInt8(ascii: "\""))
    if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C || $0 == 0x7F }) {
      appendEscaped(text)
    } else {
      append(contentsOf: text.utf8)
    }
    append(UInt8(ascii: "\""))
  }

  private mutating func appendEscaped(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: self += [0x5C, byte]
      case 0x0A: self += [0x5C, 0x6E]
      case 0x0D: self += [0x5C, 0x72]
      case 0x09: self += [0x5C, 0x74]
      case 0..<0x20, 0x7F: append(ascii: "\\u00"); append(hex: byte)
      default: append(byte)
      }
    }
  }

  private mutating func append(hex byte: UInt8) {
    for digit in [byte >> 4, byte & 15] { append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
  }

  /// RFC 3339 with microseconds, always the same width so that lines sort as text.
  mutating func append(timeOf instant: Instant) {
    let time = instant.civil
    append(decimal: time.year, 4)
    append(0x2D)
    append(decimal: time.month, 2)
    append(0x2D)
    append(decimal: time.day, 2)
    append(0x54)
    append(decimal: time.hour, 2)
    append(0x3A)
    append(decimal: time.minute, 2)
    append(0x3A)
    append(decimal: time.second, 2)
    append(0x2E)
    append(decimal: Int(instant.microseconds - instant.unixSeconds * 1_000_000), 6)
    append(0x5A)
  }

  private mutating func append(decimal number: Int, _ width: Int) {
    var divisor = 1
    for _ in 1..<width { divisor *= 10 }
    while divisor > 0 {
      append(0x30 + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}
