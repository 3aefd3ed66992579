extension TrustedHTML {
  /// The words alone, for search. Only the sanitizer's own output has so few forms that this is enough: no comments, no
  /// `>` in attributes, five entities.
  public var plainText: String {
    var text: [UInt8] = []
    text.reserveCapacity(markup.utf8.count)
    var isInTag = false
    for byte in markup.utf8 {
      switch byte {
      case 0x3C:
        isInTag = true
        // `</p><p>`: the words on both sides stay two.
        if let last = text.last, last != 0x20 { text.append(0x20) }
      case 0x3E where isInTag: isInTag = false
      case 0x0A, 0x09, 0x20: if !isInTag, let last = text.last, last != 0x20 { text.append(0x20) }
      default: if !isInTag { text.append(byte) }
      }
    }
    return String(decoding: text, as: UTF8.self).withoutEntities
  }
}

extension String {
  private static let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]

  fileprivate var withoutEntities: String {
    guard utf8.contains(0x26) else { return self }
    return Self.entities.reduce(self) { $0.replacing($1.0, with: $1.1) }
  }
}
