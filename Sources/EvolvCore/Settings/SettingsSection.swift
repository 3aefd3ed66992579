internal import Essentials
public import Payloads

/// A group of settings that the school's administrators change while it runs, beside the feature that uses them. Reading one
/// costs no statement: `context.settings(GeneralSettings.self)`. Every member says in `shape` what it does.
public protocol SettingsSection: Payload, Equatable {
  /// Stands in the table, in addresses and in the audit log: `general`.
  static var name: String { get }
  /// What holds until somebody chooses.
  static var standard: Self { get }
  /// Throws `Problem.invalid` for what would hurt the one who chooses it.
  func check(for viewer: Viewer) throws
}

extension SettingsSection {
  public func check(for viewer: Viewer) throws {}
}

extension SettingsSection {
  /// What is kept as `text`. What it lacks, because it was kept by an older program, or what no longer holds is taken from
  /// the standard.
  public static func restored(from text: String) -> Self {
    var left: Set<String> = []
    while true {
      do throws(Faults) { return try standard.merged(with: text, leaving: left, knowing: false) } catch {
        let names = Set(error.list.map { String($0.field.prefix { $0 != "." }) })
        if names.isSubset(of: left) { return standard }
        left.formUnion(names)
      }
    }
  }

  /// This section with the members that the object `text` has; throws the faults of the members it gets.
  func merged(with text: String, leaving left: Set<String>, knowing: Bool) throws(Faults) -> Self {
    let own = try JSONDocument(json).root.members ?? []
    let given = try JSONDocument(Array(text.utf8)).root.members ?? []
    var writer = JSONWriter()
    writer.openObject()
    for member in own {
      let kept = given.first { $0.name == member.name && !left.contains(member.name) }
      writer.key(member.name)
      (kept ?? member).value.write(to: &writer)
    }
    if knowing {
      for member in given where !own.contains(where: { $0.name == member.name }) {
        writer.key(member.name)
        member.value.write(to: &writer)
      }
    }
    writer.closeObject()
    return try Self(json: writer.bytes)
  }
}

extension JSONNode {
  /// The same value once more.
  func write(to json: inout JSONWriter) {
    if let text = string { return json.string(text) }
    if let number { return json.raw(number) }
    if let bool { return json.literal(bool ? "true" : "false") }
    if let elements {
      return json.list { list in for element in elements { element.write(to: &list) } }
    }
    guard let members else { return json.literal("null") }
    json.inlineObject { object in
      for member in members {
        object.key(member.name)
        member.value.write(to: &object)
      }
    }
  }
}

/// Some members of a section: what is left out stays as it is.
public struct SectionChange<Section: SettingsSection>: Payload, Equatable {
  private let text: String
  init(text: String) { self.text = text }

  /// The section as it is to be; throws what is wrong, member by member.
  public func applied(to section: Section) throws(Faults) -> Section {
    try section.merged(with: text, leaving: [], knowing: true)
  }

  /// Not what it is read by: a change has the members of its section, none of them required.
  public static var shape: Shape<SectionChange> { Shape(Section.shape.name + "Change") { SectionChange(text: "{}") } }
  public static var schema: Schema {
    let fields = Section.shape.fields.map {
      FieldSchema(name: $0.name, schema: $0.schema, isRequired: false, about: $0.about)
    }
    return .object(Section.shape.name + "Change", fields)
  }
  public func write(to json: inout JSONWriter) { json.raw(text) }

  /// Reads it strictly against the standard, so that what is wrong is told with the other faults of the request.
  public static func read(_ json: JSONNode, into faults: inout Faults) -> SectionChange? {
    guard json.members != nil else { return faults.refuse("must be an object") }
    var writer = JSONWriter()
    json.write(to: &writer)
    return SectionChange(text: String(decoding: writer.bytes, as: UTF8.self))
  }
  public static func sample(_ seed: Int) -> SectionChange {
    SectionChange(text: String(decoding: Section.sample(seed).json, as: UTF8.self))
  }
}
