internal import Essentials
internal import EvolvDesign
internal import Markup
internal import Routing

/// The first page: what the school is, what it puts forward, how it works.
struct HomePage: Page {
  let school: String
  let featured: [Course]
  let newest: [Course]
  let total: Int
  let categories: CategoryTree
  let isSignedIn: Bool

  var title: String { "Learn something that stays" }
  var description: String? { "Courses at \(school), to read, watch and do at your own pace." }
  var shell: Shell { .public }

  var body: HTML {
    div(.class("stack-sections")) {
      Hero("Learn something that stays", lead: lead) {
        Button("Browse courses", to: CatalogRoutes.list.path(), .primary, size: .large)
      } art: {
        Cover(shown.first?.slug.text ?? school, hue: categories[shown.first?.categoryID].map { Hue(degrees: $0.hue) })
      }
      if shown.isEmpty {
        EmptyState("The first courses are on their way", "They will stand here as soon as they are published.")
      } else {
        courses
      }
      if !categories.roots.isEmpty { CategoryList(categories: categories) }
      HowItWorks()
    }
  }

  private var lead: String {
    total == 0
      ? "Courses at \(school), to read, watch and do at your own pace."
      : "\(total.counted("course")) at \(school), to read, watch and do at your own pace."
  }
  private var shown: [Course] { featured.isEmpty ? Array(newest.prefix(6)) : featured }

  private var courses: HTML {
    section {
      SectionHeader(featured.isEmpty ? "New courses" : "Featured courses") {
        Button("All courses", to: CatalogRoutes.list.path(), .quiet)
      }
      CardGrid { for course in shown { CourseCard(course: course, category: categories[course.categoryID]) } }
    }
  }
}

/// The subjects of the school as large links.
struct CategoryList: Component {
  let categories: CategoryTree

  var body: HTML {
    section {
      SectionHeader("Subjects")
      ul(.class("subject-list")) {
        for branch in categories.roots {
          li {
            a(href: branch.category.link, .class("subject \(Hue(degrees: branch.category.hue).name)")) {
              span(.class("subject-name"), .ownDirection) { branch.category.name }
              if !branch.children.isEmpty {
                span(.class("subject-note"), .ownDirection) {
                  branch.children.map(\.category.name).joined(separator: ", ")
                }
              }
            }
          }
        }
      }
    }
  }
}

/// Three steps from the catalog to the end of a course.
struct HowItWorks: Component {
  private static let steps = [
    ("Choose", "Read the outline, open the preview lessons, see what it takes. No account needed."),
    ("Learn", "Go lesson by lesson. Your place is kept, on every device."),
    ("Keep it", "See how far you are, and come back to any lesson when you need it."),
  ]

  var body: HTML {
    section {
      SectionHeader("How it works")
      ol(.class("step-list")) {
        for (title, text) in Self.steps {
          li {
            h3 { title }
            p { text }
          }
        }
      }
    }
  }
}
