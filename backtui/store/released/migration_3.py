"""What pauses and kinds of events to come need. Released text is frozen, and it imports nothing of backtui.

It begins a major version: an older program cannot read events of a kind that it does not know.
"""

SQL = """
-- The list of kinds stood in a check of the log itself, which only a new table can change. From here on the
-- program knows the kinds; the checks say how one is spelled, and which belong to no session.
drop view pain_view;
create table event_with_more_kinds (
  seq integer primary key,
  id blob not null unique check (length(id) = 16),
  device integer not null references device (key),
  counter integer not null check (counter > 0),
  session integer references log_session (key),
  wall_us integer not null,
  offset_s integer not null check (abs(offset_s) < 86400),
  mono_ms integer check (mono_ms >= 0),
  kind text not null check (length(kind) between 1 and 40 and kind not glob '*[^a-z-]*'),
  body text not null check (length(cast(body as blob)) <= 4096),
  digest blob not null check (length(digest) = 32),
  check (session is null or kind not in (
    'target-set', 'setting-set', 'activity-done', 'exercise-saved', 'exercise-removed', 'routine-saved',
    'routine-removed', 'pause-set', 'void')),
  check (session is not null or kind in (
    'target-set', 'setting-set', 'activity-done', 'exercise-saved', 'exercise-removed', 'routine-saved',
    'routine-removed', 'pause-set', 'void', 'growth-declined', 'pain-answered', 'note-written'))
) strict;
insert into event_with_more_kinds
select seq, id, device, counter, session, wall_us, offset_s, mono_ms, kind, body, digest from event;
drop table event;
alter table event_with_more_kinds rename to event;
create index event_session on event (session) where session is not null;
create index event_loose on event (kind) where session is null;
create index event_change on event (seq) where mono_ms is null;

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

-- Days on which nothing is due; without a last one until it is ended.
create table pause (
  event integer primary key references event (seq),
  why text not null check (why in ('holiday', 'illness', 'provider', 'other')),
  first text not null check (first glob '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  last text check (last glob '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')
) strict;

-- For people who open the file elsewhere.
create view pain_view as
select
  strftime('%Y-%m-%dT%H:%M:%S', e.wall_us / 1000000 + e.offset_s, 'unixepoch') as told,
  session.day as session, pain.asked, pain.score, pain.answer
from pain join event e on e.seq = pain.event left join session on session.key = pain.session
order by e.wall_us, pain.event;

create view pauses_view as
select first as first_day, last as last_day, why from pause order by first, event;
"""
