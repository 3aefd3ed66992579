internal import Essentials
public import Payloads

extension FieldValues {
  /// Reads `application/x-www-form-urlencoded` (URL Standard §5.1), which queries use as well; nil when an escape is broken, the
  /// text is not UTF-8 or there are more than 500 fields.
  public init?(urlEncoded text: some Sequence<UInt8>) {
    var items: [(name: String, value: String)] = []
    for part in Array(text).split(separator: 0x26) {
      let equals = part.firstIndex(of: 0x3D) ?? part.endIndex
      let value = equals == part.endIndex ? [] : part[(equals + 1)...]
      guard items.count < 500, let name = Self.decoded(part[..<equals]), let value = Self.decoded(value) else {
        return nil
      }
      items.append((name, value))
    }
    self.init(items)
  }

  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.popFirst() {
      switch byte {
      case 0x2B: decoded.append(0x20)
      case 0x25:
        guard let high = rest.popFirst()?.hexValue, let low = rest.popFirst()?.hexValue else { return nil }
        decoded.append(high << 4 | low)
      default: decoded.append(byte)
      }
    }
    return String(validating: decoded, as: UTF8.self)
  }
}
