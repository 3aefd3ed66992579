internal import Essentials
public import EvolvCore
public import Routing
public import SQLStore

/// Teams: people who belong together, such as the staff that a company sends to the school. Whoever makes a team owns it,
/// and invites others by mail; an invitation holds for a week, works once, and is for the one address that it was sent to:
/// who has an account there accepts it signed in, who has none makes one through it, and the address counts as confirmed.
///
/// Members see each other; admins of a team also invite, remove and change the role of those who are not owners; owners
/// also name owners and end the team. Whoever manages teams for the school acts in each as an owner.
///
/// What must never break: a team has an owner, whatever is clicked at the same time (the team's row is locked first by
/// whatever changes its members); an invitation is used once and stored as a digest; a team one is not in does not exist.
public enum Teams: Feature {
  public static let name = "Teams"
  public static let tables = ["teams", "team_members", "team_invitations"]
  public static let readsTables = ["users"]
  public static let mails = TeamMail.all
  public static let migrations: [Migration] = [.teams]

  public static func register(on table: inout RouteTable<Context>) {
    TeamRoutes.register(on: &table)
    TeamSettingsRoutes.register(on: &table)
    MemberRoutes.register(on: &table)
    InvitationRoutes.register(on: &table)
    TeamAPI.register(on: &table)
    InvitationAPI.register(on: &table)
  }

  public static func personPlaces(for viewer: Viewer) -> [Destination] {
    viewer.isSignedIn ? [Destination("Your teams", icon: "people", link: TeamRoutes.list.path())] : []
  }
}
