import Essentials
import Testing

@Suite struct `Naming things` {
  /// The example of RFC 9562, appendix A.6, and both ends of the range.
  @Test(
    arguments: [
      ("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", 0x017F_22E2_79B0_7CC3, 0x98C4_DC0C_0C07_398F),
      ("00000000-0000-0000-0000-000000000000", 0, 0),
      ("ffffffff-ffff-ffff-ffff-ffffffffffff", UInt64.max, UInt64.max),
      ("01234567-89ab-cdef-fedc-ba9876543210", 0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210),
    ] as [(String, UInt64, UInt64)])
  func `an id is written as its text and read back from either case`(text: String, high: UInt64, low: UInt64) {
    let bits = UUIDBits(high: high, low: low)
    #expect(bits.text == text)
    #expect(UUIDBits(text: text) == bits)
    #expect(UUIDBits(text: text.uppercased()) == bits)
  }

  @Test(
    arguments: [
      "", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e279b07cc398c4dc0c0c07398f",
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
      "017f22e2+79b0-7cc3-98c4-dc0c0c07398f",
    ])
  func `what is not the text of an id is none`(text: String) { #expect(UUIDBits(text: text) == nil) }

  @Test(arguments: [("a", true), ("clay-2", true), ("", false), ("Clay", false), ("a b", false)])
  func `a slug is short and plain`(text: String, isOne: Bool) { #expect((Slug<Int>(pathText: text) != nil) == isOne) }

  @Test func `a slug has 120 characters at the most`() {
    #expect(Slug<Int>(pathText: String(repeating: "a", count: 120)) != nil)
    #expect(Slug<Int>(pathText: String(repeating: "a", count: 121)) == nil)
  }
}
