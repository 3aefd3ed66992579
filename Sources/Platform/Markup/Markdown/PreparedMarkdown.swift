// Other Markdown dialects mark an HTML block whose content is Markdown with `markdown="1"`; CommonMark reads the
// content only after an empty line. The empty line is put in here, and the line numbers are kept.

/// A text made ready for CommonMark.
struct PreparedMarkdown {
  private(set) var text = ""
  private(set) var lines = LineMap()
  private(set) var isWithinLimits = true

  init(_ source: String, firstLine: Int) {
    guard source.utf8.count <= MarkupLimits.bytes else { isWithinLimits = false; return }
    text.reserveCapacity(source.utf8.count + 256)
    var fence: Fence?
    var number = firstLine
    var awaitsEmptyLine = false
    for line in source.split(omittingEmptySubsequences: false, whereSeparator: \.endsLine) {
      let content = line.drop { $0 == " " || $0 == "\t" }
      if awaitsEmptyLine, !content.isEmpty { add("", number) }
      add(line, number)
      number += 1
      awaitsEmptyLine = fence == nil && content.opensMarkdownBlock
      fence = Fence.state(after: content, in: fence)
      if content.containers > MarkupLimits.containersPerLine { isWithinLimits = false; return }
    }
  }

  private mutating func add(_ line: Substring, _ number: Int) {
    text += line
    text += "\n"
    lines.add(number)
  }
}

/// The line of the file for each line of the prepared text.
struct LineMap {
  private var numbers: [Int] = []

  mutating func add(_ number: Int) { numbers.append(number) }

  /// Both count from 1.
  func line(_ prepared: Int) -> Int? {
    guard let last = numbers.last else { return nil }
    return prepared >= 1 && prepared <= numbers.count ? numbers[prepared - 1] : last
  }
}

/// An open block of fenced code.
private struct Fence {
  let mark: Character
  let length: Int

  static func state(after line: Substring, in open: Fence?) -> Fence? {
    guard let mark = line.first, mark == "`" || mark == "~" else { return open }
    let run = line.prefix { $0 == mark }.count
    let rest = line.dropFirst(run)
    guard run >= 3 else { return open }
    guard let open else { return mark == "`" && rest.contains("`") ? nil : Fence(mark: mark, length: run) }
    return mark == open.mark && run >= open.length && rest.trimmed.isEmpty ? nil : open
  }
}

extension Character {
  /// What CommonMark calls a line ending.
  fileprivate var endsLine: Bool { self == "\n" || self == "\r\n" || self == "\r" }
}

extension Substring {
  /// `<div class="note" markdown="1">` alone on its line.
  fileprivate var opensMarkdownBlock: Bool {
    guard first == "<", dropFirst().first?.isLetter == true, utf8.count < 2_000 else { return false }
    let line = trimmed
    guard line.last == ">", line.dropLast().firstIndex(of: ">") == nil else { return false }
    return line.contains(" markdown=")
  }

  /// How many quotes and list items this line can open.
  fileprivate var containers: Int {
    var count = 0
    for byte in utf8 {
      switch byte {
      case 0x3E, 0x2D, 0x2A, 0x2B: count += 1
      case 0x20, 0x09, 0x30...0x39, 0x2E, 0x29: continue
      default: return count
      }
    }
    // A line of nothing but dashes or stars is a rule, not a nest.
    return contains(">") || contains(" ") ? count : 0
  }
}
