public import Essentials
public import EvolvCore
public import Routing

// Lessons can be read without a network. A learner marks a lesson or a course in the player; a script of ours asks for a
// copy of each lesson, a page of its own without tokens and names, and keeps it with its pictures on the device. From then
// on a service worker shows the copy where the network does not answer. What is marked done meanwhile waits on the device
// and is sent once: each step has a key of its own (`RepeatedCalls`). The server decides what may be kept: the course must
// allow it and the lesson be open; what is no longer so is taken from the device as soon as there is a network. Nothing is
// kept beyond the sign-out, and nothing for longer than a month without asking.

/// Reading without a network, and the school as an app.
public enum Offline: Feature {
  public static let name = "Offline"
  public static let tables: [String] = []
  public static let readsTables = ["courses", "course_items", "course_enrollments"]

  public static let manifest = Installing.manifest.path()
  public static let touchIcon = Installing.picture.path(.touch)

  public static func register(on table: inout RouteTable<Context>) {
    OfflineRoutes.register(on: &table)
    OfflineAPI.register(on: &table)
    Installing.register(on: &table)
  }

  public static func personPlaces(for viewer: Viewer) -> [Destination] {
    viewer.isSignedIn ? [Destination("Kept offline", icon: "download", link: OfflineRoutes.list.path())] : []
  }
}
