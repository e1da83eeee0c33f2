"""A log of ten years in 40 MB. Released text is frozen; `packed`, `kinds` and `dictionary` are those
of packing.py, which are frozen as well.

It begins a major version: an older program cannot read what is packed.
"""

SQL = """
drop view sessions_view;
drop view reps_view;
drop view activities_view;
drop view pain_view;

-- A kind is a number of this list, and a body is deflated (RFC 1951, after a first byte that is the number of
-- the dictionary), for the texts of both were half of the file.
create table event_kind (
  number integer primary key,
  name text not null unique check (length(name) between 1 and 40 and name not glob '*[^a-z-]*')
) strict;
insert into event_kind (number, name) select key + 1, value from json_each(kinds());
create table dictionary (
  number integer primary key check (number between 1 and 255),
  words blob not null
) strict;
insert into dictionary (number, words) values (1, dictionary());

create table event_packed (
  seq integer primary key,
  id blob not null unique check (length(id) = 16),
  device integer not null references device (key),
  counter integer not null check (counter > 0),
  session integer references log_session (key),
  wall_us integer not null,
  offset_s integer not null check (abs(offset_s) < 86400),
  mono_ms integer check (mono_ms >= 0),
  kind integer not null references event_kind (number),
  body blob not null check (length(body) <= 4200 and substr(body, 1, 1) = x'01'),
  digest blob not null check (length(digest) = 32),
  check (session is null or kind not in (16, 18, 20, 21, 22, 23, 24, 25, 26)),
  check (session is not null or kind in (15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26))
) strict;
insert into event_packed
select
  seq, id, device, counter, session, wall_us, offset_s, mono_ms,
  (select number from event_kind where name = kind), packed(body), digest
from event order by seq;
drop table event;
alter table event_packed rename to event;
create index event_session on event (session) where session is not null;
create index event_loose on event (kind) where session is null;
create index event_change on event (seq) where mono_ms is null;

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

-- A side is 0 where it has none, 1 left, 2 right; of one hold its seconds, of several a list in JSON.
create table rep_packed (
  session integer not null,
  item integer not null,
  n integer not null check (n > 0),
  side integer not null check (side in (0, 1, 2)),
  rep integer not null check (rep > 0),
  holds_s any not null,
  primary key (session, item, n),
  foreign key (session, item) references entry (session, item)
) strict, without rowid;
insert into rep_packed
select
  session, item, n, case side when 'left' then 1 when 'right' then 2 else 0 end, rep,
  case when json_array_length(holds_s) <> 1 then holds_s
  when json_extract(holds_s, '$[0]') = cast(json_extract(holds_s, '$[0]') as integer)
    then cast(json_extract(holds_s, '$[0]') as integer)
  else json_extract(holds_s, '$[0]') end
from rep;
drop table rep;
alter table rep_packed rename to rep;

-- For people who open the file elsewhere.
create view sessions_view as
select
  strftime('%Y-%m-%dT%H:%M:%S', started_us / 1000000 + started_offset_s, 'unixepoch')
    || printf('%s%02d:%02d', iif(started_offset_s < 0, '-', '+'), abs(started_offset_s) / 3600,
      abs(started_offset_s) / 60 % 60) as started,
  strftime('%Y-%m-%dT%H:%M:%S', ended_us / 1000000 + ended_offset_s, 'unixepoch')
    || printf('%s%02d:%02d', iif(ended_offset_s < 0, '-', '+'), abs(ended_offset_s) / 3600,
      abs(ended_offset_s) / 60 % 60) as ended,
  day, routine, state,
  (select count(*) from entry where entry.session = session.key and begun = 1) as exercises,
  (select count(*) from rep where rep.session = session.key) as repetitions,
  pain_before, pain_after, morning as next_morning, flare, by_hand, lower(hex(id)) as session_id
from session order by started_us;

create view reps_view as
select
  session.day, entry.exercise, case rep.side when 1 then 'left' when 2 then 'right' else 'none' end as side,
  rep.rep as repetition,
  (select min(value) * 1.0 from json_each(rep.holds_s)) as seconds_held,
  entry.hold_s as seconds_prescribed, entry.course, lower(hex(session.id)) as session_id, rep.item
from rep join entry using (session, item) join session on session.key = rep.session
order by session.started_us, rep.session, rep.item, rep.n;

create view activities_view as
select activity.day, activity.what as activity, activity.minutes, lower(hex(e.id)) as activity_id
from activity join event e on e.seq = activity.event order by activity.day, activity.event;

create view pain_view as
select
  strftime('%Y-%m-%dT%H:%M:%S', e.wall_us / 1000000 + e.offset_s, 'unixepoch')
    || printf('%s%02d:%02d', iif(e.offset_s < 0, '-', '+'), abs(e.offset_s) / 3600,
      abs(e.offset_s) / 60 % 60) as told,
  session.day as session, pain.asked, pain.score, pain.answer, lower(hex(session.id)) as session_id
from pain join event e on e.seq = pain.event left join session on session.key = pain.session
order by e.wall_us, pain.event;
"""
