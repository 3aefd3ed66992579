internal import CQRCode
internal import Essentials

/// A text as squares that a camera reads.
public struct QRCode: Sendable {
  /// Squares in a row.
  public let width: Int
  private let modules: [UInt8]
  /// The light border that cameras need, in squares.
  private static let border = 4

  /// nil for a text that is too long or cannot be written.
  public init?(_ text: String) {
    guard !text.utf8.contains(0) else { return nil }
    var modules = [UInt8](repeating: 0, count: 177 * 177)
    let width = Int(unsafe qr_modules(text, &modules))
    guard width > 0 else { return nil }
    self.width = width
    self.modules = modules
  }

  public func isDark(_ x: Int, _ y: Int) -> Bool { modules[y * width + x] == 1 }

  /// The drawing with its border; always dark on light, since some cameras read nothing else.
  public func drawing(label: String) -> HTML {
    let side = Double(width + 2 * Self.border)
    return svg(width: side, height: side, label: label, .class("qr-code")) {
      rect(0, 0, width: side, height: side, .class("qr-light"))
      path(outline, .class("qr-dark"))
    }
  }

  /// Each run of dark squares as one rectangle.
  private var outline: String {
    var data = ""
    for y in 0..<width {
      var x = 0
      while x < width {
        guard isDark(x, y) else { x += 1; continue }
        let end = (x..<width).first { !isDark($0, y) } ?? width
        data += "M\(x + Self.border) \(y + Self.border)h\(end - x)v1h-\(end - x)z"
        x = end
      }
    }
    return data
  }
}
