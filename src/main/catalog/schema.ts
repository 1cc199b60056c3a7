import type { Schema } from './database.ts'

/** Schema of the catalog. All of it can be rebuilt by reading the folder again, except `edits` (undo), `sync` and paid data. */
export const CATALOG_SCHEMA: Schema = {
  name: 'catalog',
  steps: [
    `CREATE TABLE actors (
       actor_id TEXT PRIMARY KEY,
       base_file TEXT,                -- file name of the base image; null when there is none
       base_stamp TEXT,               -- size:mtime of the base image
       base_sha256 TEXT,              -- null until read, and after a change
       manifest_stamp TEXT,           -- size:mtime of manifest.json as its entries were read
       last_index INTEGER NOT NULL DEFAULT 0,   -- highest number ever reserved; numbers are never reused
       problem TEXT,
       summary TEXT                   -- JSON counts, so that a list of actors need not read their images
     ) STRICT;
     CREATE TABLE images (
       id INTEGER PRIMARY KEY AUTOINCREMENT,
       actor_id TEXT NOT NULL REFERENCES actors ON DELETE CASCADE,
       filename TEXT NOT NULL,
       bytes INTEGER NOT NULL,
       mtime_ns TEXT NOT NULL,
       sha256 TEXT,                   -- null until read, and after a change
       entry TEXT NOT NULL,           -- JSON of its manifest entry
       assessment TEXT,               -- JSON; null when not assessed
       gone INTEGER NOT NULL DEFAULT 0,         -- kept so that a restored image gets its id again
       UNIQUE (actor_id, filename)
     ) STRICT;
     CREATE TABLE measures (
       sha256 TEXT NOT NULL,
       evaluator TEXT NOT NULL,       -- with its version; a new version measures again
       measured TEXT NOT NULL,
       PRIMARY KEY (sha256, evaluator)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE edits (
       id INTEGER PRIMARY KEY AUTOINCREMENT,
       at TEXT NOT NULL,
       name TEXT NOT NULL,
       changes TEXT NOT NULL,         -- JSON of the label before and after, per image
       undone INTEGER NOT NULL DEFAULT 0
     ) STRICT;
     CREATE TABLE sync (
       store TEXT NOT NULL,           -- URL; each store has its own state
       key TEXT NOT NULL,
       record TEXT NOT NULL,
       PRIMARY KEY (store, key)
     ) STRICT, WITHOUT ROWID;`,
    // Opinions of a vision model on a content, compared with this base image. Paid for, so kept permanently.
    `CREATE TABLE opinions (
       sha256 TEXT NOT NULL,
       evaluator TEXT NOT NULL,
       base_sha256 TEXT NOT NULL,     -- empty when the actor has no base image
       opinion TEXT NOT NULL,
       PRIMARY KEY (sha256, evaluator, base_sha256)
     ) STRICT, WITHOUT ROWID;`,
    // Summary columns of each image: see `image-summaries.ts`. Those that are due are written in slices after the library is open.
    `CREATE TABLE cards (
       image_id INTEGER PRIMARY KEY REFERENCES images ON DELETE CASCADE,
       revision INTEGER NOT NULL,     -- increases with every change; windows fetch rows above the one they know
       actor_id TEXT NOT NULL,
       sort_key TEXT NOT NULL,        -- file names in natural order; see \`indexKey\`
       filename TEXT NOT NULL,
       bytes INTEGER NOT NULL,
       mtime_ns TEXT NOT NULL,
       sha256 TEXT,
       width INTEGER,                 -- these three are null until measured, and for unreadable files
       height INTEGER,
       colours TEXT,
       lane TEXT NOT NULL,
       style TEXT,
       decided_by TEXT,
       unsure INTEGER NOT NULL,
       confidence REAL,               -- of the evaluator's predicted style
       verdict TEXT,
       issue_bits INTEGER NOT NULL,   -- issues found, and checks that were requested but not made; see \`issueBits\`
       unmeasured_bits INTEGER NOT NULL,
       duplicate_of TEXT,             -- file name of the image that is kept
       lookalike TEXT,                -- group within the actor
       quality REAL,
       evaluator TEXT,                -- null when not assessed
       generated INTEGER NOT NULL,
       prompt_id TEXT,
       prompt INTEGER REFERENCES prompts,
       model TEXT,
       created_at TEXT,
       date_ms INTEGER NOT NULL,      -- creation time from the manifest, else of the file
       issues TEXT                    -- JSON with their details; null when there are none
     ) STRICT;
     CREATE UNIQUE INDEX cards_of_actor ON cards (actor_id, sort_key, image_id);
     CREATE INDEX cards_changed ON cards (actor_id, revision);
     CREATE TABLE prompts (           -- each text once, because many images share one
       id INTEGER PRIMARY KEY,
       text TEXT NOT NULL UNIQUE
     ) STRICT;
     CREATE TABLE cards_due (image_id INTEGER PRIMARY KEY) STRICT;
     INSERT INTO cards_due SELECT id FROM images WHERE gone = 0;`,
    // Payments for opinions, and batches in progress. Neither can be rebuilt from the folder.
    `CREATE TABLE looks (
       id INTEGER PRIMARY KEY AUTOINCREMENT,
       kind TEXT NOT NULL,            -- now, batch, or check (new pictures during a run)
       state TEXT NOT NULL,
       started_at TEXT NOT NULL,
       ended_at TEXT,
       model TEXT NOT NULL,
       closeness TEXT NOT NULL,       -- sheet, second or every
       evaluator TEXT NOT NULL,       -- the evaluator that gives the opinions, with its version
       server TEXT NOT NULL,
       actor_ids TEXT NOT NULL,       -- JSON
       images INTEGER NOT NULL,
       requests INTEGER NOT NULL DEFAULT 0,
       estimated_usd REAL,            -- null when the price was unknown
       cost_usd REAL NOT NULL DEFAULT 0,
       unpriced INTEGER NOT NULL DEFAULT 0,
       note TEXT
     ) STRICT;
     CREATE TABLE batch_parts (
       look_id INTEGER NOT NULL REFERENCES looks ON DELETE CASCADE,
       n INTEGER NOT NULL,
       part TEXT NOT NULL,            -- JSON of the file and batch at the service, and the images of each request
       PRIMARY KEY (look_id, n)
     ) STRICT, WITHOUT ROWID;`,
    // For filters and for sorting by similarity.
    `ALTER TABLE cards ADD COLUMN uploaded INTEGER NOT NULL DEFAULT 0;   -- 1 when the manifest names a location in a store
     ALTER TABLE cards ADD COLUMN hashes TEXT;                            -- dhash and phash; null until measured
     INSERT OR IGNORE INTO cards_due SELECT image_id FROM cards;`,
    // Our objects in a store's trash: the id of the run or the sync says where.
    `CREATE TABLE store_trash (
       id INTEGER PRIMARY KEY AUTOINCREMENT,
       store TEXT NOT NULL,
       trash_id TEXT NOT NULL,
       key TEXT NOT NULL,
       bytes INTEGER NOT NULL,
       why TEXT NOT NULL,             -- 'image': its image is in our trash; 'deleted', 'replaced': by a sync
       at TEXT NOT NULL,
       record TEXT,                   -- JSON of the last synced state; null when there was none
       UNIQUE (store, trash_id, key)
     ) STRICT;`,
    // Index of the few images that have a duplicate, among hundreds of thousands.
    'CREATE INDEX cards_alike ON cards (actor_id) WHERE duplicate_of IS NOT NULL;',
    // Gaps of an actor's set, which steer prompts: JSON; null when too little is known.
    `ALTER TABLE actors ADD COLUMN advice TEXT`,
    // A person's flag.
    'ALTER TABLE cards ADD COLUMN flagged INTEGER NOT NULL DEFAULT 0; INSERT OR IGNORE INTO cards_due SELECT image_id FROM cards;',
    // Index for an actor's images page by page in id order: without it each page sorts all the remaining ones.
    'CREATE INDEX images_of_actor ON images (actor_id) WHERE gone = 0;',
    // Ignored files in an actor's folder: JSON; null when nothing is known.
    'ALTER TABLE actors ADD COLUMN skipped TEXT',
    // Names of the captions, masks and caches of an image: JSON; null when there are none.
    'ALTER TABLE images ADD COLUMN sidecars TEXT; ALTER TABLE cards ADD COLUMN sidecars TEXT;',
    // Images with a guaranteed place, and the source of derived images: earlier summaries count neither.
    `ALTER TABLE cards ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
     ALTER TABLE cards ADD COLUMN derived_from TEXT;
     INSERT OR IGNORE INTO cards_due SELECT image_id FROM cards;
     ALTER TABLE actors ADD COLUMN base_photograph INTEGER;               -- 1 when its base image is a photograph; null when unknown
     UPDATE actors SET summary = NULL;`,
    // Index of the latest decisions by people, from which the library learns.
    "CREATE INDEX cards_said ON cards (revision) WHERE decided_by = 'human' AND style IS NOT NULL;",
    // Why a file that may be intact was not measured; null for most.
    `ALTER TABLE cards ADD COLUMN not_judged TEXT;
     CREATE INDEX cards_not_judged ON cards (actor_id) WHERE not_judged IS NOT NULL;`,
    // A person's crop as JSON; null when there is none. Older manifests may contain some.
    `ALTER TABLE cards ADD COLUMN crop TEXT;
     INSERT OR IGNORE INTO cards_due SELECT id FROM images WHERE gone = 0 AND entry ->> '$.crop' IS NOT NULL;`,
    // Captions by vision models, before a trigger word is inserted or a file is written. Paid for, so kept permanently.
    `CREATE TABLE written_captions (
       sha256 TEXT NOT NULL,
       writer TEXT NOT NULL,
       instructions TEXT NOT NULL,    -- SHA-256 of the instructions and the crop
       text TEXT NOT NULL,            -- empty when the model refused
       PRIMARY KEY (sha256, writer, instructions)
     ) STRICT, WITHOUT ROWID;`,
    // Captions as they were last read, for filters.
    `CREATE TABLE captions (
       image_id INTEGER PRIMARY KEY REFERENCES images ON DELETE CASCADE,
       text TEXT NOT NULL,
       words INTEGER NOT NULL,
       embedded INTEGER NOT NULL      -- 1 when it is inside the image file
     ) STRICT;`,
    // A count of the summary was renamed.
    'UPDATE actors SET summary = NULL;',
    // Vectors of pretrained networks by content, and the hashes of an actor's base images.
    `CREATE TABLE vectors (
       sha256 TEXT NOT NULL,
       model TEXT NOT NULL,           -- name of the network, with its version
       vectors BLOB NOT NULL,         -- their count in one byte, then the values in half precision
       PRIMARY KEY (sha256, model)
     ) STRICT, WITHOUT ROWID;
     ALTER TABLE actors ADD COLUMN base_images TEXT;                      -- JSON of their SHA-256; null until read
     ALTER TABLE cards ADD COLUMN face REAL;                              -- cosine to the nearest face of the base images
     ALTER TABLE cards ADD COLUMN person INTEGER;                         -- number of the person shown; 1 is in the most images`,
    // The program that made a file, and how people split groups. Advice now includes the background, so it is computed again.
    `ALTER TABLE cards ADD COLUMN made_with TEXT;
     ALTER TABLE cards ADD COLUMN group_part TEXT;
     UPDATE actors SET advice = NULL;`,
    // Number of images, which a library shows as soon as it is opened: counting 200,000 takes ten milliseconds.
    `CREATE TABLE image_count (n INTEGER NOT NULL) STRICT;
     INSERT INTO image_count SELECT count(*) FROM images WHERE gone = 0;
     CREATE TRIGGER image_came AFTER INSERT ON images WHEN new.gone = 0
       BEGIN UPDATE image_count SET n = n + 1; END;
     CREATE TRIGGER image_went AFTER DELETE ON images WHEN old.gone = 0
       BEGIN UPDATE image_count SET n = n - 1; END;
     CREATE TRIGGER image_came_or_went AFTER UPDATE OF gone ON images WHEN old.gone != new.gone
       BEGIN UPDATE image_count SET n = n + old.gone - new.gone; END;`,
    // Rows of a kilobyte and more made the tables WITHOUT ROWID ten times as slow, because their tree compares whole rows.
    `ALTER TABLE measures RENAME TO measures_before;
     CREATE TABLE measures (
       sha256 TEXT NOT NULL,
       evaluator TEXT NOT NULL,
       measured TEXT NOT NULL,
       PRIMARY KEY (sha256, evaluator)
     ) STRICT;
     INSERT INTO measures SELECT * FROM measures_before;
     DROP TABLE measures_before;
     ALTER TABLE vectors RENAME TO vectors_before;
     CREATE TABLE vectors (
       sha256 TEXT NOT NULL,
       model TEXT NOT NULL,
       vectors BLOB NOT NULL,
       PRIMARY KEY (sha256, model)
     ) STRICT;
     INSERT INTO vectors SELECT * FROM vectors_before;
     DROP TABLE vectors_before;`,
  ],
}
