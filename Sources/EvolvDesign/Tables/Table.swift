public import Essentials
public import Markup

/// Rows of one kind of thing. On phones each row becomes a small sheet that repeats the headings.
public struct Table<Row>: Component {
  let caption: String
  let rows: [Row]
  let columns: [Column<Row>]
  let showsCaption: Bool

  /// - Parameter caption: Names the table for those who do not see it.
  public init(
    _ caption: String, _ rows: [Row], showsCaption: Bool = false, @ColumnBuilder<Row> columns: () -> [Column<Row>]
  ) {
    self.caption = caption
    self.rows = rows
    self.showsCaption = showsCaption
    self.columns = columns()
  }

  public var body: HTML {
    div(.class("table-frame")) {
      table(.class("table")) {
        Markup.caption(.class("hidden-text", when: !showsCaption)) { caption }
        thead { tr { for column in columns { column.head } } }
        tbody {
          for row in rows { tr { for column in columns { column.cell(of: row) } } }
        }
      }
    }
  }
}

/// One column: its heading and what it shows of a row.
public struct Column<Row> {
  public enum Kind: Sendable {
    /// The row's name: its header cell.
    case name
    case text
    /// A few words that stay on one line: a date, a state, a count with its unit.
    case short
    /// Aligned at the end, in figures of one width.
    case number
    /// Buttons of the row; the heading is only spoken.
    case actions
  }

  let heading: String
  let kind: Kind
  let sort: Sort?
  let content: (Row) -> HTML

  public init(
    _ heading: String, _ kind: Kind = .text, sort: Sort? = nil, @HTMLBuilder content: @escaping (Row) -> HTML
  ) {
    self.heading = heading
    self.kind = kind
    self.sort = sort
    self.content = content
  }

  var head: HTML {
    th(scope: .column, kind.class, .aria("sort", sort?.order?.rawValue ?? "none", when: sort != nil)) {
      if let sort {
        a(href: sort.link, .class("sort")) {
          heading
          sort.icon
        }
      } else if kind == .actions {
        span(.class("hidden-text")) { heading }
      } else {
        heading
      }
    }
  }

  func cell(of row: Row) -> HTML {
    switch kind {
    case .name: th(scope: .row, kind.class) { content(row) }
    case .actions: td(kind.class) { content(row) }
    case .text, .short, .number: td(kind.class, .data("heading", heading)) { content(row) }
    }
  }
}

extension Column.Kind {
  var `class`: Attribute {
    switch self {
    case .name: .class("cell-name")
    case .text: .class("cell-text", when: false)
    case .short: .class("cell-short")
    case .number: .class("cell-number")
    case .actions: .class("cell-actions")
    }
  }
}

/// A heading that sorts: where it leads, and how the list is sorted by it now.
public struct Sort: Sendable {
  public enum Order: String, Sendable { case ascending, descending }

  let link: Link
  let order: Order?

  public init(_ link: Link, _ order: Order? = nil) {
    self.link = link
    self.order = order
  }

  var icon: Icon {
    switch order {
    case .ascending: .arrowUp
    case .descending: .arrowDown
    case nil: .sort
    }
  }
}

/// Lists the columns of a table.
@resultBuilder public enum ColumnBuilder<Row> {
  public static func buildExpression(_ column: Column<Row>) -> [Column<Row>] { [column] }
  public static func buildBlock(_ parts: [Column<Row>]...) -> [Column<Row>] { parts.flatMap(\.self) }
  public static func buildOptional(_ part: [Column<Row>]?) -> [Column<Row>] { part ?? [] }
  public static func buildEither(first part: [Column<Row>]) -> [Column<Row>] { part }
  public static func buildEither(second part: [Column<Row>]) -> [Column<Row>] { part }
  public static func buildArray(_ parts: [[Column<Row>]]) -> [Column<Row>] { parts.flatMap(\.self) }
}
