-- Deploy ticketfirst:functions/organisation_view to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The one place that says which columns leave the database, and in what order.
CREATE OR REPLACE FUNCTION internal.organisation_view(source desk.organisation)
RETURNS api.organisation
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN cast(
    row(
        (source).id,
        (source).name,
        (source).is_shared,
        (source).version,
        (source).created_at,
        (source).updated_at
    ) AS api.organisation
);

COMMENT ON FUNCTION internal.organisation_view(desk.organisation) IS
'A row of desk.organisation as the public functions show it.';
GRANT EXECUTE ON FUNCTION internal.organisation_view(desk.organisation) TO ticketfirst_api;

COMMIT;
