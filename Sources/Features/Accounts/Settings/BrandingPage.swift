internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// What the school looks like, with a preview that follows while one chooses.
struct BrandingPage: Page {
  let head: SettingsHead, section: BrandingSettings, fields: SettingsFields, csrf: String
  let school: String, pictureFault: String?
  let title = "Branding"

  init(_ context: Context, _ draft: Draft, pictureFault: String? = nil) {
    section = context.settings(BrandingSettings.self)
    head = SettingsHead(
      .branding, lead: "What the school looks like, on every page and in every mail.", section: BrandingSettings.name,
      context)
    fields = SettingsFields(draft: draft)
    csrf = context.forgeryToken
    school = context.facilities.schoolName
    self.pictureFault = pictureFault
  }

  private var primary: HexColor { section.primary ?? BrandColor.standard }
  private var accent: HexColor { section.accent ?? primary }

  var body: HTML {
    head
    fields.draft.summary(["primary": "Primary color", "accent": "Accent color"])
    div(.class("brand-desk")) {
      colors
      preview
    }
    pictures
  }

  private var colors: HTML {
    Form(BrandingRoutes.save.path(), csrf: csrf, id: "colors", label: "Colors", warnsOnLeaving: true) {
      color(
        "primary", "Primary color", primary, isOn: self.section.primary != nil,
        "Buttons, links and the tint of the pages.")
      color(
        "accent", "Accent color", accent, isOn: self.section.accent != nil,
        "Progress, highlights and counts. The primary color if there is none.")
      fields.check(
        "logo_has_name", "The logo says the name already", self.section.logoHasName,
        help: "Then the name is not written beside it.")
      p(.class("field-help")) {
        "A color that could not be read is made darker in the light theme and lighter in the dark one, until everyone can read it."
      }
      FormActions { Button("Save colors", .primary, busy: "Saving") }
    }.body
  }

  @HTMLBuilder private func color(_ name: String, _ label: String, _ value: HexColor, isOn: Bool, _ help: String)
    -> HTML
  {
    fieldset(legend: label, .class("field choice-group brand-color")) {
      fields.check("has_\(name)", "Our own", isOn)
      fields.text(name, "Color", .color, value.text, help: help)
    }
  }

  /// The stylesheet of what is tried out; the script asks for another one as the colors change.
  private var preview: HTML {
    aside(.class("brand-previews"), .aria("label", "Preview")) {
      stylesheet(href: previewSheet, .data("brand-preview", BrandingRoutes.preview.path().text))
      BrandPreview(school: school, words: "Light", theme: "light")
      BrandPreview(school: school, words: "Dark", theme: "dark")
    }
  }

  private var previewSheet: Link {
    BrandingRoutes.preview.path().query([
      ("primary", self.section.primary?.text), ("accent", self.section.accent?.text),
    ])
  }

  @HTMLBuilder private var pictures: HTML {
    Markup.section(.class("shelf")) {
      h2 { "Pictures" }
      if let pictureFault { Callout(.bad, "This picture was not taken") { p { pictureFault } } }
      div(.class("brand-pictures")) {
        for kind in BrandPicture.allCases {
          BrandPictureCard(
            kind: kind, picture: kind.picture(of: self.section), address: BrandRoutes.picture.path(kind), csrf: csrf)
        }
      }
    }
  }
}

/// How the parts of a page look in the colors that are tried out.
struct BrandPreview: Component {
  let school: String, words: String, theme: String

  var body: HTML {
    div(
      .class("brand-preview brand-preview-\(theme)"), .role("img"), .aria("label", "\(words) theme with these colors")
    ) {
      div(.class("brand-preview-bar"), .aria("hidden", "true")) {
        span(.class("brand-preview-mark")) {}
        strong { school }
        span(.class("brand-preview-count")) { "3" }
      }
      div(.class("brand-preview-page"), .aria("hidden", "true")) {
        p(.class("brand-preview-title")) { "Introduction to biology" }
        p {
          "Twelve lessons, at your own pace. "; span(.class("brand-preview-link")) { "See what is in it" }
        }
        span(.class("brand-preview-track")) { span {} }
        span(.class("brand-preview-button")) { "Go on" }
        span(.class("brand-preview-chip")) { "Started" }
      }
      p(.class("brand-preview-words"), .aria("hidden", "true")) { words }
    }
  }
}

/// One picture of the school, and the form that gives it another.
private struct BrandPictureCard: Component {
  let kind: BrandPicture, picture: KeptPicture?, address: Link, csrf: String

  var body: HTML {
    Card(kind.title) {
      p(.class("soft small")) { kind.about }
      if let picture {
        div(.class("brand-picture\(kind == .logoOnDark ? " brand-picture-dark" : "")")) {
          img(
            src: address.query(["v": String(picture.digest.prefix(12))]), alt: "The \(kind.words) there is",
            width: picture.width, height: picture.height)
        }
      }
      Form(BrandingRoutes.savePicture.path(kind), csrf: csrf, id: kind.rawValue, label: kind.title, hasFiles: true) {
        file
        Button("Send", .secondary, icon: .upload, busy: "Sending")
      }
      if picture != nil {
        Form(BrandingRoutes.removePicture.path(kind), csrf: csrf, .plain) {
          Button("Remove the \(kind.words)", .quiet, icon: .trash, size: .small)
        }
      }
    }
  }
}

extension BrandPictureCard {
  /// Three of these stand on one page, each with an id of its own.
  private var file: HTML {
    div(.class("field")) {
      label(for: "file-\(kind.rawValue)", .class("field-label")) {
        picture == nil ? "Choose a picture" : "Another picture"
      }
      div(.class("control-file"), .data("drop", "")) {
        Icon.upload
        input(
          .file, name: "file", .id("file-\(kind.rawValue)"), .accept("image/png,image/jpeg,image/webp,image/gif"),
          .required)
      }
      p(.class("field-help")) { "PNG, JPEG, WebP or GIF of at most 1 MB." }
    }
  }
}

extension BrandPicture {
  fileprivate var title: String { words.prefix(1).uppercased() + words.dropFirst() }
  fileprivate var about: String {
    switch self {
    case .logo: "At the head of every page and mail."
    case .logoOnDark: "Instead of the logo where the ground is dark."
    case .icon: "In the tab of the browser: square, 32 pixels or more."
    }
  }
}
