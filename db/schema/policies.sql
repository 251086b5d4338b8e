-- Deploy ticketfirst:schema/policies to pg
-- Who sees which rows, and who may write them: all of it. Public functions run as ticketfirst_api and are subject to this;
-- whatever one of them forgets, it shows nobody what is not theirs.
-- Policies are about who, never about deleted_at. What a role may do is asked by the functions, in desk.permission.
-- (SELECT …) lets PostgreSQL ask once for a statement, not once for a row.
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- Triggers and api.enter run as the owner and see every row: forced row level security holds for it too.
CREATE POLICY agent_owner ON desk.agent TO ticketfirst_owner USING (true) WITH CHECK (true);
CREATE POLICY api_token_owner ON desk.api_token TO ticketfirst_owner USING (true) WITH CHECK (true);
CREATE POLICY client_owner ON desk.client TO ticketfirst_owner USING (true) WITH CHECK (true);
CREATE POLICY comment_owner ON desk.comment TO ticketfirst_owner USING (true) WITH CHECK (true);
CREATE POLICY database_role_owner ON desk.database_role TO ticketfirst_owner USING (true) WITH CHECK (true);
CREATE POLICY event_owner_read ON desk.event FOR SELECT TO ticketfirst_owner USING (true);
CREATE POLICY event_owner_append ON desk.event FOR INSERT TO ticketfirst_owner WITH CHECK (true);
CREATE POLICY idempotency_key_owner ON desk.idempotency_key TO ticketfirst_owner USING (true) WITH CHECK (true);
CREATE POLICY identity_owner ON desk.identity TO ticketfirst_owner USING (true) WITH CHECK (true);
CREATE POLICY organisation_owner ON desk.organisation TO ticketfirst_owner USING (true) WITH CHECK (true);
CREATE POLICY organisation_member_owner ON desk.organisation_member TO ticketfirst_owner USING (true) WITH CHECK (true);
CREATE POLICY permission_owner ON desk.permission TO ticketfirst_owner USING (true) WITH CHECK (true);
CREATE POLICY role_owner ON desk.role TO ticketfirst_owner USING (true) WITH CHECK (true);
CREATE POLICY rule_owner ON desk.rule TO ticketfirst_owner USING (true) WITH CHECK (true);
CREATE POLICY secret_owner ON desk.secret TO ticketfirst_owner USING (true) WITH CHECK (true);
CREATE POLICY service_owner ON desk.service TO ticketfirst_owner USING (true) WITH CHECK (true);
CREATE POLICY team_owner ON desk.team TO ticketfirst_owner USING (true) WITH CHECK (true);
CREATE POLICY team_member_owner ON desk.team_member TO ticketfirst_owner USING (true) WITH CHECK (true);
CREATE POLICY ticket_owner ON desk.ticket TO ticketfirst_owner USING (true) WITH CHECK (true);
CREATE POLICY token_use_owner ON desk.token_use TO ticketfirst_owner USING (true) WITH CHECK (true);
COMMENT ON POLICY agent_owner ON desk.agent IS 'The owner sees every row.';
COMMENT ON POLICY api_token_owner ON desk.api_token IS 'The owner sees every row.';
COMMENT ON POLICY client_owner ON desk.client IS 'The owner sees every row.';
COMMENT ON POLICY comment_owner ON desk.comment IS 'The owner sees every row.';
COMMENT ON POLICY database_role_owner ON desk.database_role IS 'The owner alone: no public function reads or writes this table.';
COMMENT ON POLICY event_owner_read ON desk.event IS 'The owner sees every event.';
COMMENT ON POLICY event_owner_append ON desk.event IS 'The owner''s trigger journal appends events, and has no other right.';
COMMENT ON POLICY idempotency_key_owner ON desk.idempotency_key IS 'The owner alone: api.enter and api.idempotency_keep run as it.';
COMMENT ON POLICY identity_owner ON desk.identity IS 'The owner sees every row.';
COMMENT ON POLICY organisation_owner ON desk.organisation IS 'The owner sees every row.';
COMMENT ON POLICY organisation_member_owner ON desk.organisation_member IS 'The owner sees every row.';
COMMENT ON POLICY permission_owner ON desk.permission IS 'The owner keeps the permissions.';
COMMENT ON POLICY role_owner ON desk.role IS 'The owner keeps the roles.';
COMMENT ON POLICY rule_owner ON desk.rule IS 'The owner keeps the rules.';
COMMENT ON POLICY secret_owner ON desk.secret IS 'The owner alone: no public function gives a key away.';
COMMENT ON POLICY service_owner ON desk.service IS 'The owner sees every row.';
COMMENT ON POLICY team_owner ON desk.team IS 'The owner sees every row.';
COMMENT ON POLICY team_member_owner ON desk.team_member IS 'The owner sees every row.';
COMMENT ON POLICY ticket_owner ON desk.ticket IS 'The owner sees every row.';
COMMENT ON POLICY token_use_owner ON desk.token_use IS 'The owner sees every row.';

-- Tickets: the one place that says who sees one. What hangs on a ticket asks for the ticket.
CREATE POLICY ticket_read ON desk.ticket FOR SELECT TO ticketfirst_api
USING (
    internal.team_key(team_id) = ANY (cast((SELECT internal.actor_team_keys()) AS bigint []))
    OR client_id = ANY (cast((SELECT internal.actor_client_ids()) AS bigint []))
    OR (SELECT internal.actor_sees('see_all_tickets'))
);
CREATE POLICY ticket_create ON desk.ticket FOR INSERT TO ticketfirst_api
WITH CHECK (
    internal.team_key(team_id) = ANY (cast((SELECT internal.actor_team_keys()) AS bigint []))
    OR client_id = (SELECT internal.actor_client_id())
    OR (SELECT internal.actor_sees('see_all_tickets'))
);
CREATE POLICY ticket_update ON desk.ticket FOR UPDATE TO ticketfirst_api
USING (
    internal.team_key(team_id) = ANY (cast((SELECT internal.actor_team_keys()) AS bigint []))
    OR client_id = (SELECT internal.actor_client_id())
    OR (SELECT internal.actor_sees('see_all_tickets'))
)
WITH CHECK (
    internal.team_key(team_id) = ANY (cast((SELECT internal.actor_team_keys()) AS bigint []))
    OR client_id = (SELECT internal.actor_client_id())
    OR (SELECT internal.actor_sees('see_all_tickets'))
);
COMMENT ON POLICY ticket_read ON desk.ticket IS
'Agents see the tickets of their teams, and those of no team; clients their own, and those of their organisation where it shares; some roles all.';
COMMENT ON POLICY ticket_create ON desk.ticket IS 'A ticket is made where its maker sees it; a client makes its own.';
COMMENT ON POLICY ticket_update ON desk.ticket IS
'A ticket is changed by those who see it, and stays where they do: handing it over is internal.ticket_place''s. A client changes its own.';

-- Comments: of tickets that the caller sees; internal ones for the staff, and clients write none but their own.
-- (SELECT true …), not EXISTS (…): that, the planner may turn into a hash of all tickets.
CREATE POLICY comment_read ON desk.comment FOR SELECT TO ticketfirst_api
USING (
    (visibility = 'public' OR (SELECT internal.actor_sees('see_internal_comments')))
    AND (SELECT true FROM desk.ticket AS k WHERE k.id = comment.ticket_id)
);
CREATE POLICY comment_create ON desk.comment FOR INSERT TO ticketfirst_api
WITH CHECK (
    ((SELECT internal.actor_sees('see_internal_comments')) OR author_client_id = (SELECT internal.actor_client_id()))
    AND (SELECT true FROM desk.ticket AS k WHERE k.id = comment.ticket_id)
);
CREATE POLICY comment_update ON desk.comment FOR UPDATE TO ticketfirst_api
USING (
    ((SELECT internal.actor_sees('see_internal_comments')) OR author_client_id = (SELECT internal.actor_client_id()))
    AND (SELECT true FROM desk.ticket AS k WHERE k.id = comment.ticket_id)
)
WITH CHECK (
    ((SELECT internal.actor_sees('see_internal_comments')) OR author_client_id = (SELECT internal.actor_client_id()))
    AND (SELECT true FROM desk.ticket AS k WHERE k.id = comment.ticket_id)
);
COMMENT ON POLICY comment_read ON desk.comment IS 'Whoever sees a ticket sees its public comments; the internal ones, whoever sees those.';
COMMENT ON POLICY comment_create ON desk.comment IS 'The staff writes comments on tickets it sees; a client its own.';
COMMENT ON POLICY comment_update ON desk.comment IS 'The staff changes comments on tickets it sees; a client its own.';

-- The journal: of tickets that the caller sees. For clients, not what is internal, and of comments only of those they see now.
CREATE POLICY event_read ON desk.event FOR SELECT TO ticketfirst_api
USING (
    ((SELECT internal.actor_sees('see_all_tickets')) AND (SELECT internal.actor_sees('see_internal_comments')))
    OR (
        EXISTS (SELECT FROM desk.ticket AS k WHERE k.id IN (event.ticket_id, event.former_ticket_id))
        AND (
            (SELECT internal.actor_sees('see_internal_comments'))
            OR (
                visibility = 'public'
                AND (
                    entity = 'ticket'
                    OR (SELECT true FROM desk.comment AS c WHERE c.id = event.entity_id AND c.deleted_at IS NULL)
                )
            )
        )
    )
);
COMMENT ON POLICY event_read ON desk.event IS
'Whoever sees a ticket sees its history; clients without what is internal, or deleted. The journal of everything else, whoever sees all.';

-- Agents and teams
CREATE POLICY agent_read ON desk.agent FOR SELECT TO ticketfirst_api
USING ((SELECT internal.actor_role()) IS NOT NULL);
CREATE POLICY agent_create ON desk.agent FOR INSERT TO ticketfirst_api
WITH CHECK ((SELECT internal.actor_may('agent_create')));
CREATE POLICY agent_update ON desk.agent FOR UPDATE TO ticketfirst_api
USING ((SELECT internal.actor_may('agent_update', 'agent_delete', 'agent_restore')))
WITH CHECK ((SELECT internal.actor_may('agent_update', 'agent_delete', 'agent_restore')));
CREATE POLICY team_read ON desk.team FOR SELECT TO ticketfirst_api
USING ((SELECT internal.actor_sees('see_teams')));
CREATE POLICY team_create ON desk.team FOR INSERT TO ticketfirst_api
WITH CHECK ((SELECT internal.actor_may('team_create')));
CREATE POLICY team_update ON desk.team FOR UPDATE TO ticketfirst_api
USING ((SELECT internal.actor_may('team_update', 'team_delete', 'team_restore')))
WITH CHECK ((SELECT internal.actor_may('team_update', 'team_delete', 'team_restore')));
CREATE POLICY team_member_read ON desk.team_member FOR SELECT TO ticketfirst_api
USING ((SELECT internal.actor_sees('see_teams')));
CREATE POLICY team_member_add ON desk.team_member FOR INSERT TO ticketfirst_api
WITH CHECK ((SELECT internal.actor_may('team_member_add')));
CREATE POLICY team_member_remove ON desk.team_member FOR DELETE TO ticketfirst_api
USING ((SELECT internal.actor_may('team_member_remove')));
COMMENT ON POLICY agent_read ON desk.agent IS
'Everybody who is somebody sees who the agents are; internal.agent_view keeps email addresses from clients.';
COMMENT ON POLICY agent_create ON desk.agent IS 'Whoever has the permission makes agents.';
COMMENT ON POLICY agent_update ON desk.agent IS 'Whoever has one of the permissions changes agents.';
COMMENT ON POLICY team_read ON desk.team IS 'The staff sees all teams, to hand tickets to them.';
COMMENT ON POLICY team_create ON desk.team IS 'Whoever has the permission makes teams.';
COMMENT ON POLICY team_update ON desk.team IS 'Whoever has one of the permissions changes teams.';
COMMENT ON POLICY team_member_read ON desk.team_member IS 'The staff sees who is in which team.';
COMMENT ON POLICY team_member_add ON desk.team_member IS 'Whoever has the permission adds members.';
COMMENT ON POLICY team_member_remove ON desk.team_member IS 'Whoever has the permission removes members.';

-- Clients and organisations: a client sees itself and its own, nobody else
CREATE POLICY client_read ON desk.client FOR SELECT TO ticketfirst_api
USING ((SELECT internal.actor_sees('see_clients')) OR id = (SELECT internal.actor_client_id()));
CREATE POLICY client_create ON desk.client FOR INSERT TO ticketfirst_api
WITH CHECK ((SELECT internal.actor_may('client_create')));
CREATE POLICY client_update ON desk.client FOR UPDATE TO ticketfirst_api
USING ((SELECT internal.actor_sees('see_clients')) OR id = (SELECT internal.actor_client_id()))
WITH CHECK ((SELECT internal.actor_may('client_update', 'client_delete', 'client_restore')));
CREATE POLICY organisation_member_read ON desk.organisation_member FOR SELECT TO ticketfirst_api
USING ((SELECT internal.actor_sees('see_clients')) OR client_id = (SELECT internal.actor_client_id()));
CREATE POLICY organisation_member_add ON desk.organisation_member FOR INSERT TO ticketfirst_api
WITH CHECK ((SELECT internal.actor_may('organisation_member_add')));
CREATE POLICY organisation_member_remove ON desk.organisation_member FOR DELETE TO ticketfirst_api
USING ((SELECT internal.actor_may('organisation_member_remove')));
CREATE POLICY organisation_read ON desk.organisation FOR SELECT TO ticketfirst_api
USING (
    (SELECT internal.actor_sees('see_clients'))
    OR EXISTS (SELECT FROM desk.organisation_member AS m WHERE m.organisation_id = organisation.id)
);
CREATE POLICY organisation_create ON desk.organisation FOR INSERT TO ticketfirst_api
WITH CHECK ((SELECT internal.actor_may('organisation_create')));
CREATE POLICY organisation_update ON desk.organisation FOR UPDATE TO ticketfirst_api
USING ((SELECT internal.actor_may('organisation_update', 'organisation_delete', 'organisation_restore')))
WITH CHECK ((SELECT internal.actor_may('organisation_update', 'organisation_delete', 'organisation_restore')));
COMMENT ON POLICY client_read ON desk.client IS 'The staff sees all clients; a client itself.';
COMMENT ON POLICY client_create ON desk.client IS 'Whoever has the permission makes clients.';
COMMENT ON POLICY client_update ON desk.client IS 'Whoever has one of the permissions changes the clients it sees.';
COMMENT ON POLICY organisation_member_read ON desk.organisation_member IS 'The staff sees all members; a client its own membership.';
COMMENT ON POLICY organisation_member_add ON desk.organisation_member IS 'Whoever has the permission adds members.';
COMMENT ON POLICY organisation_member_remove ON desk.organisation_member IS 'Whoever has the permission removes members.';
COMMENT ON POLICY organisation_read ON desk.organisation IS 'The staff sees all organisations; a client its own.';
COMMENT ON POLICY organisation_create ON desk.organisation IS 'Whoever has the permission makes organisations.';
COMMENT ON POLICY organisation_update ON desk.organisation IS 'Whoever has one of the permissions changes organisations.';

-- Credentials
CREATE POLICY service_read ON desk.service FOR SELECT TO ticketfirst_api
USING ((SELECT internal.actor_sees('see_credentials')) OR id = (SELECT internal.actor_service_id()));
CREATE POLICY service_create ON desk.service FOR INSERT TO ticketfirst_api
WITH CHECK ((SELECT internal.actor_may('service_create')));
CREATE POLICY service_update ON desk.service FOR UPDATE TO ticketfirst_api
USING ((SELECT internal.actor_may('service_update', 'service_delete', 'service_restore')))
WITH CHECK ((SELECT internal.actor_may('service_update', 'service_delete', 'service_restore')));
CREATE POLICY api_token_read ON desk.api_token FOR SELECT TO ticketfirst_api
USING ((SELECT internal.actor_sees('see_credentials')));
CREATE POLICY api_token_create ON desk.api_token FOR INSERT TO ticketfirst_api
WITH CHECK ((SELECT internal.actor_may('token_create')));
CREATE POLICY api_token_update ON desk.api_token FOR UPDATE TO ticketfirst_api
USING ((SELECT internal.actor_may('token_revoke')))
WITH CHECK ((SELECT internal.actor_may('token_revoke')));
CREATE POLICY token_use_read ON desk.token_use FOR SELECT TO ticketfirst_api
USING ((SELECT internal.actor_sees('see_credentials')));
CREATE POLICY identity_read ON desk.identity FOR SELECT TO ticketfirst_api
USING ((SELECT internal.actor_sees('see_credentials')));
CREATE POLICY identity_create ON desk.identity FOR INSERT TO ticketfirst_api
WITH CHECK ((SELECT internal.actor_may('identity_create')));
CREATE POLICY identity_delete ON desk.identity FOR DELETE TO ticketfirst_api
USING ((SELECT internal.actor_may('identity_delete')));
COMMENT ON POLICY service_read ON desk.service IS 'Whoever sees credentials sees all services; a service itself.';
COMMENT ON POLICY service_create ON desk.service IS 'Whoever has the permission makes services.';
COMMENT ON POLICY service_update ON desk.service IS 'Whoever has one of the permissions changes services.';
COMMENT ON POLICY api_token_read ON desk.api_token IS 'Whoever sees credentials sees tokens.';
COMMENT ON POLICY api_token_create ON desk.api_token IS 'Whoever has the permission makes tokens.';
COMMENT ON POLICY api_token_update ON desk.api_token IS 'Whoever has the permission revokes tokens.';
COMMENT ON POLICY token_use_read ON desk.token_use IS 'Whoever sees credentials sees when they were used.';
COMMENT ON POLICY identity_read ON desk.identity IS 'Whoever sees credentials sees identities.';
COMMENT ON POLICY identity_create ON desk.identity IS 'Whoever has the permission makes identities.';
COMMENT ON POLICY identity_delete ON desk.identity IS 'Whoever has the permission deletes identities.';

-- What everybody may know
CREATE POLICY permission_read ON desk.permission FOR SELECT TO ticketfirst_api USING (true);
CREATE POLICY role_read ON desk.role FOR SELECT TO ticketfirst_api USING (true);
CREATE POLICY rule_read ON desk.rule FOR SELECT TO ticketfirst_api USING (true);
COMMENT ON POLICY permission_read ON desk.permission IS 'Everybody may read the permissions.';
COMMENT ON POLICY role_read ON desk.role IS 'Everybody may read the roles.';
COMMENT ON POLICY rule_read ON desk.rule IS 'Everybody may read the rules.';

COMMIT;
