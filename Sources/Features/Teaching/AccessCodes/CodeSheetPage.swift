internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// Codes to print and cut out: each with its square for a phone's camera.
struct CodeSheetPage: Page {
  static let most = 200
  let course: Course
  let codes: [CodeLine]
  let total: Int
  let address: String
  let school: String

  var title: String { "Access codes of \(course.title)" }
  var isIndexed: Bool { false }

  var body: HTML {
    PageHeader(
      title, lead: total > codes.count ? "The first \(codes.count) of \(total)" : codes.count.counted("code"),
      crumbs: Breadcrumbs([(label: "Access codes", link: AccessCodeRoutes.list.path(course.slug))])
    ) {
      if !codes.isEmpty {
        div(.hidden, .data("needs-script", "")) {
          button(.button, [.class("button button-secondary button-small"), .data("prints", "")]) {
            Icon.print
            span { "Print" }
          }
        }
      }
    }
    if codes.isEmpty {
      EmptyState("No codes to print", "Make some, or choose others in the list.", .letters) {
        Button("Back to the codes", to: AccessCodeRoutes.list.path(course.slug))
      }
    } else {
      ul(.class("code-tickets"), .aria("label", "Codes")) { for line in codes { ticket(line) } }
    }
  }

  private func ticket(_ line: CodeLine) -> HTML {
    li(.class("code-ticket")) {
      if let drawing = QRCode(address + AccessCodeRoutes.link.path(line.code.code.text).text) {
        div(.class("qr-frame")) { drawing.drawing(label: "Link of \(line.code.code.text)") }
      }
      div(.class("code-ticket-words")) {
        span(.class("faint small")) { school }
        strong(.ownDirection) { line.itemTitle ?? course.title }
        code { line.code.code.text }
        span(.class("soft small")) { facts(line.code) }
      }
    }
  }

  private func facts(_ code: AccessCode) -> String {
    let use =
      switch code.type {
      case .singleUse: "For one person"
      case .multiUse: "For \((code.maxUses ?? 1).counted("person", "people"))"
      case .unlimited: "For everyone"
      }
    let end = code.expiresAt.map { ", until \($0.dayWords)" } ?? ""
    return "\(use)\(end). Open the link, or enter the code at \(address)\(AccessCodeRoutes.redeem.path().text)"
  }
}

/// The codes as a file for a spreadsheet (RFC 4180).
struct CodeFile {
  let course: Course
  let codes: [CodeLine]
  let address: String

  var response: Response {
    let head = "code,link,opens,type,current_uses,max_uses,access_days,expires_at,is_active,label\r\n"
    let text = head + codes.map(row).joined()
    var response = Response(status: 200, type: "text/csv; charset=utf-8", Array(text.utf8))
    response.fields.append(("Content-Disposition", "attachment; filename=\"codes-\(course.slug.text).csv\""))
    return response
  }

  private func row(_ line: CodeLine) -> String {
    let code = line.code
    let cells = [
      code.code.text, address + AccessCodeRoutes.link.path(code.code.text).text, line.itemTitle ?? course.title,
      code.type.rawValue, String(code.uses), code.maxUses.map(String.init) ?? "",
      code.accessDays.map(String.init) ?? "", code.expiresAt?.text ?? "", code.deactivatedAt == nil ? "true" : "false",
      line.label ?? "",
    ]
    return cells.map(Self.cell).joined(separator: ",") + "\r\n"
  }

  /// Quoted where it must be; what a spreadsheet would take for a formula begins with an apostrophe.
  private static func cell(_ text: String) -> String {
    var text = text
    if let first = text.first, "=+-@\t".contains(first) { text = "'" + text }
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
