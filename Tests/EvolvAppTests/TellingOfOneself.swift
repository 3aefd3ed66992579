import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Payloads
import Routing
import SQLStore
import Testing

/// Profiles and pictures: one's own, and those of others.
@Suite(.school) struct `Telling of oneself` {
  let school = School.current

  @Test func `saves every field, by page and by call`() async throws {
    let saved = try await school.post(
      "/account/profile",
      form: [
        "bio": "I throw pots.", "links": "https://example.org/mia", "links": "", "language": "pt",
        "phone": "+55 11 5555-0000",
        "date_of_birth": "2001-07-23", "gender": "woman", "address": "Rua A 1", "city": "Recife",
        "postal_code": "50000",
        "country": "BR", "education_level": "High school", "specialization": "Glaze", "emergency_contact_name": "Rosa",
        "emergency_contact_phone": "+55 11 5555 0001",
      ], as: .mia)
    #expect(saved.status == 303, "\(saved.text)")
    let profile = try await school.call(.get, "/api/v1/profile/", as: .mia)
    for (name, value) in [
      ("bio", "I throw pots."), ("language", "pt"), ("phone", "+55 11 5555 0000"), ("date_of_birth", "2001-07-23"),
      ("gender", "woman"), ("address", "Rua A 1"), ("city", "Recife"), ("postal_code", "50000"), ("country", "BR"),
      ("education_level", "High school"), ("specialization", "Glaze"), ("emergency_contact_name", "Rosa"),
      ("emergency_contact_phone", "+55 11 5555 0001"), ("email", "mia@evolv.example"),
    ] { #expect(profile[name]?.string == value, "\(name)") }
    #expect(profile["links", "0"]?.string == "https://example.org/mia")
    let changed = try await school.call(
      .patch, "/api/v1/users/me", json: #"{"city":null,"experience_years":3,"first_name":"Maria"}"#, as: .mia)
    #expect(changed["city"]?.string == nil)
    #expect(changed["experience_years"]?.number == "3")
    #expect(changed["first_name"]?.string == "Maria")
    #expect(changed["bio"]?.string == "I throw pots.")
    let id: ID<Person> = try await school.db.value("SELECT id FROM users WHERE email_key = 'mia@evolv.example'")
    let other = try await school.call(
      .patch, "/api/v1/admin/profiles/\(id.text)/profile/", json: #"{"status":"inactive","phone":"12345"}"#, as: .ada)
    #expect(other["status"]?.string == "inactive")
    #expect(other["phone"]?.string == "12345")
    #expect(try await school.call(.get, "/api/v1/admin/profiles/", as: .ada).status == 200)
    #expect(try await school.call(.get, "/api/v1/admin/profiles/\(id.text)/profile/", as: .tom).status == 403)
  }

  @Test(arguments: [
    ("phone", "call me", "phone format"), ("date_of_birth", "2001-02-30", "date_of_birth format"),
    ("date_of_birth", "2099-01-01", "date_of_birth future"), ("country", "XX", "country format"),
    ("language", "english!", "language format"), ("website", "x", "website unknown"),
  ])
  func `refuses what cannot be`(field: String, value: String, fault: String) async throws {
    let reply = try await school.call(.patch, "/api/v1/profile", json: #"{"\#(field)":"\#(value)"}"#, as: .mia)
    #expect(reply.status == 422)
    #expect(reply.faults.first?.hasPrefix(fault.split(separator: " ").first ?? "") == true)
    if field != "website" {
      let page = try await school.post(
        "/account/profile", form: KeyValuePairs(dictionaryLiteral: ("city", "Kept"), (field, value)), as: .mia)
      #expect(page.status == 422)
      #expect(page.contains("value=\"Kept\""))
    }
  }

  @Test func `shows a picture to those who may know its owner`() async throws {
    let mia: ID<Person> = try await school.db.value("SELECT id FROM users WHERE email_key = 'mia@evolv.example'")
    #expect(try await school.get("/people/\(mia.text)/photo", as: .ada).status == 404)
    #expect(try await school.upload(.photo(width: 9, height: 9), to: "/account/photo", as: .mia).status == 303)
    for caller in [Caller.mia, .tom, .ada] {
      let reply = try await school.get("/people/\(mia.text)/photo", as: caller)
      #expect(reply.status == 200)
      #expect(reply.header("content-type") == "image/webp")
      #expect(reply.header("cache-control") == "private, max-age=86400")
      #expect(reply.response.fields.contains { $0.value == "default-src 'none'; sandbox" })
    }
    #expect(try await school.get("/people/\(mia.text)/photo", as: .leo).status == 404)
    #expect(try await school.get("/people/\(mia.text)/photo").status == 303)
    let svg = SentFile("me.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    #expect(try await school.upload(svg, to: "/account/photo", as: .mia).status == 422)
    #expect(try await school.post("/people/\(mia.text)/photo/removal", as: .tom).status == 403)
    #expect(try await school.post("/people/\(mia.text)/photo/removal", as: .ada).status == 303)
    #expect(try await school.get("/people/\(mia.text)/photo", as: .mia).status == 404)
  }

  @Test func `keeps a picture when nights tidy up`() async throws {
    #expect(try await school.upload(.photo(), to: "/account/photo", as: .mia).status == 303)
    let digest: String = try await school.db.value("SELECT photo_sha256 FROM profiles WHERE photo_sha256 IS NOT NULL")
    #expect(try await People.filesInUse(of: [digest, "of nobody"], in: school.db) == [digest])
  }
}
