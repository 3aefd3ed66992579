/// A player of another site that a text shows: printed as a link that a small script may turn into the player on a
/// click, so that nothing is asked of that site before.
public struct Embed: Sendable, Equatable {
  public let site: Site
  /// The page to go to.
  public let page: String
  /// The address for a frame.
  public let player: String

  public enum Site: String, Sendable { case youtube = "YouTube", vimeo = "Vimeo", codepen = "CodePen" }

  /// A film by the address that people copy: of YouTube or Vimeo, in any of the forms these have.
  public init?(film address: String) {
    guard case .outside(let address) = WebAddress(address), let parts = AddressParts(address) else { return nil }
    switch parts.host {
    case "youtu.be": self.init(youtube: ["embed"] + parts.path)
    case "youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com":
      let isByPath = ["embed", "shorts", "live", "v"].contains(parts.path.first ?? "")
      self.init(youtube: isByPath ? parts.path : ["embed", parts.query("v")])
    case "vimeo.com", "www.vimeo.com": self.init(vimeo: ["video"] + parts.path)
    default: self.init(frame: address)
    }
  }

  /// The frames of the sites we know, rebuilt from their checked parts.
  init?(frame address: String) {
    guard case .outside(let address) = WebAddress(address), let parts = AddressParts(address) else { return nil }
    switch (parts.host, parts.path.first) {
    case ("www.youtube.com", "embed"), ("youtube.com", "embed"), ("www.youtube-nocookie.com", "embed"):
      self.init(youtube: parts.path)
    case ("player.vimeo.com", "video"): self.init(vimeo: parts.path)
    case ("codepen.io", _):
      guard parts.path.count >= 3, parts.path[1] == "embed", let pen = parts.path.last else { return nil }
      self.init(pen: pen, by: parts.path[0])
    default: return nil
    }
  }

  /// A pen of CodePen.
  init?(pen: String, by user: String) {
    guard pen.isPlainName, user.isPlainName else { return nil }
    site = .codepen
    page = "https://codepen.io/\(user)/pen/\(pen)"
    player = "https://codepen.io/\(user)/embed/\(pen)?default-tab=html%2Cresult"
  }

  init?(youtube path: [String]) {
    guard path.count == 2, path[1].isPlainName else { return nil }
    site = .youtube
    page = "https://www.youtube.com/watch?v=\(path[1])"
    player = "https://www.youtube-nocookie.com/embed/\(path[1])"
  }

  private init?(vimeo path: [String]) {
    // A film that is not listed has a second word, without which it does not play.
    guard path.count == 2 || path.count == 3, path[1].utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      path.allSatisfy(\.isPlainName)
    else { return nil }
    let word = path.count == 3 ? path[2] : nil
    site = .vimeo
    page = "https://vimeo.com/\(path[1])" + (word.map { "/\($0)" } ?? "")
    player = "https://player.vimeo.com/video/\(path[1])?dnt=1" + (word.map { "&h=\($0)" } ?? "")
  }
}

/// The host and the path of a web address.
struct AddressParts {
  let host: String
  let path: [String]
  private let rest: Substring

  /// The first value of this name behind `?`; empty if there is none.
  func query(_ name: String) -> String {
    let items = rest.drop { $0 != "?" }.dropFirst().prefix { $0 != "#" }.split(separator: "&")
    return items.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) } ?? ""
  }

  init?(_ address: String) {
    guard let mark = address.firstRange(of: "://") else { return nil }
    rest = address[mark.upperBound...]
    let parts = rest.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").map(String.init)
    guard let first = parts.first else { return nil }
    host = first.lowercased()
    path = Array(parts.dropFirst())
  }
}

extension String {
  fileprivate var isPlainName: Bool {
    !isEmpty && utf8.count <= 64
      && utf8.allSatisfy {
        $0 == 0x2D || $0 == 0x5F || ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A)
      }
  }
}
