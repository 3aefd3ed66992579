public import Essentials

extension Link {
  /// An address of ours that came from outside, such as the `next` of a sign-in: path and query of this site and nothing
  /// else. The one check against open redirects. Browsers drop tabs and line breaks from addresses and read `\` as `/`
  /// (URL Standard §4.4), so both are refused wherever they stand.
  public init?(own text: String) {
    let bytes = Array(text.utf8)
    guard bytes.first == 0x2F, bytes.count <= 2000, bytes.count == 1 || bytes[1] != 0x2F else { return nil }
    guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }) else { return nil }
    self.init(path: text)
  }
}
