-- Times are Unix milliseconds in UTC, flags are 0 or 1, JSON is text that is stored and never queried.

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- identity

CREATE TABLE users (
    id $ID$,
    username TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT,
    enabled BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    token_hash $BYTES$ PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE sign_in_links (
    token_hash $BYTES$ PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE TABLE api_keys (
    id $ID$,
    user_id BIGINT NOT NULL REFERENCES users (id),
    api_key TEXT NOT NULL UNIQUE,
    sealed_md5_key $BYTES$ NOT NULL,
    sealed_webhook_secret $BYTES$ NOT NULL,
    require_timestamp BIGINT NOT NULL DEFAULT 0,
    ip_allow_list TEXT NOT NULL DEFAULT '',
    enabled BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);

-- fleet

CREATE TABLE terminals (
    id $ID$,
    name TEXT NOT NULL,
    office_no TEXT NOT NULL,
    pid TEXT NOT NULL,
    user_id BIGINT REFERENCES users (id),
    kind TEXT NOT NULL,
    remark TEXT NOT NULL DEFAULT '',
    production_codes TEXT NOT NULL DEFAULT '[]',
    ticketing_codes TEXT NOT NULL DEFAULT '[]',
    state TEXT NOT NULL,
    token_hash $BYTES$ UNIQUE,
    machine_code TEXT,
    host_name TEXT NOT NULL DEFAULT '',
    os_info TEXT NOT NULL DEFAULT '',
    agent_version TEXT NOT NULL DEFAULT '',
    sequence BIGINT NOT NULL DEFAULT 0,
    readiness TEXT,
    reason TEXT,
    paused BIGINT NOT NULL DEFAULT 0,
    -- 1 while the terminal is enrolled, heard of lately, ready and not paused: only then it gets tasks.
    dispatchable BIGINT NOT NULL DEFAULT 0,
    last_active_at BIGINT,
    last_assigned_at BIGINT NOT NULL DEFAULT 0,
    current_task_count BIGINT NOT NULL DEFAULT 0,
    success_count BIGINT NOT NULL DEFAULT 0,
    fail_count BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    UNIQUE (office_no, pid)
);
CREATE INDEX terminals_choice ON terminals (dispatchable, current_task_count, last_assigned_at);
CREATE INDEX terminals_office ON terminals (office_no, dispatchable, current_task_count, last_assigned_at);

CREATE TABLE enrol_codes (
    code_hash $BYTES$ PRIMARY KEY,
    terminal_id BIGINT NOT NULL REFERENCES terminals (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_by TEXT,
    used_at BIGINT
);

CREATE TABLE terminal_log (
    id $ID$,
    terminal_id BIGINT NOT NULL REFERENCES terminals (id),
    at BIGINT NOT NULL,
    change TEXT NOT NULL
);
CREATE INDEX terminal_log_of ON terminal_log (terminal_id, id);

CREATE TABLE terminal_commands (
    id $ID$,
    terminal_id BIGINT NOT NULL REFERENCES terminals (id),
    command TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX terminal_commands_of ON terminal_commands (terminal_id, id);

CREATE TABLE screens (
    terminal_id BIGINT PRIMARY KEY REFERENCES terminals (id),
    hash TEXT NOT NULL,
    picture $BYTES$ NOT NULL,
    screen_text TEXT NOT NULL,
    taken_at BIGINT NOT NULL
);

CREATE TABLE glyphs (
    id $ID$,
    terminal_id BIGINT NOT NULL REFERENCES terminals (id),
    glyph TEXT NOT NULL,
    picture $BYTES$ NOT NULL,
    context TEXT NOT NULL,
    reading TEXT,
    first_seen_at BIGINT NOT NULL,
    UNIQUE (terminal_id, glyph)
);

-- dispatch

CREATE TABLE tasks (
    id $ID$,
    user_id BIGINT NOT NULL REFERENCES users (id),
    api_key_id BIGINT REFERENCES api_keys (id),
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    priority BIGINT NOT NULL,
    params TEXT NOT NULL,
    office_no TEXT,
    wanted_terminal_id BIGINT REFERENCES terminals (id),
    request_id TEXT,
    request_hash $BYTES$,
    callback_url TEXT,
    state TEXT NOT NULL,
    terminal_id BIGINT REFERENCES terminals (id),
    lease BIGINT NOT NULL DEFAULT 0,
    claimed_at BIGINT,
    lease_ends_at BIGINT,
    attempts BIGINT NOT NULL DEFAULT 0,
    step TEXT,
    result TEXT,
    error TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    assigned_at BIGINT,
    started_at BIGINT,
    finished_at BIGINT,
    UNIQUE (user_id, request_id)
);
-- One running task per terminal, whatever the code above it does.
CREATE UNIQUE INDEX tasks_running ON tasks (terminal_id) WHERE state = 'running';
CREATE INDEX tasks_assigned ON tasks (terminal_id, priority, id) WHERE state = 'assigned';
CREATE INDEX tasks_pending ON tasks (priority, id) WHERE state = 'pending';
CREATE INDEX tasks_pending_end ON tasks (expires_at) WHERE state = 'pending';
CREATE INDEX tasks_unknown ON tasks (id) WHERE state = 'unknown';
CREATE INDEX tasks_created ON tasks (created_at);
CREATE INDEX tasks_finished ON tasks (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE task_log (
    id $ID$,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    at BIGINT NOT NULL,
    state TEXT NOT NULL,
    message TEXT NOT NULL,
    terminal_id BIGINT,
    lease BIGINT,
    -- Who, when it was a person.
    user_id BIGINT REFERENCES users (id)
);
CREATE INDEX task_log_of ON task_log (task_id, id);

CREATE TABLE task_reports (
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    lease BIGINT NOT NULL,
    terminal_id BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    report TEXT NOT NULL,
    applied BIGINT NOT NULL,
    -- A claim may be reported unknown first and settled later; each is told once.
    PRIMARY KEY (task_id, lease, status)
);

-- platform: what must happen elsewhere because of a change, written in the same transaction as the change

CREATE TABLE outbox (
    id $ID$,
    topic TEXT NOT NULL,
    subject BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

-- webhooks

CREATE TABLE deliveries (
    id $ID$,
    webhook_id TEXT NOT NULL UNIQUE,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    -- What it tells; a task that was unknown and then settled is told twice.
    task_state TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    api_key_id BIGINT NOT NULL REFERENCES api_keys (id),
    url TEXT NOT NULL,
    host TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Attempts made of the present round of the schedule; a replay begins a new round.
    step BIGINT NOT NULL DEFAULT 0,
    next_at BIGINT NOT NULL,
    -- While this is in the future a server is sending; its exact value tells that server from a later one.
    held_until BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    UNIQUE (task_id, task_state)
);
CREATE INDEX deliveries_due ON deliveries (next_at) WHERE state = 'pending';

CREATE TABLE delivery_attempts (
    id $ID$,
    delivery_id BIGINT NOT NULL REFERENCES deliveries (id),
    at BIGINT NOT NULL,
    status BIGINT,
    latency_ms BIGINT NOT NULL,
    error TEXT,
    response TEXT
);
CREATE INDEX delivery_attempts_of ON delivery_attempts (delivery_id, id);
