internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// How large files may be, and how much room there is.
struct MediaSettingsPage: Page {
  let head: SettingsHead, section: MediaSettings, fields: SettingsFields, csrf: String
  let title = "Media settings"

  init(_ context: Context, _ draft: Draft) {
    section = context.settings(MediaSettings.self)
    head = SettingsHead(
      .media, lead: "How large files may be, and how much room there is for them.", section: MediaSettings.name, context
    )
    fields = SettingsFields(draft: draft)
    csrf = context.forgeryToken
  }

  private static let labels: KeyValuePairs<String, String> = [
    "image_megabytes": "Pictures", "video_megabytes": "Videos", "audio_megabytes": "Sounds",
    "document_megabytes": "Documents", "person_megabytes": "Room of one person", "school_megabytes": "Room of all",
  ]

  var body: HTML {
    head
    fields.draft.summary(Self.labels)
    Form(SettingsRoutes.saveMedia.path(), csrf: csrf, warnsOnLeaving: true) {
      FormSection("Largest file", lead: "In megabytes. What is here already stays.") {
        fields.number("image_megabytes", "Pictures", section.imageMegabytes.value, FileMegabytes.range)
        fields.number("video_megabytes", "Videos", section.videoMegabytes.value, FileMegabytes.range)
        fields.number("audio_megabytes", "Sounds", section.audioMegabytes.value, FileMegabytes.range)
        fields.number("document_megabytes", "Documents", section.documentMegabytes.value, FileMegabytes.range)
      }
      FormSection("Room", lead: "In megabytes. Whoever has none left can bring nothing in until something is deleted.")
      {
        fields.number(
          "person_megabytes", "Room of one person", section.personMegabytes.value, QuotaMegabytes.range,
          help: "Unless another amount is set for someone.")
        fields.number("school_megabytes", "Room of all", section.schoolMegabytes.value, QuotaMegabytes.range)
      }
      FormActions { Button("Save", .primary, busy: "Saving") }
    }
  }
}
