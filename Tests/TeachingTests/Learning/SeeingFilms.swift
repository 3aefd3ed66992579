import Payloads
import Testing

@testable import Teaching

@Suite struct `Seeing films` {
  @Test(arguments: [
    ("", ""), ("0-5000", "0-5000"), ("0-5000,5000-9000", "0-9000"), ("8000-9000,0-5000", "0-5000,8000-9000"),
    ("0-5000,5900-7000", "0-7000"), ("0-9000,2000-3000", "0-9000"), ("0-5000,6001-7000", "0-5000,6001-7000"),
  ])
  func `parts that touch are one`(written: String, kept: String) {
    #expect(WatchedRanges(text: written)?.text == kept)
  }

  @Test(arguments: [
    "5000-5000", "9000-5000", "-5-10", "0--5", "0-", "-", ",", "0-5000,", "a-b", "0-99999999", "0-43200001", "1e3-2e3",
    "0 - 5", "+1-5", "٠-٥", "0-5;6-7", "0-5000-7000",
  ])
  func `what is no list of parts is refused`(written: String) {
    #expect(WatchedRanges(text: written) == nil)
  }

  @Test func `there are never too many parts, and none too small a gap is kept first`() {
    let many = (0..<500).map { $0 * 20_000..<$0 * 20_000 + 1000 + $0 }
    let ranges = WatchedRanges(many)
    #expect(ranges.ranges.count == WatchedRanges.most)
    #expect(many.allSatisfy { ranges.contains($0.lowerBound) && ranges.contains($0.upperBound - 1) })
    #expect(WatchedRanges(text: many.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")) == nil)
    #expect(WatchedRanges(text: ranges.text) == ranges)
  }

  @Test func `nothing is seen beyond the end`() {
    #expect(WatchedRanges([5000..<50_000]).clamped(to: 10_000).text == "5000-10000")
    #expect(WatchedRanges([20_000..<50_000]).clamped(to: 10_000).isEmpty)
  }

  @Test func `whoever watches on sees each part once, however it is told`() {
    let parts = FilmParts(of: 95_500)
    #expect(parts.count == 95 && parts.start(of: 95) == 95_500)
    var seen: [Int: Int] = [:]
    for start in stride(from: 0, to: 95_500, by: 370) {
      for part in parts.seen(in: WatchedRanges([start..<min(start + 370, 95_500)])) { seen[part, default: 0] += 1 }
    }
    #expect(seen.count == 95 && seen.values.allSatisfy { $0 == 1 })
    #expect(FilmParts(of: 400).count == 1 && FilmParts(of: 43_200_000).count == 100)
  }

  @Test func `payloads are listed in the order they are stored`() {
    #expect(WatchingPayload.roundTripFaults() == [])
    #expect(WatchReport.roundTripFaults() == [])
    #expect(FilmHeatPayload.roundTripFaults() == [])
  }
}
