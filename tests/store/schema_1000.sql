BEGIN TRANSACTION;
CREATE TABLE activity (
  event integer primary key references event (seq),
  day text not null check (day glob '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  what text not null,
  minutes integer not null check (minutes >= 0)
) strict;
INSERT INTO "activity" VALUES(17,'2026-03-03','walking',30);
CREATE TABLE decision (
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
INSERT INTO "decision" VALUES(1,0,'pelvic-tilt',2,2,NULL,NULL,'first','first','The first time.');
INSERT INTO "decision" VALUES(1,1,'arm-reach',2,2,NULL,NULL,'first','first','The first time.');
INSERT INTO "decision" VALUES(2,0,'pelvic-tilt',2,2,NULL,NULL,'first','first','The first time.');
CREATE TABLE decline (
  event integer primary key references event (seq),
  session integer references session (key),
  exercise text not null
) strict;
INSERT INTO "decline" VALUES(19,1,'arm-reach');
CREATE TABLE device (
  key integer primary key,
  uuid blob not null unique check (length(uuid) = 16)
) strict;
INSERT INTO "device" VALUES(1,X'66697273742D6465766963652D303030');
CREATE TABLE entry (
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
INSERT INTO "entry" VALUES(1,0,'pelvic-tilt',1772431200000000,0,'stretch',2,2,1,'one','comfortable',0,0,'done',1,1,2);
INSERT INTO "entry" VALUES(1,1,'arm-reach',1772431200000000,0,'stretch',2,2,1,'one','comfortable',0,0,'done',1,1,2);
INSERT INTO "entry" VALUES(2,0,'pelvic-tilt',1772604000000000,0,'stretch',2,2,1,'one','comfortable',0,0,'done',1,1,2);
CREATE TABLE event (
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
INSERT INTO "event" VALUES(1,X'019CAD21CF0070008000000000000002',1,1,1,1772431200000000,3600,1000,'session-started','{"day":"2026-03-02","face":"plain","minutes":null,"routine":"full","timing":{"lead_s":5.0}}',X'688E5B4452ADA9A7FE8757249A497C7C83A4781DBF1D6EF2AA89431817D38E26');
INSERT INTO "event" VALUES(2,X'019CAD21CF0070008000000000000003',1,2,1,1772431201000000,3600,2000,'exercise-planned','{"block":0,"block_kind":"stretch","change":"first","exercise":"pelvic-tilt","from":null,"hold_s":2,"holds":1,"item":0,"reps":2,"rule":"first","sides":"one","why":"The first time."}',X'0578BB98ED0E586141B1B19697DDEFA0C4125ACA9151F960C5BEF46DCE408C91');
INSERT INTO "event" VALUES(3,X'019CAD21CF0070008000000000000004',1,3,1,1772431202000000,3600,3000,'exercise-planned','{"block":0,"block_kind":"stretch","change":"first","exercise":"arm-reach","from":null,"hold_s":2,"holds":1,"item":1,"reps":2,"rule":"first","sides":"one","why":"The first time."}',X'69CC3CE1C11B5041F0E2AFB5480C6894546D3E9D0E04B410D5121A83AD93102C');
INSERT INTO "event" VALUES(4,X'019CAD21CF0070008000000000000005',1,4,1,1772431203000000,3600,4000,'rep-ended','{"holds_s":[2.0],"item":0,"rep":1,"side":"none"}',X'2B57CD15575904F5B26DBD7CA0D692811739718F2219E9202773619670AD8658');
INSERT INTO "event" VALUES(5,X'019CAD21CF0070008000000000000006',1,5,1,1772431204000000,3600,5000,'rep-ended','{"holds_s":[2.0],"item":0,"rep":2,"side":"none"}',X'0AABD02238558E3AE3AE930A3B7337C72A8030F140A72F3CC66E61C817B81689');
INSERT INTO "event" VALUES(6,X'019CAD21CF0070008000000000000007',1,6,1,1772431205000000,3600,6000,'exercise-ended','{"begun":true,"how":"done","item":0}',X'E8C7F233890C7EECBB41EF755EDFA27F37E09F6CF266E0DEDC5C19EA4B3DA5C4');
INSERT INTO "event" VALUES(7,X'019CAD21CF0070008000000000000008',1,7,1,1772431206000000,3600,7000,'rated','{"item":0,"rating":"comfortable"}',X'348AAF7E26EFB128F8D835512DE2571B3910292BE94F7D8CB4A36AFF775FBCC4');
INSERT INTO "event" VALUES(8,X'019CAD21CF0070008000000000000009',1,8,1,1772431207000000,3600,8000,'rep-ended','{"holds_s":[2.0],"item":1,"rep":1,"side":"none"}',X'D26E2CB4F683CCE5FB000CAA79A6DC560E06871BB09840BF64206DF1A7DD4B1D');
INSERT INTO "event" VALUES(9,X'019CAD21CF007000800000000000000A',1,9,1,1772431208000000,3600,9000,'rep-ended','{"holds_s":[2.0],"item":1,"rep":2,"side":"none"}',X'C401CBDEBB62D682A67A4F6C7E1DB6D21E9E50580353379872182B63AB217054');
INSERT INTO "event" VALUES(10,X'019CAD21CF007000800000000000000B',1,10,1,1772431209000000,3600,10000,'exercise-ended','{"begun":true,"how":"done","item":1}',X'364D6CFE1D49488B22414D2A9C0ECA9FA73F7A7A7BA79BB6F04F569809091F32');
INSERT INTO "event" VALUES(11,X'019CAD21CF007000800000000000000C',1,11,1,1772431210000000,3600,11000,'rated','{"item":1,"rating":"comfortable"}',X'662AA7D758E27E6A8F78D1CF45FE2B6126211B079FF95BB857BF294F456E17EA');
INSERT INTO "event" VALUES(12,X'019CAD21CF007000800000000000000D',1,12,1,1772431211000000,3600,12000,'session-ended','{"alive":true,"how":"done"}',X'AFC63F27F25CB929DE9EEEE6FE09434ADCB4F688D088B1274F8235489650020C');
INSERT INTO "event" VALUES(13,X'019CAD21CF007000800000000000000E',1,13,1,1772431212000000,3600,13000,'pain-answered','{"score":3,"when":"before"}',X'85CB4D8F1100491797CCB65E8CDACE397D8439CA64C10E735A219A9DE41B9787');
INSERT INTO "event" VALUES(14,X'019CAD21CF007000800000000000000F',1,14,1,1772431213000000,3600,14000,'pain-answered','{"score":6,"when":"after"}',X'85BF47D8E4A4B01D7AA24543E13ACC5DB4F3BDADBFBD775D50A514712FBD79D4');
INSERT INTO "event" VALUES(15,X'019CAD21CF0070008000000000000010',1,15,NULL,1772431214000000,3600,NULL,'target-set','{"by":"provider","dose":{"hold_s":3,"reps":2},"exercise":"arm-reach","locked":true}',X'9BF2C5D7C822C02B0EB37A5CF7E4648CA55267A000B6C41EF55A5CFBA76AF3D2');
INSERT INTO "event" VALUES(16,X'019CAD21CF0070008000000000000011',1,16,NULL,1772431215000000,3600,NULL,'target-set','{"by":"me","exercise":"pelvic-tilt","target":{"hold_s":8,"reps":4}}',X'81CA21CBFE847BCD832615FFA3EBEDAD688521FEB799B36CC0FA83CC0D748D14');
INSERT INTO "event" VALUES(17,X'019CAD21CF0070008000000000000012',1,17,NULL,1772431216000000,3600,NULL,'activity-done','{"day":"2026-03-03","minutes":30,"what":"walking"}',X'154F35BC0146AF3B33E6A93884A5901B8D37C5A033B139499691B247A3F22635');
INSERT INTO "event" VALUES(18,X'019CAD21CF0070008000000000000013',1,18,NULL,1772431217000000,3600,NULL,'setting-set','{"key":"goal","value":2}',X'2E3B98B6CBDC12E6FDBAF068C82DC1E025A1A4CF8A1DF9CA2287701B01B1201B');
INSERT INTO "event" VALUES(19,X'019CAD21CF0070008000000000000014',1,19,1,1772431218000000,3600,19000,'growth-declined','{"exercise":"arm-reach"}',X'6B8E40BD3712E0C419EBE95A1D46274D8649B00B98C56CC94E5DF2C25B64ED5D');
INSERT INTO "event" VALUES(20,X'019CB76E870070008000000000000016',1,20,2,1772604000000000,3600,1000,'session-started','{"day":"2026-03-04","face":"plain","minutes":null,"routine":"full","timing":{"lead_s":5.0}}',X'63B3F7A2E0FF4D7B927AF5D7EA8CF51FAB00AF88950A46E23879B51540BE83E2');
INSERT INTO "event" VALUES(21,X'019CB76E870070008000000000000017',1,21,2,1772604001000000,3600,2000,'exercise-planned','{"block":0,"block_kind":"stretch","change":"first","exercise":"pelvic-tilt","from":null,"hold_s":2,"holds":1,"item":0,"reps":2,"rule":"first","sides":"one","why":"The first time."}',X'60E2E2C8C52B14431CA37015FC0D3F85635D11161C5C7AA1D2463490D1E51220');
INSERT INTO "event" VALUES(22,X'019CB76E870070008000000000000018',1,22,2,1772604002000000,3600,3000,'rep-ended','{"holds_s":[2.0],"item":0,"rep":1,"side":"none"}',X'CC3CE5188FFFE18481AB0C98CD5ACB55E42BB77AF050F8C77FAADD2A24FBE33C');
INSERT INTO "event" VALUES(23,X'019CB76E870070008000000000000019',1,23,2,1772604003000000,3600,4000,'rep-ended','{"holds_s":[2.0],"item":0,"rep":2,"side":"none"}',X'72D60F8E3E945DB8EC4C08FFDC651879A278165A4E9DF4481DA3E3CD5548D211');
INSERT INTO "event" VALUES(24,X'019CB76E87007000800000000000001A',1,24,2,1772604004000000,3600,5000,'exercise-ended','{"begun":true,"how":"done","item":0}',X'B0BC99C7D6AD96BCAF8C383995C534FEBA92B03CB4069AB614EA2D8A17C16126');
INSERT INTO "event" VALUES(25,X'019CB76E87007000800000000000001B',1,25,2,1772604005000000,3600,6000,'rated','{"item":0,"rating":"comfortable"}',X'E5B6A8C448F17A483938F04EFE7A66E357DA74723206993DB6CFDE168AA84B1E');
INSERT INTO "event" VALUES(26,X'019CB76E87007000800000000000001C',1,26,2,1772604006000000,3600,7000,'session-ended','{"alive":true,"how":"done"}',X'E296CA60DC249B61FA531E841410B2D211287761D80E6CB57956ADB31D7CA2D2');
INSERT INTO "event" VALUES(27,X'019CB76E87007000800000000000001D',1,27,2,1772604007000000,3600,8000,'pain-answered','{"answer":"worse","score":null,"when":"morning"}',X'9E9B376F869EF57DB130E95B8161E11AB6F80F55A1CF8C34EA989A11A913AE16');
INSERT INTO "event" VALUES(28,X'019CC1BB3F007000800000000000001F',1,28,3,1772776800000000,3600,1000,'session-started','{"day":"2026-03-06","face":"plain","minutes":null,"routine":"full","timing":{"lead_s":5.0}}',X'6A9D53D46C2446E4E113584336FD4912FD36AEE77AAF3BB33437228C2F45F794');
INSERT INTO "event" VALUES(29,X'019CC1BB3F0070008000000000000020',1,29,3,1772776801000000,3600,2000,'exercise-planned','{"block":0,"block_kind":"stretch","change":"first","exercise":"pelvic-tilt","from":null,"hold_s":2,"holds":1,"item":0,"reps":2,"rule":"first","sides":"one","why":"The first time."}',X'606BC67DEF86BFB43252C518BD63B6BB29F05FCF6402B7895207F65048D63C2A');
INSERT INTO "event" VALUES(30,X'019CC1BB3F0070008000000000000021',1,30,3,1772776802000000,3600,3000,'rep-ended','{"holds_s":[2.0],"item":0,"rep":1,"side":"none"}',X'57FCAC3454A649F3A34B5ABC0B97E45D4EC816ABBE063EE302B0C231C459FC44');
INSERT INTO "event" VALUES(31,X'019CC1BB3F0070008000000000000022',1,31,3,1772776803000000,3600,4000,'rep-ended','{"holds_s":[2.0],"item":0,"rep":2,"side":"none"}',X'F6D7A0AA35F7042E091EC1E3B56579C2AA3039D960DEB9AACD6750242D5B698C');
INSERT INTO "event" VALUES(32,X'019CC1BB3F0070008000000000000023',1,32,3,1772776804000000,3600,5000,'exercise-ended','{"begun":true,"how":"done","item":0}',X'F6F153E9CFA3C5931B6591914538AAAFBF6FED08B7BAD374A0DCE6C1F5C9B348');
INSERT INTO "event" VALUES(33,X'019CC1BB3F0070008000000000000024',1,33,3,1772776805000000,3600,6000,'rated','{"item":0,"rating":"comfortable"}',X'9B7A44F3F83F5E1AEDD4DE4F456754A863498BBCFD94585CA956FB8FF84DAA1F');
INSERT INTO "event" VALUES(34,X'019CC1BB3F0070008000000000000025',1,34,3,1772776806000000,3600,7000,'session-ended','{"alive":true,"how":"done"}',X'2B1AA69BB3B16AF8D2BDF24B45504E63EE62A1EF6F7FC8588EC7A53B42B54CB5');
INSERT INTO "event" VALUES(35,X'019CC1BB3F0070008000000000000026',1,35,NULL,1772776807000000,3600,NULL,'void','{"events":["019cc1bb3f007000800000000000001f"]}',X'30342B8EC1E4495B46C342F7A7E962A0B6F9C5D6F3CAAA677F6A029AC288A18E');
CREATE TABLE lease (
  one integer primary key check (one = 1),
  session blob not null check (length(session) = 16),
  token blob not null check (length(token) = 16),
  host text not null,
  pid integer not null check (pid > 0),
  born text not null,
  since_us integer not null,
  since_offset_s integer not null
) strict;
CREATE TABLE log_session (
  key integer primary key,
  id blob not null unique check (length(id) = 16)
) strict;
INSERT INTO "log_session" VALUES(1,X'019CAD21CF0070008000000000000001');
INSERT INTO "log_session" VALUES(2,X'019CB76E870070008000000000000015');
INSERT INTO "log_session" VALUES(3,X'019CC1BB3F007000800000000000001E');
CREATE TABLE newest (
  device integer not null references device (key),
  day integer not null,
  wall_us integer not null,
  primary key (device, day)
) strict, without rowid;
INSERT INTO "newest" VALUES(1,20514,1772431218000000);
INSERT INTO "newest" VALUES(1,20516,1772604007000000);
INSERT INTO "newest" VALUES(1,20518,1772776807000000);
CREATE TABLE note (
  event integer primary key references event (seq),
  text text not null check (length(text) <= 10000)
) strict;
CREATE TABLE own (
  what text not null check (what in ('exercise', 'routine')),
  id text not null,
  definition text not null,
  event integer not null references event (seq),
  primary key (what, id)
) strict, without rowid;
CREATE TABLE pain (
  event integer primary key references event (seq),
  session integer references session (key),
  asked text not null check (asked in ('before', 'after', 'morning')),
  score integer check (score between 0 and 10),
  answer text check (answer in ('better', 'same', 'worse'))
) strict;
INSERT INTO "pain" VALUES(13,1,'before',3,NULL);
INSERT INTO "pain" VALUES(14,1,'after',6,NULL);
INSERT INTO "pain" VALUES(27,2,'morning',NULL,'worse');
CREATE TABLE rep (
  session integer not null,
  item integer not null,
  n integer not null check (n > 0),
  side text not null check (side in ('none', 'left', 'right')),
  rep integer not null check (rep > 0),
  holds_s text not null,
  primary key (session, item, n),
  foreign key (session, item) references entry (session, item)
) strict, without rowid;
INSERT INTO "rep" VALUES(1,0,1,'none',1,'[2.0]');
INSERT INTO "rep" VALUES(1,0,2,'none',2,'[2.0]');
INSERT INTO "rep" VALUES(1,1,1,'none',1,'[2.0]');
INSERT INTO "rep" VALUES(1,1,2,'none',2,'[2.0]');
INSERT INTO "rep" VALUES(2,0,1,'none',1,'[2.0]');
INSERT INTO "rep" VALUES(2,0,2,'none',2,'[2.0]');
CREATE TABLE session (
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
INSERT INTO "session" VALUES(1,X'019CAD21CF0070008000000000000001',1772431200000000,3600,'2026-03-02','full','plain',NULL,'{"lead_s":5.0}',1772431211000000,3600,1772431211000000,3600,'done',1,0,3,6,NULL,1,1);
INSERT INTO "session" VALUES(2,X'019CB76E870070008000000000000015',1772604000000000,3600,'2026-03-04','full','plain',NULL,'{"lead_s":5.0}',1772604006000000,3600,1772604006000000,3600,'done',1,0,NULL,NULL,'worse',1,1);
CREATE TABLE setting (
  key text primary key,
  value text not null,
  event integer not null references event (seq)
) strict, without rowid;
INSERT INTO "setting" VALUES('goal','2',18);
CREATE TABLE target (
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
INSERT INTO "target" VALUES(15,'arm-reach','provider',3,2,NULL,NULL,1,NULL);
INSERT INTO "target" VALUES(16,'pelvic-tilt','me',NULL,NULL,8,4,NULL,NULL);
CREATE TABLE tip (
  device integer primary key references device (key),
  counter integer not null,
  digest blob not null
) strict;
INSERT INTO "tip" VALUES(1,35,X'30342B8EC1E4495B46C342F7A7E962A0B6F9C5D6F3CAAA677F6A029AC288A18E');
CREATE TABLE voided (
  id blob primary key check (length(id) = 16)
) strict, without rowid;
INSERT INTO "voided" VALUES(X'019CC1BB3F007000800000000000001F');
CREATE INDEX event_session on event (session) where session is not null;
CREATE INDEX event_loose on event (kind) where session is null;
CREATE TRIGGER event_body before insert on event
when (select type from json_tree(new.body) limit 1) is not 'object'
begin select raise(abort, 'the body is not a JSON object'); end;
CREATE TRIGGER event_counter before insert on event
when new.counter is not 1 + coalesce((select counter from tip where device = new.device), 0)
begin select raise(abort, 'the events of a device are counted one by one'); end;
CREATE TRIGGER event_tip after insert on event
begin
  insert into tip (device, counter, digest) values (new.device, new.counter, new.digest)
  on conflict (device) do update set counter = excluded.counter, digest = excluded.digest;
end;
CREATE TRIGGER event_no_update before update on event
begin select raise(abort, 'the log is append-only'); end;
CREATE TRIGGER event_no_delete before delete on event
begin select raise(abort, 'the log is append-only'); end;
CREATE TRIGGER device_no_update before update on device
begin select raise(abort, 'the log is append-only'); end;
CREATE TRIGGER device_no_delete before delete on device
begin select raise(abort, 'the log is append-only'); end;
CREATE TRIGGER log_session_no_update before update on log_session
begin select raise(abort, 'the log is append-only'); end;
CREATE TRIGGER log_session_no_delete before delete on log_session
begin select raise(abort, 'the log is append-only'); end;
CREATE INDEX session_started on session (started_us, id);
CREATE INDEX session_day on session (day, performed);
CREATE INDEX session_open on session (started_us) where state = 'open';
CREATE INDEX session_flare on session (started_us) where flare = 1;
CREATE INDEX entry_exercise on entry (exercise, started_us, begun);
CREATE INDEX decline_session on decline (session);
CREATE INDEX pain_session on pain (session);
CREATE INDEX activity_day on activity (day);
CREATE VIEW sessions_view as
select
  strftime('%Y-%m-%dT%H:%M:%S', started_us / 1000000 + started_offset_s, 'unixepoch') as started,
  strftime('%Y-%m-%dT%H:%M:%S', ended_us / 1000000 + ended_offset_s, 'unixepoch') as ended,
  day, routine, state,
  (select count(*) from entry where entry.session = session.key and begun = 1) as exercises,
  (select count(*) from rep where rep.session = session.key) as repetitions,
  pain_before, pain_after, morning as next_morning
from session order by started_us;
CREATE VIEW reps_view as
select
  session.day, entry.exercise, rep.side, rep.rep as repetition,
  (select min(value) from json_each(rep.holds_s)) as seconds_held,
  entry.hold_s as seconds_prescribed
from rep join entry using (session, item) join session on session.key = rep.session
order by session.started_us, rep.session, rep.item, rep.n;
CREATE VIEW doses_view as
select
  session.day, entry.exercise, entry.hold_s as seconds, entry.reps as repetitions, entry.sides,
  entry.done as repetitions_done, entry.complete, entry.rating, entry.pain, entry.eased,
  decision.change, decision.rule, decision.why
from entry join decision using (session, item) join session on session.key = entry.session
order by session.started_us, entry.session, entry.item;
COMMIT;
pragma user_version = 1000;
pragma application_id = 1651209333;
