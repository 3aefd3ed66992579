public import Essentials

// Moving pictures, sound, and pages of other sites.

public func picture(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
  element("picture", attributes, content: content)
}
/// One of several forms of a picture, a film or a sound.
public func source(src: Link, type: String, _ attributes: Attribute...) -> HTML {
  void("source", own: [Attribute("src", src.text), Attribute("type", type)], attributes)
}
/// A film with the browser's own controls.
public func video(src: Link, label: String, _ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
  video(src: src, label: label, attributes, content: content)
}
public func video(src: Link, label: String, _ attributes: [Attribute], @HTMLBuilder content: () -> HTML) -> HTML {
  let fixed = [
    Attribute("src", src.text), Attribute("controls", nil), Attribute("playsinline", nil), .aria("label", label),
  ]
  return element("video", own: fixed, attributes, content: content)
}
/// A sound with the browser's own controls.
public func audio(src: Link, label: String, _ attributes: Attribute...) -> HTML {
  element("audio", [Attribute("src", src.text), Attribute("controls", nil), .aria("label", label)] + attributes) {}
}
/// Captions or another text track of a film.
public func track(_ kind: TrackKind, src: Link, language: String, label: String, _ attributes: Attribute...) -> HTML {
  let fixed = [Attribute("kind", kind.rawValue), Attribute("src", src.text), Attribute("srclang", language)]
  return void("track", fixed + [Attribute("label", label)] + attributes)
}
/// A page of another site, named for those who cannot see it, without the right to run anything in ours.
public func iframe(src: Link, label: String, _ attributes: Attribute...) -> HTML {
  let fixed = [
    Attribute("src", src.text), Attribute("title", label), .loadsLazily, Attribute("allowfullscreen", nil),
    Attribute("allow", "fullscreen; picture-in-picture; encrypted-media"),
    Attribute("referrerpolicy", "strict-origin-when-cross-origin"),
    Attribute("sandbox", "allow-scripts allow-same-origin allow-presentation allow-popups"),
  ]
  return element("iframe", own: fixed, attributes) {}
}

extension Attribute {
  /// The picture of a film before it is played.
  public static func poster(_ link: Link) -> Attribute { Attribute("poster", link.text) }
}

public enum TrackKind: String, Sendable { case captions, subtitles, descriptions, chapters }
