internal import Accounts
internal import EvolvCore
internal import JobQueue
internal import Teaching

extension App {
  /// Every kind of job, and who is told of which event. An event is told after its commit, to each listener on its own; a
  /// listener's name stands in databases and stays.
  static let duties: Duties = {
    var duties = Duties()
    Identity.register(on: &duties)
    Teams.register(on: &duties)
    APITokens.register(on: &duties)
    People.register(on: &duties)
    SchoolSettings.register(on: &duties)
    MediaLibrary.register(on: &duties)
    duties.add(MakeDemoFilm.self)
    duties.on(LearnerEnrolled.self, as: "enrollment mail", EnrollmentMail.send)
    duties.on(EnrollmentDropped.self, as: "dropped mail", EnrollmentMail.tellDropped)
    duties.on(EnrollmentEnding.self, as: "ending mail", EnrollmentMail.tellEnding)
    duties.on(EnrollmentExpired.self, as: "expired mail", EnrollmentMail.tellExpired)
    duties.on(SeatOffered.self, as: "seat mail", EnrollmentMail.tellOffered)
    duties.on(SeatPassed.self, as: "seat passed mail", EnrollmentMail.tellPassed)
    duties.on(CodesSuspected.self, as: "code alarms", AccessCodeMail.tell)
    duties.on(PersonChanged.self, as: "words of courses", InstructorWords.refresh)
    duties.on(MediaPrepared.self, as: "length of films", FilmLengths.set)
    Importing.register(on: &duties)
    duties.on(CourseCompleted.self, as: "certificates", CertificateJobs.issue)
    duties.on(CertificateIssued.self, as: "certificate mail", CertificateMail.send)
    Audit.register(on: &duties)
    duties.add(ForgetCodes.self)
    duties.add(SendCodeAlarm.self)
    duties.add(MindSeats.self)
    duties.add(ForgetEvents.self)
    duties.add(ForgetFiles.self)
    duties.add(ForgetUploads.self)
    return duties
  }()
}
