internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// Every certificate of the school.
struct CertificatesPage: Page {
  let query: CertificatesQuery
  let certificates: ListPage<Certificate>
  let title = "Certificates"

  var body: HTML {
    PageHeader(title, lead: "Everything that the school has certified.") {
      Button("Designs", to: CertificateAdminRoutes.templates.path(), icon: .award)
      if (certificates.total ?? 0) > 0 {
        Button("Download CSV", to: link(CertificateAdminRoutes.file.path()), icon: .download)
      }
    }
    div(.class("stack")) {
      FilterForm(CertificateAdminRoutes.list.path(), label: "Find certificates") {
        SearchField(label: "Search certificates", value: query.q ?? "", placeholder: "Holder, number or course")
        Field(
          "state", "State",
          .select([Choice("", "State: any"), Choice("valid", "Valid"), Choice("revoked", "Revoked")]),
          value: query.state?.rawValue ?? "")
        Button("Filter")
        if query.q != nil || query.state != nil { Button("Clear", to: CertificateAdminRoutes.list.path(), .quiet) }
      }
      if certificates.items.isEmpty {
        EmptyState(
          query.q == nil && query.state == nil ? "None yet" : "None found",
          "Certificates appear here as soon as a course is completed, or somebody issues them.", .done)
      } else {
        CertificateTable(label: "Certificates", certificates: certificates.items)
        Pages(
          query.page?.value ?? 1, size: query.pageSize?.value ?? CertificatesQuery.standardSize,
          total: certificates.total ?? 0, of: "certificates"
        ) { link(CertificateAdminRoutes.list.path(), page: $0) }
      }
    }
  }

  private func link(_ base: Link, page: Int? = nil) -> Link {
    base.query([
      ("q", query.q), ("state", query.state?.rawValue), ("course_id", query.course?.text),
      ("page_size", query.pageSize.map { String($0.value) }), ("page", page.map(String.init)),
    ])
  }
}

/// What certificates look like, and how they are numbered.
struct DesignsPage: Page {
  let templates: [CertificateTemplate], settings: CertificateSettings, now: Instant
  let mayChangeNumbers: Bool
  let draft: Draft, csrf: String
  let title = "Designs of certificates"

  var body: HTML {
    PageHeader(
      title, lead: "The standard holds for every course that has not chosen one of its own.",
      crumbs: Breadcrumbs([("Certificates", CertificateAdminRoutes.list.path())])
    ) {
      Button("New design", to: CertificateAdminRoutes.new.path(), .primary, icon: .plus)
    }
    div(.class("stack")) {
      if templates.isEmpty {
        standard
      } else {
        list
      }
      if mayChangeNumbers {
        numbers
        keys
      }
    }
  }

  private var standard: HTML {
    Card("What your certificates look like now") {
      div(.class("certificate-standard")) {
        iframe(
          src: CertificateAdminRoutes.sample.path(), label: "A certificate of the standard design",
          .class("certificate-frame"))
        div(.class("stack")) {
          p { "Until you make a design, certificates have a classic frame in your colors, with your school’s name." }
          p(.class("soft")) { "Make one of your own to choose words, signatures, paper and language." }
        }
      }
    }.body
  }

  private var list: HTML {
    Table("Designs", templates) {
      Column("Design", .name) { row in a(href: CertificateAdminRoutes.edit.path(row.id)) { row.name } }
      Column("Title") { row in span(.ownDirection) { row.design.title } }
      Column("Look", .short) { row in
        row.design.look.rawValue.prefix(1).uppercased() + row.design.look.rawValue.dropFirst()
      }
      Column("Changed", .short) { row in Day(instant: row.updatedAt) }
      Column("Standard", .short) { row in
        if row.isStandard { Badge("Standard", .good) }
      }
      Column("Actions", .actions) { row in
        if !row.isStandard {
          Form(CertificateAdminRoutes.choose.path(row.id), csrf: csrf, .plain) {
            Button("Make it the standard", .quiet, size: .small)
          }
        }
      }
    }.body
  }

  private var keys: HTML {
    Card("Badges") {
      div(.class("stack")) {
        p(.class("soft")) {
          "Every certificate is an Open Badge as well, signed with the school's key. Change the key when somebody may have "
          "got hold of it or once in a while; what was signed before can still be checked."
        }
        Form(BadgeRoutes.changeKey.path(), csrf: csrf, .plain) {
          Button("Sign with a new key", icon: .key, confirm: "Sign badges with a new key from now on?")
        }
      }
    }.body
  }

  private var numbers: HTML {
    let example = settings.number(123, in: settings.series(in: now.civil.year))
    return Card("Numbers") {
      div(.class("stack")) {
        p(.class("soft")) { "The 123rd of this year is \(example). No number is left out, and none comes twice." }
        Form(CertificateAdminRoutes.setNumbers.path(), csrf: csrf, .inline) {
          Field(
            "number_pattern", "Pattern", value: draft.values["number_pattern"] ?? settings.numberPattern.text,
            help: "With {number}, and {year} if you like", error: draft.error(of: "number_pattern"),
            .required.longest(40)
          )
          Field(
            "digits", "Digits", .number(min: 1, max: 10),
            value: draft.values["digits"] ?? String(settings.digits.value),
            error: draft.error(of: "digits"), .required)
          Button("Save", .primary)
        }
      }
    }.body
  }
}
