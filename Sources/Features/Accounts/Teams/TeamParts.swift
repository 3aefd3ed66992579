internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing
internal import SQLStore

/// The head of the pages of one team.
struct TeamHead: Component {
  enum Part { case members, invitations, settings }
  let team: Team
  let current: Part
  let viewer: Viewer

  var body: HTML {
    PageHeader(
      team.name, lead: team.memberWords, crumbs: Breadcrumbs([("Your teams", TeamRoutes.list.path())])
    ) {
      if team.isManaged(by: viewer), current != .invitations {
        Button("Invite people", to: InvitationRoutes.list.path(.slug(team.slug)), .primary, icon: .mail)
      }
    }
    if team.isManaged(by: viewer) {
      Tabs(
        "Parts of the team",
        [
          Tabs.Tab("Members", to: TeamRoutes.show.path(.slug(team.slug)), isCurrent: current == .members),
          Tabs.Tab(
            "Invitations", to: InvitationRoutes.list.path(.slug(team.slug)), isCurrent: current == .invitations),
          Tabs.Tab("Settings", to: TeamSettingsRoutes.show.path(.slug(team.slug)), isCurrent: current == .settings),
        ])
    }
  }
}

extension Team {
  var memberWords: String { memberCount == 1 ? "1 member" : "\(memberCount) members" }
}

extension TeamRole {
  var badge: Badge {
    switch self {
    case .owner: Badge(words, .accent, icon: .star)
    case .admin: Badge(words, .info)
    case .member: Badge(words)
    }
  }
}

/// The way through a list of numbered pages.
struct NumberedPages: Component {
  let place: PagePlace, total: Int, one: String, many: String
  let link: (Int) -> Link

  init(_ place: PagePlace, total: Int, of things: (one: String, many: String), link: @escaping (Int) -> Link) {
    self.place = place
    self.total = total
    one = things.one
    many = things.many
    self.link = link
  }

  var body: HTML {
    if total > place.size || place.number > 1 {
      let first = min(place.skipped + 1, total), last = min(place.skipped + place.size, total)
      Pagination(
        "\(first) to \(last) of \(total) \(total == 1 ? one : many)",
        previous: place.number > 1 ? link(place.number - 1) : nil, next: last < total ? link(place.number + 1) : nil)
    }
  }
}
