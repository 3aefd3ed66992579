internal import Essentials
internal import EvolvCore
internal import Payloads

/// An address on another site: `https` only.
struct WebLink: PayloadValue, Hashable {
  let text: String
  var link: Link {
    guard let link = Link(outside: text) else { preconditionFailure("A web link was checked when it was made.") }
    return link
  }

  /// nil unless it is a plain https address with a host.
  init?(_ text: String) {
    let trimmed = text.trimmed
    guard trimmed.hasPrefix("https://"), trimmed.utf8.count <= 2_000, Link(outside: trimmed) != nil,
      trimmed.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && !Self.forbidden.contains($0) }),
      Self.host(of: trimmed) != nil
    else { return nil }
    self.text = trimmed
  }
  // No address contains them literally; they would break out of headers and texts.
  private static let forbidden = Set("\"<>\\^`{|}".utf8)

  var host: String { Self.host(of: text) ?? "" }
  private static func host(of text: String) -> String? {
    let authority = text.dropFirst("https://".count).prefix { !"/?#".contains($0) }
    guard !authority.contains("@"), authority.contains("."), !authority.hasPrefix("."), !authority.hasSuffix(".") else {
      return nil
    }
    return authority.prefix { $0 != ":" }.lowercased()
  }

  static var schema: Schema { .scalar(type: "string", format: "uri", limits: [.init("maxLength", 2_000)]) }
  func write(to json: inout JSONWriter) { json.string(text) }
  static func read(_ json: JSONNode, into faults: inout Faults) -> WebLink? {
    guard let text = json.string else { return faults.refuse("must be text") }
    if text.trimmed.isEmpty { return faults.refuse("is required", "missing") }
    guard let link = WebLink(text) else {
      return faults.refuse("must be an address such as https://example.org/page", "link")
    }
    return link
  }
  static func sample(_ seed: Int) -> WebLink {
    guard let link = WebLink("https://example.org/\(seed)") else { preconditionFailure("A sample fits its own rule.") }
    return link
  }
}

/// The address of a film: one of the media, any https address, and of YouTube's the film's own name.
struct VideoAddress: PayloadValue, Hashable {
  let text: String
  let youtubeID: String?
  /// The film among the media: `/media/…`, as its page is addressed.
  let mediaID: ID<MediaFile>?

  init(_ link: WebLink) {
    text = link.text
    youtubeID = Self.youtubeID(in: link)
    mediaID = nil
  }
  init(_ media: ID<MediaFile>) {
    text = Self.mediaPath + media.text
    youtubeID = nil
    mediaID = media
  }
  private static let mediaPath = "/media/"

  var type: VideoType { mediaID != nil ? .serverUpload : youtubeID == nil ? .external : .youtubePrivate }

  /// From `watch?v=`, `youtu.be/`, `/embed/`, `/shorts/` and `/live/`, on the hosts of YouTube alone.
  private static func youtubeID(in link: WebLink) -> String? {
    let rest = link.text.dropFirst("https://".count).drop { !"/?#".contains($0) }
    let path = rest.prefix { !"?#".contains($0) }.split(separator: "/").map(String.init)
    switch link.host {
    case "youtu.be": return path.first.flatMap(checked)
    case "youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com":
      if let first = path.first, ["embed", "shorts", "live", "v"].contains(first), path.count > 1 {
        return checked(path[1])
      }
      let query = rest.drop { $0 != "?" }.dropFirst().prefix { $0 != "#" }
      return query.split(separator: "&").first { $0.hasPrefix("v=") }.flatMap { checked(String($0.dropFirst(2))) }
    default: return nil
    }
  }

  private static func checked(_ id: String) -> String? {
    let isID = id.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x5F
    }
    return isID && id.utf8.count == 11 ? id : nil
  }

  static var schema: Schema { .scalar(type: "string", format: nil, limits: [.init("maxLength", 2_000)]) }
  func write(to json: inout JSONWriter) { json.string(text) }
  static func read(_ json: JSONNode, into faults: inout Faults) -> VideoAddress? {
    if let text = json.string?.trimmed, text.hasPrefix(mediaPath),
      let media = ID<MediaFile>(pathText: String(text.dropFirst(mediaPath.count)))
    {
      return VideoAddress(media)
    }
    return WebLink.read(json, into: &faults).map { VideoAddress($0) }
  }
  static func sample(_ seed: Int) -> VideoAddress { VideoAddress(WebLink.sample(seed)) }
}
