import Essentials
import EventLoops
import HTTPCalling
import Testing

let pool = BlockingPool(name: "calls", threads: 2, capacity: 10)

/// One that may call this machine, as a school may that has a provider inside.
func client(inside: String? = "127.0.0.1", authority: String? = nil) throws -> HTTPClient {
  HTTPClient(on: pool, inside: try inside.map { [try #require(AddressRange(text: $0))] } ?? [], authority: authority)
}

@Suite struct `Calling a server` {
  @Test func `it answers with status, fields and body, whatever the status`() async throws {
    let peer = try await Peer()
    let home = try await client().call(HTTPCall(peer.url + "/"))
    #expect(home.status == 200 && String(decoding: home.body, as: UTF8.self) == "home")
    #expect(home.field("Content-Type")?.hasPrefix("text/plain") == true)
    #expect(try await client().call(HTTPCall(peer.url + "/nowhere")).status == 404)
    await peer.stop()
  }

  @Test func `a form and fields of our own arrive as they were given`() async throws {
    let peer = try await Peer()
    let form = HTTPCall(
      peer.url + "/echo", form: [("code", "a b&c=é"), ("empty", "")],
      fields: [("Authorization", "Basic eDp5"), ("X-Own", "1")])
    let answer = String(decoding: try await client().call(form).body, as: UTF8.self)
    #expect(answer == "POST application/x-www-form-urlencoded Basic eDp5 1 code=a%20b%26c%3D%C3%A9&empty=")
    let empty = HTTPCall(peer.url + "/echo", body: .bytes([], type: "text/plain"))
    #expect(String(decoding: try await client().call(empty).body, as: UTF8.self) == "POST text/plain - - ")
    await peer.stop()
  }

  @Test func `a redirect is an answer, and is followed only where asked for`() async throws {
    let peer = try await Peer()
    var call = HTTPCall(peer.url + "/to?/echo", fields: [("X-Own", "1")])
    let answer = try await client().call(call)
    #expect(answer.status == 302 && answer.field("location") == "/echo")
    call.redirects = 3
    #expect(String(decoding: try await client().call(call).body, as: UTF8.self) == "GET - - 1 ")
    var circle = HTTPCall(peer.url + "/circle")
    circle.redirects = 3
    await #expect(throws: CallError.tooManyRedirects) { try await client().call(circle) }
    await peer.stop()
  }

  @Test func `a redirect to another server takes no credentials along`() async throws {
    let peer = try await Peer(), other = try await Peer()
    var call = HTTPCall(peer.url + "/to?" + other.url + "/echo", fields: [("Authorization", "Bearer x")])
    call.redirects = 1
    #expect(String(decoding: try await client().call(call).body, as: UTF8.self) == "GET - - - ")
    await peer.stop()
    await other.stop()
  }

  @Test func `its certificate must hold for its name`() async throws {
    let certificate = try Certificate(for: "IP:127.0.0.1"), peer = try await Peer(certificate: certificate)
    #expect(try await client(authority: certificate.chain).call(HTTPCall(peer.url + "/")).status == 200)
    let other = try await Peer("localhost", certificate: certificate)
    for (server, authority) in [(peer, nil), (other, certificate.chain)] {
      do {
        _ = try await client(authority: authority).call(HTTPCall(server.url + "/"))
        Issue.record("It was trusted.")
      } catch CallError.untrusted {}
    }
    await peer.stop()
    await other.stop()
  }
}

@Suite struct `Bounding a call` {
  @Test(arguments: ["/large", "/endless"])
  func `who answers more than is taken is cut off`(path: String) async throws {
    let peer = try await Peer()
    await #expect(throws: CallError.tooLarge) { try await client().call(HTTPCall(peer.url + path)) }
    await peer.stop()
  }

  @Test func `who takes too long is left`() async throws {
    let peer = try await Peer()
    var call = HTTPCall(peer.url + "/slow")
    call.milliseconds = 200
    await #expect(throws: CallError.tooSlow) { try await client().call(call) }
    await peer.stop()
  }

  @Test func `nobody there is said`() async throws {
    let peer = try await Peer(), url = peer.url
    await peer.stop()
    do {
      _ = try await client().call(HTTPCall(url))
      Issue.record("Somebody answered.")
    } catch CallError.unreachable {}
  }

  @Test(arguments: [
    "", "ftp://127.0.0.1/", "file:///etc/passwd", "http:/127.0.0.1", "https://", "https://user@127.0.0.1/",
    "https://127.0.0.1/#x", "https://127.0.0.1\\@example.org/", "https://127.0.0.1/a b", "https://127.0.0.1/\n",
    "https://:80/", "gopher://127.0.0.1",
  ])
  func `what is no address of the web is not called`(url: String) async throws {
    await #expect(throws: CallError.badAddress) { try await client().call(HTTPCall(url)) }
  }

  @Test func `a field with a line break is not sent`() async throws {
    await #expect(throws: CallError.badAddress) {
      try await client().call(HTTPCall("http://127.0.0.1/", fields: [("X-Own", "1\r\nHost: other")]))
    }
  }
}
