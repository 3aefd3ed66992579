internal import Essentials
internal import Payloads

/// Which parts of a film somebody has seen, in milliseconds: in order, apart from each other, and not more than a bounded
/// number, however somebody jumps about.
struct WatchedRanges: Hashable, Sendable {
  private(set) var ranges: [Range<Int>] = []
  /// What lies between two parts that are so close is seen as well: players tell times four times a second.
  private static let grain = 1000
  static let most = 200

  init() {}
  init(_ ranges: [Range<Int>]) {
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
      if let last = self.ranges.last, range.lowerBound <= last.upperBound + Self.grain {
        self.ranges[self.ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        self.ranges.append(range)
      }
    }
    while self.ranges.count > Self.most { closeSmallestGap() }
  }

  func joined(with other: WatchedRanges) -> WatchedRanges { WatchedRanges(ranges + other.ranges) }
  /// Nothing beyond the end of the film.
  func clamped(to length: Int) -> WatchedRanges { WatchedRanges(ranges.map { $0.clamped(to: 0..<length) }) }
  func contains(_ moment: Int) -> Bool { ranges.contains { $0.contains(moment) } }
  var isEmpty: Bool { ranges.isEmpty }
  var milliseconds: Int { ranges.reduce(0) { $0 + $1.count } }

  private mutating func closeSmallestGap() {
    let gaps = ranges.indices.dropLast()
    guard
      let at = gaps.min(by: {
        ranges[$0 + 1].lowerBound - ranges[$0].upperBound < ranges[$1 + 1].lowerBound - ranges[$1].upperBound
      })
    else { return }
    ranges[at] = ranges[at].lowerBound..<ranges[at + 1].upperBound
    ranges.remove(at: at + 1)
  }
}

extension WatchedRanges {
  /// `0-9500,12000-20000`; empty for nothing.
  var text: String { ranges.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",") }

  /// nil unless every part has a beginning before its end, none is beyond twelve hours, and they are not too many.
  init?(text: String) {
    guard text.utf8.count <= Self.most * 20 else { return nil }
    var ranges: [Range<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: text.isEmpty) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Self.moment($0) }
      guard ends.count == 2, let from = ends[0], let to = ends[1], from < to else { return nil }
      ranges.append(from..<to)
    }
    guard ranges.count <= Self.most else { return nil }
    self.init(ranges)
  }

  private static func moment(_ text: Substring) -> Int? {
    guard (1...8).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let moment = Int(text),
      FilmMilliseconds.range.contains(moment)
    else { return nil }
    return moment
  }
}

/// A place in a film: none is longer than twelve hours.
enum FilmMilliseconds: NumberRule { static let range = 0...43_200_000 }

extension WatchedRanges: PayloadValue {
  static var schema: Schema { .scalar(type: "string", format: nil, limits: [.init("maxLength", most * 20)]) }
  func write(to json: inout JSONWriter) { json.string(text) }
  static func read(_ json: JSONNode, into faults: inout Faults) -> WatchedRanges? {
    guard let text = json.string else { return faults.refuse("must be text") }
    guard let ranges = WatchedRanges(text: text) else {
      return faults.refuse("must be parts in milliseconds such as 0-9500,12000-20000, at most \(most)", "ranges")
    }
    return ranges
  }
  static func sample(_ seed: Int) -> WatchedRanges { WatchedRanges([seed * 10..<seed * 10 + 5000]) }
}
