import Payloads
import Testing

@testable import Teaching

@Suite struct `Speaking the contract` {
  @Test func `every payload reads what it writes`() {
    #expect(CourseSummary.roundTripFaults().isEmpty)
    #expect(CourseDetail.roundTripFaults().isEmpty)
    #expect(CourseListAnswer.roundTripFaults().isEmpty)
    #expect(SectionListAnswer.roundTripFaults().isEmpty)
    #expect(LessonAnswer.roundTripFaults().isEmpty)
    #expect(VideoListAnswer.roundTripFaults().isEmpty)
    #expect(MaterialListAnswer.roundTripFaults().isEmpty)
    #expect(CategoryListAnswer.roundTripFaults().isEmpty)
    #expect(NewCourse.roundTripFaults().isEmpty && CourseChanges.roundTripFaults().isEmpty)
    #expect(NewVideo.roundTripFaults().isEmpty && VideoChanges.roundTripFaults().isEmpty)
    #expect(PlacedMaterial.roundTripFaults().isEmpty && MaterialChanges.roundTripFaults().isEmpty)
    #expect(NewLesson.roundTripFaults().isEmpty && LessonChanges.roundTripFaults().isEmpty)
    #expect(CourseRecord.roundTripFaults().isEmpty && OutlineChanged.roundTripFaults().isEmpty)
  }

  @Test func `a detail says what its summary says, and more, in one object`() throws {
    let names = CourseDetail.shape.fields.map(\.name)
    #expect(names.starts(with: CourseSummary.shape.fields.map(\.name)))
    #expect(names.suffix(3) == ["description", "review_note", "sections"])
    #expect(throws: Faults.self) { try CourseDetail(json: Array("{}".utf8)) }
  }
}
