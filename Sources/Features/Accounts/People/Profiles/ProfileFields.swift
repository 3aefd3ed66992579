internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// The fields of a profile, in sections.
struct ProfileFields: Component {
  let profile: Profile
  let draft: Draft
  /// Whether the browser may fill in what it knows of its owner.
  let isOwn: Bool
  let teaches: Bool

  static let labels: KeyValuePairs<String, String> = [
    "phone": "Phone", "gender": "Gender", "date_of_birth": "Date of birth", "bio": "About", "address": "Address",
    "city": "City", "postal_code": "Postal code", "country": "Country", "language": "Language", "links": "Links",
    "education_level": "Education", "specialization": "Specialization", "qualification": "Qualification",
    "experience_years": "Years of experience", "emergency_contact_name": "Name of the contact",
    "emergency_contact_phone": "Phone of the contact", "file": "Picture",
  ]

  var body: HTML {
    FormSection("About", lead: "A few words, and where more can be found.") { about }
    FormSection("Reaching you", lead: "Only the school's office reads these.") { reaching }
    FormSection("In an emergency", lead: "Whom the school calls when something happens.") {
      field("emergency_contact_name", value: profile.emergencyName?.text)
      field("emergency_contact_phone", .tel, value: profile.emergencyPhone?.text)
    }
    FormSection(teaches ? "Teaching" : "Learning", lead: teaches ? "What learners read of you." : nil) { learning }
  }

  @HTMLBuilder private var about: HTML {
    field("bio", .area(rows: 4), value: profile.bio?.text)
    links
    field("language", .select(languages), value: profile.language?.text)
    field("date_of_birth", .date, value: profile.dateOfBirth?.text, fills: .bday)
    field("gender", value: profile.gender?.text, help: "In your own words, if you like.")
  }

  /// A line for each page elsewhere.
  @HTMLBuilder private var links: HTML {
    let lines = draft.values.items.isEmpty ? profile.links.map(\.text) : draft.values.all("links")
    for index in 0..<max(min(lines.count + 1, 5), 2) {
      line(index, index < lines.count ? lines[index] : "", error: index == 0 ? draft.sentence("links", "Link") : nil)
    }
  }

  /// Several fields of one name need ids of their own.
  private func line(_ index: Int, _ value: String, error: String?) -> HTML {
    let id = index == 0 ? Field.id("links") : "\(Field.id("links"))-\(index)"
    return div(.classes("field", error == nil ? nil : "field-wrong")) {
      label(for: id, .class("field-label")) {
        "Link \(index + 1)"
        span(.class("field-optional")) { " (optional)" }
      }
      input(
        .url, name: "links", .id(id), .class("control"), .value(value), .placeholder("https://"),
        .aria("invalid", "true", when: error != nil), .aria("describedby", "\(id)-error", when: error != nil))
      if let error { p(.id("\(id)-error"), .class("field-error")) { error } }
    }
  }

  @HTMLBuilder private var reaching: HTML {
    field("phone", .tel, value: profile.phone?.text, fills: .tel)
    field("address", value: profile.address?.text, fills: .streetAddress)
    field("city", value: profile.city?.text, fills: .city)
    field("postal_code", value: profile.postalCode?.text, fills: .postalCode)
    field("country", .select(countries), value: profile.country?.text)
  }

  @HTMLBuilder private var learning: HTML {
    if teaches {
      field("specialization", value: profile.specialization?.text)
      field("qualification", .area(rows: 3), value: profile.qualification?.text)
      field("experience_years", .number(min: 0, max: 80), value: profile.experienceYears.map { String($0.value) })
    } else {
      field("education_level", value: profile.educationLevel?.text, help: "The highest you have finished.")
      field("specialization", value: profile.specialization?.text, help: "What you work on or aim for.")
      if let qualification = profile.qualification { hidden("qualification", qualification.text) }
      if let years = profile.experienceYears { hidden("experience_years", String(years.value)) }
    }
    if teaches, let education = profile.educationLevel { hidden("education_level", education.text) }
  }

  private func field(
    _ name: String, _ control: Control = .text, value: String?, help: String? = nil, fills: Autocomplete? = nil
  ) -> HTML {
    let label = Self.labels.first { $0.key == name }?.value ?? name
    let autocomplete = isOwn ? fills ?? .off : .off
    return Field(
      name, label, control, value: draft.value(name, or: value ?? ""), help: help, error: draft.sentence(name, label),
      .autocomplete(autocomplete).optional
    ).body
  }

  private var countries: [Choice] {
    [Choice("", "Not said")] + Countries.list.map { Choice($0.code, $0.name) }
  }
  private var languages: [Choice] {
    let known = profile.language.map { LanguageCode.offered.map(\.key).contains($0.text) } ?? true
    let other = known ? [] : [Choice(profile.language?.text ?? "", profile.language?.text ?? "")]
    return [Choice("", "Not said")] + LanguageCode.offered.map { Choice($0.key, $0.value) } + other
  }

  private func hidden(_ name: String, _ value: String) -> HTML { input(.hidden, name: name, .value(value)) }
}
