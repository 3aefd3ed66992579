internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import JobQueue
internal import Mailing
internal import Routing
internal import SQLStore

/// Tells people what happened to the ways they prove themselves with, so that who did not do it notices.
enum FactorMail {
  static func register(on duties: inout Duties) {
    duties.on(SecondFactorAdded.self, as: "second factor mail") { event, work in
      try await work.tell(event.person, "A second factor was added", "\(event.kind.words) was added to your account")
    }
    duties.on(SecondFactorRemoved.self, as: "second factor mail") { event, work in
      try await work.tell(
        event.person, "A second factor was removed", "\(event.kind.words) was removed from your account")
    }
    duties.on(SecondFactorsReset.self, as: "second factor mail") { event, work in
      try await work.tell(
        event.person, "Your second factors were reset",
        "The school removed every second factor of your account and signed you out everywhere")
    }
    duties.on(RecoveryCodesMade.self, as: "second factor mail") { event, work in
      try await work.tell(event.person, "You have new recovery codes", "New recovery codes were made for your account")
    }
    duties.on(RecoveryCodeUsed.self, as: "second factor mail") { event, work in
      let left = try await work.db.secondFactors(of: event.person).recoveryCodes
      try await work.tell(
        event.person, "A recovery code was used",
        "A recovery code of your account was used, and \(left == 1 ? "1 is" : "\(left) are") left")
    }
    duties.on(PasskeyCopied.self, as: "second factor mail") { event, work in
      try await work.tell(
        event.person, "A passkey was refused",
        "A passkey of your account counted backwards, as a copy of it would, and was refused")
    }
  }
}

extension FactorKind {
  /// Begins a sentence.
  var words: String {
    switch self {
    case .authenticator: "An authenticator app"
    case .passkey: "A passkey"
    case .text: "A phone number for codes"
    case .recoveryCode: "A recovery code"
    case .trustedDevice: "A trusted device"
    }
  }
}

extension Work where Surroundings == Facilities {
  fileprivate func tell(_ id: ID<Person>, _ subject: String, _ what: String) async throws {
    guard let person = try await db.personIfThere(id), let address = MailAddress(person.email, name: person.name) else {
      return
    }
    let letter = Letter(
      subject, heading: subject, from: surroundings,
      .words("\(person.firstName), \(what) at \(surroundings.schoolName)."),
      .words("If that was not you, change your password now and look at your second factors."),
      .action("Look at my security", SecurityRoutes.show.path()))
    try await send(letter.mail(to: address, id: mailID))
  }
}
