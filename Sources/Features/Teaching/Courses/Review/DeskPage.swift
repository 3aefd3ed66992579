internal import Essentials
internal import EvolvDesign
internal import Markup
internal import Payloads
internal import Routing

/// All courses as a work list, those that wait for review first.
struct DeskPage: Page {
  static let size = 50
  let query: DeskQuery
  let courses: [Course]
  let total: Int
  let waiting: Int

  var title: String { "Review" }

  var body: HTML {
    PageHeader(
      title, lead: waiting == 0 ? "Nothing waits for a decision." : "\(waiting.counted("course")) to decide on.")
    Tabs("Courses by state", tabs)
    ListBar {
      FilterForm(ReviewRoutes.list.path(), label: "Search courses", submitsItself: false) {
        if let status = query.status { input(.hidden, name: "status", .value(status.rawValue)) }
        SearchField(label: "Search courses", value: query.q ?? "")
      }
    }
    if courses.isEmpty { nothing } else { list }
  }

  private var tabs: [Tabs.Tab] {
    let order: [CourseStatus] = [.submitted, .published, .draft, .rejected, .archived]
    return [Tabs.Tab("All", to: link { $0.status = nil }, isCurrent: query.status == nil)]
      + order.map { status in
        Tabs.Tab(
          status.words, to: link { $0.status = status }, isCurrent: query.status == status,
          count: status == .submitted && waiting > 0 ? waiting : nil)
      }
  }

  @HTMLBuilder private var list: HTML {
    Table("Courses", courses) {
      Column("Course", .name) { course in
        a(href: ReviewRoutes.show.path(course.slug), .ownDirection) { course.title }
      }
      Column("Instructor", .short) { course in span(.ownDirection) { course.instructorName } }
      Column("State", .short) { course in
        span(.class("row")) {
          course.status.badge
          if course.isFeatured { Badge("Featured", .accent, icon: .star) }
        }
      }
      Column("Contents", .short) { HTML($0.lessonWords) }
      Column("Learners", .number) { HTML(String($0.totalEnrolled)) }
      Column(query.status == .submitted ? "Submitted" : "Changed", .short) { course in
        DayText(moment: query.status == .submitted ? course.submittedAt ?? course.updatedAt : course.updatedAt)
      }
    }
    Pages(query.page?.value ?? 1, size: Self.size, total: total, of: "courses") { number in
      link { $0.page = Number(number) }
    }
  }

  private var nothing: HTML {
    EmptyState(
      query.status == .submitted ? "Nothing waits for review" : "No courses here",
      query.status == .submitted ? "Submitted courses come here." : "Look under another state.", .done
    ).body
  }

  private func link(_ change: (inout DeskQuery) -> Void) -> Link {
    var changed = query
    changed.page = nil
    change(&changed)
    return ReviewRoutes.list.path().query([
      ("status", changed.status?.rawValue), ("q", changed.q), ("page", changed.page.map { String($0.value) }),
    ])
  }
}
