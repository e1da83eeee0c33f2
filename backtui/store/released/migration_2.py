"""What editing, targets and the week need. Released text is frozen, and it imports nothing of backtui."""

SQL = """
-- A session that was entered by hand, away from the screen.
alter table session add column by_hand integer not null default 0 check (by_hand in (0, 1));

-- What else can be set for an exercise.
alter table target add column ceiling_hold_s integer check (ceiling_hold_s between 1 and 120);
alter table target add column ceiling_reps integer check (ceiling_reps between 1 and 50);
alter table target add column needed integer check (needed between 1 and 5);
alter table target add column ladder text check (ladder in ('balanced', 'holds', 'repetitions'));
alter table target add column priority text check (priority in ('low', 'normal', 'high'));
alter table target add column disabled integer check (disabled in (0, 1));

-- What undoing looks through: what was logged outside of a running session.
create index event_change on event (seq) where mono_ms is null;

-- Pain may be told at any time, beside all sessions too.
create table pain_before as select * from pain;
drop table pain;
create table pain (
  event integer primary key references event (seq),
  session integer references session (key),
  asked text not null check (asked in ('before', 'after', 'morning', 'other')),
  score integer check (score between 0 and 10),
  answer text check (answer in ('better', 'same', 'worse'))
) strict;
insert into pain select * from pain_before;
drop table pain_before;
create index pain_session on pain (session);

-- For people who open the file elsewhere.
drop view sessions_view;
create view sessions_view as
select
  strftime('%Y-%m-%dT%H:%M:%S', started_us / 1000000 + started_offset_s, 'unixepoch') as started,
  strftime('%Y-%m-%dT%H:%M:%S', ended_us / 1000000 + ended_offset_s, 'unixepoch') as ended,
  day, routine, state,
  (select count(*) from entry where entry.session = session.key and begun = 1) as exercises,
  (select count(*) from rep where rep.session = session.key) as repetitions,
  pain_before, pain_after, morning as next_morning, flare, by_hand
from session order by started_us;

create view activities_view as
select day, what as activity, minutes from activity order by day, event;

create view pain_view as
select
  strftime('%Y-%m-%dT%H:%M:%S', e.wall_us / 1000000 + e.offset_s, 'unixepoch') as told,
  session.day as session, pain.asked, pain.score, pain.answer
from pain join event e on e.seq = pain.event left join session on session.key = pain.session
order by e.wall_us, pain.event;
"""
