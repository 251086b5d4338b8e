-- Deploy ticketfirst:functions/organisation_member_check to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.organisation_member_check()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: who joins an organisation is live, and so is the organisation; who is in another leaves that first.
-- Returns: the row.
-- Raises: TF404 organisation_not_found; TF422 organisation_member_client_not_found; TF409 organisation_member_elsewhere.
-- Tables: locks desk.organisation, desk.client; reads desk.organisation_member.
BEGIN
    PERFORM FROM desk.organisation AS g WHERE g.id = NEW.organisation_id AND g.deleted_at IS NULL FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'organisation % does not exist', NEW.organisation_id
            USING ERRCODE = 'TF404', CONSTRAINT = 'organisation_not_found', COLUMN = 'organisation_id';
    END IF;
    -- FOR NO KEY UPDATE: two organisations cannot take the same client at once.
    PERFORM FROM desk.client AS c WHERE c.id = NEW.client_id AND c.deleted_at IS NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'client % does not exist', NEW.client_id
            USING ERRCODE = 'TF422', CONSTRAINT = 'organisation_member_client_not_found', COLUMN = 'client_id';
    END IF;
    PERFORM FROM desk.organisation_member AS m
      WHERE m.client_id = NEW.client_id AND m.organisation_id <> NEW.organisation_id;
    IF FOUND THEN
        RAISE EXCEPTION 'client % is a member of another organisation', NEW.client_id
            USING ERRCODE = 'TF409', CONSTRAINT = 'organisation_member_elsewhere', COLUMN = 'client_id';
    END IF;
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION internal.organisation_member_check() IS
'Trigger, before insert of a membership. Raises TF404 organisation_not_found; TF422 organisation_member_client_not_found; TF409 organisation_member_elsewhere.';

COMMIT;
