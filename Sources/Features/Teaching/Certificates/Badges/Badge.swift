internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing

// Open Badges 3.0: a certificate as a credential that programs check without asking us. It is a JSON object of the data
// model of Verifiable Credentials 2.0, signed as a JWT whose claims are the credential itself (OB 3.0 §8.2). Its members
// are fixed by that text and by its JSON Schema, so it is written member by member.

/// The achievement credential of a certificate, ready to be signed.
struct BadgeCredential {
  let certificate: Certificate
  /// Of the holder; it is told as a digest alone, so that they can prove that it is theirs.
  let email: String?
  let addresses: BadgeAddresses
  let contact: String?

  static let contexts = [
    "https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
  ]

  var payload: [UInt8] {
    var json = JSONWriter(expecting: 3000)
    let id = addresses.credential(certificate.token)
    json.inlineObject { json in
      json.member("@context", Self.contexts)
      json.member("id", id)
      json.member("type", ["VerifiableCredential", "OpenBadgeCredential"])
      json.member("name", certificate.courseTitle)
      json.object("issuer") { BadgeIssuer(name: certificate.printed.school, addresses, contact).write(to: &$0) }
      json.member("validFrom", certificate.issuedAt)
      json.object("credentialSubject") { subject(&$0) }
      json.object("credentialStatus") { status(&$0) }
      json.key("credentialSchema")
      json.list { list in
        list.inlineObject { schema in
          schema.member(
            "id", "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json")
          schema.member("type", "1EdTechJsonSchemaValidator2019")
        }
      }
      json.member("iss", addresses.issuer)
      json.member("jti", id)
      json.member("nbf", Int(certificate.issuedAt.unixSeconds))
    }
    return json.bytes
  }

  private func subject(_ json: inout JSONWriter) {
    json.member("type", ["AchievementSubject"])
    json.key("identifier")
    json.list { list in
      if let email { identity(&list, email) }
      list.inlineObject { name in
        name.member("type", "IdentityObject")
        name.member("hashed", false)
        name.member("identityHash", certificate.printed.name)
        name.member("identityType", "name")
      }
    }
    json.object("achievement") { BadgeAchievement(certificate, addresses).write(to: &$0) }
  }

  private func identity(_ json: inout JSONWriter, _ email: String) {
    // Of the certificate's secret, so that the same badge comes out every time.
    let salt = String(Hex.text(SHA256.digest(of: "salt \(certificate.token)")).prefix(24))
    json.inlineObject { json in
      json.member("type", "IdentityObject")
      json.member("hashed", true)
      json.member("identityHash", "sha256$" + Hex.text(SHA256.digest(of: email.lowercased() + salt)))
      json.member("identityType", "emailAddress")
      json.member("salt", salt)
    }
  }

  private func status(_ json: inout JSONWriter) {
    let place = StatusPlace(certificate.place), list = addresses.statusList(place.list)
    json.member("id", "\(list)#\(place.index)")
    json.member("type", "BitstringStatusListEntry")
    json.member("statusPurpose", "revocation")
    json.member("statusListIndex", String(place.index))
    json.member("statusListCredential", list)
  }
}

/// Who issues.
struct BadgeIssuer {
  let name: String, addresses: BadgeAddresses, contact: String?
  init(name: String, _ addresses: BadgeAddresses, _ contact: String?) {
    self.name = name
    self.addresses = addresses
    self.contact = contact
  }

  func write(to json: inout JSONWriter) {
    json.member("id", addresses.issuer)
    json.member("type", ["Profile"])
    json.member("name", name)
    json.member("url", addresses.base + "/")
    if let contact { json.member("email", contact) }
  }

  /// The profile as its address answers it.
  var profile: [UInt8] {
    var json = JSONWriter()
    json.inlineObject { json in
      json.member("@context", BadgeCredential.contexts)
      write(to: &json)
      json.member("jwksURI", addresses.keys)
    }
    return json.bytes
  }
}

/// What was achieved.
struct BadgeAchievement {
  let course: ID<Course>, title: String, description: String, addresses: BadgeAddresses

  init(_ certificate: Certificate, _ addresses: BadgeAddresses) {
    course = certificate.course
    title = certificate.courseTitle
    description = certificate.printed.body.isEmpty ? certificate.printed.title : certificate.printed.body
    self.addresses = addresses
  }
  init(_ course: Course, _ addresses: BadgeAddresses) {
    self.course = course.id
    title = course.title
    description = course.shortDescription.isEmpty ? course.title : course.shortDescription
    self.addresses = addresses
  }

  func write(to json: inout JSONWriter) {
    json.member("id", addresses.achievement(course))
    json.member("type", ["Achievement"])
    json.member("achievementType", "Course")
    json.member("name", title)
    json.member("description", description)
    json.object("criteria") { $0.member("narrative", "Every part of the course \(title) was done.") }
  }

  var document: [UInt8] {
    var json = JSONWriter()
    json.inlineObject { json in
      json.member("@context", BadgeCredential.contexts)
      write(to: &json)
    }
    return json.bytes
  }
}

/// The public addresses of badges; they stand in what was signed and stay.
struct BadgeAddresses {
  let base: String
  init(base: String) { self.base = base }
  init(_ facilities: Facilities) { self.init(base: facilities.baseAddress) }

  var issuer: String { base + BadgeRoutes.issuer.path().text }
  var keys: String { base + BadgeRoutes.keys.path().text }
  func key(_ name: String) -> String { base + BadgeRoutes.key.path(name).text }
  func credential(_ token: String) -> String { base + BadgeRoutes.credential.path(token).text }
  func achievement(_ course: ID<Course>) -> String { base + BadgeRoutes.achievement.path(course).text }
  func statusList(_ number: Int) -> String { base + BadgeRoutes.statusList.path(String(number)).text }
}

/// Where the bit of a certificate lies: lists of 131,072, as the standard asks for at least.
struct StatusPlace {
  static let size = 131_072
  let list: Int, index: Int
  init(_ place: Int) {
    list = place / Self.size
    index = place % Self.size
  }
}
