import Essentials
import HTTPCalling
import Testing

@Suite struct `Staying outside` {
  /// Every way to write this machine that a resolver understands, and neighbours that only a program inside can reach.
  @Test(arguments: [
    "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "[::1]", "[::]",
    "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "169.254.169.254", "[::ffff:a9fe:a9fe]", "10.0.0.1",
    "172.16.0.1", "192.168.0.1", "100.64.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "[fe80::1]", "[fc00::1]",
    "[fd00:ec2::254]", "[ff02::1]", "[2001:db8::1]", "[2002:7f00:1::1]", "[2001::1]",
  ])
  func `an address inside is not called`(host: String) async throws {
    for scheme in ["https", "http"] {
      do {
        _ = try await client(inside: nil).call(HTTPCall("\(scheme)://\(host):9/"))
        Issue.record("\(host) was called.")
      } catch let error as CallError {
        #expect(error == .forbiddenAddress || error.isUnresolved, "\(scheme)://\(host): \(error)")
      }
    }
  }

  @Test func `what is allowed is allowed, and nothing beside it`() async throws {
    let peer = try await Peer()
    #expect(try await client(inside: "127.0.0.0/30").call(HTTPCall(peer.url + "/")).status == 200)
    await #expect(throws: CallError.forbiddenAddress) {
      try await client(inside: "127.0.0.4/30").call(HTTPCall(peer.url + "/"))
    }
    await peer.stop()
  }

  @Test(arguments: ["http://127.0.0.2:9/", "http://169.254.169.254/latest/meta-data/", "http://[::1]:9/"])
  func `a redirect inside is refused like an address`(target: String) async throws {
    let peer = try await Peer()
    var call = HTTPCall(peer.url + "/to?" + target)
    call.redirects = 3
    await #expect(throws: CallError.forbiddenAddress) { try await client().call(call) }
    await peer.stop()
  }

  @Test func `a redirect from TLS to none is refused`() async throws {
    let certificate = try Certificate(for: "IP:127.0.0.1")
    let peer = try await Peer(certificate: certificate), plain = try await Peer()
    var call = HTTPCall(peer.url + "/to?" + plain.url + "/")
    call.redirects = 3
    await #expect(throws: CallError.badAddress) { try await client(authority: certificate.chain).call(call) }
    await peer.stop()
    await plain.stop()
  }
}

extension CallError {
  /// Where the machine has no IPv6 or no such name, there is nothing to connect to.
  fileprivate var isUnresolved: Bool {
    if case .unreachable(let words) = self { words.lowercased().contains("resolve") } else { false }
  }
}
