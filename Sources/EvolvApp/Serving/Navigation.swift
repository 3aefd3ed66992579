internal import Accounts
internal import Essentials
internal import EvolvCore
internal import Routing
internal import Teaching

/// What surrounds the pages of those who may do the same: made once, since it is a good part of every page.
final class Frames: Sendable {
  private let made = Cache<Viewer, FrameSetting>(most: 256)

  func frame(for viewer: Viewer) -> FrameSetting {
    let anyone = viewer.unnamed
    return made.value(for: anyone) { App.frame(for: anyone) }
  }
}

extension App {
  /// What surrounds the pages of this viewer: what each feature offers, in the order of what it is for.
  fileprivate static func frame(for viewer: Viewer) -> FrameSetting {
    var frame = FrameSetting(home: Operations.home)
    let places = features.flatMap { $0.places(for: viewer) }
    frame.places = standings.flatMap { standing in places.filter { $0.standing == standing } }
    frame.personPlaces = features.flatMap { $0.personPlaces(for: viewer) }
    frame.footer = footer(frame)
    frame.theme = Operations.theme.path()
    frame.search = Search.page
    frame.history = Audit.log(for: viewer)
    frame.signOut = Identity.signOut
    frame.stopActing = Roles.stopActing
    frame.manifest = Offline.manifest
    frame.touchIcon = Offline.touchIcon
    return frame
  }

  private static let standings: [Destination.Standing] = [.own, .work, .upkeep]

  /// The same places in words, and what belongs to builders.
  private static func footer(_ frame: FrameSetting) -> [FrameSetting.Column] {
    let columns = [
      FrameSetting.Column("Learn", frame.places.filter { $0.standing == .own } + [Certificates.check]),
      FrameSetting.Column("Run the school", frame.places.filter { $0.standing != .own }),
      FrameSetting.Column("You", frame.personPlaces),
      FrameSetting.Column("For builders", Operations.forBuilders),
    ]
    return columns.filter { !$0.places.isEmpty }
  }
}
