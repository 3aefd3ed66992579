internal import Drawing
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// How long somebody learned: for themselves, for staff, and for who checks a statement.
enum StatementRoutes {
  static let mine = Route.get("/learn/statement", by: .signedIn, "See how long one learned")
  static let mySheet = Route.get("/learn/statement.pdf", by: .signedIn, "Download how long one learned")
  static let ofPerson = Route.get(
    "/teach/people/{person}/statement", ID<Person>.self, by: .may(.seeAnyLearners), "See how long somebody learned")
  static let sheetOfPerson = Route.get(
    "/teach/people/{person}/statement.pdf", ID<Person>.self, by: .may(.seeAnyLearners),
    "Download how long somebody learned")
  static let check = Route.get("/verify-statement", by: .everyone, "Check a statement of learning time")

  static func register(on table: inout RouteTable<Context>) {
    table.on(mine) { context in
      let statement = try await context.statement(of: try context.viewer.requirePerson())
      return context.page(StatementPage(statement: statement, sheet: mySheet.path()))
    }
    table.on(mySheet) { context in try await context.statementSheet(of: try context.viewer.requirePerson()) }
    table.on(ofPerson) { context, person in
      let statement = try await context.statement(of: person)
      return context.page(StatementPage(statement: statement, sheet: sheetOfPerson.path(person)))
    }
    table.on(sheetOfPerson) { context, person in try await context.statementSheet(of: person) }
    table.on(check) { context in
      let query = try context.request.forgivingQuery(StatementQuery.self)
      try await context.facilities.limits.verification.take(context.viewer.origin.addressKey, at: context.now)
      let proof = query.seal.flatMap { StatementProof($0, openedBy: context.facilities.sealer) }
      let isFalse = query.seal != nil && proof == nil
      return context.page(StatementCheckPage(proof: proof, isFalse: isFalse), status: isFalse ? 404 : 200)
    }
  }
}

struct StatementQuery: Payload {
  let seal: String?
  static let shape = Shape("StatementQuery", Self.init(seal:), Field("seal", \.seal))
}

extension Context {
  fileprivate func statement(of person: ID<Person>) async throws -> LearningStatement {
    try await db.learningStatement(of: person, from: facilities.schoolName, for: viewer, at: now)
  }

  fileprivate func statementSheet(of person: ID<Person>) async throws -> Response {
    let statement = try await statement(of: person)
    let seal = statement.proof.sealed(by: facilities.sealer)
    let address = facilities.baseAddress + StatementRoutes.check.path().query(["seal": seal]).text
    let color = settings(BrandingSettings.self).primary ?? BrandColor.standard
    let sheet = StatementSheet(statement: statement, address: address, color: Ink(color))
    var response = Response(status: 200, type: "application/pdf", try await sheet.bytes())
    response.fields += [
      ("Content-Disposition", "inline; filename=\"learning-time.pdf\""), ("Cache-Control", "no-store"),
    ]
    return response
  }
}

/// How long somebody learned, day by day.
struct StatementPage: Page {
  let statement: LearningStatement, sheet: Link
  let title = "Learning time"

  var body: HTML {
    PageHeader(
      title, lead: "\(statement.name): what the log of steps proves, course by course and day by day."
    ) {
      if !statement.lines.isEmpty { Button("Download PDF", to: sheet, .primary, icon: .download) }
    }
    if statement.lines.isEmpty {
      EmptyState("Nothing to tell yet", "Time is counted from the first lesson that is opened.", .shelf)
    } else {
      div(.class("stack")) {
        StatRow {
          Stat("Learned at least", LearningStatement.duration(statement.minutes), icon: .clock)
          Stat("Parts finished", String(statement.itemsDone), icon: .checkCircle)
          Stat("Days", String(statement.proof.days), icon: .calendar)
        }
        Table("Learning time by day and course", statement.lines) {
          Column("Day", .name) { line in span(.class("no-wrap")) { line.dayInWords } }
          Column("Course") { line in span(.ownDirection) { line.course } }
          Column("Time", .short) { LearningStatement.duration($0.minutes) }
          Column("Parts finished", .number) { String($0.itemsDone) }
        }
        p(.class("soft small")) {
          "The time from one step to the next counts when less than half an hour lies between them; days are those of UTC."
        }
      }
    }
  }
}

/// Whether the school made a statement, and what it says.
struct StatementCheckPage: Page {
  let proof: StatementProof?
  /// A seal was given, and the school did not make it.
  let isFalse: Bool
  let title = "Check a statement of learning time"
  var shell: Shell { .public }
  var isIndexed: Bool { false }

  var body: HTML {
    div(.class("verify")) {
      PageHeader(title)
      if let proof {
        Callout(.good, "The school made this statement") { "Compare it with what you were given." }
        Card {
          Facts([
            ("Name", HTML(proof.name)), ("Learned at least", HTML(LearningStatement.duration(proof.minutes))),
            ("Parts finished", HTML(String(proof.itemsDone))), ("Days", HTML(String(proof.days))),
            ("Made", Moment(instant: proof.madeAt).body), ("Foot of the sheet", HTML(proof.digest)),
          ])
        }
      } else if !isFalse {
        Callout(.info, "Nothing to check yet") { "Follow the square code at the foot of the statement you were given." }
      } else {
        Callout(.bad, "The school did not make this statement") {
          "Follow the square code at the foot of the sheet. A seal that lacks a letter is none."
        }
      }
    }
  }
}
