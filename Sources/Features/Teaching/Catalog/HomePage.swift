internal import Essentials
internal import EvolvDesign
internal import Markup
internal import Routing

/// The first page: what the school is, what it puts forward, how it works.
struct HomePage: Page {
  let school: String, tagline: String
  let featured: [CourseBrief]
  let newest: [CourseBrief]
  let total: Int
  let categories: CategoryTree
  let isSignedIn: Bool

  var title: String { tagline.isEmpty ? "Learn something that stays" : tagline }
  var description: String? { "Courses at \(school), to read, watch and do at your own pace." }
  var shell: Shell { .public }

  var body: HTML {
    div(.class("stack-sections")) {
      Hero(tagline.isEmpty ? "Learn something that stays" : tagline, lead: lead) {
        if isSignedIn {
          Button("Continue learning", to: LearningRoutes.dashboard.path(), .primary, icon: .play, size: .large)
          Button("Browse courses", to: CatalogRoutes.list.path(), size: .large)
        } else {
          Button("Browse courses", to: CatalogRoutes.list.path(), .primary, size: .large)
        }
      } art: {
        HeroArt(school: school, hues: categories.roots.map { Hue(degrees: $0.category.hue) })
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
  private var shown: [CourseBrief] { featured.isEmpty ? Array(newest.prefix(6)) : featured }

  private var courses: HTML {
    section(.class("home-courses")) {
      SectionHeader(featured.isEmpty ? "New courses" : "Featured courses") {
        Button("All courses", to: CatalogRoutes.list.path(), .quiet)
      }
      CardGrid {
        for course in shown {
          CourseCard(course: course, category: categories[course.categoryID], marksFeatured: false)
        }
      }
    }
  }
}

/// A wall of pictures in the colors of the subjects, always the same for a school.
struct HeroArt: Component {
  let school: String
  let hues: [Hue]

  var body: HTML {
    for (place, family) in [Cover.Family.waves, .orbits, .leaves, .grid].enumerated() {
      Cover(
        "\(school)-\(place)", hue: hues.isEmpty ? nil : hues[place % hues.count], family: family,
        letter: school.first { $0.isLetter })
    }
  }
}

extension CategoryBranch {
  /// What it is about, else what stands below it.
  fileprivate var note: String? {
    if !category.description.isEmpty { return category.description }
    return children.isEmpty ? nil : children.map(\.category.name).joined(separator: ", ")
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
              if let note = branch.note { span(.class("subject-note"), .ownDirection) { note } }
              Icon.arrowRight
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
