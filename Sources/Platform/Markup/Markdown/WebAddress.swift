/// An address of a text, read as a browser reads it, and only then judged.
enum WebAddress: Equatable {
  /// On another site, or mail.
  case outside(String)
  /// On this site.
  case local(String)
  /// In the same text; without the `#`.
  case fragment(String)
  case refused(because: String)

  init(_ written: String) {
    let address = written.asBrowsersRead
    guard !address.isEmpty else { self = .refused(because: "The address is empty."); return }
    guard address.utf8.count <= 4_096 else { self = .refused(because: "The address is too long."); return }
    if address.first == "#" { self = .fragment(String(address.dropFirst())); return }
    if address.hasPrefix("//") { self = Self.web("https:" + address); return }
    guard let colon = address.firstIndex(where: { ":/?#".contains($0) }), address[colon] == ":" else {
      self = .local(address.printable)
      return
    }
    switch address[..<colon].lowercased() {
    case "http", "https": self = Self.web(address)
    case "mailto": self = .outside(address.printable)
    case let scheme: self = .refused(because: "Addresses of the kind \(scheme.prefix(20)): are not allowed.")
    }
  }

  /// `https:page` without a host would be an address on this site.
  private static func web(_ address: String) -> WebAddress {
    guard let host = address.firstRange(of: "://"), let first = address[host.upperBound...].first,
      !"/?#".contains(first)
    else { return .refused(because: "The address names no site.") }
    return .outside(address.printable)
  }

  var isOutside: Bool { if case .outside = self { true } else { false } }
}

extension String {
  /// Browsers drop tabs and line breaks anywhere, control characters and spaces around, and read `\` as `/`.
  fileprivate var asBrowsersRead: String {
    var scalars = unicodeScalars.filter { !["\t", "\n", "\r"].contains($0) }[...]
    while let first = scalars.first, first.value <= 0x20 { scalars.removeFirst() }
    while let last = scalars.last, last.value <= 0x20 { scalars.removeLast() }
    let path = scalars.prefix { $0 != "?" && $0 != "#" }
    var read = String.UnicodeScalarView(path.map { $0 == "\\" ? "/" : $0 })
    read.append(contentsOf: scalars[path.endIndex...])
    return String(read)
  }

  /// What no address may contain literally is percent-encoded.
  fileprivate var printable: String {
    var bytes: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in utf8 {
      switch byte {
      case 0...0x20, 0x22, 0x3C, 0x3E, 0x5C, 0x60, 0x7F:
        bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
