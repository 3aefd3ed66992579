internal import Drawing
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import FileStorage
internal import Payloads
internal import Routing

/// The school as an app on a phone or a desktop: what it is called, its pictures, and the worker that stands in for the
/// network.
enum Installing {
  static let manifest = Route.get("/manifest.webmanifest", by: .everyone, "Describe the school as an app")
  static let worker = Route.get("/service-worker.js", by: .everyone, "Stand in where the network does not answer")
  static let picture = Route.get("/app-icons/{icon}", AppIcon.self, by: .everyone, "Show the app's picture")

  static func register(on table: inout RouteTable<Context>) {
    table.on(manifest) { context in
      var response = Response(status: 200, type: "application/manifest+json", AppManifest(context).json)
      response.fields.append(("Cache-Control", "no-cache"))
      return response
    }
    table.on(worker) { context in
      var response = Response(
        status: 200, type: "text/javascript; charset=utf-8", Array(try WorkerText(context).text.utf8))
      // A browser asks for it again and takes up a new one when a byte of it differs.
      response.fields += [("Cache-Control", "no-cache"), ("Service-Worker-Allowed", "/")]
      return response
    }
    table.on(picture) { context, icon in
      let branding = context.settings(BrandingSettings.self)
      let version = "\((branding.primary ?? BrandColor.standard).text) \(branding.icon?.digest ?? "")"
      var response = Response(
        status: 200, type: "image/png", try await icon.bytes(branding, version, context.facilities.files))
      response.fields.append(("Cache-Control", "public, max-age=86400"))
      return response
    }
  }
}

/// What is the first line of the worker: the versions that it keeps, so that it is another one after each change of them.
private struct WorkerText {
  let text: String

  init(_ context: Context) throws {
    let asset = context.facilities.asset, brand = context.facilities.chosen.consequence(Brand.self)
    let files = [
      asset("site.css"), asset("site.js"), asset("pages/kept.js"), brand.icon ?? asset("favicon.svg"), brand.stylesheet,
    ]
    let shell = WorkerShell(page: OfflineRoutes.list.path().text, files: files.compactMap { $0?.text })
    text = """
      self.shell = \(String(decoding: shell.json, as: UTF8.self));
      importScripts("\(asset("pages/worker.js").text)");

      """
  }
}

private struct WorkerShell: Payload {
  let page: String, files: [String]
  static let shape = Shape("WorkerShell", Self.init, Field("page", \.page), Field("files", \.files))
}

/// The web app manifest.
struct AppManifest: Payload {
  let id: String, name: String, shortName: String, lang: String, startURL: String, scope: String, display: String,
    themeColor: String, backgroundColor: String, icons: [AppManifestIcon]
  static let shape = Shape(
    "AppManifest", Self.init, Field("id", \.id), Field("name", \.name), Field("short_name", \.shortName),
    Field("lang", \.lang), Field("start_url", \.startURL), Field("scope", \.scope), Field("display", \.display),
    Field("theme_color", \.themeColor), Field("background_color", \.backgroundColor), Field("icons", \.icons))
}

struct AppManifestIcon: Payload {
  let src: String, sizes: String, type: String, purpose: String
  static let shape = Shape(
    "AppManifestIcon", Self.init, Field("src", \.src), Field("sizes", \.sizes), Field("type", \.type),
    Field("purpose", \.purpose))
}

extension AppManifest {
  init(_ context: Context) {
    let school = context.facilities.schoolName, branding = context.settings(BrandingSettings.self)
    let color = BrandColor(branding.primary ?? BrandColor.standard).light.plain
    var icons = AppIcon.allCases.filter { $0 != .touch }.map { icon in
      AppManifestIcon(
        src: Installing.picture.path(icon).text, sizes: "\(icon.pixels)x\(icon.pixels)", type: "image/png",
        purpose: icon.isMaskable ? "maskable" : "any")
    }
    if branding.icon == nil {
      icons.append(
        AppManifestIcon(
          src: context.facilities.asset("favicon.svg").text, sizes: "any", type: "image/svg+xml", purpose: "any"))
    }
    self.init(
      id: "/", name: school, shortName: String(school.prefix(24)), lang: "en",
      startURL: LearningRoutes.dashboard.path().text, scope: "/", display: "standalone", themeColor: color.text,
      backgroundColor: "#fcfcfd", icons: icons)
  }
}

/// The pictures of the app.
enum AppIcon: String, PathValue, CaseIterable, Sendable {
  case small = "app-192.png"
  case large = "app-512.png"
  /// Its ground reaches the edges, so that a system may cut any shape out of it.
  case maskable = "app-maskable-512.png"
  /// For systems that read no manifest and round the corners themselves.
  case touch = "app-180.png"

  init?(pathText: String) { self.init(rawValue: pathText) }
  var pathText: String { rawValue }
  static var pathFormat: PathFormat { .text }

  var pixels: Int {
    switch self {
    case .small: 192
    case .large, .maskable: 512
    case .touch: 180
    }
  }
  var isMaskable: Bool { self == .maskable || self == .touch }
}

extension AppIcon {
  /// Drawn once for each branding.
  private static let drawn = Cache<String, [UInt8]>(most: 32)

  fileprivate func bytes(_ branding: BrandingSettings, _ version: String, _ files: FileStore) async throws -> [UInt8] {
    let key = rawValue + " " + version
    if let known = Self.drawn[key] { return known }
    let color = Ink(BrandColor(branding.primary ?? BrandColor.standard).light.plain)
    let own = branding.icon?.type == "image/png" ? branding.icon.flatMap { FileDigest(pathText: $0.digest) } : nil
    let png = if let own { try await files.bytes(of: own) } else { nil as [UInt8]? }
    let facts = DocumentFacts(title: "", author: "", createdAt: Instant(microseconds: 0))
    let bytes = try await Drawing.make(
      .png(scale: Double(pixels) / 24), on: Paper(width: 24, height: 24), about: facts
    ) { draw(on: $0, color, png) }
    Self.drawn.keep(bytes, for: key)
    return bytes
  }

  /// On a grid of 24: the school's own picture on paper, else the mark of three rising pages in the school's color. What is
  /// maskable keeps its picture within the inner four fifths.
  private func draw(on canvas: Canvas, _ color: Ink, _ png: [UInt8]?) {
    canvas.fill(0, 0, 24, 24, corner: isMaskable ? 0 : 5.5, png == nil ? color : .white)
    let room = isMaskable ? 13.0 : 16.8, edge = (24 - room) / 2
    if let png, canvas.picture(png, edge, edge, room, room) { return }
    if png != nil { canvas.fill(0, 0, 24, 24, corner: isMaskable ? 0 : 5.5, color) }
    let scale = isMaskable ? 0.8 : 1.0
    for (line, cover) in [(16.5, 1.0), (12.2, 0.75), (7.9, 0.5)] {
      page(on: canvas, at: line, scale, Ink.white.covering(cover))
    }
  }

  private func page(on canvas: Canvas, at height: Double, _ scale: Double, _ ink: Ink) {
    func on(_ place: Double) -> Double { 12 + (place - 12) * scale }
    let high = on(height - 1), middle = on(height + 0.3)
    canvas.draw(
      [
        .move(on(6), on(height)), .curve(on(8.2), high, on(10), high, to: on(12), middle),
        .curve(on(14), high, on(15.8), high, to: on(18), on(height)),
      ], width: 1.8 * scale, ink)
  }
}
