import Essentials
import Testing

@Suite struct `Telling time` {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-11-21T09:00:00Z", 1_795_251_600), ("2024-02-29T23:59:59Z", 1_709_251_199),
    ("1969-12-31T23:59:59Z", -1), ("2026-11-21T10:00:00+01:00", 1_795_251_600),
  ]) func `reads and writes RFC 3339`(text: String, seconds: Int64) throws {
    let instant = try #require(Instant(text: text))
    #expect(instant.unixSeconds == seconds)
    #expect(Instant(text: instant.text) == instant)
  }

  @Test(arguments: [
    "", "2026-11-21", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T09:00:00",
    "x",
  ])
  func `refuses`(text: String) { #expect(Instant(text: text) == nil) }

  @Test func `knows the day of the week`() throws {
    #expect(try #require(Instant(text: "2026-11-21T09:00:00Z")).civil.weekday == 6)
  }
}

@Suite struct `Telling things apart` {
  private enum Thing {}

  @Test func `ids sort in the order they were made`() {
    let ids = (0..<1000).map { _ in ID<Thing>(at: Instant(microseconds: 1_000_000)).text }
    #expect(ids == ids.sorted() && Set(ids).count == 1000)
  }

  @Test(arguments: [
    "", "0189", "g1890000-0000-7000-8000-000000000001", "01890000-0000-7000-8000-00000000000",
    "01890000_0000-7000-8000-000000000001",
  ])
  func `refuses what is no id`(text: String) { #expect(ID<Thing>(pathText: text) == nil) }

  @Test func `reads either case`() {
    #expect(ID<Thing>(pathText: "01890ABC-0000-7000-8000-0000000000FF")?.text == "01890abc-0000-7000-8000-0000000000ff")
  }
}
