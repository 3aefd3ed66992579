public import Essentials
public import EvolvCore
internal import Markup
public import Routing
public import SQLStore

// Where a page meets its request: the frame is made of the context here and nowhere else.

extension Context {
  /// Answers with `page` in the frame of this request.
  public func page(_ page: some Page, status: Int = 200) -> Response {
    var frame = frame
    frame.flashes = takeFlashes()
    var response = Response(status: status, type: "text/html; charset=utf-8", render(page, in: frame).bytes)
    // A page holds what only its reader may see, and a token of its own.
    response.fields.append(("Cache-Control", viewer.isSignedIn ? "no-store" : "no-cache, private"))
    return response
  }

  /// Leads on to `target`, which shows `message` once.
  public func redirect(to target: Link, saying message: String, _ tone: Tone = .good) -> Response {
    let text = FlashText(tone: tone, text: message).text
    jar.set(Cookie(facilities.cookieName("flash"), text, lifetimeSeconds: 60, isSecure: facilities.isSecure))
    var response = Redirect(to: target).response()
    // A script that shows how far an upload is goes there itself; followed unseen, the page would take the message.
    if request.head.headers["x-tells-way"] != nil { response.status = 204 }
    return response
  }

  /// What a button does: a command in a transaction, and then the way on with a word about it. `run` is another way to run
  /// a transaction, such as one that knows what its constraints mean.
  public func act<Done: Sendable>(
    by run: @escaping (@escaping @Sendable (Transaction) async throws -> Done) async throws -> Done,
    _ command: @escaping @Sendable (_ transaction: Transaction, _ viewer: Viewer, _ now: Instant) async throws -> Done,
    then next: (Done) -> (to: Link, saying: String)
  ) async throws -> Response {
    let viewer = viewer, now = now
    let work: @Sendable (Transaction) async throws -> Done = { try await command($0, viewer, now) }
    let way = next(try await run(work))
    return redirect(to: way.to, saying: way.saying)
  }
  public func act<Done: Sendable>(
    _ command: @escaping @Sendable (_ transaction: Transaction, _ viewer: Viewer, _ now: Instant) async throws -> Done,
    then next: (Done) -> (to: Link, saying: String)
  ) async throws -> Response {
    try await act(by: { try await db.transaction($0) }, command, then: next)
  }

  /// Everything around a page.
  public var frame: Frame {
    let setting = facilities.frame(viewer)
    var frame = Frame(
      school: facilities.schoolName, home: setting.home, csrf: forgeryToken, path: request.head.target,
      asset: facilities.asset)
    frame.person = viewer.identity.map {
      FramePerson(name: $0.name, role: roles.title(of: $0.role), key: $0.person.text)
    }
    frame.places = setting.places.map { Place($0, isCurrent: isCurrent($0.link)) }
    frame.personPlaces = setting.personPlaces.map { Place($0) }
    frame.footer = setting.footer.map { column in
      FooterColumn(column.heading, column.places.map { (label: $0.label, link: $0.link) })
    }
    frame.actions = FrameActions(
      search: setting.search, theme: setting.theme, signOut: viewer.isSignedIn ? setting.signOut : nil)
    frame.theme = request.head.cookie(facilities.cookieName("theme")).flatMap { Theme(rawValue: $0) } ?? .auto
    frame.reading = ReadingStyle(cookie: request.head.cookie(ReadingStyle.cookie))
    frame.isRailNarrow = request.head.cookie("rail") == "narrow"
    frame.history = setting.history
    frame.drawn = setting.drawn
    frame.manifest = setting.manifest
    frame.touchIcon = setting.touchIcon
    frame.brand = facilities.chosen.consequence(Brand.self)
    if let actor = viewer.identity?.actor, let stop = setting.stopActing {
      frame.acting = ActingNote(actor: actor.name, person: viewer.identity?.name ?? "", stop: stop)
    }
    frame.banner = facilities.isDemo ? "A demo school: everything here is made up." : nil
    return frame
  }

  private func isCurrent(_ link: Link) -> Bool {
    request.head.path == link.text || (link.text != "/" && request.head.path.hasPrefix(link.text + "/"))
  }

  private func takeFlashes() -> [Flash] {
    let name = facilities.cookieName("flash")
    guard let text = request.head.cookie(name) else { return [] }
    jar.set(Cookie(name, "", lifetimeSeconds: 0, isSecure: facilities.isSecure))
    guard let flash = FlashText(text: text) else { return [] }
    return [Flash(flash.tone, flash.message)]
  }
}

extension Place {
  fileprivate init(_ destination: Destination, isCurrent: Bool = false) {
    self.init(destination.label, Icon(named: destination.icon) ?? .circle, destination.link, isCurrent: isCurrent)
  }
}

/// A message on its way to the next page, in a cookie: the tone, a dot, the percent-encoded text.
private struct FlashText {
  let tone: Tone
  let message: String

  init(tone: Tone, text: String) {
    self.tone = tone
    message = text
  }
  init?(text: String) {
    let parts = text.split(separator: ".", maxSplits: 1)
    guard parts.count == 2, text.utf8.count < 1000, let tone = Tone(rawValue: String(parts[0])),
      let message = String(parts[1]).percentDecoded
    else { return nil }
    self.tone = tone
    self.message = message
  }
  var text: String { "\(tone.rawValue).\(message.percentEncoded)" }
}
