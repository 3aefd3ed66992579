internal import Accounts
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// Where a player tells what was seen, and how far the learner is.
struct WatchedFilm: Sendable {
  let report: Link, csrf: String
  let watching: Watching?
  let isDone: Bool
}

/// A film of our own; what cannot be played yet, or any more, says so. Without a script the browser's own player plays the
/// mp4; with one, ours plays what the line carries.
struct FilmFigure: Component {
  let film: MediaFilm?
  let title: String
  var watching: WatchedFilm?

  static let scripts = ["pages/film.js"]

  var body: HTML {
    if let film, let source = film.film {
      figure([.class("video-figure film-player"), .role("region"), .aria("label", "Film: \(title)")] + facts(film)) {
        div(.class("film-stage")) {
          Markup.video(src: source, label: title, [.class("film-file"), .loadsOnPlay] + poster(film)) {
            for captions in film.captions {
              track(.captions, src: captions.link, language: captions.language.text, label: captions.label)
            }
            "Your browser plays no videos."
          }
          button(.button, .class("film-start"), .hidden) {
            Icon.play
            span { start }
          }
        }
        FilmControls(film: film)
        if let watching { WatchedWords(film: watching) }
      }
    } else if film?.file.state == .processing {
      Callout(.info, "This video is being made ready") { p { "Come back in a few minutes." } }
    } else {
      Callout(.bad, "This video cannot be played") { p { film?.file.failure ?? "It was taken away." } }
    }
  }

  private var start: String {
    watching?.watching?.resume.map { "Go on at \(FilmTime(seconds: $0 / 1000).text)" } ?? "Play"
  }

  private func poster(_ film: MediaFilm) -> [Attribute] { film.poster.map { [Attribute.poster($0)] } ?? [] }

  /// What the script needs to know.
  private func facts(_ film: MediaFilm) -> [Attribute] {
    var facts: [Attribute] = [.data("film", film.file.id.text)]
    if let playlist = film.playlist { facts.append(.data("playlist", playlist.text)) }
    if let sheet = film.sheet {
      facts += [
        .data("sheet", sheet.link.text), .data("sheet-step", "\(sheet.stepMilliseconds)"),
        .data("sheet-count", "\(sheet.count)"), .data("sheet-columns", "\(sheet.columns)"),
        .data("sheet-rows", "\(sheet.rows)"),
      ]
    }
    if let watching {
      facts += [
        .data("watch", watching.report.text), .data("csrf", watching.csrf),
        .data("place", "\(watching.watching?.resume ?? 0)"),
      ]
    }
    return facts
  }
}

/// The row below a film, which the script shows. Time runs from left to right in every language.
private struct FilmControls: Component {
  let film: MediaFilm
  private var length: Int { (film.file.durationMilliseconds ?? 0) / 1000 }

  var body: HTML {
    div(.class("film-controls"), .direction(.leftToRight), .hidden) {
      div(.class("film-line")) {
        div(.class("film-peek"), .aria("hidden", "true"), .hidden) {
          span(.class("film-peek-picture")) {}
          span(.class("film-peek-time")) {}
        }
        input(
          .range, name: "place", .class("film-seek"), .min("0"), .max(String(length)), .step("0.1"), .value("0"),
          .aria("label", "Place in the film"))
      }
      div(.class("film-row")) {
        press("play", "Play", "Pause", [.play, .pause])
        press("back", "Back 10 seconds", nil, [.rewind])
        press("on", "On 10 seconds", nil, [.forward])
        press("mute", "Mute", "Sound on", [.sound, .soundOff])
        span(.class("film-time")) {
          span(.class("film-now")) { "0:00" }
          " / \(FilmTime(seconds: length).text)"
        }
        choices
        press("inset", "Picture in picture", nil, [.inset])
        press("full", "Full screen", "Leave full screen", [.expand])
      }
      details(.class("film-keys")) {
        summary {
          Icon.keyboard
          "Keys"
        }
        p { Self.keys }
      }
      p(.class("film-note"), .role("status")) {}
    }
  }

  @HTMLBuilder private var choices: HTML {
    if !film.captions.isEmpty {
      choice("captions", "Captions", [("", "No captions")] + film.captions.map { ($0.language.text, $0.label) }, "")
    }
    choice("speed", "Speed", Self.speeds.map { ($0, "\($0)×") }, "1")
  }
  private static let speeds = ["0.5", "0.75", "1", "1.25", "1.5", "1.75", "2"]
  private static let keys = """
    k or space plays and pauses, j and l go 10 seconds back and on, the arrows 5, f fills the screen, c shows captions, \
    m mutes, < and > change the speed.
    """

  private func choice(_ name: String, _ label: String, _ choices: [(String, String)], _ chosen: String) -> HTML {
    select(name: name, .class("control film-choice film-\(name)"), .aria("label", label)) {
      for (value, words) in choices { option(value: value, .selected(when: value == chosen)) { words } }
    }
  }

  /// A button with one look for each of its two states.
  private func press(_ name: String, _ label: String, _ other: String?, _ icons: [Icon]) -> HTML {
    button(
      .button,
      [
        .class("button button-quiet button-icon film-do-\(name)"), .aria("label", label), .title(label),
        .data("other", other ?? "", when: other != nil),
      ]
    ) { for icon in icons { icon } }
  }
}

/// How much was seen, and what that means.
private struct WatchedWords: Component {
  let film: WatchedFilm

  var body: HTML {
    p(.class("film-share")) {
      "You have seen "
      span(.class("film-percent")) { "\(film.watching?.share.whole ?? 0)" }
      " % of this video. "
      film.isDone ? "It is done." : "It counts as done once you have seen \(Watching.enough) %."
    }
  }
}
