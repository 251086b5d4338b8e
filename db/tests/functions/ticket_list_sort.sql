BEGIN;
SELECT plan(6);

SELECT is(internal.ticket_list_sort(NULL, NULL, NULL, NULL, NULL), 'id', 'by id');
SELECT is(internal.ticket_list_sort(NULL, now(), NULL, NULL, NULL), 'created_at', 'by the time that is filtered by: made after');
SELECT is(internal.ticket_list_sort(NULL, NULL, now(), now(), NULL), 'created_at', 'made before, changed or not');
SELECT is(internal.ticket_list_sort(NULL, NULL, NULL, NULL, now()), 'updated_at', 'changed before');
SELECT is(internal.ticket_list_sort('-id', now(), now(), now(), now()), '-id', 'as asked for');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.ticket_list_sort'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);

SELECT * FROM finish();
ROLLBACK;
