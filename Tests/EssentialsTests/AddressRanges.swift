import Essentials
import Testing

@Suite struct `Address ranges` {
  @Test(arguments: [
    ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("192.0.2.7", "192.0.2.7", true),
    ("192.0.2.7", "192.0.2.6", false),
    ("192.0.2.128/25", "192.0.2.200", true), ("192.0.2.128/25", "192.0.2.100", false), ("0.0.0.0/0", "8.8.8.8", true),
    ("0.0.0.0/0", "::1", false),
    ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
    ("10.0.0.0/8", "::ffff:10.1.2.3", true),
  ])
  func `hold what their prefix says`(range: String, address: String, isInside: Bool) throws {
    #expect(try #require(AddressRange(text: range)).contains(#require(InternetAddress(text: address))) == isInside)
  }

  @Test(arguments: [
    "", "x", "1.2.3", "1.2.3.4.5", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/", "1.2.3.4/+8", "::/129", "::/8/8", " ::1",
    "1.2.3.4\u{0}", "01.2.3.4/8x",
  ])
  func `are refused when malformed`(text: String) { #expect(AddressRange(text: text) == nil) }

  @Test(arguments: ["192.0.2.1", "2001:db8::1", "::"])
  func `print as they were read`(text: String) { #expect(InternetAddress(text: text)?.text == text) }
}
