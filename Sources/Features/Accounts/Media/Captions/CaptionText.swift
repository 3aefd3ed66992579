internal import Essentials
internal import EvolvCore
internal import Payloads

/// Captions that somebody brought in, as WebVTT or SubRip (SRT). Nothing of the file is kept as it was: times and plain
/// words are read strictly and written anew, so that styles, regions and scripts have no way through.
struct CaptionText {
  struct Cue: Equatable { let start: Int, end: Int, lines: [String] }
  let cues: [Cue]

  static let mostBytes = 1 << 20
  private static let mostCues = 20_000, mostCharacters = 1_000, latest = 43_200_000

  init(reading bytes: [UInt8]) throws(CaptionFault) {
    guard bytes.count <= Self.mostBytes else { throw CaptionFault("has more than \(Self.mostBytes.asBytes)") }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw CaptionFault("is not UTF-8 text") }
    let plain = text.replacing("\u{FEFF}", with: "").replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    guard plain.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\n" || $0 == "\t" }) else {
      throw CaptionFault("has control characters")
    }
    var cues: [Cue] = []
    for block in Self.blocks(of: plain) {
      guard let cue = try Self.cue(in: block) else { continue }
      cues.append(cue)
      guard cues.count <= Self.mostCues else { throw CaptionFault("has more than \(Self.mostCues) captions") }
    }
    guard !cues.isEmpty else { throw CaptionFault("has no captions: it must be WebVTT or SubRip (SRT)") }
    self.cues = cues.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
  }

  /// As WebVTT, which browsers show.
  var webVTT: String {
    var text = "WEBVTT\n"
    for cue in cues {
      text += "\n\(Self.time(cue.start)) --> \(Self.time(cue.end))\n"
      for line in cue.lines { text += line.escapedCaption + "\n" }
    }
    return text
  }
}

/// Why captions were not taken, to be read behind the name of the file.
struct CaptionFault: Error, Equatable {
  let words: String
  init(_ words: String) { self.words = words }
}

extension CaptionText {
  /// Lines that stand together, each with its number.
  private struct Block { var lines: [(number: Int, text: Substring)] = [] }

  private static func blocks(of text: String) -> [Block] {
    var blocks: [Block] = [], block = Block()
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.allSatisfy({ $0 == " " || $0 == "\t" }) {
        if !block.lines.isEmpty { blocks.append(block) }
        block = Block()
      } else {
        block.lines.append((index + 1, line))
      }
    }
    if !block.lines.isEmpty { blocks.append(block) }
    return blocks
  }

  /// nil for a block that says nothing: the head, a note, a style.
  private static func cue(in block: Block) throws(CaptionFault) -> Cue? {
    guard let first = block.lines.first else { return nil }
    let word = first.text.prefix { $0 != " " && $0 != "\t" }
    let isTimed = first.text.contains("-->")
    if !isTimed, ["WEBVTT", "NOTE", "STYLE", "REGION"].contains(word) { return nil }
    // Before its time a caption may have a name or a number of its own.
    let lines = isTimed ? block.lines[...] : block.lines.dropFirst()
    guard let timing = lines.first, timing.text.contains("-->") else {
      throw CaptionFault("says no time in line \(first.number)")
    }
    let (start, end) = try times(timing.text, in: timing.number)
    let words = lines.dropFirst().map { $0.text.plainCaption }.filter { !$0.isEmpty }
    guard words.reduce(0, { $0 + $1.count }) <= mostCharacters else {
      throw CaptionFault("says more than \(mostCharacters) characters at once in line \(timing.number)")
    }
    return words.isEmpty ? nil : Cue(start: start, end: end, lines: words)
  }

  private static func times(_ line: Substring, in number: Int) throws(CaptionFault) -> (start: Int, end: Int) {
    let parts = line.split(separator: "-->", omittingEmptySubsequences: false)
    guard parts.count == 2, let start = moment(parts[0].trimmedSpaces),
      let end = moment(parts[1].trimmedSpaces.prefix { $0 != " " && $0 != "\t" })
    else { throw CaptionFault("has a time that is none in line \(number)") }
    guard start < end else { throw CaptionFault("ends a caption before it begins in line \(number)") }
    guard end <= latest else { throw CaptionFault("goes beyond twelve hours in line \(number)") }
    return (start, end)
  }

  /// `1:02:03.456`, `02:03.456`, or with a comma as SubRip writes it.
  private static func moment(_ text: Substring) -> Int? {
    let halves = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
    guard halves.count == 2, halves[1].count == 3, let thousandths = digits(halves[1]) else { return nil }
    let parts = halves[0].split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { digits($0) }
    guard numbers.count == parts.count, (2...3).contains(parts.count), parts.allSatisfy({ (1...2).contains($0.count) }),
      numbers.suffix(2).allSatisfy({ $0 < 60 })
    else { return nil }
    return numbers.reduce(0) { $0 * 60 + $1 } * 1000 + thousandths
  }
  private static func digits(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  private static func time(_ milliseconds: Int) -> String {
    let seconds = milliseconds / 1000
    return "\((seconds / 3600).padded(2)):\((seconds / 60 % 60).padded(2)):\((seconds % 60).padded(2))"
      + ".\((milliseconds % 1000).padded(3))"
  }
}

extension Substring {
  fileprivate var trimmedSpaces: Substring {
    var text = self
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }

  /// Without marks of any kind; what they stand for in HTML is read.
  fileprivate var plainCaption: String {
    var text = "", mark: Int?
    for character in self {
      if character == "<" {
        mark = text.count
        text.append(character)
      } else if character == ">", let start = mark {
        text = String(text.prefix(start))
        mark = nil
      } else {
        text.append(character)
      }
    }
    for (name, value) in [("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&lrm;", ""), ("&rlm;", ""), ("&amp;", "&")] {
      text = text.replacing(name, with: value)
    }
    return text.trimmed
  }
}

extension String {
  fileprivate var escapedCaption: String {
    replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
