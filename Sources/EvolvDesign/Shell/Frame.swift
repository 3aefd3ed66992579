public import Essentials
public import EvolvCore
public import Markup

/// Everything a page's shell needs to know, as plain values.
public struct Frame: Sendable {
  public var school: String
  public var hue: Hue
  public var home: Link
  public var person: FramePerson?
  /// The places of the rail and the bottom bar, or of the top bar.
  public var places: [Place]
  /// The places of the person's menu; for visitors, the ways in.
  public var personPlaces: [Place]
  public var footer: [FooterColumn]
  /// The forgery token of this person's forms.
  public var csrf: String
  public var theme: Theme
  public var reading: ReadingStyle
  /// The person narrowed the rail to its icons.
  public var isRailNarrow = false
  public var language: String
  public var direction: TextDirection
  public var flashes: [Flash]
  /// A line above everything, such as that this school is a demonstration.
  public var banner: String?
  /// Set while someone acts as another person.
  public var acting: ActingNote?
  public var path: String
  public var actions: FrameActions
  public var canonical: Link?
  /// The school's colors and pictures; nil where the standard holds.
  public var brand: Brand?
  /// What makes an app of the school, and its picture on the screens of phones.
  public var manifest: Link?, touchIcon: Link?
  /// Where one reads all that happened to a thing, by `entity`; nil for those who may not.
  public var history: Link?
  /// Keeps what looks the same in every frame like this one.
  public var drawn = DrawnParts()
  /// The hashed address of a file of `Public`, by its path there; `site.css` and `site.js` are the joined ones.
  public var asset: @Sendable (String) -> Link

  public init(
    school: String, hue: Hue = .standard, home: Link, person: FramePerson? = nil, places: [Place] = [],
    personPlaces: [Place] = [], footer: [FooterColumn] = [], csrf: String, theme: Theme = .auto,
    reading: ReadingStyle = ReadingStyle(), language: String = "en", direction: TextDirection = .leftToRight,
    flashes: [Flash] = [], banner: String? = nil, path: String,
    actions: FrameActions = FrameActions(), canonical: Link? = nil, asset: @escaping @Sendable (String) -> Link
  ) {
    self.school = school
    self.hue = hue
    self.home = home
    self.person = person
    self.places = places
    self.personPlaces = personPlaces
    self.footer = footer
    self.csrf = csrf
    self.theme = theme
    self.reading = reading
    self.language = language
    self.direction = direction
    self.flashes = flashes
    self.banner = banner
    self.path = path
    self.actions = actions
    self.canonical = canonical
    self.asset = asset
  }
}

/// Where the shell's own controls lead; what is nil is not shown.
public struct FrameActions: Sendable {
  /// The search page, which reads `q`; also what the palette asks.
  public var search: Link?
  public var notifications: Link?
  public var unreadCount: Int
  /// Takes `theme` by POST and returns to `next`.
  public var theme: Link?
  /// Takes a POST.
  public var signOut: Link?

  public init(
    search: Link? = nil, notifications: Link? = nil, unreadCount: Int = 0, theme: Link? = nil, signOut: Link? = nil
  ) {
    self.search = search
    self.notifications = notifications
    self.unreadCount = unreadCount
    self.theme = theme
    self.signOut = signOut
  }
}

/// The person who is looking.
public struct FramePerson: Sendable {
  public var name: String
  public var role: String
  public var picture: Link?
  /// Tells this person from others who use the same browser.
  public var key: String

  public init(name: String, role: String, picture: Link? = nil, key: String = "") {
    self.name = name
    self.role = role
    self.key = key
    self.picture = picture
  }
}

/// A place one can go to.
public struct Place: Sendable {
  public var label: String
  public var icon: Icon
  public var link: Link
  public var isCurrent: Bool
  /// How many things wait there.
  public var count: Int

  public init(_ label: String, _ icon: Icon, _ link: Link, isCurrent: Bool = false, count: Int = 0) {
    self.label = label
    self.icon = icon
    self.link = link
    self.isCurrent = isCurrent
    self.count = count
  }
}

/// A column of the footer.
public struct FooterColumn: Sendable {
  public var heading: String
  public var links: [(label: String, link: Link)]

  public init(_ heading: String, _ links: [(label: String, link: Link)]) {
    self.heading = heading
    self.links = links
  }
}

/// Light, dark, or what the device prefers.
public enum Theme: String, Sendable, CaseIterable { case auto, light, dark }
