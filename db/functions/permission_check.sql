-- Deploy ticketfirst:functions/permission_check to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.permission_check()
RETURNS trigger
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: a permission is given to roles that exist, so that a slip of the pen is not taken for a refusal.
-- Returns: the row.
-- Raises: TF422 permission_role_unknown.
-- Tables: reads desk.role.
DECLARE
    v_unknown CONSTANT text := (
        SELECT string_agg(r.name, ', ' ORDER BY r.number)
          FROM unnest(NEW.roles) WITH ORDINALITY AS r (name, number)
         WHERE NOT EXISTS (SELECT FROM desk.role AS k WHERE k.name = r.name)
    );
BEGIN
    IF v_unknown IS NOT NULL THEN
        RAISE EXCEPTION 'there is no role %', v_unknown
            USING ERRCODE = 'TF422', CONSTRAINT = 'permission_role_unknown', COLUMN = 'roles';
    END IF;
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION internal.permission_check() IS
'Trigger, before insert or update of a permission. Raises TF422 permission_role_unknown.';

COMMIT;
