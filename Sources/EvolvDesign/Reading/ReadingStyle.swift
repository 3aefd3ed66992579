/// How a person likes lessons to look. The browser keeps it in the cookie `reading`, so that the server can write the
/// first picture right and nothing moves.
public struct ReadingStyle: Sendable, Equatable {
  public enum Typeface: String, Sendable { case serif, sans }
  public enum Size: String, Sendable { case small, regular, large }

  public static let cookie = "reading"
  public var typeface: Typeface
  public var size: Size

  public init(typeface: Typeface = .serif, size: Size = .regular) {
    self.typeface = typeface
    self.size = size
  }

  /// From the cookie's value, such as `sans-large`; what is not understood is as if it were not there.
  public init(cookie: String?) {
    let words = (cookie ?? "").split(separator: "-").map(String.init)
    self.init(
      typeface: words.first.flatMap(Typeface.init) ?? .serif,
      size: words.dropFirst().first.flatMap(Size.init) ?? .regular)
  }
}
