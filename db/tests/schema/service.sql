BEGIN;
SELECT plan(40);

SELECT test.service('Alpha', 'portal') AS alpha \gset

-- one column at a time, at the boundary
SELECT is(test.refusal(format('INSERT INTO desk.service (name, role, active) VALUES (%L, %L, %L)', v.name, v.role, v.active)),
          v.refusal, format('%s: %s', v.what, v.refusal))
  FROM (VALUES
        (NULL, 'portal', 'true', 'no name', '23502 service_name_not_null name'),
        ('N', NULL, 'true', 'no role', '23502 service_role_not_null role'),
        ('N', 'portal', NULL, 'neither active nor not', '23502 service_active_not_null active'),
        ('', 'portal', 'true', 'a name of 0 characters', '23514 service_name_length'),
        ('x', 'portal', 'true', 'a name of 1 character', 'allowed'),
        (repeat('õ', 200), 'portal', 'true', 'a name of 200 characters', 'allowed'),
        (repeat('õ', 201), 'portal', 'true', 'a name of 201 characters', '23514 service_name_length'),
        (' T', 'portal', 'true', 'a name with a space before it', '23514 service_name_trimmed'),
        (E'T\u00a0', 'portal', 'true', 'a name with a space behind it', '23514 service_name_trimmed'),
        (E'T\nL', 'portal', 'true', 'a name of two lines', '23514 service_name_one_line'),
        ('R1', 'importer', 'true', 'role importer', 'allowed'), ('R2', 'monitor', 'true', 'role monitor', 'allowed'),
        ('R3', 'admin', 'true', 'role admin', '23514 service_role_of_services'),
        ('R4', 'lead', 'true', 'role lead', '23514 service_role_of_services'),
        ('R5', 'agent', 'true', 'role agent', '23514 service_role_of_services'),
        ('R6', 'client', 'true', 'role client', '23514 service_role_of_services'),
        ('R7', 'nobody', 'true', 'a role that is not there', '23503 service_role_fkey'))
    AS v (name, role, active, what, refusal);
SELECT is(test.refusal(format('UPDATE desk.service SET %I = %L WHERE id = %s', v.field, v.value, :alpha)), v.refusal,
          'so is an update: ' || v.refusal)
  FROM (VALUES ('name', '', '23514 service_name_length'), ('name', ' X', '23514 service_name_trimmed'),
               ('role', 'admin', '23514 service_role_of_services'), ('role', 'nobody', '23503 service_role_fkey'))
    AS v (field, value, refusal);
SELECT is(test.refusal(format('INSERT INTO desk.service (name, role, %I) VALUES (%L, %L, %L)', v.field, 'T' || v.number,
                              'portal', v.value)),
          v.refusal, format('%s %s: %s', v.field, v.value, v.refusal))
  FROM (VALUES
        (1, 'created_at', '0001-01-01 23:59:59.999999+00', '23514 service_times_in_range'),
        (2, 'created_at', '0001-01-02 00:00:00+00', 'allowed'),
        (3, 'created_at', 'infinity', '23514 service_times_in_range'),
        (4, 'deleted_at', '9999-12-30 23:59:59.999999+00', 'allowed'),
        (5, 'deleted_at', '9999-12-31 00:00:00+00', '23514 service_times_in_range'))
    AS v (number, field, value, refusal);

-- ids
SELECT is(test.refusal(format($$INSERT INTO desk.service (id, name, role) VALUES (%s, 'I', 'portal')$$, :alpha)), '428C9',
          'an id is given by the table');
SELECT is(test.refusal(format($$INSERT INTO desk.service (id, name, role) OVERRIDING SYSTEM VALUE
                                VALUES (%s, 'I', 'portal')$$, :alpha)),
          '23505 service_pkey', 'service_pkey: refuses an id that there is');

-- one live row of a name
SELECT is(test.refusal($$INSERT INTO desk.service (name, role) VALUES ('ALPHA', 'portal')$$), '23505 service_name_unique',
          'service_name_unique: refuses the name of a live row, in any case');
SELECT is(test.refusal($$INSERT INTO desk.service (name, role, deleted_at) VALUES ('ALPHA', 'portal', now())$$), 'allowed',
          'service_name_unique: allows it in a deleted row');
SELECT is(test.refusal($$UPDATE desk.service SET deleted_at = NULL WHERE name = 'ALPHA'$$), '23505 service_name_unique',
          'service_name_unique: refuses to restore it');

-- the key is kept by a trigger
INSERT INTO desk.service (name, role, name_key) VALUES ('ÕnneX', 'portal', 'a');
SELECT is((SELECT t.name_key FROM desk.service AS t WHERE t.name = 'ÕnneX'), 'Õnnex', 'the name, with ASCII letters in lower case');
UPDATE desk.service SET name_key = 'a' WHERE name = 'ÕnneX';
SELECT is((SELECT row(t.name_key, t.version)::text FROM desk.service AS t WHERE t.name = 'ÕnneX'), row('Õnnex', 1)::text,
          'whatever is written to it');
SET LOCAL session_replication_role = replica;
SELECT is(test.refusal(format('INSERT INTO desk.service (name, role, name_key) VALUES (%L, %L, %L)', 'Zoe', 'portal', v.name_key)),
          v.refusal, format('without the trigger, key %s: %s', v.name_key, v.refusal))
  FROM (VALUES (NULL, '23502 service_name_key_not_null name_key'), ('Zoe', '23514 service_name_key'), ('zoe', 'allowed'))
    AS v (name_key, refusal);
RESET session_replication_role;

-- what others refer to stays
SELECT is(test.refusal($$DELETE FROM desk.role WHERE name = 'portal'$$), '23503 service_role_fkey',
          'service_role_fkey: a role that services have stays');
SELECT is(test.refusal('TRUNCATE desk.service CASCADE'), 'TF403 truncate_refused', 'the journal would not have it');
SELECT is(test.refusal(format('DELETE FROM desk.service WHERE id = %s', :alpha)), 'allowed', 'a service can be purged');
SELECT is((SELECT array_agg(e.action::text ORDER BY e.id) FROM desk.event AS e WHERE e.entity = 'service' AND e.entity_id = :alpha),
          ARRAY['create', 'purge'], 'which the journal has');

SELECT * FROM finish();
ROLLBACK;
