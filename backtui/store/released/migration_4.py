"""What sets, sides and courses need. Released text is frozen, and it imports nothing of backtui."""

SQL = """
drop view doses_view;
drop view reps_view;
drop view sessions_view;

-- A dose may have several sets with rests between them, and no hold at all; it lives in a course.
create table entry_with_courses (
  session integer not null references session (key),
  item integer not null check (item >= 0),
  exercise text not null,
  started_us integer not null,
  block integer not null check (block >= 0),
  block_kind text not null check (block_kind in ('stretch', 'strength')),
  hold_s integer not null check (hold_s between 0 and 600),
  reps integer not null check (reps between 1 and 50),
  holds integer not null check (holds between 1 and 9),
  sides text not null check (sides in ('one', 'each', 'alternating')),
  rating text check (rating in ('easy', 'comfortable', 'hard')),
  pain integer not null check (pain in (0, 1)),
  eased integer not null check (eased in (0, 1)),
  how text check (how in ('done', 'skipped', 'pain', 'dizzy', 'cut', 'left-out')),
  begun integer not null check (begun in (0, 1)),
  complete integer not null check (complete in (0, 1)),
  done integer not null check (done >= 0),
  more text,
  rest_s integer not null default 0 check (rest_s between 0 and 600),
  course text not null default 'day',
  side text not null default 'none' check (side in ('none', 'left', 'right')),
  asked text,
  aim text,
  tempo text,
  parts text,
  rest_before_s integer not null default 0 check (rest_before_s between 0 and 600),
  planned integer not null default 0,
  primary key (session, item)
) strict, without rowid;

-- Doses that a routine gave before courses had names are courses of their place in it.
insert into entry_with_courses
select
  e.session, e.item, e.exercise, e.started_us, e.block, e.block_kind, e.hold_s, e.reps, e.holds, e.sides,
  e.rating, e.pain, e.eased, e.how, e.begun, e.complete, e.done, null, 0,
  case when d.rule = 'routine' then s.routine || '/' || e.exercise || case
    when row_number() over named = 1 then '' else '-' || row_number() over named end
  else 'day' end,
  'none',
  case when d.rule = 'routine' then json_object('hold_s', e.hold_s, 'reps', e.reps) end,
  null, null, null, 0, e.reps * (1 + (e.sides = 'each'))
from entry e
join decision d on d.session = e.session and d.item = e.item
join session s on s.key = e.session
window named as (partition by e.session, e.exercise, d.rule = 'routine' order by e.item);
drop table entry;
alter table entry_with_courses rename to entry;
create index entry_exercise on entry (exercise, started_us, begun);

create table decision_with_sets (
  session integer not null,
  item integer not null,
  exercise text not null,
  hold_s integer not null check (hold_s between 0 and 600),
  reps integer not null check (reps between 1 and 50),
  from_hold_s integer check (from_hold_s between 0 and 600),
  from_reps integer check (from_reps between 1 and 50),
  change text not null,
  rule text not null,
  why text not null,
  more text,
  rest_s integer not null default 0 check (rest_s between 0 and 600),
  from_more text,
  from_rest_s integer not null default 0 check (from_rest_s between 0 and 600),
  primary key (session, item),
  foreign key (session, item) references entry (session, item)
) strict, without rowid;
insert into decision_with_sets
select session, item, exercise, hold_s, reps, from_hold_s, from_reps, change, rule, why, null, 0, null, 0
from decision;
drop table decision;
alter table decision_with_sets rename to decision;

create table target_with_sides (
  event integer primary key references event (seq),
  exercise text not null,
  by text not null check (by in ('me', 'provider')),
  hold_s integer check (hold_s between 0 and 600),
  reps integer check (reps between 1 and 50),
  target_hold_s integer check (target_hold_s between 0 and 600),
  target_reps integer check (target_reps between 1 and 50),
  locked integer check (locked in (0, 1)),
  resting integer check (resting in (0, 1)),
  ceiling_hold_s integer check (ceiling_hold_s between 0 and 600),
  ceiling_reps integer check (ceiling_reps between 1 and 50),
  needed integer check (needed between 1 and 5),
  ladder text check (ladder in ('balanced', 'holds', 'repetitions')),
  priority text check (priority in ('low', 'normal', 'high')),
  disabled integer check (disabled in (0, 1)),
  side text check (side in ('none', 'left', 'right')),
  more text,
  rest_s integer check (rest_s between 0 and 600),
  target_more text,
  target_rest_s integer check (target_rest_s between 0 and 600),
  ceiling_more text,
  ceiling_rest_s integer check (ceiling_rest_s between 0 and 600),
  step text,
  check ((hold_s is null) = (reps is null)),
  check ((target_hold_s is null) = (target_reps is null))
) strict;
insert into target_with_sides
select
  event, exercise, by, hold_s, reps, target_hold_s, target_reps, locked, resting, ceiling_hold_s,
  ceiling_reps, needed, ladder, priority, disabled, null, null, iif(hold_s is null, null, 0), null,
  iif(target_hold_s is null, null, 0), null, iif(ceiling_hold_s is null, null, 0), null
from target;
drop table target;
alter table target_with_sides rename to target;

-- Less pain than before a session is no flare.
update session set flare = 0
where flare = 1 and pain_after < pain_before and coalesce(morning, '') <> 'worse';

-- For people who open the file elsewhere.
create view sessions_view as
select
  strftime('%Y-%m-%dT%H:%M:%S', started_us / 1000000 + started_offset_s, 'unixepoch') as started,
  strftime('%Y-%m-%dT%H:%M:%S', ended_us / 1000000 + ended_offset_s, 'unixepoch') as ended,
  day, routine, state,
  (select count(*) from entry where entry.session = session.key and begun = 1) as exercises,
  (select count(*) from rep where rep.session = session.key) as repetitions,
  pain_before, pain_after, morning as next_morning, flare, by_hand
from session order by started_us;

create view reps_view as
select
  session.day, entry.exercise, rep.side, rep.rep as repetition,
  (select min(value) from json_each(rep.holds_s)) as seconds_held,
  entry.hold_s as seconds_prescribed, entry.course
from rep join entry using (session, item) join session on session.key = rep.session
order by session.started_us, rep.session, rep.item, rep.n;

create view doses_view as
select
  session.day, entry.exercise, entry.hold_s as seconds, entry.reps as repetitions,
  entry.more as repetitions_of_later_sets, entry.rest_s as rest, entry.sides,
  entry.done as repetitions_done, entry.complete, entry.rating, entry.pain, entry.eased,
  decision.change, decision.rule, decision.why, entry.course, entry.side
from entry join decision using (session, item) join session on session.key = entry.session
order by session.started_us, entry.session, entry.item;
"""
