internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Markup
internal import Routing

/// The ways in by others, below the form of our own.
struct ProviderButtons: Component {
  let providers: [ProviderRecord]
  let next: String?

  var body: HTML {
    if !providers.isEmpty {
      // Fetched ahead, each would begin a sign-in that nobody asked for.
      div(.class("ways-in"), .data("no-prefetch", "")) {
        p(.class("ways-in-or")) { span { "or" } }
        for provider in providers {
          Button(
            "Continue with \(provider.name)",
            to: SignInWithRoutes.depart.path(provider.slug).query([("next", next)]), isWide: true)
        }
      }
    }
  }
}

/// Says that nobody was signed in, why, and what can be done.
struct ProviderRefusalPage: Page {
  let refusal: ProviderRefusal
  let provider: String
  let next: String?
  let isSignedIn: Bool
  let shell = Shell.bare
  let title: String
  var isIndexed: Bool { false }

  init(_ refusal: ProviderRefusal, _ provider: ProviderRecord, next: String?, isSignedIn: Bool) {
    self.refusal = refusal
    self.provider = provider.name
    self.next = next.flatMap { Link(own: $0) }?.text
    self.isSignedIn = isSignedIn
    title = isSignedIn ? "Nothing was linked" : "You are not signed in"
  }

  var body: HTML {
    PageHeader(title)
    div(.class("stack-wide")) {
      Callout(refusal.code == "cancelled" ? .info : .warn) { refusal.words(for: provider) }
      div(.class("stack")) { way }
      p(.class("soft center")) { "If you ask for help, say: \(refusal.code.replacing("_", with: " "))." }
    }
  }

  @HTMLBuilder private var way: HTML {
    if isSignedIn {
      Button("Back to your account", to: AccountRoutes.show.path(), .primary, size: .large, isWide: true)
    } else if refusal == .accountExists {
      Button(
        "Sign in and link it", to: IdentityRoutes.login.path().query(["next": AccountRoutes.show.path().text]),
        .primary,
        size: .large, isWide: true)
    } else {
      Button(
        "Back to sign in", to: IdentityRoutes.login.path().query([("next", next)]), .primary, size: .large, isWide: true
      )
      if refusal == .unverifiedEmail {
        Button("Register with a password", to: IdentityRoutes.registration.path(), isWide: true)
      }
    }
  }
}

/// Leads on to a provider.
struct DeparturePage: Page {
  let provider: String
  /// nil for a provider inside that is not encrypted; the browser goes there all the same.
  let link: Link?
  let shell = Shell.bare
  var title: String { "On to \(provider)" }
  var isIndexed: Bool { false }

  var body: HTML {
    PageHeader(title, lead: "Sign in there with the account that you want to link. You come back here afterwards.")
    if let link { Button("Go on to \(provider)", to: link, .primary, size: .large, isWide: true) }
  }
}

/// The accounts elsewhere that open one's own, on its page.
struct IdentitiesSection: Component {
  let identities: [IdentityRecord]
  let providers: [ProviderRecord]
  let csrf: String

  var body: HTML {
    if !identities.isEmpty || !providers.isEmpty {
      FormSection("Sign in with", lead: "Accounts elsewhere that open this one, too.") {
        if identities.isEmpty { p(.class("soft")) { "None is linked yet." } } else { linked }
        for provider in providers where !identities.contains(where: { $0.issuer == provider.issuer }) {
          Form(SignInWithRoutes.link.path(provider.slug), csrf: csrf, .plain) {
            Button("Link \(provider.name)", icon: .link, busy: "Going there")
          }
        }
      }
    }
  }

  private var linked: HTML {
    Table("Linked accounts", identities) {
      Column("Account", .name) { identity in
        identity.name
        if !identity.isOpen { " "; Badge("Not in use", .neutral) }
      }
      Column("Address") { identity in identity.email ?? "Unknown" }
      Column("Last used") { identity in Moment(instant: identity.lastUsedAt) }
      Column("Unlink", .actions) { identity in
        Form(SignInWithRoutes.unlink.path(identity.id), csrf: csrf, .plain) { Button("Unlink", size: .small) }
      }
    }.body
  }
}
