import { EVENT_SCHEMA } from './event-schema.ts'

/**
 * True for a call that holds a slot at the API: while its worker lives, and for a minute after its request, because requests end by
 * themselves. If slots were held until another worker takes over, those of dead workers could keep every living one from starting.
 */
const HOLDS_PLACE = `c.api = p_api AND c.state IN ('asked', 'created') AND (c.asked_at > clock_timestamp() - interval '1 minute' OR EXISTS (
  SELECT 1 FROM fleet_actors a JOIN fleet_workers w ON w.worker_id = a.owner WHERE a.run_id = c.run_id
    AND a.actor_id = c.actor_id AND a.fence = c.fence AND w.seen_at > clock_timestamp() - interval '15 seconds'))`

/** Distinct for 2^32 calls, because an odd multiplier permutes the numbers below 2^32. */
const SEED = `((nextval('fleet_seeds') * 2654435761) % 4294967296)`

/**
 * Records a call's intent and reserves its price. It runs entirely on the server, because a worker that is suspended or slow between two
 * statements would block every other worker with its locks. The limits are locked first, so that the next statements see what others have
 * written. Workers poll while all slots are taken, so that case is checked first without a lock; otherwise they would queue before the
 * calls that free a slot.
 */
const RESERVE = `
CREATE OR REPLACE FUNCTION fleet_reserve(p_key text, p_run bigint, p_actor text, p_fence bigint, p_api text, p_price bigint)
RETURNS TABLE (outcome text, call fleet_calls) LANGUAGE plpgsql AS $$
DECLARE places int; found_call fleet_calls;
BEGIN
  IF (SELECT count(*) FROM fleet_calls c WHERE ${HOLDS_PLACE}) >= (SELECT p.concurrency FROM fleet_apis p WHERE p.api = p_api)
    AND NOT EXISTS (SELECT 1 FROM fleet_calls c WHERE c.key = p_key)
    AND EXISTS (SELECT 1 FROM fleet_actors a WHERE a.run_id = p_run AND a.actor_id = p_actor AND a.fence = p_fence) THEN
    RETURN QUERY SELECT 'full', NULL::fleet_calls; RETURN;
  END IF;
  PERFORM 1 FROM fleet_actors a WHERE a.run_id = p_run AND a.actor_id = p_actor AND a.fence = p_fence FOR SHARE;
  IF NOT FOUND THEN RETURN QUERY SELECT 'lost', NULL::fleet_calls; RETURN; END IF;
  SELECT p.concurrency INTO places FROM fleet_apis p WHERE p.api = p_api FOR UPDATE;
  IF NOT FOUND THEN RETURN QUERY SELECT 'no limits', NULL::fleet_calls; RETURN; END IF;
  SELECT * INTO found_call FROM fleet_calls c WHERE c.key = p_key;
  IF FOUND THEN RETURN QUERY SELECT 'known', found_call; RETURN; END IF;
  IF (SELECT count(*) FROM fleet_calls c WHERE ${HOLDS_PLACE}) >= places THEN
    RETURN QUERY SELECT 'full', NULL::fleet_calls; RETURN;
  END IF;
  UPDATE fleet_budget SET reserved = reserved + p_price
    WHERE NOT paused AND (limit_usd IS NULL OR spent + reserved + p_price <= limit_usd);
  IF NOT FOUND THEN RETURN QUERY SELECT 'refused', NULL::fleet_calls; RETURN; END IF;
  INSERT INTO fleet_calls AS c (key, run_id, actor_id, api, state, seed, price, fence)
    VALUES (p_key, p_run, p_actor, p_api, 'asked', ${SEED}, p_price, p_fence) RETURNING c.* INTO found_call;
  RETURN QUERY SELECT 'new', found_call;
END $$;
`

/**
 * The fleet's tables. Money is in millionths of a dollar. A call is `asked` before its request is sent, `created` once its prediction has
 * an id, and `done` or `failed` at its end.
 */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS fleet (
  one boolean PRIMARY KEY DEFAULT true CHECK (one), store text NOT NULL, settings jsonb NOT NULL);
CREATE TABLE IF NOT EXISTS fleet_runs (
  run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state text NOT NULL DEFAULT 'running',
  approve boolean NOT NULL, started_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS fleet_actors (
  run_id bigint NOT NULL REFERENCES fleet_runs, actor_id text NOT NULL, state text NOT NULL DEFAULT 'waiting',
  fence bigint NOT NULL DEFAULT 0, owner text, manifest_etag text, plan_fingerprint text, plan text,
  deletions int NOT NULL DEFAULT 0, generations int NOT NULL DEFAULT 0, estimated bigint NOT NULL DEFAULT 0,
  publishing jsonb, begun jsonb, result jsonb, note text, taken_at timestamptz, changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (run_id, actor_id));
CREATE INDEX IF NOT EXISTS fleet_actors_state ON fleet_actors (run_id, state);
CREATE TABLE IF NOT EXISTS fleet_apis (
  api text PRIMARY KEY, concurrency int NOT NULL, creates_per_minute int NOT NULL, others_per_minute int NOT NULL,
  next_create timestamptz NOT NULL DEFAULT now(), next_other timestamptz NOT NULL DEFAULT now(),
  scanned_at timestamptz NOT NULL DEFAULT 'epoch', scans int NOT NULL DEFAULT 0);
CREATE SEQUENCE IF NOT EXISTS fleet_seeds;
CREATE SEQUENCE IF NOT EXISTS fleet_turns MAXVALUE 2147483647;
CREATE TABLE IF NOT EXISTS fleet_calls (
  key text PRIMARY KEY, run_id bigint NOT NULL, actor_id text NOT NULL, api text NOT NULL, state text NOT NULL,
  external_id text UNIQUE, seed bigint NOT NULL UNIQUE, price bigint NOT NULL, cost bigint,
  asked_at timestamptz NOT NULL DEFAULT clock_timestamp(), ended_at timestamptz, fence bigint NOT NULL, result jsonb);
CREATE INDEX IF NOT EXISTS fleet_calls_open ON fleet_calls (api) WHERE state IN ('asked', 'created');
CREATE TABLE IF NOT EXISTS fleet_budget (
  one boolean PRIMARY KEY DEFAULT true CHECK (one), limit_usd bigint, reserved bigint NOT NULL DEFAULT 0,
  spent bigint NOT NULL DEFAULT 0, paused boolean NOT NULL DEFAULT false, CHECK (reserved >= 0));
INSERT INTO fleet_budget DEFAULT VALUES ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS fleet_workers (
  worker_id text PRIMARY KEY, host text NOT NULL, pid int NOT NULL, actors int NOT NULL DEFAULT 0,
  seen_at timestamptz NOT NULL DEFAULT now());
ALTER TABLE fleet_workers ADD COLUMN IF NOT EXISTS steady_since timestamptz NOT NULL DEFAULT now();
CREATE TABLE IF NOT EXISTS fleet_measures (
  sha256 text NOT NULL, evaluator text NOT NULL, measured jsonb NOT NULL, PRIMARY KEY (sha256, evaluator));
CREATE TABLE IF NOT EXISTS fleet_vectors (
  sha256 text NOT NULL, model text NOT NULL, vectors bytea NOT NULL, PRIMARY KEY (sha256, model));
CREATE TABLE IF NOT EXISTS fleet_contents (
  key text PRIMARY KEY, etag text NOT NULL, bytes bigint NOT NULL, sha256 text NOT NULL);
CREATE INDEX IF NOT EXISTS fleet_calls_actor ON fleet_calls (run_id, actor_id);
CREATE OR REPLACE FUNCTION fleet_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NOTIFY fleet_changed; RETURN NULL; END $$;
CREATE OR REPLACE TRIGGER fleet_changed AFTER INSERT OR UPDATE OF state ON fleet_actors EXECUTE FUNCTION fleet_changed();
CREATE OR REPLACE TRIGGER fleet_changed AFTER UPDATE OF state ON fleet_runs EXECUTE FUNCTION fleet_changed();
CREATE OR REPLACE TRIGGER fleet_changed AFTER UPDATE OF paused, limit_usd ON fleet_budget EXECUTE FUNCTION fleet_changed();
ALTER TABLE fleet_calls SET (fillfactor = 80);
ALTER TABLE fleet_budget SET (fillfactor = 20);
${EVENT_SCHEMA}${RESERVE}`
