internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// What is done with the people chosen in the list, and the way back.
enum BatchRoutes {
  static let start = Route.post("/people/changes", by: .may(.managePeople), "Change the chosen people")
  static let show = Route.get(
    "/people/changes/{change}", ID<PeopleBatch>.self, by: .may(.managePeople), "Show a change of many people")
  static let undo = Route.post(
    "/people/changes/{change}/undoing", ID<PeopleBatch>.self, by: .may(.managePeople), "Take a change of many back")

  static func register(on table: inout RouteTable<Context>) {
    table.on(start) { context in
      do {
        let fields = try context.request.formFields().without(ForgeryGuard.field)
        let form: BatchForm
        do throws(Faults) { form = try BatchForm(fields: fields) } catch { throw Problem.invalid(error.list) }
        return context.redirect(to: show.path(try await context.doBatch(form)), saying: "Done.")
      } catch Problem.invalid(let errors) {
        let words = errors.first.map { $0.message } ?? ""
        return context.redirect(to: PersonRoutes.list.path(), saying: "Nothing was changed: \(words).", .warn)
      }
    }
    table.on(show) { context, id in
      let (record, items) = try await context.db.batch(id)
      return context.page(
        BatchPage(
          record: record, items: items, mayBeUndone: record.mayBeUndone(at: context.now), csrf: context.forgeryToken))
    }
    table.on(undo) { context, id in
      let kept = try await context.undoBatch(id)
      let words = kept == 0 ? "" : " \(kept) could not be changed and stay as they are."
      return context.redirect(to: show.path(id), saying: "It is taken back.\(words)", kept == 0 ? .good : .warn)
    }
  }
}

/// What was done to whom, and who was left out and why.
struct BatchPage: Page {
  let record: BatchRecord
  let items: [BatchItem]
  let mayBeUndone: Bool
  let csrf: String
  var title: String { "\(done.count) \(done.count == 1 ? "person" : "people") \(record.action.done)" }

  private var done: [BatchItem] { items.filter { $0.fault == nil } }
  private var leftOut: [BatchItem] { items.filter { $0.fault != nil } }

  var body: HTML {
    PageHeader(title, crumbs: Breadcrumbs([("People", PersonRoutes.list.path())])) {
      if mayBeUndone, !done.isEmpty {
        Form(BatchRoutes.undo.path(record.id), csrf: csrf, .plain) {
          Button("Take back", icon: .undo, busy: "One moment")
        }
      }
    }
    div(.class("stack")) {
      if let undone = record.undoneAt {
        Callout(.info) {
          "This was taken back on "; Day(instant: undone); "."
        }
      }
      if !leftOut.isEmpty {
        Callout(.warn, "\(leftOut.count) left out") { "They stay as they were; the reason stands beside each." }
      }
      Table("Chosen people", items) {
        Column("Name", .name) { item in
          PersonLine(item.person.name, note: item.person.email, to: PersonRoutes.show.path(item.person.id))
        }
        Column("Status", .short) { item in StatusBadge(status: item.status) }
        Column("What came of it") { item in
          if let fault = item.fault {
            fault
          } else {
            record.action.done.prefix(1).uppercased() + record.action.done.dropFirst()
          }
        }
      }
    }
  }
}
