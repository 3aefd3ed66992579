internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import Payloads
internal import Routing
internal import SQLStore

/// Where a material comes from when it is written: another site, or a file that was sent and kept.
enum MaterialSource: Sendable { case link(WebLink), upload(CourseFileSource) }

extension Transaction {
  func addMaterial(
    _ new: NewMaterial, _ source: MaterialSource, to section: ID<CourseSection>, by viewer: Viewer, at now: Instant
  ) async throws -> (CourseItem, Material) {
    let course = try await courseToChange(with: section, by: viewer)
    let material = Material(
      description: new.description?.text ?? "", source: try await place(source, in: course.id, at: now),
      downloadCount: 0, isDownloadable: true)
    let item = NewItem(
      title: new.title, content: .material(material), isPreview: new.isPreview ?? false, position: new.position?.value)
    return (try await addItem(item, to: section, by: viewer, at: now), material)
  }

  /// Changes a material; without a `source` its file or link stays.
  func editMaterial(
    _ id: ID<CourseItem>, _ changes: MaterialChanges, _ source: MaterialSource?, by viewer: Viewer, at now: Instant
  ) async throws -> (CourseItem, Material) {
    let course = try await courseToChange(with: id, by: viewer)
    guard case .material(let old) = try await openItem(id, for: viewer).content else {
      throw Problem.notFound("material")
    }
    var place = old.source
    if let source { place = try await self.place(source, in: course.id, at: now) }
    let material = Material(
      description: changes.description?.text ?? old.description, source: place, downloadCount: old.downloadCount,
      isDownloadable: changes.isDownloadable ?? old.isDownloadable)
    let item = ItemChanges(
      title: changes.title, isPreview: changes.isPreview, section: changes.sectionID, position: changes.position,
      content: material == old ? nil : .material(material))
    let edited = try await editItem(id, item, by: viewer, at: now)
    removeUnusedFiles(of: course.id)
    return (edited, material)
  }

  private func place(_ source: MaterialSource, in course: ID<Course>, at now: Instant) async throws -> Material.Source {
    switch source {
    case .link(let link): .link(link.text)
    case .upload(let file): .file(try await addFile(file, to: course, at: now))
    }
  }
}

extension Context {
  /// What a request brings for a material of a course that the viewer may change: a link or a file that is kept now, never
  /// both; nil for neither.
  func materialSource(link: WebLink?, for course: Course) async throws -> MaterialSource? {
    try course.requireEditing(by: viewer)
    guard let file = try request.file("file") else { return link.map { .link($0) } }
    if link != nil { throw Problem.invalid("link", "excess", "must be empty where a file is sent") }
    return .upload(CourseFileSource(try await keep(file, as: .material), named: file.name))
  }
}
