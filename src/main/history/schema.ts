const LAST_LIVE = `SELECT max(timeline.seq) FROM timeline LEFT JOIN edits ON edits.id = edit_id LEFT JOIN runs USING (run_id)
     WHERE coalesce(edits.state, runs.state) NOT IN ('undone', 'preparing')`

/**
 * Tables of the edits and of the common order of edits and runs. They reference `edits` of the catalog and `runs` of the journal of runs,
 * so they are migrated after these. Each step is applied once and never edited after a release.
 */
export const HISTORY_SCHEMA: readonly string[] = [
  `ALTER TABLE edits RENAME COLUMN changes TO operations;
   ALTER TABLE edits ADD COLUMN state TEXT NOT NULL DEFAULT 'done';
   ALTER TABLE edits ADD COLUMN recorded INTEGER NOT NULL DEFAULT 0;
   UPDATE edits SET state = CASE undone WHEN 1 THEN 'undone' ELSE 'done' END,
     operations = (SELECT json_group_array(json_set(value, '$.kind', 'label')) FROM json_each(operations));
   ALTER TABLE edits DROP COLUMN undone;
   CREATE TABLE edit_manifests (     -- an edit's change of an actor's manifest
     edit_id INTEGER NOT NULL REFERENCES edits (id) ON DELETE CASCADE,
     actor_id TEXT NOT NULL,
     digest_before TEXT NOT NULL,    -- of the file's bytes; empty when there was none
     digest_after TEXT NOT NULL,
     back TEXT NOT NULL,             -- JSON ManifestPatch from the state after the edit to the state before
     forth TEXT NOT NULL,
     bytes_before BLOB,              -- set when the file was not in the format that Evencast writes
     PRIMARY KEY (edit_id, actor_id)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE timeline (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     edit_id INTEGER UNIQUE REFERENCES edits (id) ON DELETE CASCADE,
     run_id TEXT UNIQUE REFERENCES runs (run_id) ON DELETE CASCADE
   ) STRICT;
   INSERT INTO timeline (edit_id, run_id)
     SELECT edit_id, run_id FROM (
       SELECT at, id AS edit_id, NULL AS run_id FROM edits
       UNION ALL SELECT started_at, NULL, run_id FROM runs)
     ORDER BY at, edit_id, run_id;
   -- Runs in the transaction that inserts an edit or a run, so that neither ever lacks its position. A new run discards the redo.
   CREATE TRIGGER edit_in_timeline AFTER INSERT ON edits
     BEGIN INSERT INTO timeline (edit_id) VALUES (NEW.id); END;
   CREATE TRIGGER run_in_timeline AFTER INSERT ON runs
     BEGIN
       DELETE FROM edits WHERE state = 'undone';
       INSERT INTO timeline (run_id) VALUES (NEW.run_id);
     END;`,
  // Runs stay listed because of their cost: a run that was undone before other work cannot be redone after that work is undone too. Edits
  // are removed instead.
  `ALTER TABLE timeline ADD COLUMN ended INTEGER NOT NULL DEFAULT 0;
   UPDATE timeline SET ended = 1
     WHERE run_id IN (SELECT run_id FROM runs WHERE state = 'undone') AND seq < (${LAST_LIVE});
   DROP TRIGGER run_in_timeline;
   CREATE TRIGGER run_in_timeline AFTER INSERT ON runs
     BEGIN
       DELETE FROM edits WHERE state = 'undone';
       UPDATE timeline SET ended = 1 WHERE run_id IN (SELECT run_id FROM runs WHERE state = 'undone');
       INSERT INTO timeline (run_id) VALUES (NEW.run_id);
     END;
   -- A run may be undone from the list of runs although later work follows it.
   CREATE TRIGGER run_taken_back AFTER UPDATE OF state ON runs WHEN NEW.state = 'undone'
     BEGIN UPDATE timeline SET ended = 1 WHERE run_id = NEW.run_id AND seq < (${LAST_LIVE}); END;`,
  // Culling that an edit is part of; null for a separate edit.
  'ALTER TABLE edits ADD COLUMN sitting TEXT;',
  // Facts of an edit for the timeline, and its operations in a separate table: they are a megabyte for thousands of captions, which SQLite
  // would read through to reach the columns after it. Older edits are converted by `edit-facts.ts` when they are first shown.
  `ALTER TABLE edits ADD COLUMN kind TEXT;      -- null until the edit is converted
   ALTER TABLE edits ADD COLUMN actors TEXT;    -- JSON of its first actors
   CREATE TABLE edit_operations (
     edit_id INTEGER PRIMARY KEY REFERENCES edits (id) ON DELETE CASCADE,
     operations TEXT NOT NULL
   ) STRICT;
   CREATE VIEW whole_edits AS
     SELECT id, at, name, state, recorded,
       coalesce((SELECT operations FROM edit_operations WHERE edit_id = edits.id), operations) AS operations
     FROM edits;`,
]
