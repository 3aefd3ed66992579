internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// What I tell of myself.
struct ProfilePage: Page {
  let known: KnownProfile
  let csrf: String
  let draft: Draft
  let photoFault: String?
  let teaches: Bool
  let title = "Your profile"

  init(_ context: Context, draft: Draft = Draft(), photoFault: String? = nil) async throws {
    known = try await context.db.knownProfile(of: context.viewer.requirePerson())
    csrf = context.forgeryToken
    self.draft = draft
    self.photoFault = photoFault
    teaches = context.roles.permissions(of: known.person.role).includes(.createCourses)
  }

  var body: HTML {
    PageHeader(
      "Your profile", lead: "Who you are here. Everything may stay empty.",
      crumbs: Breadcrumbs([("Your account", AccountRoutes.show.path())]))
    div(.class("stack-wide")) {
      draft.summary(ProfileFields.labels)
      FormSection("Picture", lead: "Teachers and the school's office see it beside your name.") { photo }
      Form(ProfileRoutes.change.path(), csrf: csrf) {
        ProfileFields(profile: known.profile, draft: draft, isOwn: true, teaches: teaches)
        FormActions { Button("Save profile", .primary, busy: "Saving") }
      }
    }
  }

  @HTMLBuilder private var photo: HTML {
    div(.class("row")) {
      Avatar(name: known.person.name, picture: known.photo?.link, size: .large)
      if known.photo != nil {
        Form(PhotoRoutes.remove.path(), csrf: csrf, .plain) {
          Button("Remove picture", .quiet, icon: .trash, size: .small)
        }
      }
    }
    Form(PhotoRoutes.save.path(), csrf: csrf, hasFiles: true) {
      Field(
        "file", known.photo == nil ? "Picture" : "Another picture", .file(accept: "image/jpeg,image/png,image/webp"),
        help: "JPEG, PNG or WebP, at most 5 MB. It is shown as a circle.", error: photoFault, .required)
      FormActions { Button("Upload picture", busy: "Uploading") }
    }
  }
}

/// The profile of somebody, for who manages people.
struct PersonProfilePage: Page {
  let known: KnownProfile
  let csrf: String
  let draft: Draft
  let mayChange: Bool, teaches: Bool
  var title: String { "Profile of \(known.person.name)" }

  init(of id: ID<Person>, _ context: Context, draft: Draft = Draft()) async throws {
    known = try await context.db.knownProfile(of: id)
    csrf = context.forgeryToken
    mayChange = context.viewer.mayManage(known.person, among: context.roles)
    teaches = context.roles.permissions(of: known.person.role).includes(.createCourses)
    self.draft = draft
  }

  var body: HTML {
    PageHeader(
      "Profile", lead: known.person.name,
      crumbs: Breadcrumbs([
        ("People", PersonRoutes.list.path()), (known.person.name, PersonRoutes.show.path(known.person.id)),
      ]))
    div(.class("stack-wide")) {
      draft.summary(ProfileFields.labels)
      if mayChange { form } else { Callout(.info) { "Only an administrator can change this profile." } }
    }
  }

  private var form: HTML {
    Form(ProfileRoutes.save.path(known.person.id), csrf: csrf) {
      ProfileFields(
        profile: known.profile, draft: draft, isOwn: false,
        teaches: teaches)
      FormActions {
        Button("Save profile", .primary, busy: "Saving")
        Button("Cancel", to: PersonRoutes.show.path(known.person.id), .quiet)
      }
    }.body
  }
}
