import EvolvCore
import Payloads
import Testing

@testable import Teaching

@Suite struct `Telling enrollments` {
  @Test func `payloads are listed in the order they are stored`() {
    #expect(EnrollmentPayload.roundTripFaults() == [])
    #expect(StudentPayload.roundTripFaults() == [])
    #expect(LearnerEnrolled.roundTripFaults() == [])
    #expect(EnrollmentDropped.roundTripFaults() == [])
    #expect(EnrollmentExpired.roundTripFaults() == [])
    #expect(EnrollmentEnding.roundTripFaults() == [])
    #expect(SeatOffered.roundTripFaults() == [])
    #expect(SeatPassed.roundTripFaults() == [])
    #expect(WaitingPayload.roundTripFaults() == [])
    #expect(TermsPayload.roundTripFaults() == [])
    #expect(ConditionPayload.roundTripFaults() == [])
    #expect(StudentChanges.roundTripFaults() == [])
    #expect(LearnersFilter.roundTripFaults() == [])
  }

  @Test func `reads addresses as mail programs copy them`() {
    let text = "Mia Santos <mia@evolv.example>, leo@evolv.example;\n LEO@evolv.example (Leo)\tno-address"
    #expect(EnrollForm.addresses(in: text) == ["mia@evolv.example", "leo@evolv.example"])
  }

  @Test(arguments: [
    (0, 0, 0), (1, 3, 3333), (2, 3, 6667), (3, 3, 10_000), (9_999, 10_000, 9_999), (99_999, 100_000, 9_999), (0, 5, 0),
  ])
  func `says 100 per cent only when all is done`(done: Int, total: Int, hundredths: Int) {
    #expect(Percent(done, of: total).hundredths == hundredths)
  }
}
