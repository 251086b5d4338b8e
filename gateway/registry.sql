-- sqitch's registry, version 1.1, for a database where sqitch has not made it yet.
-- Columns, their order and the names of the constraints are sqitch's, because sqitch's own upgrades rely on them.
CREATE SCHEMA IF NOT EXISTS sqitch;
COMMENT ON SCHEMA sqitch IS 'What is deployed here, and by whom: the registry of sqitch, version 1.1.';

CREATE TABLE sqitch.releases (
    version         real        PRIMARY KEY,
    installed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    installer_name  text        NOT NULL,
    installer_email text        NOT NULL
);
COMMENT ON TABLE sqitch.releases IS 'The versions that this registry has had; the highest one counts.';

CREATE TABLE sqitch.projects (
    project         text        PRIMARY KEY,
    uri             text        UNIQUE,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    creator_name    text        NOT NULL,
    creator_email   text        NOT NULL
);
COMMENT ON TABLE sqitch.projects IS 'The plans that were ever deployed here.';

CREATE TABLE sqitch.changes (
    change_id       text        PRIMARY KEY,
    script_hash     text,
    change          text        NOT NULL,
    project         text        NOT NULL REFERENCES sqitch.projects (project) ON UPDATE CASCADE,
    note            text        NOT NULL DEFAULT '',
    committed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    committer_name  text        NOT NULL,
    committer_email text        NOT NULL,
    planned_at      timestamptz NOT NULL,
    planner_name    text        NOT NULL,
    planner_email   text        NOT NULL,
    UNIQUE (project, script_hash)
);
COMMENT ON TABLE sqitch.changes IS 'The changes that are deployed now, with the SHA-1 of the script that was run.';

CREATE TABLE sqitch.tags (
    tag_id          text        PRIMARY KEY,
    tag             text        NOT NULL,
    project         text        NOT NULL REFERENCES sqitch.projects (project) ON UPDATE CASCADE,
    change_id       text        NOT NULL REFERENCES sqitch.changes (change_id) ON UPDATE CASCADE,
    note            text        NOT NULL DEFAULT '',
    committed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    committer_name  text        NOT NULL,
    committer_email text        NOT NULL,
    planned_at      timestamptz NOT NULL,
    planner_name    text        NOT NULL,
    planner_email   text        NOT NULL,
    UNIQUE (project, tag)
);
COMMENT ON TABLE sqitch.tags IS 'The releases that are deployed now, each with the last change that belongs to it.';

CREATE TABLE sqitch.dependencies (
    change_id       text        NOT NULL REFERENCES sqitch.changes (change_id) ON UPDATE CASCADE ON DELETE CASCADE,
    type            text        NOT NULL,
    dependency      text        NOT NULL,
    dependency_id   text        REFERENCES sqitch.changes (change_id) ON UPDATE CASCADE,
    PRIMARY KEY (change_id, dependency),
    CONSTRAINT dependencies_check CHECK (
        (type = 'require' AND dependency_id IS NOT NULL) OR (type = 'conflict' AND dependency_id IS NULL)
    )
);
COMMENT ON TABLE sqitch.dependencies IS 'What the deployed changes rest on, and what must not be deployed beside them.';

CREATE TABLE sqitch.events (
    event           text        NOT NULL,
    change_id       text        NOT NULL,
    change          text        NOT NULL,
    project         text        NOT NULL REFERENCES sqitch.projects (project) ON UPDATE CASCADE,
    note            text        NOT NULL DEFAULT '',
    requires        text[]      NOT NULL DEFAULT '{}',
    conflicts       text[]      NOT NULL DEFAULT '{}',
    tags            text[]      NOT NULL DEFAULT '{}',
    committed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    committer_name  text        NOT NULL,
    committer_email text        NOT NULL,
    planned_at      timestamptz NOT NULL,
    planner_name    text        NOT NULL,
    planner_email   text        NOT NULL,
    PRIMARY KEY (change_id, committed_at),
    CONSTRAINT events_event_check CHECK (event IN ('deploy', 'revert', 'fail', 'merge'))
);
COMMENT ON TABLE sqitch.events IS 'Everything that was ever deployed, reverted or tried here.';
