public import Payloads

/// Every kind of job that a program can do, and who is told of which event.
public struct JobTable<Surroundings: Sendable>: Sendable {
  struct Entry: Sendable {
    let rule: JobRule
    let run: @Sendable (_ payload: String, Work<Surroundings>) async throws -> Void
  }
  private(set) var entries: [String: Entry] = [:]
  /// The jobs that an event becomes, by its name, in the order of their registration.
  private(set) var reactions: [String: [String]] = [:]

  public init() {}

  /// Makes a kind of job known; jobs that nobody knows wait for a program that does.
  public mutating func add<Duty: Job>(_: Duty.Type) where Duty.Surroundings == Surroundings {
    add(Duty.name, Duty.rule) { payload, work in try await Self.read(Duty.self, payload).run(work) }
  }

  /// Calls `react` after each commit that recorded `event`, at least once and on its own: one that fails is tried again
  /// without the others. `subscriber` names it for ever.
  public mutating func on<Event: Payload>(
    _ event: String, _: Event.Type = Event.self, as subscriber: String, rule: JobRule = JobRule(),
    _ react: @escaping @Sendable (Event, Work<Surroundings>) async throws -> Void
  ) {
    let name = "on \(event): \(subscriber)"
    add(name, rule) { payload, work in try await react(Self.read(Event.self, payload), work) }
    reactions[event, default: []].append(name)
  }

  /// The names of all jobs, sorted. Kept, because every look for work names them.
  public private(set) var names: [String] = []

  private mutating func add(
    _ name: String, _ rule: JobRule, _ run: @escaping @Sendable (String, Work<Surroundings>) async throws -> Void
  ) {
    precondition(entries[name] == nil, "The job \(name) is registered twice.")
    entries[name] = Entry(rule: rule, run: run)
    names = entries.keys.sorted()
  }

  private static func read<Value: Payload>(_: Value.Type, _ payload: String) throws -> Value {
    do throws(Faults) {
      return try Value(json: Array(payload.utf8))
    } catch {
      throw GiveUp(
        "The payload does not fit \(Value.shape.name): \(error.list.map { "\($0.field) \($0.message)" }.joined(separator: ", "))"
      )
    }
  }
}
