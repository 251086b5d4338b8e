BEGIN;
SELECT plan(9);

SELECT is(test.refusal(format('SELECT internal.service_role_require(%L)', r.name)),
          CASE WHEN r.kind = 'service' THEN 'allowed' ELSE 'TF422 service_role_unknown role' END,
          format('role %s, of kind %s', r.name, r.kind))
  FROM desk.role AS r WHERE r.name IN ('admin', 'lead', 'agent', 'client', 'portal', 'importer', 'monitor') ORDER BY r.name;
SELECT is(test.refusal($$SELECT internal.service_role_require('nobody')$$), 'TF422 service_role_unknown role',
          'refuses a role that is not there');
SELECT is(test.refusal('SELECT internal.service_role_require(NULL)'), 'allowed', 'leaves NULL to the column');

SELECT * FROM finish();
ROLLBACK;
