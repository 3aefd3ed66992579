import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Mailing
import Payloads
import Routing
import SQLStore
import Testing

/// What an administrator chooses, and that it holds at once.
@Suite(.school) struct `Choosing settings` {
  let school = School.current

  private static let general: KeyValuePairs<String, String> = [
    "school_name": "Lakeside College", "tagline": "Learn by the water", "contact_email": "office@lakeside.example",
    "language": "de", "time_zone": "Europe/Berlin", "registration_is_open": "true",
  ]
  private func lines(_ action: String) async throws -> Int {
    // What the school began with has no request.
    try await school.db.value("SELECT count(*) FROM audit_log WHERE action = \(action) AND request_id IS NOT NULL")
  }

  @Test func `a new name stands on the next page, without a statement more`() async throws {
    let before = try await school.get("/login").statements
    let saved = try await school.post("/admin/settings", form: Self.general, as: .ada)
    #expect(saved.status == 303 && saved.location == "/admin/settings")
    let page = try await school.get("/login")
    #expect(page.text.contains("Lakeside College") && page.statements == before)
    #expect(try await school.get("/").text.contains("Learn by the water"))
    let answer = try await school.call(.get, "/api/v1/settings/general", as: .ada)
    #expect(answer["school_name"]?.string == "Lakeside College" && answer["language"]?.string == "de")
    #expect(
      answer["registration_is_open"]?.bool == true && answer["contact_email"]?.string == "office@lakeside.example")
    #expect(try await lines("settings.changed") == 1)
    // Nothing changed, nothing written.
    #expect(try await school.post("/admin/settings", form: Self.general, as: .ada).status == 303)
    #expect(try await lines("settings.changed") == 1)
  }

  @Test func `another node takes it over by itself`() async throws {
    let here = school.program.facilities.chosen, there = SettingsSnapshot()
    try await there.renewIfChanged(from: school.db)
    _ = try await school.call(.patch, "/api/v1/settings/general", json: #"{"school_name":"North"}"#, as: .ada)
    #expect(here.value(GeneralSettings.self).schoolName.text == "North")
    #expect(there.value(GeneralSettings.self).schoolName.text == "Evolv")
    try await there.renewIfChanged(from: school.db)
    #expect(there.value(GeneralSettings.self).schoolName.text == "North")
    // Who read before a change and comes late does not bring the old back.
    let kept = SettingsSnapshot.Kept(section: "general", text: #"{"school_name":"Older"}"#, version: 1)
    _ = try await school.call(.patch, "/api/v1/settings/general", json: #"{"school_name":"South"}"#, as: .ada)
    here.take([kept])
    #expect(here.value(GeneralSettings.self).schoolName.text == "South")
  }

  @Test func `what an older program kept is completed, and what no longer holds is left out`() async throws {
    let snapshot = SettingsSnapshot()
    snapshot.take([
      .init(section: "general", text: #"{"school_name":"Old","language":"xx","forgotten":true}"#, version: 1)
    ])
    let general = snapshot.value(GeneralSettings.self)
    #expect(general.schoolName.text == "Old" && general.language == .english && general.timeZone == .utc)
    snapshot.take([.init(section: "general", text: "no json", version: 2)])
    #expect(snapshot.value(GeneralSettings.self) == .standard)
  }

  @Test func `several sections change together or not at all`() async throws {
    let bad = try await school.call(
      .patch, "/api/v1/settings",
      json: #"{"general":{"school_name":"Half"},"security":{"session_idle_days":60,"session_longest_days":30}}"#,
      as: .ada)
    #expect(bad.status == 422 && bad.text.contains("security.session_longest_days"))
    #expect(try await school.call(.get, "/api/v1/settings", as: .ada)["general", "school_name"]?.string == "Evolv")
    let good = try await school.call(
      .patch, "/api/v1/settings", json: #"{"general":{"tagline":"Whole"},"retention":{"audit_days":365}}"#, as: .ada)
    #expect(good.status == 200 && good["general", "tagline"]?.string == "Whole")
    #expect(good["retention", "audit_days"]?.number == "365" && good["general", "school_name"]?.string == "Evolv")
  }

  @Test(arguments: [
    ("general", #"{"school_name":""}"#, "school_name"), ("general", #"{"language":0}"#, "language"),
    ("general", #"{"registration_is_open":"yes"}"#, "registration_is_open"),
    ("general", #"{"colour":"red"}"#, "colour"),
    ("general", #"{"time_zone":"Mars/Olympus"}"#, "time_zone"), ("general", #"{"school_name":null}"#, "school_name"),
    ("general", #"{"language":"xx"}"#, "language"), ("general", #"{"contact_email":"nobody"}"#, "contact_email"),
    ("general", #"{"school_name":"\#(String(repeating: "x", count: 81))"}"#, "school_name"),
    ("security", #"{"admin_addresses":["10.0.0.0/8","nowhere"]}"#, "admin_addresses.1"),
    ("security", #"{"admin_addresses":["10.0.0.0/8"]}"#, "admin_addresses"),
    ("security", #"{"second_factor_roles":["emperor"]}"#, "second_factor_roles"),
    ("security", #"{"session_idle_days":90}"#, "session_longest_days"),
    ("security", #"{"password_rule":"none"}"#, "password_rule"), ("retention", #"{"audit_days":0}"#, "audit_days"),
    ("branding", #"{"primary":"red"}"#, "primary"), ("branding", ##"{"primary":"#12345"}"##, "primary"),
    ("branding", #"{"logo":{"digest":"00","type":"image/png","width":1,"height":1}}"#, "logo"),
    ("payments", #"{"stripe_secret_key":"hunter2-hunter2"}"#, "stripe_secret_key"),
    ("payments", #"{"currency":"BTC"}"#, "currency"), ("mail", #"{"reply_to":"x\r\nBcc: all"}"#, "reply_to"),
  ])
  func `refuses what is no setting, and says where`(section: String, json: String, field: String) async throws {
    let reply = try await school.call(.patch, "/api/v1/settings/\(section)", json: json, as: .ada)
    #expect(reply.status == 422 && reply["errors", "0", "field"]?.string == field, "\(reply.text)")
    #expect(try await lines("settings.changed") == 0)
  }

  @Test(arguments: [Caller.visitor, .mia, .tom]) func `nobody else reads or changes them`(caller: Caller) async throws {
    let refused = caller == .visitor ? 401 : 403
    #expect(try await school.call(.get, "/api/v1/settings", as: caller).status == refused)
    #expect(
      try await school.call(.patch, "/api/v1/settings/general", json: #"{"school_name":"Mine"}"#, as: caller).status
        == refused)
    #expect(
      try await school.post("/admin/settings", form: Self.general, as: caller).status == (refused == 401 ? 303 : 403))
    #expect(try await lines("settings.changed") == 0)
    #expect(try await !school.get("/", as: caller).text.contains("href=\"/admin/settings\""))
  }

  @Test func `a form with a fault comes back as it was typed`() async throws {
    let reply = try await school.post(
      "/admin/settings/security",
      form: [
        "password_rule": "length", "password_hash": "argon2id", "session_idle_days": "3", "session_longest_days": "9",
        "admin_addresses": "192.0.2.0/24\nfoo",
      ], as: .ada)
    #expect(reply.status == 422 && reply.text.contains("foo is none") && reply.text.contains("192.0.2.0/24\nfoo"))
    #expect(reply.text.contains("value=\"9\""))
  }

  @Test func `two who change different members at once lose nothing`() async throws {
    let school = school
    _ = try await school.call(.get, "/api/v1/settings", as: .ada)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<8 {
        let json =
          number.isMultiple(of: 2)
          ? #"{"tagline":"T\#(number)"}"# : #"{"contact_email":"o\#(number)@lakeside.example"}"#
        group.addTask { try await school.call(.patch, "/api/v1/settings/general", json: json, as: .ada).status }
      }
      for try await status in group { #expect(status == 200) }
    }
    let general = school.program.facilities.settings(GeneralSettings.self)
    #expect(general.tagline.text.hasPrefix("T") && general.contactEmail != nil)
    let version: Int = try await school.db.value("SELECT version FROM settings WHERE section = 'general'")
    #expect(version == 8 && school.program.facilities.chosen.versions["general"] == 8)
  }
}

/// That what is chosen is what the school does.
@Suite(.school) struct `Living by the settings` {
  let school = School.current

  private func change(_ section: String, _ json: String) async throws {
    let reply = try await school.call(.patch, "/api/v1/settings/\(section)", json: json, as: .ada)
    #expect(reply.status == 200, "\(reply.text)")
  }
  private func register(_ name: String, _ password: String) async throws -> Reply {
    try await school.call(
      .post, "/api/v1/auth/register",
      json: #"{"first_name":"Nora","last_name":"Lind","email":"\#(name)@example.org","password":"\#(password)"}"#)
  }

  @Test func `passwords follow the rule that is chosen`() async throws {
    #expect(try await register("one", "plain river stones walking").status == 422)
    try await change("security", #"{"password_rule":"length"}"#)
    #expect(try await register("two", "plain river stones walking").status == 201)
    #expect(try await register("three", "Sh0rt!xyz").status == 422)
  }

  @Test func `old passwords are kept in the new way after the next sign-in`() async throws {
    func hash() async throws -> String {
      try await school.db.value("SELECT password_hash FROM users WHERE email = 'mia@evolv.example'")
    }
    #expect(try await hash().contains("$2b$"))
    try await change("security", #"{"password_hash":"argon2id"}"#)
    let json = #"{"email":"mia@evolv.example","password":"\#(School.password)"}"#
    #expect(try await school.call(.post, "/api/v1/auth/login", json: json).status == 200)
    #expect(try await hash().hasPrefix("$argon2id$"))
    #expect(try await school.call(.post, "/api/v1/auth/login", json: json).status == 200)
    #expect(
      try await school.call(.post, "/api/v1/auth/login", json: json.replacing("rises", with: "falls")).status == 401)
  }

  @Test func `sign-ins end after the days that are chosen, those there are too`() async throws {
    #expect(try await school.get("/learn", as: .mia).status == 200)
    try await change("security", #"{"session_idle_days":1,"session_longest_days":2}"#)
    school.wait(.hours(23))
    #expect(try await school.get("/learn", as: .mia).status == 200)
    school.wait(.hours(23))
    #expect(try await school.get("/learn", as: .mia).status == 200)
    school.wait(.hours(23))
    #expect(try await school.get("/learn", as: .mia).status == 303)
  }

  @Test func `nobody makes an account where registration is closed`() async throws {
    try await change("general", #"{"registration_is_open":false}"#)
    #expect(try await register("four", School.password).status == 403)
    let page = try await school.get("/register")
    #expect(page.text.contains("adds people itself") && !page.text.contains("name=\"password\""))
    #expect(try await school.get("/login").text.contains("name=\"password\""))
  }

  @Test func `mails come from whom the school says, and end as it says`() async throws {
    try await change(
      "mail",
      #"{"sender_name":"Lakeside, the office","sender_address":"office@lakeside.example","reply_to":"help@lakeside.example","footer":"Lake Road 1\nLakeside"}"#
    )
    #expect(try await register("five", School.password).status == 201)
    try await school.doJobs()
    let mail = try #require(try school.mails(to: "five@example.org").last)
    #expect(mail.from.contains("office@lakeside.example") && mail.header("Reply-To").contains("help@lakeside.example"))
    #expect(mail.text.contains("Lake Road 1\nLakeside") && mail.html.contains("Lake Road 1<br>Lakeside"))
  }
}

/// The secrets of a payment provider, which only the program reads.
@Suite(.school) struct `Keeping payment secrets` {
  let school = School.current
  private static let key = "sk_test_51SecretOfTheSchool"

  @Test func `a secret is sealed, replaced and removed, and shown by nobody`() async throws {
    let set = try await school.post(
      "/admin/settings/payments",
      form: [
        "currency": "EUR", "manual_instructions": "", "stripe_publishable_key": "pk_test_123456",
        "stripe_secret_key": Self.key, "stripe_webhook_secret": "whsec_12345678",
      ], as: .ada)
    #expect(set.status == 303)
    for page in ["/admin/settings/payments", "/admin/audit?action=settings.changed"] {
      let text = try await school.get(page, as: .ada).text
      #expect(!text.contains("SecretOfTheSchool") && !text.contains("whsec_1234"))
    }
    #expect(try await school.get("/admin/settings/payments", as: .ada).text.contains("Set on"))
    let answer = try await school.call(.get, "/api/v1/settings/payments", as: .ada)
    #expect(answer["currency"]?.string == "EUR" && answer["stripe_secret_key_set_at"]?.string != nil)
    #expect(!answer.text.contains("SecretOfTheSchool") && !answer.text.contains("sealed"))
    let kept: JSONText = try await school.db.value("SELECT value FROM settings WHERE section = 'payments'")
    let written: [JSONText] = try await school.db.all("SELECT new_values FROM audit_log WHERE new_values IS NOT NULL")
    #expect(!kept.text.contains("SecretOfTheSchool") && !written.contains { $0.text.contains("SecretOfTheSchool") })
    let section = school.program.facilities.settings(PaymentSettings.self)
    #expect(try section.stripeSecretKey?.open(by: school.program.facilities).reveal() == Self.key)
    let sealed = try #require(section.stripeSecretKey)
    let logged: Int = try await school.db.value(
      "SELECT count(*) FROM audit_log WHERE action = 'settings.changed' AND request_id IS NOT NULL")
    #expect(logged == 1 && sealed.setAt == school.now)
    // Left empty it stays; the box takes it away.
    _ = try await school.call(.patch, "/api/v1/settings/payments", json: #"{"currency":"GBP"}"#, as: .ada)
    #expect(school.program.facilities.settings(PaymentSettings.self).stripeSecretKey == sealed)
    let removed = try await school.post(
      "/admin/settings/payments",
      form: [
        "currency": "GBP", "manual_instructions": "", "stripe_publishable_key": "", "stripe_secret_key": "",
        "stripe_webhook_secret": "", "removes_secret_key": "true",
      ], as: .ada)
    #expect(removed.status == 303)
    let after = school.program.facilities.settings(PaymentSettings.self)
    #expect(after.stripeSecretKey == nil && after.stripeWebhookSecret != nil && after.stripePublishableKey == nil)
  }

  @Test func `a form with a fault gives no secret back`() async throws {
    let reply = try await school.post(
      "/admin/settings/payments",
      form: [
        "currency": "XXX", "manual_instructions": "", "stripe_publishable_key": "", "stripe_secret_key": Self.key,
        "stripe_webhook_secret": "",
      ], as: .ada)
    #expect(reply.status == 422 && !reply.text.contains("SecretOfTheSchool"))
  }
}
