public import Essentials
public import Markup

/// One screen: its name, the shell it stands in, and what it says.
public protocol Page {
  /// What the tab, the history and a bookmark say; without the school's name.
  var title: String { get }
  /// One sentence for search results and messages that quote the page.
  var description: String? { get }
  /// What surrounds the page.
  var shell: Shell { get }
  /// The thing that the page is about, whose history those may see who may see the log.
  var thing: UUIDBits? { get }
  /// False for pages that no search engine should keep.
  var isIndexed: Bool { get }
  /// Scripts of its own, by their path in `Public`: what few pages need, the others do not load.
  var scripts: [String] { get }
  @HTMLBuilder var body: HTML { get }
}

extension Page {
  public var description: String? { nil }
  public var shell: Shell { .app }
  public var thing: UUIDBits? { nil }
  public var isIndexed: Bool { if case .public = shell { true } else { false } }
  public var scripts: [String] { [] }
}

/// What surrounds a page.
public enum Shell: Sendable {
  /// Top bar and footer: for everyone.
  case `public`
  /// Rail, top bar and bottom bar: for those who have signed in.
  case app
  /// Nothing but the lesson; the page brings a `PlayerShell`.
  case player
  /// A lesson, or the list of them, that a device keeps: nothing around it asks for a network.
  case kept(since: Instant?)
  /// One narrow column: signing in, faults.
  case bare
}
