internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// The words and looks of a certificate, beside how it is printed.
struct DesignFormPage: Page {
  let template: CertificateTemplate?, design: CertificateDesign, draft: Draft, csrf: String
  let standardColor: HexColor, picture: Link

  init(_ template: CertificateTemplate?, _ design: CertificateDesign, _ context: Context, _ draft: Draft) async throws {
    self.template = template
    self.design = design
    self.draft = draft
    csrf = context.forgeryToken
    standardColor = context.settings(BrandingSettings.self).primary ?? BrandColor.standard
    picture = CertificateAdminRoutes.sample.path().query([
      ("design", template?.id.text), ("v", template.map { String($0.updatedAt.microseconds) }),
    ])
  }

  var title: String { template?.name ?? "New design" }
  var thing: UUIDBits? { template?.id.bits }
  private var action: Link {
    template.map { CertificateAdminRoutes.save.path($0.id) } ?? CertificateAdminRoutes.add.path()
  }

  var body: HTML {
    PageHeader(
      title, lead: "The picture beside the form follows what you write.",
      crumbs: Breadcrumbs([("Designs", CertificateAdminRoutes.templates.path())]))
    DraftErrors(draft: draft)
    div(.class("mail-desk certificate-desk")) {
      div(.class("stack")) {
        form
        variables
        if let template { deletion(template) }
      }
      aside(.class("mail-preview certificate-preview"), .aria("label", "Preview")) {
        iframe(
          src: picture, label: "The certificate as it is printed", .name("certificate-preview"),
          .class("certificate-frame"))
      }
    }
  }

  private func text(
    _ name: String, _ label: String, _ control: Control, _ value: String, help: String? = nil,
    _ options: FieldOptions = FieldOptions()
  ) -> EvolvDesign.Field {
    Field(
      name, label, control, value: draft.values[name] ?? value, help: help, error: draft.error(of: name), options)
  }
  private func text(
    _ name: String, _ label: String, _ value: String, help: String? = nil, _ options: FieldOptions = FieldOptions()
  ) -> EvolvDesign.Field {
    text(name, label, .text, value, help: help, options)
  }
  private func check(_ name: String, _ label: String, _ isOn: Bool) -> Checkbox {
    Checkbox(name, label, isChecked: draft.values.items.isEmpty ? isOn : draft.values[name] != nil)
  }

  private var form: HTML {
    Form(action, csrf: csrf, id: "certificate-design", label: "Design", warnsOnLeaving: true) {
      FormSection("Name") {
        text("name", "Name of the design", template?.name ?? "", help: "Only you see it.", .required.longest(80))
      }
      FormSection("Paper and look") { looks }
      FormSection("Words", lead: "Names in double braces are filled in for each certificate.") { words }
      FormSection("Signatures", lead: "Up to three; a line without a name is left out.") { signers }
      FormSection("Colors and extras") { colors }
      FormActions {
        Button("Save", .primary, busy: "Saving")
        button(
          .submit,
          [
            .class("button button-secondary"), .formAction(CertificateAdminRoutes.preview.path()),
            .formTarget("certificate-preview"), .data("previews", ""),
          ]
        ) { "Preview" }
      }
    }.body
  }

  @HTMLBuilder private var looks: HTML {
    text("look", "Look", .select(CertificateLook.allCases.map { Choice($0.rawValue, $0.words) }), design.look.rawValue)
    div(.class("field-row")) {
      text(
        "orientation", "Orientation", .select(CertificateOrientation.allCases.map { Choice($0.rawValue, $0.words) }),
        design.orientation.rawValue)
      text(
        "paper", "Paper", .select(CertificatePaper.allCases.map { Choice($0.rawValue, $0.words) }),
        design.paper.rawValue)
    }
    div(.class("field-row")) {
      text(
        "language", "Language", .select(GeneralSettings.Language.allCases.map { Choice($0.rawValue, $0.ownName) }),
        design.language.rawValue)
      text(
        "direction", "Direction",
        .select([
          Choice("automatic", "As the language"), Choice("ltr", "Left to right"), Choice("rtl", "Right to left"),
        ]), design.direction.rawValue)
    }
  }

  @HTMLBuilder private var words: HTML {
    text("title", "Title", design.title, .required.longest(80))
    text("lead", "Over the name", design.lead, .optional.longest(160))
    text("body", "Under the name", .area(rows: 4), design.body, .optional.longest(600))
  }

  @HTMLBuilder private var signers: HTML {
    for place in 1...3 {
      let signature = design.signatures.count >= place ? design.signatures[place - 1] : Signature(name: "", role: "")
      div(.class("field-row")) {
        text("signer_\(place)", "Signature \(place)", signature.name, .optional.longest(80))
        text("role_\(place)", "Their role", signature.role, .optional.longest(80))
      }
    }
  }

  @HTMLBuilder private var colors: HTML {
    div(.class("field-row field-row-color")) {
      check("has_primary", "A color of its own for frame and title", design.primary != nil)
      text("primary", "Frame and title", .color, (design.primary ?? standardColor).text)
    }
    div(.class("field-row field-row-color")) {
      check("has_accent", "A color of its own for lines and ornaments", design.accent != nil)
      text("accent", "Lines", .color, design.accent?.text ?? "#b08834")
    }
    check("shows_logo", "Show the school's logo (a PNG), else its name", design.showsLogo)
    check("shows_code", "Show a square code that leads to the verification page", design.showsCode)
  }

  private var variables: HTML {
    Card("What may stand in the words") {
      Facts(CertificateDesign.variables.map { (term: "{{ \($0.name) }}", value: HTML($0.about)) })
    }.body
  }

  private func deletion(_ template: CertificateTemplate) -> HTML {
    DisclosureList("Delete it") {
      Disclosure("Delete this design", note: "Courses that chose it have the standard then. Issued certificates stay.")
      {
        Form(CertificateAdminRoutes.delete.path(template.id), csrf: csrf, .plain) {
          Button("Delete the design", .danger, icon: .trash)
        }
      }
    }.body
  }
}

extension GeneralSettings.Language {
  var ownName: String {
    switch self {
    case .english: "English"
    case .arabic: "العربية"
    case .german: "Deutsch"
    case .spanish: "Español"
    case .french: "Français"
    case .italian: "Italiano"
    case .dutch: "Nederlands"
    case .portuguese: "Português"
    case .turkish: "Türkçe"
    }
  }
}
