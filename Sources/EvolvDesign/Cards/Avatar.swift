public import Essentials
public import Markup

/// A person: their picture, or their initials in a color of their own.
public struct Avatar: Component {
  public enum Size: String, Sendable { case small, regular, large }

  let name: String
  let picture: Link?
  let size: Size

  /// It stands beside the name, so it says nothing itself.
  public init(name: String, picture: Link? = nil, size: Size = .regular) {
    self.name = name
    self.picture = picture
    self.size = size
  }

  public var body: HTML {
    if let picture {
      img(src: picture, alt: "", width: 64, height: 64, .class("avatar avatar-\(size.rawValue)"), .loadsLazily)
    } else {
      Monogram(name: name, size: size)
    }
  }
}

/// Initials in a color of their own.
public struct Monogram: Component {
  let name: String
  let size: Avatar.Size

  public init(name: String, size: Avatar.Size = .regular) {
    self.name = name
    self.size = size
  }

  public var body: HTML {
    span(.class("avatar avatar-\(size.rawValue) monogram \(Hue(of: name).name)"), .aria("hidden", "true")) { initials }
  }

  /// The first letters of the first and the last name.
  private var initials: String {
    let words = name.unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
    let letters = [words.first, words.count > 1 ? words.last : nil].compactMap { $0.flatMap { Substring($0).first } }
    return String(letters).uppercased()
  }
}

/// A person with a line about them.
public struct PersonLine: Component {
  let name: String
  let note: String?
  let picture: Link?
  let link: Link?

  public init(_ name: String, note: String? = nil, picture: Link? = nil, to link: Link? = nil) {
    self.name = name
    self.note = note
    self.picture = picture
    self.link = link
  }

  public var body: HTML {
    div(.class("person-line")) {
      Avatar(name: name, picture: picture)
      div {
        if let link {
          a(href: link, .class("person-line-name"), .ownDirection) { name }
        } else {
          span(.class("person-line-name"), .ownDirection) { name }
        }
        if let note { span(.class("person-line-note")) { note } }
      }
    }
  }
}
