internal import Accounts
internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore

/// Compares a folder with the course that it is to become.
struct CoursePlanner {
  private let now: Instant
  private var plan: CoursePlan
  private var slugs: [String: Slug<CourseItem>] = [:]
  private var files: [String: CourseFile] = [:]
  private let films: FilmsAtHand

  /// `kept`: the files of the folder by their paths.
  init(
    _ source: ImportedCourse, kept: [String: CourseFileSource], _ films: FilmsAtHand,
    as course: (id: ID<Course>, slug: Slug<Course>), known: CourseHoldings?, at now: Instant
  ) {
    self.films = films
    self.now = now
    plan = CoursePlan(source: source, id: course.id, slug: course.slug, known: known)
    planFiles(kept)
    nameItems()
    for section in source.sections { planSection(section) }
    planConditions()
    let found = Set(plan.items.compactMap { $0.known?.item.id })
    plan.gone = known?.items.filter { $0.key != nil && !found.contains($0.item.id) } ?? []
  }

  consuming func finished() -> CoursePlan { plan }

  private mutating func planFiles(_ kept: [String: CourseFileSource]) {
    for (key, source) in kept.sorted(by: { $0.key < $1.key }) {
      let known =
        plan.known?.files.first { $0.key == key }
        ?? plan.known?.files.first {
          $0.key == nil && $0.file.sha256 == source.sha256 && $0.file.name == source.name
        }
      let file = CourseFile(known?.file.id ?? ID<CourseFile>(at: now), of: plan.id, source)
      let outcome: PartOutcome = known == nil ? .added : known?.file == file ? .unchanged : .updated
      files[key] = file
      plan.files.append(PlannedFile(key: key, file: file, known: known, outcome: outcome))
    }
  }

  /// What is there keeps its name, so that links from outside lead on; what is new gets a free one.
  private mutating func nameItems() {
    var taken = Set(plan.known?.items.map(\.item.slug.text) ?? [])
    for item in plan.source.sections.flatMap(\.items) {
      if let known = plan.known?.item(from: item) {
        slugs[item.key] = known.item.slug
      } else {
        guard let wanted = Slug<CourseItem>(pathText: item.slug) else { continue }
        var slug = wanted, number = 2
        while !taken.insert(slug.text).inserted {
          slug = wanted.numbered(number)
          number += 1
        }
        slugs[item.key] = slug
      }
    }
  }

  private mutating func planSection(_ section: ImportedSection) {
    guard let title = Text<SectionTitle>(String(section.title.prefix(255))) else { return }
    let known = plan.known?.section(from: section.key, titled: title.text)
    let isSame = known?.section.title == title.text && known?.key == section.key
    let outcome: PartOutcome = known == nil ? .added : isSame ? .unchanged : .updated
    let id = known?.section.id ?? ID<CourseSection>(at: now)
    plan.sections.append(
      PlannedSection(source: section, title: title, id: id, known: known, outcome: outcome))
    for item in section.items { planItem(item, in: id, of: section.key) }
  }

  private mutating func planItem(_ item: ImportedItem, in section: ID<CourseSection>, of place: String) {
    guard let title = Text<ItemTitle>(item.title), let slug = slugs[item.key] else {
      return refuse(item, "Its title or name cannot be one of an item here.")
    }
    let known = plan.known?.item(from: item)
    guard known == nil || known?.item.kind == item.content.kind else {
      return refuse(item, "The course has an item of another kind from there, which stays.")
    }
    let content: ItemContent
    switch self.content(of: item, known) {
    case .success(let made): content = made
    case .failure(let fault): return refuse(item, fault.why)
    }
    let digest = content.digest(titled: title.text, in: place)
    var section = section
    var verdict = (outcome: PartOutcome.added, note: String?.none)
    if let known {
      verdict = judge(known, title, content, section, digest)
      // What somebody moved here stays where they put it, as long as the folder has not moved it.
      if verdict.outcome == .unchanged { section = known.item.sectionID }
    }
    plan.items.append(
      PlannedItem(
        source: item, title: title, id: known?.item.id ?? ID<CourseItem>(at: now), slug: slug, section: section,
        content: content, known: known, outcome: verdict.outcome, note: verdict.note, digest: digest))
  }

  private func judge(
    _ known: HeldItem, _ title: Text<ItemTitle>, _ content: ItemContent, _ section: ID<CourseSection>, _ digest: String
  ) -> (PartOutcome, String?) {
    let place = plan.known?.sections.first { $0.section.id == known.item.sectionID }?.key ?? ""
    let isEdited = known.sourceDigest != nil && known.digest(in: place) != known.sourceDigest
    if known.sourceDigest == digest, isEdited {
      return (.unchanged, "Was changed here; what the archive has is as it was, so the change stays.")
    }
    let isSame =
      known.content.isLike(content) && known.item.title == title.text && known.item.sectionID == section
      && (known.sourceDigest == nil || known.sourceDigest == digest)
    if isSame { return (.unchanged, nil) }
    return (.updated, isEdited ? "Was changed here since; what the archive has takes its place." : nil)
  }

  /// What stands here already opens as the school says; what is new as the manifest says.
  private mutating func planConditions() {
    let ids = Dictionary(plan.items.map { ($0.source.key, $0.id) }) { first, _ in first }
    var before: [String: String] = [:]
    for item in plan.items where item.outcome == .added {
      guard let opens = item.source.opens else { continue }
      let key = item.source.key
      var after: ID<CourseItem>?
      if let first = opens.after {
        if let id = ids[first], !Self.leads(from: first, to: key, before) {
          before[key] = first
          after = id
        } else {
          let why = "The item to do first is not in the archive, or waits for this one."
          plan.faults.append(ReportLine(.missing, key, "condition of \(item.title.text)", because: why))
        }
      }
      plan.conditions[item.id] = ItemCondition(
        afterItem: after, opensAt: opens.at.flatMap { Instant(text: $0) },
        daysAfter: opens.days.flatMap { Number<ExtraDays>($0) }?.value)
    }
  }

  private static func leads(from key: String, to end: String, _ before: [String: String]) -> Bool {
    var key: String? = key
    while let here = key {
      if here == end { return true }
      key = before[here]
    }
    return false
  }

  private mutating func refuse(_ item: ImportedItem, _ why: String) {
    plan.faults.append(ReportLine(.dropped, item.key, "\(item.content.kind.rawValue) \(item.title)", because: why))
  }

  private struct Fault: Error { let why: String }

  private mutating func content(of item: ImportedItem, _ known: HeldItem?) -> Result<ItemContent, Fault> {
    switch item.content {
    case .lesson(let lesson):
      let addresses = ImportAddresses(course: plan.slug, slugs: slugs, files: files)
      let rendered = plan.source.page(of: lesson) { addresses.address(of: $0) }
      return .success(.lesson(LessonText(markdown: lesson.markdown, rendered)))
    case .video(let video):
      if let film = film(video, known) { return film }
      guard let link = WebLink(video.address) else { return .failure(Fault(why: "Its address is none of the web.")) }
      let address = VideoAddress(link)
      let seconds = video.durationSeconds.flatMap { Number<VideoSeconds>($0) }?.value
      return .success(
        .video(
          Video(
            description: String((video.description ?? "").prefix(5_000)), type: address.type, address: link.text,
            youtubeID: address.youtubeID, durationSeconds: seconds, requiresCode: video.requiresCode ?? false)))
    case .material(let material): return self.material(material)
    }
  }

  /// A film of a school's own: the one that the item shows already, or one that came along.
  private mutating func film(_ video: CourseManifest.Video, _ known: HeldItem?) -> Result<ItemContent, Fault>? {
    guard video.address.hasPrefix("/media/") || video.film != nil else { return nil }
    if case .video(let there)? = known?.content, there.address == video.address {
      return .success(.video(Video(video, of: there.address, lasting: there.durationSeconds)))
    }
    guard let path = video.film?.file else {
      return .failure(
        Fault(why: "Its film is among the media of the school that it comes from, and not in the archive."))
    }
    guard let film = films.arrived[path] else {
      return .failure(Fault(why: "Its film is not in the archive, or not taken."))
    }
    if let media = films.there(film) {
      let seconds = media.durationMilliseconds.map { max(1, ($0 + 500) / 1000) }
      return .success(.video(Video(video, of: "/media/" + media.id.text, lasting: seconds ?? video.durationSeconds)))
    }
    let id = plan.films.first { $0.film.file.digest == film.file.digest }?.id ?? ID<MediaFile>(at: now)
    if !plan.films.contains(where: { $0.id == id }) { plan.films.append(PlannedFilm(id: id, key: path, film: film)) }
    return .success(.video(Video(video, of: "/media/" + id.text, lasting: video.durationSeconds)))
  }

  private func material(_ material: CourseManifest.Material) -> Result<ItemContent, Fault> {
    let source: Material.Source
    if let path = material.file {
      guard let file = files[path] else { return .failure(Fault(why: "Its file is not in the folder, or not taken.")) }
      source = .file(file)
    } else {
      guard let link = material.link.flatMap({ WebLink($0) }) else {
        return .failure(Fault(why: "It has neither a file nor an address of the web."))
      }
      source = .link(link.text)
    }
    return .success(
      .material(
        Material(
          description: String((material.description ?? "").prefix(5_000)), source: source, downloadCount: 0,
          isDownloadable: material.isDownloadable ?? true)))
  }
}

extension ItemContent {
  /// Equal but for what learners did with it.
  fileprivate func isLike(_ other: ItemContent) -> Bool {
    guard case .material(let one) = self, case .material(let two) = other else { return self == other }
    return one.description == two.description && one.source == two.source && one.isDownloadable == two.isDownloadable
  }
}

extension Video {
  /// A film of our own media; how long it lasts is said again once it is made ready.
  fileprivate init(_ video: CourseManifest.Video, of address: String, lasting seconds: Int?) {
    self.init(
      description: String((video.description ?? "").prefix(5_000)), type: .serverUpload, address: address,
      youtubeID: nil, durationSeconds: seconds.flatMap { Number<VideoSeconds>($0) }?.value,
      requiresCode: video.requiresCode ?? false)
  }
}

/// Where lessons and pictures of an import stand on the site.
struct ImportAddresses: Sendable {
  let course: Slug<Course>, slugs: [String: Slug<CourseItem>], files: [String: CourseFile]

  func address(of target: CourseTarget) -> RewrittenURL {
    switch target {
    case .lesson(let key, let anchor):
      guard let slug = slugs[key] else { return .unchanged }
      let link = LearningRoutes.item.path(course, slug).text
      return .replaced(anchor.map { "\(link)#\($0)" } ?? link)
    case .image(let key):
      guard let file = files[key], let width = file.width, let height = file.height else {
        return .dropped(because: "the picture is not in the folder")
      }
      return .image(CourseFileRoutes.show.path(file.courseID, file.id).text, width: width, height: height)
    }
  }
}
