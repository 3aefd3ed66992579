import Essentials
import EventLoops
import Foundation
import Mailing
import Markup
import Telemetry
import Testing

private let pool = BlockingPool(name: "mail", threads: 2, capacity: 10)

@Suite struct `Naming a mail server` {
  @Test(arguments: [
    "", "localhost", "http://a", "smtp://", "smtp://a@b@c", "smtp://h/path", "smtp://%zz@h", "smtp://:pw@h",
    "smtp://h?x=1", "smtp://h h", "smtps://u:p@",
  ])
  func `is refused`(url: String) { #expect(SMTPServer(url: Secret(url)) == nil) }

  @Test(arguments: [
    "smtp://localhost", "smtp://mail.example.org:25/", "smtps://u%40x:p%3A@[::1]:465",
    "smtp://u:p@h:587?ca=/etc/ca.pem",
  ])
  func `is understood`(url: String) { #expect(SMTPServer(url: Secret(url)) != nil) }

  @Test func `its password is not printed`() {
    #expect(!"\(String(describing: SMTPServer(url: Secret("smtp://u:hunter2@h"))))".contains("hunter2"))
  }
}

@Suite(.enabled(if: Peers.python != nil)) struct `Sending a mail to a real server` {
  private func postman(_ url: String) throws -> Postman {
    Postman(
      from: try #require(MailAddress("school@example.org", name: "School")),
      by: try #require(SMTPServer(url: Secret(url))), on: pool)
  }
  private func mail(to address: String = "ada@example.org") throws -> Mail {
    Mail(to: [try #require(MailAddress(address))], subject: "Grüße", html: HTML("x"), text: ".\n..two\nend")
  }

  /// A certificate for 127.0.0.1 that only its own file vouches for.
  private func certificate() throws -> (cert: String, key: String) {
    let folder = try Peers.folder(), cert = folder + "/cert.pem", key = folder + "/key.pem"
    _ = try Peers.run(
      "/usr/bin/openssl",
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj",
        "/CN=127.0.0.1",
        "-addext", "subjectAltName=IP:127.0.0.1",
      ])
    return (cert, key)
  }

  @Test func `it arrives as it was written`() async throws {
    let peer = try SMTPPeer()
    try await postman("smtp://127.0.0.1:\(peer.port)").send(mail(), at: .now())
    let taken = try peer.taken(), content = try #require(taken["content"] as? String)
    #expect(taken["from"] as? String == "school@example.org" && taken["to"] as? [String] == ["ada@example.org"])
    #expect(content.contains("=2E\r\n=2E.two\r\nend") && content.contains("Subject: =?UTF-8?B?R3LDvMOfZQ==?="))
  }

  @Test func `a server that knows no such person refuses for good, a busy one for now`() async throws {
    let peer = try SMTPPeer(), postman = try postman("smtp://127.0.0.1:\(peer.port)")
    let refusal = await #expect(throws: MailError.self) {
      try await postman.send(mail(to: "unknown@example.org"), at: .now())
    }
    guard case .rejected(550, _)? = refusal else { Issue.record("\(String(describing: refusal))"); return }
    let delay = await #expect(throws: MailError.self) {
      try await postman.send(mail(to: "busy@example.org"), at: .now())
    }
    guard case .deferred(451, _)? = delay else { Issue.record("\(String(describing: delay))"); return }
    #expect(refusal?.isFinal == true && delay?.isFinal == false)
  }

  @Test func `nobody listening is a reason to try again`() async throws {
    let error = await #expect(throws: MailError.self) {
      try await postman("smtp://127.0.0.1:1").send(mail(), at: .now())
    }
    guard case .unreachable? = error else { Issue.record("\(String(describing: error))"); return }
  }

  @Test func `it signs in over STARTTLS with an authority of its own`() async throws {
    let (cert, key) = try certificate(), peer = try SMTPPeer("cert=\(cert)", "key=\(key)", "auth=yes")
    try await postman("smtp://school:p%40ss:w%2Frd@127.0.0.1:\(peer.port)?ca=\(cert)").send(mail(), at: .now())
    let taken = try peer.taken()
    #expect(taken["tls"] as? Bool == true && taken["user"] as? String == "school")
    let error = await #expect(throws: MailError.self) {
      try await postman("smtp://school:wrong@127.0.0.1:\(peer.port)?ca=\(cert)").send(mail(), at: .now())
    }
    guard case .signInRefused? = error else { Issue.record("\(String(describing: error))"); return }
  }

  @Test func `it speaks TLS from the start`() async throws {
    let (cert, key) = try certificate(), peer = try SMTPPeer("cert=\(cert)", "key=\(key)", "implicit=yes")
    try await postman("smtps://127.0.0.1:\(peer.port)?ca=\(cert)").send(mail(), at: .now())
    #expect(try peer.taken()["from"] as? String == "school@example.org")
  }

  @Test func `a certificate that nobody vouches for ends the talk`() async throws {
    let (cert, key) = try certificate(), peer = try SMTPPeer("cert=\(cert)", "key=\(key)", "implicit=yes")
    let error = await #expect(throws: MailError.self) {
      try await postman("smtps://127.0.0.1:\(peer.port)").send(mail(), at: .now())
    }
    guard case .unreachable? = error else { Issue.record("\(String(describing: error))"); return }
  }

  @Test func `a password never travels in the clear to another machine`() async throws {
    let peer = try SMTPPeer("auth=yes")  // offers no encryption
    let url = "smtp://school:p%40ss:w%2Frd@127.0.0.2:\(peer.port)"
    await #expect(throws: MailError.self) { try await postman(url).send(mail(), at: .now()) }
  }

  @Test func `what became of mails is counted`() async throws {
    let metrics = Metrics(), peer = try SMTPPeer()
    let postman = Postman(
      from: try #require(MailAddress("school@example.org")),
      by: try #require(SMTPServer(url: Secret("smtp://127.0.0.1:\(peer.port)"))), on: pool, metrics: metrics)
    try await postman.send(mail(), at: .now())
    await #expect(throws: MailError.self) { try await postman.send(mail(to: "unknown@example.org"), at: .now()) }
    let text = String(decoding: metrics.text(), as: UTF8.self)
    #expect(
      text.contains(#"evolv_mails_total{outcome="taken"} 1"#)
        && text.contains(#"evolv_mails_total{outcome="rejected"} 1"#))
  }
}
