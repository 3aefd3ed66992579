public import Markup

/// How far one has come, as a thin bar with its numbers in words.
public struct ProgressBar: Component {
  let done: Int
  let total: Int
  let unit: String
  let isQuiet: Bool

  /// - Parameter isQuiet: The bar alone; its numbers are said elsewhere.
  public init(done: Int, of total: Int, unit: String, isQuiet: Bool = false) {
    self.done = done
    self.total = total
    self.unit = unit
    self.isQuiet = isQuiet
  }

  public var body: HTML {
    div(.classes("progress", done >= total && total > 0 ? "progress-full" : nil)) {
      Markup.progress(value: done, max: Swift.max(total, 1), label: sentence)
      if !isQuiet { span(.class("progress-words")) { sentence } }
    }
  }

  private var sentence: String { "\(done) of \(total) \(unit)" }
}

/// The same as a ring, for the dashboard.
public struct ProgressRing: Component {
  let done: Int
  let total: Int
  let unit: String

  public init(done: Int, of total: Int, unit: String) {
    self.done = done
    self.total = total
    self.unit = unit
  }

  private var percent: Int { total == 0 ? 0 : min(100, done * 100 / total) }

  public var body: HTML {
    svg(width: 64, height: 64, label: "\(done) of \(total) \(unit)", .class("ring"), .width(64), .height(64)) {
      circle(32, 32, radius: 27, .class("ring-track"))
      if percent > 0 {
        circle(
          32, 32, radius: 27, .class("ring-done"), .drawn(.pathLength, 100), .dashes(Double(percent), 100),
          .transform("rotate(-90 32 32)"))
      }
      words(at: 32, 37, .anchored(.middle), .class("ring-words")) { "\(percent)%" }
    }
  }
}
