import EvolvCore
import Payloads
import Testing

@testable import Teaching

/// What devices and systems read of the school.
@Suite struct `Describing what is kept` {
  @Test func `payloads are listed in the order they are stored`() {
    #expect(OfflineCoursePayload.roundTripFaults() == [])
    #expect(OfflineReaderPayload.roundTripFaults() == [])
    #expect(AppManifest.roundTripFaults() == [])
    #expect(TermsPayload.roundTripFaults() == [])
    #expect(StudentPayload.roundTripFaults() == [])
    #expect(CourseCompleted.roundTripFaults() == [])
  }

  @Test func `the app's pictures have the names and sizes that systems ask for`() {
    #expect(AppIcon.allCases.map(\.pixels) == [192, 512, 512, 180])
    #expect(AppIcon.allCases.allSatisfy { $0.pathText.hasSuffix("\($0.pixels).png") })
    #expect(AppIcon(pathText: "app-100.png") == nil)
  }
}
