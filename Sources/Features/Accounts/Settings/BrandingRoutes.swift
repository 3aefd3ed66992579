internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import FileStorage
internal import Payloads
internal import Routing

/// What the school looks like: its page, and what every page loads of it.
enum BrandingRoutes {
  static let show = Route.get("/admin/settings/branding", by: .may(.manageSettings), "See what the school looks like")
  static let save = Route.post(
    "/admin/settings/branding", by: .may(.manageSettings), "Change the school's colors")
  static let preview = Route.get(
    "/admin/settings/branding/preview.css", by: .may(.manageSettings), "Show colors that are not chosen yet")
  static let savePicture = Route.post(
    "/admin/settings/branding/{picture}", BrandPicture.self, by: .may(.manageSettings),
    body: .upload(limit: FilePurpose.branding.bodyLimit), "Give the school a logo or an icon")
  static let removePicture = Route.post(
    "/admin/settings/branding/{picture}/removal", BrandPicture.self, by: .may(.manageSettings),
    "Take a picture of the school away")

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context in context.page(BrandingPage(context, Draft())) }
    table.on(save) { context in
      try await context.form(ColorForm.self) { form in
        try await context.changeSettings(BrandingSettings.self) { try form.applied(to: $0) }
        return context.redirect(to: show.path(), saying: "Saved. Every page has these colors now.")
      } again: { draft in
        context.page(BrandingPage(context, draft))
      }
    }
    table.on(savePicture) { context, picture in
      do {
        _ = try await context.takePicture(as: picture)
        return context.redirect(to: show.path(), saying: "The \(picture.words) is there.")
      } catch Problem.invalid(let errors) {
        let fault = errors.first.map { "The picture \($0.message)." }
        return context.page(BrandingPage(context, Draft(), pictureFault: fault), status: 422)
      }
    }
    table.on(removePicture) { context, picture in
      try await context.setPicture(nil, as: picture)
      return context.redirect(to: show.path(), saying: "The \(picture.words) is gone.")
    }
    registerShown(on: &table)
  }

  private static func registerShown(on table: inout RouteTable<Context>) {
    table.on(BrandRoutes.stylesheet) { context in
      let brand = context.facilities.chosen.consequence(Brand.self)
      return context.sheet(brand.sheet, isKept: context.version == brand.version)
    }
    table.on(preview) { context in
      let query = try context.request.query(PreviewQuery.self)
      return context.sheet(Array(BrandSheet.preview(query.branding).utf8), isKept: false)
    }
    table.on(BrandRoutes.picture) { context, kind in
      guard let picture = kind.picture(of: context.settings(BrandingSettings.self)),
        let digest = FileDigest(pathText: picture.digest)
      else { throw Problem.notFound("picture") }
      var response = try await context.response(of: digest, type: picture.type)
      let isKept = context.version == String(picture.digest.prefix(12))
      response.fields += [("Cache-Control", isKept ? Self.forEver : "no-cache"), ("Content-Disposition", "inline")]
      return response
    }
  }

  static let forEver = "public, max-age=31536000, immutable"
}

extension BrandPicture {
  var words: String {
    switch self {
    case .logo: "logo"
    case .logoOnDark: "logo for dark grounds"
    case .icon: "icon"
    }
  }
}

extension FilePurpose {
  /// Small pictures without script.
  static let branding = FilePurpose(
    name: "branding", types: ["image/png", "image/jpeg", "image/webp", "image/gif"], limit: 1 << 20)
  /// A picture and what a form says around it.
  var bodyLimit: Int { limit + 16_384 }
}

extension Context {
  /// The version that the address names, after which nothing needs to be asked again.
  fileprivate var version: String? {
    request.head.query.split(separator: "&").first { $0.hasPrefix("v=") }.map { String($0.dropFirst(2)) }
  }

  fileprivate func sheet(_ bytes: [UInt8], isKept: Bool) -> Response {
    var response = Response(status: 200, type: "text/css; charset=utf-8", bytes)
    response.fields.append(("Cache-Control", isKept ? BrandingRoutes.forEver : "no-cache"))
    return response
  }

  /// Keeps the picture that was sent and shows it from now on.
  func takePicture(as kind: BrandPicture) async throws -> BrandingSettings {
    try viewer.require(.manageSettings)
    guard let file = try request.file("file") else { throw Problem.invalid("file", "missing", "is required") }
    let stored = try await keep(file, as: .branding)
    guard let pixels = stored.pixels, pixels.width <= 4000, pixels.height <= 4000 else {
      throw Problem.invalid("file", "too_many_pixels", "must have at most 4000 pixels each way")
    }
    let picture = KeptPicture(
      digest: stored.digest.text, type: stored.type, width: pixels.width, height: pixels.height)
    return try await setPicture(picture, as: kind)
  }

  @discardableResult func setPicture(_ picture: KeptPicture?, as kind: BrandPicture) async throws -> BrandingSettings {
    try await changeSettings(BrandingSettings.self) { old in
      var branding = old
      switch kind {
      case .logo: branding.logo = picture
      case .logoOnDark: branding.logoOnDark = picture
      case .icon: branding.icon = picture
      }
      return branding
    }
  }
}
