public import EvolvCore
public import Routing
public import SQLStore

// Notes and bookmarks are a learner's own: nobody else reads them, whatever they may do otherwise. To write one, the learner
// must be able to open the item; to read it again, nothing but to have written it.

/// What learners write down and mark while they learn.
public enum Notes: Feature {
  public static let name = "Notes"
  public static let tables = ["notes", "bookmarks"]
  public static let readsTables = ["courses", "course_items"]
  public static let migrations: [Migration] = [.notes]

  public static func register(on table: inout RouteTable<Context>) {
    NoteRoutes.register(on: &table)
    NoteAPI.register(on: &table)
  }

  public static func personPlaces(for viewer: Viewer) -> [Destination] {
    viewer.isSignedIn ? [Destination("Notes and bookmarks", icon: "note", link: NoteRoutes.list.path())] : []
  }
}
