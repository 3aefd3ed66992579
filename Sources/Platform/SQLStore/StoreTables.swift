extension Migration {
  /// The store's own tables: what is told to the outside after a commit, and who did what.
  static let store = Migration(
    id: "20261101T0000_store", feature: "SQLStore",
    [
      """
      CREATE TABLE outbox (
        id {{id}} NOT NULL PRIMARY KEY,
        event {{text}} NOT NULL,
        payload {{json}} NOT NULL,
        created_at {{instant}} NOT NULL,
        processed_at {{instant}}
      ){{strict}};
      CREATE INDEX outbox_unprocessed ON outbox (id) WHERE processed_at IS NULL;
      CREATE TABLE audit_log (
        id {{id}} NOT NULL PRIMARY KEY,
        happened_at {{instant}} NOT NULL,
        actor_id {{id}},
        actor_name {{text}} NOT NULL,
        action {{text}} NOT NULL,
        entity_type {{text}} NOT NULL,
        entity_id {{id}},
        old_values {{json}},
        new_values {{json}},
        ip_address {{text}},
        user_agent {{text}},
        request_id {{text}},
        on_behalf_of {{id}}
      ){{strict}};
      CREATE INDEX audit_log_happened ON audit_log (happened_at, id);
      CREATE INDEX audit_log_entity ON audit_log (entity_id, happened_at, id);
      CREATE INDEX audit_log_kind ON audit_log (entity_type, happened_at, id);
      CREATE INDEX audit_log_actor ON audit_log (actor_id, happened_at, id);
      CREATE INDEX audit_log_address ON audit_log (ip_address, happened_at, id);
      CREATE TABLE audit_retention (
        id {{int}} NOT NULL PRIMARY KEY CHECK (id = 1),
        delete_before {{instant}},
        forgets {{id}}
      ){{strict}};
      INSERT INTO audit_retention (id, delete_before) VALUES (1, NULL);
      """,
      actionIndex, appendOnly,
    ])

  /// For one action, and for all whose names begin with a word.
  private static let actionIndex = SQL.sqlite("CREATE INDEX audit_log_action ON audit_log (action, happened_at)")
    .postgres("CREATE INDEX audit_log_action ON audit_log (action text_pattern_ops, happened_at)")

  /// A line can leave only while `audit_retention.delete_before` is set, and only if it is older. While
  /// `audit_retention.forgets` names somebody, lines of them may lose what tells who it was; what happened, when, and to
  /// which thing never changes.
  private static let appendOnly = SQL.sqlite(
    """
    CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
    WHEN NOT coalesce((SELECT forgets IN (OLD.actor_id, OLD.entity_id) FROM audit_retention), FALSE)
      OR NEW.id <> OLD.id OR NEW.happened_at <> OLD.happened_at OR NEW.action <> OLD.action
      OR NEW.actor_id IS NOT OLD.actor_id OR NEW.entity_type <> OLD.entity_type OR NEW.entity_id IS NOT OLD.entity_id
      OR NEW.request_id IS NOT OLD.request_id
    BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
    CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
    WHEN OLD.happened_at >= coalesce((SELECT delete_before FROM audit_retention), OLD.happened_at)
    BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
    """
  ).postgres(
    """
    CREATE FUNCTION audit_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        IF OLD.happened_at < (SELECT delete_before FROM audit_retention) THEN RETURN OLD; END IF;
      ELSIF TG_OP = 'UPDATE' THEN
        IF coalesce((SELECT forgets IN (OLD.actor_id, OLD.entity_id) FROM audit_retention), FALSE)
          AND (NEW.id, NEW.happened_at, NEW.action, NEW.actor_id, NEW.entity_type, NEW.entity_id, NEW.request_id)
            IS NOT DISTINCT FROM
            (OLD.id, OLD.happened_at, OLD.action, OLD.actor_id, OLD.entity_type, OLD.entity_id, OLD.request_id)
        THEN RETURN NEW; END IF;
      END IF;
      RAISE EXCEPTION 'audit_log is append-only';
    END $$;
    CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR DELETE ON audit_log
      FOR EACH ROW EXECUTE FUNCTION audit_log_refuse();
    CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log
      FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse();
    """)
}
