"""The first schema. Released text is frozen: a test pins its hash, and it imports nothing of backtui."""

SQL = """
pragma application_id = 1651209333;

-- The log. Nothing here is ever changed or deleted.
create table device (
  key integer primary key,
  uuid blob not null unique check (length(uuid) = 16)
) strict;
create table log_session (
  key integer primary key,
  id blob not null unique check (length(id) = 16)
) strict;
create table event (
  seq integer primary key,
  id blob not null unique check (length(id) = 16),
  device integer not null references device (key),
  counter integer not null check (counter > 0),
  session integer references log_session (key),
  wall_us integer not null,
  offset_s integer not null check (abs(offset_s) < 86400),
  mono_ms integer check (mono_ms >= 0),
  kind text not null check (kind in (
    'session-started', 'exercise-planned', 'rep-ended', 'eased', 'moved-back', 'exercise-ended', 'rated',
    'pain', 'dizzy', 'paused', 'resumed', 'session-ended', 'session-confirmed', 'growth-declined',
    'target-set', 'pain-answered', 'setting-set', 'note-written', 'activity-done', 'exercise-saved',
    'exercise-removed', 'routine-saved', 'routine-removed', 'void')),
  body text not null check (length(cast(body as blob)) <= 4096),
  digest blob not null check (length(digest) = 32),
  check (session is null or kind not in (
    'target-set', 'setting-set', 'activity-done', 'exercise-saved', 'exercise-removed', 'routine-saved',
    'routine-removed', 'void')),
  check (session is not null or kind in (
    'target-set', 'setting-set', 'activity-done', 'exercise-saved', 'exercise-removed', 'routine-saved',
    'routine-removed', 'void', 'growth-declined', 'pain-answered', 'note-written'))
) strict;
create index event_session on event (session) where session is not null;
create index event_loose on event (kind) where session is null;

-- Not a CHECK with json_valid: SQLite 3.40 takes that for unsafe under trusted_schema=OFF and then cannot
-- read the schema any more.
create trigger event_body before insert on event
when (select type from json_tree(new.body) limit 1) is not 'object'
begin select raise(abort, 'the body is not a JSON object'); end;

create trigger event_counter before insert on event
when new.counter is not 1 + coalesce((select counter from tip where device = new.device), 0)
begin select raise(abort, 'the events of a device are counted one by one'); end;
create trigger event_tip after insert on event
begin
  insert into tip (device, counter, digest) values (new.device, new.counter, new.digest)
  on conflict (device) do update set counter = excluded.counter, digest = excluded.digest;
end;
create trigger event_no_update before update on event
begin select raise(abort, 'the log is append-only'); end;
create trigger event_no_delete before delete on event
begin select raise(abort, 'the log is append-only'); end;
create trigger device_no_update before update on device
begin select raise(abort, 'the log is append-only'); end;
create trigger device_no_delete before delete on device
begin select raise(abort, 'the log is append-only'); end;
create trigger log_session_no_update before update on log_session
begin select raise(abort, 'the log is append-only'); end;
create trigger log_session_no_delete before delete on log_session
begin select raise(abort, 'the log is append-only'); end;

-- Beside the chain: texts that a person may erase for good.
create table note (
  event integer primary key references event (seq),
  text text not null check (length(text) <= 10000)
) strict;

-- Who runs a session now.
create table lease (
  one integer primary key check (one = 1),
  session blob not null check (length(session) = 16),
  token blob not null check (length(token) = 16),
  host text not null,
  pid integer not null check (pid > 0),
  born text not null,
  since_us integer not null,
  since_offset_s integer not null
) strict;

-- Projections. All below can be dropped and rebuilt from the log.
create table tip (
  device integer primary key references device (key),
  counter integer not null,
  digest blob not null
) strict;
create table voided (
  id blob primary key check (length(id) = 16)
) strict, without rowid;
create table newest (
  device integer not null references device (key),
  day integer not null,
  wall_us integer not null,
  primary key (device, day)
) strict, without rowid;

create table session (
  key integer primary key references log_session (key),
  id blob not null unique check (length(id) = 16),
  started_us integer not null,
  started_offset_s integer not null,
  day text not null check (day glob '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  routine text not null,
  face text not null check (face in ('screen', 'plain')),
  minutes integer check (minutes >= 0),
  timing text not null,
  ended_us integer,
  ended_offset_s integer check ((ended_us is null) = (ended_offset_s is null)),
  last_us integer not null,
  last_offset_s integer not null,
  state text not null check (state in ('open', 'done', 'stopped')),
  alive integer not null check (alive in (0, 1)),
  dizzy integer not null check (dizzy in (0, 1)),
  pain_before integer check (pain_before between 0 and 10),
  pain_after integer check (pain_after between 0 and 10),
  morning text check (morning in ('better', 'same', 'worse')),
  flare integer not null check (flare in (0, 1)),
  performed integer not null check (performed in (0, 1))
) strict;
create index session_started on session (started_us, id);
create index session_day on session (day, performed);
create index session_open on session (started_us) where state = 'open';
create index session_flare on session (started_us) where flare = 1;

create table entry (
  session integer not null references session (key),
  item integer not null check (item >= 0),
  exercise text not null,
  started_us integer not null,
  block integer not null check (block >= 0),
  block_kind text not null check (block_kind in ('stretch', 'strength')),
  hold_s integer not null check (hold_s between 1 and 120),
  reps integer not null check (reps between 1 and 50),
  holds integer not null check (holds between 1 and 9),
  sides text not null check (sides in ('one', 'each')),
  rating text check (rating in ('easy', 'comfortable', 'hard')),
  pain integer not null check (pain in (0, 1)),
  eased integer not null check (eased in (0, 1)),
  how text check (how in ('done', 'skipped', 'pain', 'dizzy', 'cut', 'left-out')),
  begun integer not null check (begun in (0, 1)),
  complete integer not null check (complete in (0, 1)),
  done integer not null check (done >= 0),
  primary key (session, item)
) strict, without rowid;
create index entry_exercise on entry (exercise, started_us, begun);

create table decision (
  session integer not null,
  item integer not null,
  exercise text not null,
  hold_s integer not null check (hold_s between 1 and 120),
  reps integer not null check (reps between 1 and 50),
  from_hold_s integer check (from_hold_s between 1 and 120),
  from_reps integer check (from_reps between 1 and 50),
  change text not null,
  rule text not null,
  why text not null,
  primary key (session, item),
  foreign key (session, item) references entry (session, item)
) strict, without rowid;
create table rep (
  session integer not null,
  item integer not null,
  n integer not null check (n > 0),
  side text not null check (side in ('none', 'left', 'right')),
  rep integer not null check (rep > 0),
  holds_s text not null,
  primary key (session, item, n),
  foreign key (session, item) references entry (session, item)
) strict, without rowid;
create table target (
  event integer primary key references event (seq),
  exercise text not null,
  by text not null check (by in ('me', 'provider')),
  hold_s integer check (hold_s between 1 and 120),
  reps integer check (reps between 1 and 50),
  target_hold_s integer check (target_hold_s between 1 and 120),
  target_reps integer check (target_reps between 1 and 50),
  locked integer check (locked in (0, 1)),
  resting integer check (resting in (0, 1)),
  check ((hold_s is null) = (reps is null)),
  check ((target_hold_s is null) = (target_reps is null))
) strict;
create table decline (
  event integer primary key references event (seq),
  session integer references session (key),
  exercise text not null
) strict;
create index decline_session on decline (session);
create table pain (
  event integer primary key references event (seq),
  session integer references session (key),
  asked text not null check (asked in ('before', 'after', 'morning')),
  score integer check (score between 0 and 10),
  answer text check (answer in ('better', 'same', 'worse'))
) strict;
create index pain_session on pain (session);
create table setting (
  key text primary key,
  value text not null,
  event integer not null references event (seq)
) strict, without rowid;
create table activity (
  event integer primary key references event (seq),
  day text not null check (day glob '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  what text not null,
  minutes integer not null check (minutes >= 0)
) strict;
create index activity_day on activity (day);
create table own (
  what text not null check (what in ('exercise', 'routine')),
  id text not null,
  definition text not null,
  event integer not null references event (seq),
  primary key (what, id)
) strict, without rowid;

-- For people who open the file elsewhere.
create view sessions_view as
select
  strftime('%Y-%m-%dT%H:%M:%S', started_us / 1000000 + started_offset_s, 'unixepoch') as started,
  strftime('%Y-%m-%dT%H:%M:%S', ended_us / 1000000 + ended_offset_s, 'unixepoch') as ended,
  day, routine, state,
  (select count(*) from entry where entry.session = session.key and begun = 1) as exercises,
  (select count(*) from rep where rep.session = session.key) as repetitions,
  pain_before, pain_after, morning as next_morning
from session order by started_us;

create view reps_view as
select
  session.day, entry.exercise, rep.side, rep.rep as repetition,
  (select min(value) from json_each(rep.holds_s)) as seconds_held,
  entry.hold_s as seconds_prescribed
from rep join entry using (session, item) join session on session.key = rep.session
order by session.started_us, rep.session, rep.item, rep.n;

create view doses_view as
select
  session.day, entry.exercise, entry.hold_s as seconds, entry.reps as repetitions, entry.sides,
  entry.done as repetitions_done, entry.complete, entry.rating, entry.pain, entry.eased,
  decision.change, decision.rule, decision.why
from entry join decision using (session, item) join session on session.key = entry.session
order by session.started_us, entry.session, entry.item;
"""
