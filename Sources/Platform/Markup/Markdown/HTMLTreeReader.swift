internal import CGumbo

/// Lays gumbo's tree out flat, with a stack of its own instead of recursion.
@safe struct HTMLTreeReader {
  private var events: [HTMLEvent] = []
  private var clock: SourceClock

  init(lines: LineMap?) { clock = SourceClock(lines: lines) }

  /// The content of the root, without the root.
  consuming func events(of root: evolv_node?) -> [HTMLEvent] {
    guard let root = unsafe root else { return [] }
    var path = unsafe [Step(node: root, index: 0, opened: -1)]
    while let step = unsafe path.last {
      guard unsafe step.index < evolv_node_children(step.node) else {
        close(unsafe step.opened)
        unsafe path.removeLast()
        continue
      }
      unsafe path[path.count - 1].index += 1
      guard let child = unsafe evolv_node_child(step.node, step.index) else { continue }
      if unsafe evolv_node_is_element(child) != 0 {
        let opened = unsafe open(child)
        unsafe path.append(Step(node: child, index: 0, opened: opened))
      } else {
        unsafe leaf(child)
      }
    }
    return events
  }

  @unsafe private struct Step {
    let node: evolv_node
    var index: UInt32
    let opened: Int
  }

  private mutating func open(_ node: evolv_node) -> Int {
    let attributes = unsafe (0..<evolv_node_attributes(node)).compactMap { unsafe attribute(node, $0) }
    if let position = attributes.first(where: { $0.name == "data-sourcepos" })?.value {
      clock.set(position, at: unsafe evolv_node_line(node))
    }
    let name = unsafe String(cString: evolv_node_name(node))
    unsafe events.append(
      .open(
        HTMLTag(
          name: name.isEmpty ? writtenName(node) : name, isKnown: !name.isEmpty,
          isForeign: evolv_node_is_foreign(node) != 0, attributes: attributes, line: clock.line(evolv_node_line(node))))
    )
    return events.count - 1
  }

  private mutating func close(_ opened: Int) {
    guard opened >= 0, case .open(var tag) = events[opened] else { return }
    tag.end = events.count
    events[opened] = .open(tag)
    events.append(.close)
  }

  private mutating func leaf(_ node: evolv_node) {
    let text = unsafe String(cString: evolv_node_text(node))
    guard unsafe evolv_node_is_comment(node) != 0 else { events.append(.text(text)); return }
    if text.first == "@" { clock.set(String(text.dropFirst()), at: unsafe evolv_node_line(node)) }
  }

  private func attribute(_ node: evolv_node, _ index: UInt32) -> (name: String, value: String)? {
    guard let attribute = unsafe evolv_node_attribute(node, index) else { return nil }
    return unsafe (String(cString: attribute.pointee.name), String(cString: attribute.pointee.value))
  }

  private func writtenName(_ node: evolv_node) -> String {
    var length = 0
    guard let bytes = unsafe evolv_node_written_name(node, &length) else { return "" }
    return unsafe String(decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self)
  }
}

/// Tells the line of the source from the line of the HTML that was made from it.
struct SourceClock {
  let lines: LineMap?
  private var source = 1
  private var html = 1

  init(lines: LineMap?) { self.lines = lines }

  /// `position` is cmark's `line:column-line:column`, or a line alone.
  mutating func set(_ position: String, at line: UInt32) {
    guard let number = Int(position.prefix { $0 != ":" }), number > 0, number < 10_000_000 else { return }
    source = number
    html = Int(line)
  }

  func line(_ line: UInt32) -> Int? {
    guard let lines else { return Int(line) }
    return lines.line(source + max(0, Int(line) - html))
  }
}
