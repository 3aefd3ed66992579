internal import Essentials

/// The settings that hold right now, in memory. The table is read when the program starts, after a change made here, and when
/// another node's change is noticed, never for a request.
public final class SettingsSnapshot: Sendable {
  /// A section as it is kept.
  public struct Kept: Sendable {
    public let section: String, text: String, version: Int
    public init(section: String, text: String, version: Int) {
      self.section = section
      self.text = text
      self.version = version
    }
  }
  private struct State {
    var kept: [String: Kept] = [:]
    /// What was asked for already, read from its text.
    var values: [ObjectIdentifier: any Sendable] = [:]
  }
  private let state = Locked(State())

  public init() {}

  /// What holds for one section.
  public func value<Section: SettingsSection>(_: Section.Type) -> Section {
    remembered(Section.self) { state in
      state.kept[Section.name].map { Section.restored(from: $0.text) } ?? .standard
    }
  }

  /// What follows from a section, worked out once after each change.
  public func consequence<Value: SettingsConsequence>(_: Value.Type) -> Value {
    remembered(Value.self) { state in
      Value(of: state.kept[Value.Section.name].map { Value.Section.restored(from: $0.text) } ?? .standard)
    }
  }

  private func remembered<Value: Sendable>(_: Value.Type, _ make: (State) -> Value) -> Value {
    state.withLock { state in
      if let value = state.values[ObjectIdentifier(Value.self)] as? Value { return value }
      let value = make(state)
      state.values[ObjectIdentifier(Value.self)] = value
      return value
    }
  }

  /// Takes over what was read from the table; what is older than what holds stays out, since readers may overtake each other.
  public func take(_ sections: [Kept]) {
    state.withLock { state in
      for section in sections where section.version > state.kept[section.section]?.version ?? 0 {
        state.kept[section.section] = section
        state.values = [:]
      }
    }
  }

  /// Which version of each section holds.
  public var versions: [String: Int] { state.withLock { $0.kept.mapValues(\.version) } }
}

/// What is worked out of a section, such as a stylesheet of its colors.
public protocol SettingsConsequence: Sendable {
  associatedtype Section: SettingsSection
  init(of section: Section)
}

extension Facilities {
  /// What the school has chosen in one section; costs no statement.
  public func settings<Section: SettingsSection>(_ section: Section.Type) -> Section { chosen.value(section) }
}

extension Context {
  /// What the school has chosen in one section; costs no statement.
  public func settings<Section: SettingsSection>(_ section: Section.Type) -> Section { facilities.settings(section) }
}
