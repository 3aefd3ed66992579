import Essentials
import EventLoops
import Foundation
import Mailing
import Markup
import Testing

private let now = Instant(text: "2026-11-21T09:05:07Z")!

@Suite struct `Writing a mail` {
  let outbox: MailOutbox
  let postman: Postman

  init() throws {
    outbox = try MailOutbox(folder: Peers.folder() + "/mails")
    postman = Postman(from: try #require(MailAddress("school@example.org", name: "Evolv School")), into: outbox)
  }

  private func mail(
    _ subject: String = "Welcome", text: String = "Hello", html: HTML = HTML("Hello"), name: String = "Ada"
  ) throws -> Mail {
    Mail(to: [try #require(MailAddress("ada@example.org", name: name))], subject: subject, html: html, text: text)
  }
  private func kept(_ mail: Mail) async throws -> KeptMail {
    try await postman.send(mail, at: now)
    return try #require(try outbox.mails().first { $0.message.contains(mail.id.text) })
  }
  /// What Python's reader of mails finds in it.
  private func judged(_ mail: KeptMail) throws -> [String: Any] {
    let script = """
      import email, email.policy, json, sys
      raw = sys.stdin.buffer.read()
      m = email.message_from_bytes(raw, policy=email.policy.default)
      part = lambda kind: m.get_body(preferencelist=(kind,)).get_content().replace(chr(13), "")
      print(json.dumps({"subject": m["Subject"], "from": str(m["From"]), "to": [a.addr_spec for a in m["To"].addresses],
        "names": [a.display_name for a in m["To"].addresses], "date": m["Date"].datetime.isoformat(), "id": m["Message-ID"],
        "type": m.get_content_type(), "text": part("plain"), "html": part("html"), "keys": m.keys(),
        "defects": [str(d) for d in m.defects] + [str(d) for p in m.walk() for d in p.defects],
        "longest": max(len(l) for l in raw.split(b"\\r\\n")), "bare": raw.replace(b"\\r\\n", b"").count(b"\\n") + raw.replace(b"\\r\\n", b"").count(b"\\r"),
        "unsubscribe": m["List-Unsubscribe"], "kind": m["X-Kind"]}))
      """
    let said = try Peers.run(#require(Peers.plainPython), ["-c", script], input: Data(mail.message.utf8))
    return try #require(JSONSerialization.jsonObject(with: Data(said.utf8)) as? [String: Any])
  }

  @Test func `it reads as written, in any script, to us and to others`() async throws {
    let text =
      "Grüße, 世界! 🎓\n\n.a dot\nFrom the start\n= sign, space at the end \n" + String(repeating: "long ", count: 60)
      + "\ttab"
    let page = HTML("Über <b>uns</b> & \"alle\"\n.dot")
    var mail = try mail(
      "Grüße aus der Schule für Ünïcode und lange Betreffzeilen 🎓🎓🎓 mit sehr vielen Wörtern", text: text, html: page,
      name: "Ada \"Countess\" Łovelace, PhD")
    mail.to.append(try #require(MailAddress("leo@example.org")))
    mail.unsubscribe = Link(outside: "https://school.example/u/1")
    mail.headers = [MailHeader("X-Kind", "digest é")]
    let kept = try await kept(mail)
    #expect(kept.subject == mail.subject && kept.text == text && kept.html == page.text)
    guard Peers.plainPython != nil else { return }
    let judged = try judged(kept)
    #expect(judged["subject"] as? String == mail.subject)
    #expect((judged["text"] as? String)?.trimmingCharacters(in: .newlines) == text)
    #expect((judged["html"] as? String)?.trimmingCharacters(in: .newlines) == page.text)
    #expect(judged["to"] as? [String] == ["ada@example.org", "leo@example.org"])
    #expect(judged["names"] as? [String] == ["Ada \"Countess\" Łovelace, PhD", ""])
    #expect(judged["from"] as? String == "Evolv School <school@example.org>")
    #expect(judged["date"] as? String == "2026-11-21T09:05:07+00:00")
    #expect(judged["id"] as? String == "<\(mail.id.text)@example.org>")
    #expect(judged["type"] as? String == "multipart/alternative")
    #expect(
      judged["unsubscribe"] as? String == "<https://school.example/u/1>" && judged["kind"] as? String == "digest é")
    #expect(judged["defects"] as? [String] == [] && judged["bare"] as? Int == 0)
    #expect(try #require(judged["longest"] as? Int) <= 78)
  }

  @Test(arguments: [
    "x\r\nBcc: evil@example.org", "x\nBcc: evil@example.org\n\nbody", "x\r\rBcc: y", "\u{0}\u{B}\u{C}\u{85}\u{2028}x",
    "=?UTF-8?B?QQ==?=", " lead", "trail ",
    "", "\"; DROP", String(repeating: "é", count: 500), String(repeating: "a", count: 5000), "a <b@c.d>, e",
  ])
  func `no subject, name or header adds a line`(hostile: String) async throws {
    var mail = try mail(hostile, name: hostile)
    mail.headers = [MailHeader("X-Kind", hostile)]
    let kept = try await kept(mail)
    let names = kept.headers.map(\.name)
    #expect(
      names == [
        "Date", "From", "To", "Message-ID", "Subject", "Auto-Submitted", "X-Kind", "MIME-Version", "Content-Type",
      ])
    guard Peers.plainPython != nil else { return }
    let judged = try judged(kept)
    #expect(judged["keys"] as? [String] == names && judged["to"] as? [String] == ["ada@example.org"])
    #expect(try #require(judged["longest"] as? Int) <= 78)
  }

  @Test(arguments: [
    "", "a", "@", "a@", "@b", "a@b@c", "a b@c.d", "a@b.c\r\nBcc: x@y.z", "a@b.c,d@e.f", "<a@b.c>", "a@b.c>",
    "a\u{0}@b.c", "a@b\u{2028}.c", "a@b.c\u{200B}",
    "a\u{A0}@b.c", "\"a\"@b.c", "(x)a@b.c", "a;b@c.d", String(repeating: "a", count: 250) + "@b.c",
  ])
  func `is no address`(text: String) { #expect(MailAddress(text) == nil) }

  @Test func `a mail to nobody is refused`() async throws {
    let mail = Mail(to: [], subject: "x", html: HTML(), text: "")
    await #expect(throws: MailError.nobody) { try await postman.send(mail, at: now) }
    #expect(MailError.nobody.isFinal && !MailError.unreachable("").isFinal)
  }

  @Test func `the outbox lists the newest first and forgets the oldest`() async throws {
    let small = try MailOutbox(folder: Peers.folder() + "/small", keeping: 3)
    let postman = Postman(from: try #require(MailAddress("school@example.org")), into: small)
    for number in 0..<5 { try await postman.send(mail("Mail \(number)"), at: now + Seconds(Int64(number))) }
    #expect(try small.mails().map(\.subject) == ["Mail 4", "Mail 3", "Mail 2"])
    #expect(try small.mails(limit: 1).count == 1)
    let name = try #require(try small.mails().first).name
    #expect(try small.mail(named: name)?.to == "\"Ada\" <ada@example.org>")
  }

  @Test(arguments: ["", "../secret", "..", "x/y", "x.eml", "X", "\u{0}", "20261121T090507-missing"])
  func `no other name opens a file`(name: String) throws { #expect(try outbox.mail(named: name) == nil) }

  @Test func `an outbox that cannot be made is told`() {
    #expect(throws: MailError.self) { try MailOutbox(folder: "/proc/nowhere/mails") }
  }
}
