internal import Accounts
internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import Foundation
internal import Payloads
internal import Routing
internal import SQLStore

/// A folder that was read, and its files, kept.
struct CourseArrival: Sendable {
  let source: ImportedCourse
  let kept: [String: CourseFileSource]
  /// Films by their paths.
  let films: [String: CarriedFilm]
  /// What was wrong with files that only looks at their bytes tell.
  let faults: [ReportLine]
}

/// The steps of an import that the command and the jobs share. What burns time happens aside.
struct CourseBringing: Sendable {
  let db: Database
  let facilities: Facilities
  let viewer: Viewer
  /// Is told what is being done, and how far it is.
  var tell: @Sendable (String, Int, Int) async throws -> Void = { _, _, _ in }

  /// Reads a folder and keeps its files, of which those that are there already cost nothing.
  func read(_ folder: String, order: [String] = [], named name: String) async throws -> CourseArrival {
    try await tell("Reading lessons", 0, 0)
    let source = try await facilities.aside { try CourseFolder.read(folder, order: order, named: name) }
    var kept: [String: CourseFileSource] = [:], faults: [ReportLine] = []
    let total = source.images.count + source.files.count
    let named = source.materialNames
    for (key, path, purpose) in source.filesToKeep {
      if kept.count % 20 == 0 { try await tell("Keeping files", kept.count, total) }
      do {
        let file = try await facilities.keepBare(path, as: purpose)
        kept[key] = CourseFileSource(file, named: named[key] ?? key.fileName)
      } catch let refusal as FileRefused {
        faults.append(ReportLine(.dropped, key, "file", because: refusal.words))
      }
    }
    let (films, filmFaults) = try await keepFilms(of: source)
    return CourseArrival(source: source, kept: kept, films: films, faults: faults + filmFaults)
  }

  /// Works out what the arrival would do, to a course or to a new one.
  func plan(_ arrival: CourseArrival, for known: ID<Course>?, at now: Instant) async throws -> CoursePlan {
    try await tell("Comparing", 0, 0)
    let holdings: CourseHoldings? =
      if let known { try await db.holdings(of: .id(known), for: viewer) } else { nil }
    let identity =
      if let course = holdings?.course { (id: course.id, slug: course.slug) } else {
        (id: ID<Course>(at: now), slug: try await db.freeSlug(of: arrival.source.title))
      }
    let wanted = holdings == nil ? arrival.source.details?.terms?.prerequisites ?? [] : []
    let digests = arrival.films.values.map(\.file.digest.text)
    let shown = (holdings?.items ?? []).compactMap(\.content.film)
    let there = try await db.films(with: digests, of: try viewer.requirePerson(), or: shown)
    let (required, missing) = try await db.prerequisites(called: wanted, for: viewer)
    return try await facilities.aside {
      let films = FilmsAtHand(arrived: arrival.films, there: there)
      var plan = CoursePlanner(
        arrival.source, kept: arrival.kept, films, as: identity, known: holdings, at: now
      ).finished()
      plan.prerequisites = required
      plan.faults += arrival.faults + missing
      return plan
    }
  }
}

extension CourseBringing {
  /// Plans and has it done, again when somebody changed the course in between.
  func carryOut(
    _ arrival: CourseArrival, for known: ID<Course>?, at now: Instant, _ finish: (CoursePlan) async throws -> Void
  ) async throws {
    for attempt in 1... {
      let plan = try await plan(arrival, for: known, at: now)
      try await tell("Writing lessons", 0, 0)
      do { return try await finish(plan) } catch is PlanIsStale where attempt < 5 {
        continue
      }
    }
  }
}

extension Reading {
  /// The courses of these names that are here, and a line for each that is not.
  fileprivate func prerequisites(called names: [String], for viewer: Viewer) async throws
    -> (found: [ID<Course>], missing: [ReportLine])
  {
    var found: [ID<Course>] = [], missing: [ReportLine] = []
    for name in Set(names.prefix(20)).sorted() {
      guard let slug = Slug<Course>(pathText: name) else { continue }
      do { found.append(try await course(.slug(slug), for: viewer).id) } catch is NothingFound {
        let why = "This school has no course of that name, so nobody is asked to finish it first."
        missing.append(ReportLine(.missing, "course.json", "prerequisite \(name)", because: why))
      }
    }
    return (found, missing)
  }

  /// Who brings a course in, as the audit log shall name them. What they may do to which course was settled before.
  func importer(_ person: ID<Person>) async throws -> Viewer? {
    guard let person = try await personIfThere(person) else { return nil }
    let identity = Viewer.Identity(
      person: person.id, session: ID(bits: person.id.bits), name: person.name, email: person.email, role: person.role)
    return Viewer(identity: identity, permissions: .all, origin: Origin(actor: "import"))
  }
}

extension ImportedCourse {
  /// Pictures and what else a manifest names, with what each may be.
  fileprivate var filesToKeep: [(key: String, path: String, purpose: FilePurpose)] {
    images.map { ($0.key, $0.path, .image) } + files.map { ($0.key, $0.path, .material) }
  }

  /// What files are called when they are taken along, by their paths.
  fileprivate var materialNames: [String: String] {
    let materials = sections.flatMap(\.items).compactMap { item -> (String, String)? in
      guard case .material(let material) = item.content, let path = material.file, let name = material.name else {
        return nil
      }
      return (path, String(name.prefix(200)))
    }
    return Dictionary(materials) { first, _ in first }
  }
}

extension String {
  var fileName: String { split(separator: "/").last.map(String.init) ?? self }
}

extension FileRefused {
  var words: String {
    switch self {
    case .empty: "It is empty."
    case .tooLarge(let limit): "It is larger than \(limit.asBytes)."
    case .wrongType(let found, _): "Its content is of a kind that is not taken here (\(found))."
    case .brokenImage: "It is not a picture that can be shown, or has too many pixels."
    }
  }
}

/// Folders of this machine that are empty at first and go at the end.
enum WorkFolder {
  /// The same name at every try, so that what a crash left is cleared away.
  static func with<Value>(
    _ name: String, in facilities: Facilities, _ use: (String) async throws -> Value
  ) async throws -> Value {
    let path = (facilities.spoolFolder ?? NSTemporaryDirectory()) + "/" + name
    remove(path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { remove(path) }
    return try await use(path)
  }

  private static func remove(_ path: String) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    do { try FileManager.default.removeItem(atPath: path) } catch {
      // The next try of the same name clears it away.
    }
  }
}
