"""Views that can be joined, times with offsets. Released text is frozen, and imports nothing of backtui."""

SQL = """
drop view sessions_view;
drop view reps_view;
drop view doses_view;
drop view activities_view;
drop view pain_view;

-- For people who open the file elsewhere: session_id and item join them; a time has its offset from UTC.
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
  session.day, entry.exercise, rep.side, rep.rep as repetition,
  (select min(value) from json_each(rep.holds_s)) as seconds_held,
  entry.hold_s as seconds_prescribed, entry.course, lower(hex(session.id)) as session_id, rep.item
from rep join entry using (session, item) join session on session.key = rep.session
order by session.started_us, rep.session, rep.item, rep.n;

create view doses_view as
select
  session.day, entry.exercise, entry.hold_s as seconds, entry.reps as repetitions,
  entry.more as repetitions_of_later_sets, entry.rest_s as rest, entry.sides,
  entry.done as repetitions_done, entry.complete, entry.rating, entry.pain, entry.eased,
  decision.change, decision.rule, decision.why, entry.course, entry.side,
  lower(hex(session.id)) as session_id, entry.item
from entry join decision using (session, item) join session on session.key = entry.session
order by session.started_us, entry.session, entry.item;

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
