/** Events kept, which take some tens of megabytes. */
export const EVENTS_KEPT = 100_000
/** Number of events between two clean-ups of the oldest. */
const EVERY = 1000

/**
 * Triggers that record events in the same statements that cause them. All actors of a run that a statement changes in the same way share
 * one event. `who` is the worker that caused it, otherwise the machine from which the command came.
 */
export const EVENT_SCHEMA = `
CREATE TABLE IF NOT EXISTS fleet_events (
  event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(), kind text NOT NULL,
  run_id bigint, actor_id text, actors int NOT NULL DEFAULT 0, who text, cost bigint, note text);

CREATE OR REPLACE FUNCTION fleet_caller() RETURNS text LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('application_name'), '') $$;

CREATE OR REPLACE FUNCTION fleet_note_started() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO fleet_events (kind, run_id, actor_id, actors, who)
    SELECT 'started', run_id, CASE count(*) WHEN 1 THEN min(actor_id) END, count(*), fleet_caller() FROM now_rows GROUP BY run_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER fleet_note_started AFTER INSERT ON fleet_actors REFERENCING NEW TABLE AS now_rows
  FOR EACH STATEMENT EXECUTE FUNCTION fleet_note_started();

CREATE OR REPLACE FUNCTION fleet_note_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO fleet_events (kind, run_id, actor_id, actors, who, cost, note)
    SELECT kind, run_id, CASE count(*) WHEN 1 THEN min(actor_id) END, count(*), coalesce(who, fleet_caller()), sum(cost)::bigint,
      CASE count(*) WHEN 1 THEN min(note) END
    FROM (
      SELECT n.run_id, n.actor_id, kind,
        CASE WHEN kind IN ('taken', 'taken over') THEN n.owner WHEN n.fence = o.fence THEN o.owner END AS who,
        CASE kind WHEN 'planned' THEN n.estimated
          WHEN 'done' THEN (SELECT sum(coalesce(c.cost, c.price)) FROM fleet_calls c
            WHERE c.run_id = n.run_id AND c.actor_id = n.actor_id AND c.state <> 'asked') END AS cost,
        CASE WHEN kind = 'taken over' THEN o.owner WHEN kind IN ('stopped', 'failed') THEN n.note END AS note
      FROM now_rows n JOIN before_rows o USING (run_id, actor_id), LATERAL (SELECT CASE
        WHEN n.state = o.state THEN CASE WHEN n.owner <> o.owner THEN 'taken over' WHEN n.owner IS NOT NULL AND o.owner IS NULL THEN 'taken' END
        WHEN o.state = 'waiting' AND n.state = 'approved' THEN 'planned'
        WHEN o.state = 'publishing' AND n.state = 'approved' THEN 'undone'
        WHEN o.state = 'stopped' AND n.state IN ('waiting', 'approved') THEN 'resumed'
        WHEN n.state = 'waiting' THEN 'started'
        ELSE n.state END AS kind) k WHERE kind IS NOT NULL) changed
    GROUP BY kind, run_id, who;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER fleet_note_changed AFTER UPDATE ON fleet_actors REFERENCING NEW TABLE AS now_rows OLD TABLE AS before_rows
  FOR EACH STATEMENT EXECUTE FUNCTION fleet_note_changed();

CREATE OR REPLACE FUNCTION fleet_note_budget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.paused <> OLD.paused THEN
    INSERT INTO fleet_events (kind, who) VALUES (CASE WHEN NEW.paused THEN 'paused' ELSE 'continued' END, fleet_caller());
  END IF;
  IF NEW.limit_usd IS DISTINCT FROM OLD.limit_usd THEN
    INSERT INTO fleet_events (kind, who, cost) VALUES ('limit', fleet_caller(), NEW.limit_usd);
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER fleet_note_budget AFTER UPDATE OF paused, limit_usd ON fleet_budget
  FOR EACH ROW EXECUTE FUNCTION fleet_note_budget();

CREATE OR REPLACE FUNCTION fleet_note_worker() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'INSERT' THEN INSERT INTO fleet_events (kind, who) VALUES ('joined', NEW.worker_id);
  ELSE INSERT INTO fleet_events (kind, who) VALUES ('left', OLD.worker_id); END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER fleet_note_worker AFTER INSERT OR DELETE ON fleet_workers
  FOR EACH ROW EXECUTE FUNCTION fleet_note_worker();

CREATE OR REPLACE FUNCTION fleet_forget_events() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  DELETE FROM fleet_events WHERE event_id IN (
    SELECT event_id FROM fleet_events WHERE event_id <= NEW.event_id - ${EVENTS_KEPT} FOR UPDATE SKIP LOCKED);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER fleet_forget_events AFTER INSERT ON fleet_events FOR EACH ROW WHEN (NEW.event_id % ${EVERY} = 0)
  EXECUTE FUNCTION fleet_forget_events();
`
