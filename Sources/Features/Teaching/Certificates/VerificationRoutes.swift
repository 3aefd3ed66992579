internal import Drawing
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import FileStorage
internal import Payloads
internal import Routing
internal import SQLStore

/// Where everyone can check a certificate.
enum VerificationRoutes {
  static let ask = Route.get("/verify", by: .everyone, "Check a certificate")
  static let show = Route.get("/verify/{certificate}", String.self, by: .everyone, "See whether a certificate holds")
  static let sheet = Route.get(
    "/verify/{certificate}/certificate.pdf", String.self, by: .everyone, "Download a certificate")
  static let picture = Route.get(
    "/verify/{certificate}/certificate.svg", String.self, by: .everyone, "Show a picture of a certificate")

  static func register(on table: inout RouteTable<Context>) {
    table.on(ask) { context in
      let query = try context.request.forgivingQuery(VerificationQuery.self)
      if let typed = query.number?.trimmed, !typed.isEmpty {
        return Redirect(to: show.path(CertificateName(typed) == nil ? "unknown" : typed)).response()
      }
      return context.page(VerifyPage())
    }
    table.on(show) { context, text in
      guard let certificate = try await context.verified(text) else {
        return context.page(UnknownCertificatePage(typed: text), status: 404)
      }
      return context.page(
        VerificationPage(
          certificate: certificate, isShared: certificate.token == text,
          address: context.facilities.baseAddress + show.path(certificate.token).text, now: context.now))
    }
    table.on(sheet) { context, token in
      let certificate = try await context.sharedCertificate(token)
      var response = Response(
        status: 200, type: "application/pdf", try await context.sheet(of: certificate).bytes(.pdf))
      response.fields += [
        ("Content-Disposition", "inline; filename=\"\(certificate.number).pdf\""),
        ("Cache-Control", "no-cache, private"),
        ("X-Robots-Tag", "noindex"),
      ]
      return response
    }
    table.on(picture) { context, token in
      context.drawing(try await context.sheet(of: try await context.sharedCertificate(token)).bytes(.svg))
    }
  }
}

struct VerificationQuery: Payload {
  let number: String?
  static let shape = Shape("VerificationQuery", Self.init, Field("number", \.number))
}

extension Context {
  /// The certificate that somebody asks for; who tries numbers that do not exist is slowed down.
  func verified(_ text: String) async throws -> Certificate? {
    guard let name = CertificateName(text) else { return nil }
    let key = viewer.origin.addressKey
    try await facilities.limits.verification.take(key, at: now)
    let found = try await db.certificate(named: name)
    if case .token = name, found != nil { await facilities.limits.verification.giveBack(key) }
    return found
  }

  /// A certificate for who has its link: the sheet itself is not shown to who only knows a number.
  func sharedCertificate(_ token: String) async throws -> Certificate {
    guard case .token? = CertificateName(token), let found = try await verified(token) else {
      throw Problem.notFound("certificate")
    }
    return found
  }

  func sheet(of certificate: Certificate) async throws -> CertificateSheet {
    CertificateSheet(
      printed: certificate.printed,
      address: facilities.baseAddress + VerificationRoutes.show.path(certificate.token).text,
      notice: certificate.notice, logo: try await logo(certificate.printed.logo), issuedAt: certificate.issuedAt)
  }

  /// The bytes of a kept logo.
  func logo(_ digest: String?) async throws -> [UInt8]? {
    guard let digest = digest.flatMap({ FileDigest(pathText: $0) }) else { return nil }
    return try await facilities.files.bytes(of: digest)
  }

  /// A drawing that a browser shows and nothing of which acts.
  func drawing(_ svg: [UInt8]) -> Response {
    var response = Response(status: 200, type: "image/svg+xml", svg)
    response.fields += [
      ("Content-Security-Policy", "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"),
      ("Cache-Control", "no-cache, private"), ("X-Robots-Tag", "noindex"),
    ]
    return response
  }
}

extension Certificate {
  /// What stands across the sheet of one that was revoked.
  var notice: String? {
    revokedAt.map {
      "\(CertificateWords(printed.language).revoked) \(CertificateWords.day($0, in: printed.language))"
    }
  }
}
