public import Markup

/// What a field rarely needs to say.
public struct FieldOptions: Sendable {
  var isOptional = false
  var suggestions: [String] = []
  var attributes: [Attribute] = []

  public init() {}

  /// May stay empty; the label says so.
  public static let optional = FieldOptions().optional
  /// Must be answered before the browser sends the form.
  public static let required = FieldOptions().required
  public static func autocomplete(_ token: Autocomplete) -> FieldOptions { FieldOptions().autocomplete(token) }
  public static func longest(_ length: Int) -> FieldOptions { FieldOptions().longest(length) }
  public static func placeholder(_ text: String) -> FieldOptions { FieldOptions().placeholder(text) }
  public static func suggestions(_ list: [String]) -> FieldOptions { FieldOptions().suggestions(list) }

  public var optional: FieldOptions { with { $0.isOptional = true } }
  public var required: FieldOptions { with { $0.attributes.append(.required) } }
  public var autofocus: FieldOptions { with { $0.attributes.append(.autofocus) } }
  public var readOnly: FieldOptions { with { $0.attributes.append(.readOnly(when: true)) } }
  public var disabled: FieldOptions { with { $0.attributes.append(.disabled(when: true)) } }
  public func autocomplete(_ token: Autocomplete) -> FieldOptions {
    with { $0.attributes.append(.autocomplete(token)) }
  }
  public func longest(_ length: Int) -> FieldOptions { with { $0.attributes.append(.longest(length)) } }
  public func placeholder(_ text: String) -> FieldOptions { with { $0.attributes.append(.placeholder(text)) } }
  public func inputMode(_ mode: InputMode) -> FieldOptions { with { $0.attributes.append(.inputMode(mode)) } }
  public func suggestions(_ list: [String]) -> FieldOptions { with { $0.suggestions = list } }

  private func with(_ change: (inout FieldOptions) -> Void) -> FieldOptions {
    var copy = self
    change(&copy)
    return copy
  }
}
