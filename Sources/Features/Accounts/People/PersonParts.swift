internal import Essentials
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

// What the pages of this wing share.

extension Draft {
  /// What is wrong with a field, as a sentence that names it: "Password must have a digit and a special character."
  func sentence(_ field: String, _ label: String) -> String? {
    let messages = errors.filter { $0.field == field || $0.field.hasPrefix(field + ".") }.map(\.message)
    guard let first = messages.first else { return nil }
    let must = "must have "
    guard messages.count > 1, messages.allSatisfy({ $0.hasPrefix(must) }) else {
      return "\(label) \(messages.joined(separator: ", and "))."
    }
    let rest = messages.dropFirst().map { String($0.dropFirst(must.count)) }
    let middle = rest.dropLast().map { ", \($0)" }.joined()
    return "\(label) \(first)\(middle) and \(rest.last ?? "")."
  }

  /// Every fault as a line above the form; `labels` names the fields that the form shows.
  func summary(_ labels: KeyValuePairs<String, String>, heading: String = "Check these answers") -> ErrorSummary {
    var faults: [(field: String?, message: String)] = []
    for (field, label) in labels { if let sentence = sentence(field, label) { faults.append((field, sentence)) } }
    let known = Set(labels.map(\.key))
    for error in errors where !known.contains(error.field) { faults.append((nil, error.message)) }
    return ErrorSummary(faults, heading: heading)
  }

  /// What was typed, or what stands there on a fresh form.
  func value(_ field: String, or old: String = "") -> String { values[field] ?? old }
}

struct StatusBadge: Component {
  let status: PersonStatus

  var body: HTML {
    switch status {
    case .active: span { status.words }
    case .inactive: Badge(status.words)
    case .suspended: Badge(status.words, .bad, icon: .lock)
    }
  }
}
