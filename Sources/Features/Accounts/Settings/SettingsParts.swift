internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// The parts of the settings, in the order of their tabs.
enum SettingsPart: CaseIterable {
  case general, branding, security, mail, mailTexts, payments, media, retention

  var words: String {
    switch self {
    case .general: "General"
    case .branding: "Branding"
    case .security: "Security"
    case .mail: "Mail"
    case .mailTexts: "Mail texts"
    case .payments: "Payments"
    case .media: "Media"
    case .retention: "Retention"
    }
  }
  var link: Link {
    switch self {
    case .general: SettingsRoutes.general.path()
    case .branding: BrandingRoutes.show.path()
    case .security: SettingsRoutes.security.path()
    case .mail: SettingsRoutes.mail.path()
    case .mailTexts: MailTextRoutes.list.path()
    case .payments: SettingsRoutes.payments.path()
    case .media: SettingsRoutes.media.path()
    case .retention: SettingsRoutes.retention.path()
    }
  }
}

/// What every page of the settings has above its form: the name, the way to what was changed, and the other parts.
struct SettingsHead: Component {
  let part: SettingsPart
  let lead: String
  /// The section whose history can be seen from here.
  let section: String
  let maySeeHistory: Bool

  init(_ part: SettingsPart, lead: String, section: String, _ context: Context) {
    self.part = part
    self.lead = lead
    self.section = section
    maySeeHistory = context.viewer.may(.seeAudit)
  }

  var body: HTML {
    PageHeader("Settings", lead: lead) {
      if maySeeHistory {
        Button("History", to: AuditRoutes.history(of: SettingsSubject.id(of: section).text), .quiet, icon: .history)
      }
    }
    Tabs("Settings", SettingsPart.allCases.map { Tabs.Tab($0.words, to: $0.link, isCurrent: $0 == part) })
  }
}

/// The fields of a section's form: what was typed when it came back, else what holds.
struct SettingsFields {
  let draft: Draft

  func text(
    _ name: String, _ label: String, _ control: Control, _ value: String, help: String? = nil,
    _ options: FieldOptions = FieldOptions()
  ) -> EvolvDesign.Field {
    Field(
      name, label, control, value: draft.value(name, or: value), help: help, error: draft.sentence(name, label), options
    )
  }
  func text(
    _ name: String, _ label: String, _ value: String, help: String? = nil, _ options: FieldOptions = FieldOptions()
  ) -> EvolvDesign.Field {
    text(name, label, .text, value, help: help, options)
  }
  func number(_ name: String, _ label: String, _ value: Int, _ range: ClosedRange<Int>, help: String? = nil)
    -> EvolvDesign.Field
  {
    text(name, label, .number(min: range.lowerBound, max: range.upperBound), String(value), help: help, .required)
  }
  func check(_ name: String, _ label: String, _ isOn: Bool, help: String? = nil) -> Checkbox {
    Checkbox(
      name, label, isChecked: draft.values.items.isEmpty ? isOn : draft.values[name] != nil, help: help,
      error: draft.sentence(name, label))
  }
  func choice(_ name: String, _ legend: String, _ choices: [Choice], _ value: String, help: String? = nil)
    -> ChoiceGroup
  {
    ChoiceGroup(
      name, legend, choices, selected: draft.value(name, or: value), look: .cards, help: help,
      error: draft.sentence(name, legend))
  }
}
