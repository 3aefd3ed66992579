public import Essentials
public import EvolvCore
internal import Payloads
public import SQLStore

extension Transaction {
  /// What the people of a demo school tell of themselves, and what the school notes of a learner.
  public func addSampleProfiles(
    director: Viewer, teacher: Viewer, learners: [Viewer], at now: Instant
  ) async throws {
    let told = [(director, Self.director), (teacher, Self.teacher)] + zip(learners, Self.learners)
    for (viewer, json) in told {
      let change = try ProfileChange(json: Array(json.utf8))
      try await changeProfile(of: try viewer.requirePerson(), change.applied(to:), by: viewer, at: now)
    }
    guard let learner = learners.first else { return }
    let notes = StudentNotes(
      assignedInstructor: teacher.person, enrollmentDate: CalendarDay(String(now.text.prefix(10))),
      notes: Text("Asked for material to print. Prefers to be called in the evening."))
    try await setNotes(notes, of: try learner.requirePerson(), by: director, at: now)
  }

  private static let director = #"""
    {"phone":"+254 20 222 0000","city":"Nairobi","country":"KE","language":"en",
    "bio":"Leads the school since its first day, which was in a garage with eleven chairs."}
    """#
  private static let teacher = #"""
    {"bio":"Has taken school classes onto dark hills for twenty years, and has never lost one.\n\nWrites star charts on paper.",
    "city":"Freiburg","country":"DE","language":"de","specialization":"Astronomy and ceramics",
    "qualification":"Teaching degree in physics and art, University of Freiburg","experience_years":20,
    "links":["https://stars.example/tom"]}
    """#
  private static let learners = [
    #"""
    {"phone":"+34 91 555 0143","date_of_birth":"2004-06-11","city":"Sevilla","country":"ES","language":"es",
    "address":"Calle del Sol 4","postal_code":"41001","education_level":"Secondary school",
    "emergency_contact_name":"Rosa Santos","emergency_contact_phone":"+34 91 555 0144"}
    """#,
    #"""
    {"city":"Beirut","country":"LB","language":"ar","education_level":"Bachelor's degree",
    "bio":"Learns at night, when the shop is closed."}
    """#,
  ]
}
