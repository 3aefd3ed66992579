public import Essentials
public import EvolvCore
public import Routing

// One box for everything a school teaches. Anyone finds published courses by title, description, instructor and outline;
// who may open a lesson, a video or a material also finds it by the words in it. Both indexes belong to Courses, whose
// commands keep them; what a viewer may not see does not exist here either. What was typed is words and never an
// operator (`SearchTerms`).

/// Finding courses and what stands in them.
public enum Search: Feature {
  public static let name = "Search"
  public static let tables: [String] = []
  public static let readsTables = ["courses", "course_items", "course_words", "item_words"]

  public static func register(on table: inout RouteTable<Context>) {
    SearchRoutes.register(on: &table)
    SearchAPI.register(on: &table)
  }

  /// Where the search of every page leads.
  public static let page = SearchRoutes.show.path()
}
