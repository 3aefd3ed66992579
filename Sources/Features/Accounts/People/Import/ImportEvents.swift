internal import Essentials
internal import EvolvCore
internal import Payloads

/// Somebody brought a file of people in; nobody's account is touched yet.
struct PeopleImportBegun: DomainEvent {
  let id: ID<PeopleImport>
  static let name = "people_import.begun"
  var subject: Subject { Subject("people_import", id) }
  static let shape = Shape("PeopleImportBegun", Self.init(id:), Field("import", \.id))
}

/// An import was set going.
struct PeopleImportStarted: DomainEvent {
  let id: ID<PeopleImport>
  static let name = "people_import.started"
  var subject: Subject { Subject("people_import", id) }
  static let shape = Shape("PeopleImportStarted", Self.init(id:), Field("import", \.id))
}

/// What an import did is to be taken back.
struct PeopleImportUndone: DomainEvent {
  let id: ID<PeopleImport>
  static let name = "people_import.undone"
  var subject: Subject { Subject("people_import", id) }
  static let shape = Shape("PeopleImportUndone", Self.init(id:), Field("import", \.id))
}
