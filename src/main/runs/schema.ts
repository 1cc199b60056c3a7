/** Migrations of the journal's tables. Each step is applied once, in order, and never edited after a release. */
export const RUNS_SCHEMA: readonly string[] = [
  `CREATE TABLE runs (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     run_id TEXT NOT NULL UNIQUE,
     state TEXT NOT NULL,
     generator TEXT NOT NULL,
     options TEXT NOT NULL,          -- JSON RunOptions
     estimated_usd REAL NOT NULL DEFAULT 0,
     cost_usd REAL NOT NULL DEFAULT 0,
     started_at TEXT NOT NULL,
     ended_at TEXT,
     stop TEXT,                      -- reason for stopping early
     note TEXT,                      -- the same as a sentence
     total INTEGER NOT NULL DEFAULT 0,
     left_deletions INTEGER NOT NULL DEFAULT 0,
     left_generations INTEGER NOT NULL DEFAULT 0,
     deleted INTEGER NOT NULL DEFAULT 0,
     generated INTEGER NOT NULL DEFAULT 0,
     failed INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE TABLE run_actors (
     run_id TEXT NOT NULL REFERENCES runs (run_id) ON DELETE CASCADE,
     actor_id TEXT NOT NULL,
     position INTEGER NOT NULL,
     fingerprint TEXT NOT NULL,      -- fingerprint of the plan
     touched INTEGER NOT NULL DEFAULT 0,      -- 1 when manifest_before is set; from then on the run may change the actor
     completed INTEGER NOT NULL DEFAULT 0,    -- 1 when its manifest describes every image
     manifest_before BLOB,           -- exact bytes; null when there was none
     digest_before TEXT,             -- of the manifest's content, see manifests.ts
     digest_from TEXT,               -- the last change by this run was from this digest ...
     digest_to TEXT,                 -- ... to this one
     interfered INTEGER NOT NULL DEFAULT 0,   -- 1 when another writer changed the manifest between two changes of this run
     error TEXT,
     undone INTEGER NOT NULL DEFAULT 0,
     PRIMARY KEY (run_id, actor_id)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE run_steps (
     run_id TEXT NOT NULL REFERENCES runs (run_id) ON DELETE CASCADE,
     n INTEGER NOT NULL,
     actor_id TEXT NOT NULL,
     step_id TEXT NOT NULL,          -- id in the plan: d:{filename}, g:{index}
     kind TEXT NOT NULL,             -- delete, generate
     payload TEXT NOT NULL,          -- JSON Deletion or Generation
     state TEXT NOT NULL DEFAULT 'pending',
     filename TEXT,                  -- the file to delete, or the name reserved for the generated image
     label TEXT,                     -- the image's label when the run began the actor
     entry TEXT,                     -- JSON of the manifest entry that a deletion removes
     external_id TEXT,               -- the current prediction
     asked_at TEXT,                  -- when the current attempt was first requested
     attempts INTEGER NOT NULL DEFAULT 0,     -- rejected pictures
     allowed INTEGER NOT NULL,       -- attempts until it fails
     committed_usd REAL NOT NULL DEFAULT 0,   -- of the current attempt
     cost_usd REAL NOT NULL DEFAULT 0,        -- of all earlier attempts
     made TEXT,                      -- JSON Made: an accepted picture, placed or about to be
     error TEXT,
     undone INTEGER NOT NULL DEFAULT 0,
     PRIMARY KEY (run_id, n)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX run_steps_of_actor ON run_steps (run_id, actor_id, n);
   CREATE INDEX run_steps_of_file ON run_steps (actor_id, filename);
   CREATE INDEX run_steps_failed ON run_steps (run_id) WHERE state = 'failed';
   CREATE INDEX run_steps_intended ON run_steps (run_id) WHERE state = 'intended';
   CREATE INDEX run_actors_of_actor ON run_actors (actor_id);
   CREATE INDEX run_actors_failed ON run_actors (run_id) WHERE error IS NOT NULL;`,
  // Exact bytes of the manifest when the run was undone, for a redo; null when somebody else had changed it.
  'ALTER TABLE run_actors ADD COLUMN manifest_after BLOB;',
  // JSON Maker: the model and prices at the start.
  'ALTER TABLE runs ADD COLUMN maker TEXT;',
  // How far a set may shrink before anything is generated for it.
  'ALTER TABLE run_actors ADD COLUMN room INTEGER;',
  `ALTER TABLE runs ADD COLUMN checks_usd REAL NOT NULL DEFAULT 0;   -- cost of checking the generated images
   ALTER TABLE runs ADD COLUMN active_ms INTEGER NOT NULL DEFAULT 0;  -- total working time
   ALTER TABLE runs ADD COLUMN begun_at TEXT;                         -- start of the current work; null while it is paused or over
   ALTER TABLE runs ADD COLUMN reached TEXT;                          -- JSON RunReached`,
  // Set when a person retries a step for which it is not known whether it was paid for.
  'ALTER TABLE run_steps ADD COLUMN may_repeat INTEGER NOT NULL DEFAULT 0;',
]
