public import Markup

/// How much happened when: a field of squares, darker for more.
public struct Heatmap: Component {
  let title: String
  let message: String?
  let rowsAre: String
  let rows: [String]
  let columns: [String]
  let values: [[Double]]

  /// - Parameters:
  ///   - rowsAre: What the rows are, for the table behind: "Day".
  ///   - columns: An empty label is not written.
  ///   - values: One list per row, one number per column.
  public init(
    _ title: String, message: String? = nil, rowsAre: String, rows: [String], columns: [String], _ values: [[Double]]
  ) {
    self.title = title
    self.message = message
    self.rowsAre = rowsAre
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  public var body: HTML {
    figure(.class("chart")) {
      figcaption {
        strong { title }
        if let message { span { message } }
      }
      div(.class("heat-frame"), .role("region"), .aria("label", title), .focusable) { drawing }
      div(.class("heat-legend"), .aria("hidden", "true")) {
        span { "Less" }
        svg(width: 84, height: 14, .width(84), .height(14)) {
          for level in 0..<5 { rect(Double(level) * 17, 0, width: 14, height: 14, corner: 3, .class("heat-\(level)")) }
        }
        span { "More" }
      }
      behind
    }
  }

  private var drawing: HTML {
    let (left, step) = (44.0, 18.0)
    let size = (left + Double(columns.count) * step, Double(rows.count) * step + 18)
    let most = Swift.max(values.joined().max() ?? 0, 1)
    return svg(
      width: size.0, height: size.1, label: title, .class("heat"), .width(Int(size.0)), .height(Int(size.1))
    ) {
      for (row, name) in rows.enumerated() {
        words(at: left - 8, Double(row) * step + 12, .anchored(.end), .class("heat-words")) { name }
        for (column, value) in values[row].enumerated() {
          let level = value == 0 ? 0 : 1 + min(3, Int(value / most * 4))
          rect(
            left + Double(column) * step, Double(row) * step, width: 15, height: 15, corner: 3, .class("heat-\(level)"))
        }
      }
      for (column, name) in columns.enumerated() where !name.isEmpty {
        words(at: left + Double(column) * step, size.1 - 3, .class("heat-words")) { name }
      }
    }
  }

  private var behind: HTML {
    details(.class("chart-table")) {
      summary {
        Icon.chevronRight
        "Show the numbers"
      }
      Table(title, Array(zip(rows, values))) {
        Column(rowsAre, .name) { $0.0 }
        for (index, name) in columns.enumerated() {
          Column(name.isEmpty ? "\(index + 1)" : name, .number) { $0.1[index].short }
        }
      }
    }
  }
}
