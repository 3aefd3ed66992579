public import Essentials
public import Markup

/// A long list to work through: rows are chosen and dealt with together; j, k, x, Enter and ? drive it.
public struct WorkList<Row>: Component {
  let label: String
  let rows: [Row]
  let action: Link
  let csrf: String
  let key: (Row) -> String
  let name: (Row) -> String
  let link: ((Row) -> Link)?
  let bulk: [BulkAction]
  let columns: [Column<Row>]

  /// - Parameters:
  ///   - action: Takes a POST of `action` (which bulk action) and of every chosen row's `selected`.
  ///   - key: What `selected` says for a row.
  ///   - name: What the row's box says.
  ///   - link: Where Enter and the row's name lead.
  public init(
    _ label: String, _ rows: [Row], action: Link, csrf: String, key: @escaping (Row) -> String,
    name: @escaping (Row) -> String, link: ((Row) -> Link)? = nil, bulk: [BulkAction],
    @ColumnBuilder<Row> columns: () -> [Column<Row>]
  ) {
    self.label = label
    self.rows = rows
    self.action = action
    self.csrf = csrf
    self.key = key
    self.name = name
    self.link = link
    self.bulk = bulk
    self.columns = columns()
  }

  public var body: HTML {
    Form(action, csrf: csrf, .plain, label: label) {
      div(.class("work-list"), .data("work-list", "")) {
        div(.class("table-frame"), .role("region"), .aria("label", label), .focusable) {
          table(.class("table")) {
            caption(.class("hidden-text")) { label }
            thead { head }
            tbody { for row in rows { line(row) } }
          }
        }
        bulkBar
      }
    }
  }

  private var head: HTML {
    tr {
      th(scope: .column, .class("cell-check")) {
        Markup.label(.class("check-box")) {
          input(.checkbox, name: "all", .data("selects-all", ""), .hidden)
          span(.class("hidden-text")) { "Choose all" }
        }
      }
      for column in columns { column.head }
    }
  }

  private func line(_ row: Row) -> HTML {
    tr(.data("row", link.map { $0(row).text } ?? "")) {
      td(.class("cell-check")) {
        Markup.label(.class("check-box")) {
          input(.checkbox, name: "selected", .value(key(row)))
          span(.class("hidden-text")) { "Choose \(name(row))" }
        }
      }
      for column in columns { column.cell(of: row) }
    }
  }

  @HTMLBuilder private var bulkBar: HTML {
    if !bulk.isEmpty {
      div(.class("bulk-bar"), .role("group"), .aria("label", "With the chosen rows")) {
        p(.class("bulk-count"), .role("status"), .data("count", "")) { "With the chosen rows" }
        for item in bulk {
          Button(
            item.label, item.isDanger ? .danger : .secondary, icon: item.icon, size: .small, name: "action",
            value: item.name, confirm: item.confirm)
        }
      }
    }
  }
}

/// What can be done with many rows at once.
public struct BulkAction: Sendable {
  let name: String
  let label: String
  let icon: Icon?
  let isDanger: Bool
  let confirm: String?

  public init(_ name: String, _ label: String, icon: Icon? = nil, isDanger: Bool = false, confirm: String? = nil) {
    self.name = name
    self.label = label
    self.icon = icon
    self.isDanger = isDanger
    self.confirm = confirm
  }
}

/// What stands above a work list: saved views, the search, the filters that are set.
public struct ListBar: Component {
  let content: HTML

  public init(@HTMLBuilder content: () -> HTML) { self.content = content() }

  public var body: HTML { div(.class("list-bar")) { content } }
}
