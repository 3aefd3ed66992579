internal import Accounts
internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// Where programs find badges and what they check them with; no one signs in for it.
enum BadgeRoutes {
  static let issuer = Route.get("/badges/issuer", by: .everyone, "Tell programs who issues badges")
  static let keys = Route.get("/badges/jwks.json", by: .everyone, "Give the keys that badges are checked with")
  static let key = Route.get(
    "/badges/keys/{key}", String.self, by: .everyone, "Give one key that badges are checked with")
  static let achievement = Route.get(
    "/badges/achievements/{course}", ID<Course>.self, by: .everyone, "Tell programs what a badge is given for")
  static let statusList = Route.get(
    "/badges/status/{list}", String.self, by: .everyone, "Tell programs which badges were revoked")
  static let credential = Route.get(
    "/badges/{certificate}", String.self, by: .everyone, "Give a badge as a signed text")
  static let png = Route.get(
    "/badges/{certificate}/badge.png", String.self, by: .everyone, "Give a badge as a picture (PNG)")
  static let svg = Route.get(
    "/badges/{certificate}/badge.svg", String.self, by: .everyone, "Give a badge as a drawing (SVG)")
  static let changeKey = Route.post(
    "/admin/certificates/keys", by: .may(.manageSettings), "Sign badges with another key")

  static func register(on table: inout RouteTable<Context>) {
    table.on(issuer) { context in
      let contact = context.settings(GeneralSettings.self).contactEmail?.text
      let profile = BadgeIssuer(name: context.facilities.schoolName, BadgeAddresses(context.facilities), contact)
      return Response.badge("application/ld+json", profile.profile)
    }
    table.on(keys) { context in
      let addresses = BadgeAddresses(context.facilities)
      let keys = try await context.publishedKeys().map { $0.named(addresses.key($0.kid)) }
      return Response.badge("application/jwk-set+json", PublishedKeys(keys: keys).json)
    }
    table.on(key) { context, name in
      guard let found = try await context.publishedKeys().first(where: { $0.kid == name }) else {
        throw Problem.notFound("key")
      }
      return Response.badge("application/jwk+json", found.named(BadgeAddresses(context.facilities).key(name)).json)
    }
    table.on(achievement) { context, id in
      let course = try await context.db.course(.id(id), for: context.viewer)
      return Response.badge(
        "application/ld+json", BadgeAchievement(course, BadgeAddresses(context.facilities)).document)
    }
    table.on(changeKey) { context in
      try await context.makeIssuerKey(unlessThere: false, by: context.viewer)
      return context.redirect(
        to: CertificateAdminRoutes.templates.path(), saying: "A new key signs from now on. What was signed still holds."
      )
    }
    registerSigned(on: &table)
  }

  private static func registerSigned(on table: inout RouteTable<Context>) {
    table.on(statusList) { context, text in
      guard let number = Int(text), (0...10_000).contains(number), String(number) == text else {
        throw Problem.notFound("list")
      }
      let list = StatusList(
        number: number, revoked: try await context.db.revokedPlaces(in: number),
        addresses: BadgeAddresses(context.facilities), now: context.now)
      return Response.badge("application/vc+jwt", Array(try await context.signed(list.payload).utf8))
    }
    table.on(credential) { context, token in
      Response.badge("application/vc+jwt", Array(try await context.badge(token).signed.utf8))
    }
    table.on(png) { context, token in
      let badge = try await context.badge(token)
      var response = Response.badge("image/png", try await badge.picture.png(with: badge.signed))
      response.fields.append(("Content-Disposition", "inline; filename=\"badge-\(badge.number).png\""))
      return response
    }
    table.on(svg) { context, token in
      let badge = try await context.badge(token)
      var response = context.drawing(try await badge.picture.svg(with: badge.signed))
      response.fields.append(("Content-Disposition", "inline; filename=\"badge-\(badge.number).svg\""))
      return response
    }
  }
}

/// A set of keys (RFC 7517 §5).
struct PublishedKeys: Payload {
  let keys: [PublishedKey]
  static let shape = Shape("PublishedKeys", Self.init(keys:), Field("keys", \.keys))
}

extension PublishedKey {
  /// The name that stands in signatures: where the key can be had.
  fileprivate func named(_ address: String) -> PublishedKey {
    PublishedKey(kty: kty, use: use, alg: alg, kid: address, n: n, e: e)
  }
}

extension Response {
  fileprivate static func badge(_ type: String, _ bytes: [UInt8]) -> Response {
    var response = Response(status: 200, type: type, bytes)
    // Programs in browsers of other sites check badges as well; nothing here is for one reader alone.
    response.fields += [("Access-Control-Allow-Origin", "*"), ("X-Robots-Tag", "noindex")]
    return response
  }
}

extension Context {
  fileprivate func publishedKeys() async throws -> [PublishedKey] {
    _ = try await signingKey()
    return try await db.issuerKeys().map(\.published)
  }

  func signed(_ payload: [UInt8]) async throws -> String {
    let (key, name) = try await signingKey(), address = BadgeAddresses(facilities).key(name)
    return try await facilities.aside { key.sign(payload, type: "JWT", keyNamed: address) }
  }

  /// The badge of a certificate, for who has its link.
  fileprivate func badge(_ token: String) async throws -> (signed: String, picture: BadgePicture, number: String) {
    let certificate = try await sharedCertificate(token)
    guard certificate.erasedAt == nil else { throw Problem.notFound("badge") }
    let email = try await db.personIfThere(certificate.person)?.email
    let credential = BadgeCredential(
      certificate: certificate, email: email, addresses: BadgeAddresses(facilities),
      contact: settings(GeneralSettings.self).contactEmail?.text)
    return (
      try await signed(credential.payload),
      BadgePicture(printed: certificate.printed, course: certificate.courseTitle, issuedAt: certificate.issuedAt),
      certificate.number
    )
  }
}
