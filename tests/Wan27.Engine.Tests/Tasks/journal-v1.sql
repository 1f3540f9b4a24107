-- A journal as layout 1 wrote it. Never change this file: it stands for the journals that users have.
PRAGMA journal_mode = WAL;
CREATE TABLE task (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    local_id TEXT NOT NULL UNIQUE,
    job_key TEXT,
    holds_key INTEGER NOT NULL,
    profile TEXT NOT NULL COLLATE NOCASE,
    provider TEXT NOT NULL,
    route TEXT,
    model TEXT,
    region TEXT,
    endpoint TEXT NOT NULL,
    key_source TEXT,
    task_id TEXT,
    request_id TEXT,
    state TEXT NOT NULL,
    provider_status TEXT,
    prompt TEXT,
    request TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    submitted_at INTEGER,
    scheduled_at INTEGER,
    ended_at INTEGER,
    url_expires_at INTEGER,
    usage TEXT,
    error TEXT,
    files TEXT,
    candidates TEXT,
    preflight_skipped INTEGER NOT NULL,
    owner_host TEXT,
    owner_process INTEGER,
    owner_started TEXT
) STRICT;
CREATE UNIQUE INDEX task_by_key ON task (profile, job_key) WHERE job_key IS NOT NULL AND holds_key = 1;
CREATE UNIQUE INDEX task_by_id ON task (task_id, provider, endpoint) WHERE task_id IS NOT NULL;
CREATE INDEX task_by_state ON task (state);
CREATE INDEX task_by_time ON task (created_at);
CREATE TABLE history (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    local_id TEXT NOT NULL REFERENCES task (local_id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    at INTEGER NOT NULL,
    detail TEXT
) STRICT;
CREATE INDEX history_by_task ON history (local_id);
INSERT INTO task VALUES (
    1, '0f0e0d0c0b0a09080706050403020100', 'fox', 1, 'main', 'DashScope', 'image_to_video', 'wan2.7-i2v', 'Singapore',
    'https://dashscope-intl.aliyuncs.com', 'variable DASHSCOPE_API_KEY', 'task-1', 'request-1', 'Completed', 'SUCCEEDED', 'A fox runs',
    '{"Duration":5,"FirstFrame":"/in/fox.png"}', 'hash-of-then', 1795338000000, 1795338120000, 1795338001000, NULL, 1795338120000, NULL,
    '{"billedUnits":5,"unit":"second"}', NULL, NULL, NULL, 0, 'machine', 4711, 'boot:1');
INSERT INTO history VALUES (1, '0f0e0d0c0b0a09080706050403020100', 'Submitting', 1795338000000, NULL);
INSERT INTO history VALUES (2, '0f0e0d0c0b0a09080706050403020100', 'Completed', 1795338120000, 'SUCCEEDED');
PRAGMA user_version = 1;
