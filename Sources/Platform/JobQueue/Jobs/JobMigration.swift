public import SQLStore

/// The tables of this room.
public enum JobTables {
  public static let names = ["jobs", "job_schedules"]

  public static let migrations = [
    Migration(
      id: "20261110T0000_jobs", feature: "JobQueue",
      [
        """
        CREATE TABLE jobs (
          id {{id}} NOT NULL PRIMARY KEY,
          name {{text}} NOT NULL,
          payload {{text}} NOT NULL,
          unique_key {{text}},
          priority {{int}} NOT NULL,
          state {{text}} NOT NULL CONSTRAINT jobs_state CHECK (state IN ('waiting', 'running', 'dead')),
          run_at {{instant}} NOT NULL,
          attempts {{int}} NOT NULL DEFAULT 0,
          losses {{int}} NOT NULL DEFAULT 0,
          lease {{id}},
          leased_until {{instant}},
          last_error {{text}},
          created_at {{instant}} NOT NULL,
          changed_at {{instant}} NOT NULL,
          CONSTRAINT jobs_lease CHECK ((state = 'running') = (lease IS NOT NULL AND leased_until IS NOT NULL))
        ){{strict}};
        CREATE INDEX jobs_waiting ON jobs (priority, run_at, id) WHERE state = 'waiting';
        CREATE INDEX jobs_running ON jobs (leased_until) WHERE state = 'running';
        CREATE INDEX jobs_dead ON jobs (changed_at) WHERE state = 'dead';
        CREATE UNIQUE INDEX jobs_unique ON jobs (name, unique_key) WHERE state = 'waiting' AND unique_key IS NOT NULL;
        CREATE TABLE job_schedules (
          name {{text}} NOT NULL PRIMARY KEY,
          last_at {{instant}} NOT NULL
        ){{strict}};
        """
      ])
  ]
}
