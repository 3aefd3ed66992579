public import Essentials
internal import Foundation

extension Slug {
  /// A readable name made of a title in any script: letters are transliterated to a-z where that is known, the rest becomes
  /// hyphens; a title without any gives `fallback`.
  public static func made(of title: String, fallback: String) -> Slug {
    let latin = title.applyingTransform(.toLatin, reverse: false) ?? title
    let plain = latin.applyingTransform(.stripDiacritics, reverse: false) ?? latin
    var words: [UInt8] = []
    for byte in plain.lowercased().utf8 {
      switch byte {
      case 0x61...0x7A, 0x30...0x39: words.append(byte)
      case 0x27: continue
      default: if words.last != 0x2D, !words.isEmpty { words.append(0x2D) }
      }
      if words.count == 100 { break }
    }
    while words.last == 0x2D { words.removeLast() }
    let text = words.isEmpty ? fallback : String(decoding: words, as: UTF8.self)
    guard let slug = Slug(pathText: text) else { preconditionFailure("A slug is made of a-z, 0-9 and hyphens.") }
    return slug
  }

  /// The same name with a number behind it, for when it is taken.
  public func numbered(_ number: Int) -> Slug {
    guard let slug = Slug(pathText: "\(text.prefix(110))-\(number)") else {
      preconditionFailure("A number keeps a slug a slug.")
    }
    return slug
  }
}
