-- Deploy ticketfirst:functions/text_is_email to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- ASCII alone, so that "without regard to case" means the same in every locale.
CREATE OR REPLACE FUNCTION internal.text_is_email(value text)
RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SECURITY INVOKER
RETURN char_length(value) <= 254
    AND value ~ (
        '^[A-Za-z0-9.!#$%&''*+/=?^_`{|}~-]{1,64}'
        '@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
        '([.][A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$'
    );

COMMENT ON FUNCTION internal.text_is_email(text) IS
'Whether the text has the shape of an email address as HTML''s <input type=email> has it, with at most 64 characters before the @ and 254 in all.';
GRANT EXECUTE ON FUNCTION internal.text_is_email(text) TO ticketfirst_api;

COMMIT;
