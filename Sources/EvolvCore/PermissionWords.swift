extension Permission {
  /// As the head of a line: "See people".
  public var sentence: String { words.prefix(1).uppercased() + words.dropFirst() }

  /// What it opens, for those who put roles together.
  public var about: String {
    switch self {
    case .createCourses: "Begins courses and teaches them; what one began is one's own to change."
    case .editAnyCourse: "Opens, changes, archives and deletes courses that others teach."
    case .seeAnyCourse: "Sees drafts and courses under review as well."
    case .approveCourses: "Looks at what is submitted, publishes it or sends it back."
    case .featureCourses: "Chooses what stands on the front page."
    case .manageCategories: "Makes, moves and removes the subjects of the catalog."
    case .importCourses: "Brings whole courses in from files."
    case .readAnyLesson: "Opens lessons, videos and materials without taking the course."
    case .generateAnyCodes: "Makes and ends the codes that let learners in."
    case .seeAnyCodes: "Sees codes and how often they were used."
    case .seeAnyLearners: "Sees who takes a course and how far they are."
    case .manageCertificates: "Designs certificates, and issues and revokes those of any course."
    case .seePeople: "Lists the accounts and sees who has which role."
    case .managePeople: "Makes, changes, suspends and deletes accounts of people who may do no more than oneself."
    case .assignRoles: "Gives and takes roles that hold no more than one may do oneself."
    case .manageRoles: "Makes roles of what one may do oneself."
    case .actAsPeople: "Does what another person could, for an hour, with a trace."
    case .editSite: "Writes what visitors read outside the courses."
    case .keepAccounts: "Looks after what is paid and owed."
    case .manageMedia: "Sees and deletes the files that others brought in, and gives people more room."
    case .seeAudit: "Reads who did what, when and from where."
    case .seeSettings: "Reads what the school has chosen."
    case .manageSettings: "Changes what the school has chosen."
    case .readMailOutbox: "Reads mails that were kept because no mail server is set."
    case .seeOperations: "Sees the work that waits, runs and failed."
    case .manageOperations: "Lets failed work run again, or throws it away."
    case .ownSchool: "Makes owners, and changes the accounts of owners."
    default: ""
    }
  }
}
