PRAGMA application_id = 1835823972;
PRAGMA user_version = 3;
BEGIN TRANSACTION;
CREATE TABLE card (
  number INTEGER PRIMARY KEY,
  card TEXT NOT NULL UNIQUE CHECK (card <> ''),
  present INTEGER NOT NULL DEFAULT 0 CHECK (present IN (0, 1)),
  note TEXT NOT NULL DEFAULT '',
  topic TEXT NOT NULL DEFAULT '',
  area TEXT NOT NULL DEFAULT '',
  priority INTEGER NOT NULL DEFAULT 0,
  position INTEGER NOT NULL DEFAULT 0,
  tags TEXT NOT NULL DEFAULT '',
  deck TEXT NOT NULL DEFAULT '',
  phase INTEGER NOT NULL DEFAULT 0 CHECK (phase BETWEEN 0 AND 3),
  due_at INTEGER,
  due_day INTEGER,
  interval INTEGER NOT NULL DEFAULT 0,
  remaining_steps INTEGER NOT NULL DEFAULT 0,
  reps INTEGER NOT NULL DEFAULT 0,
  lapses INTEGER NOT NULL DEFAULT 0,
  stability REAL,
  difficulty REAL,
  last_review INTEGER,
  suspended INTEGER NOT NULL DEFAULT 0 CHECK (suspended IN (0, 1)),
  buried_on INTEGER,
  flag INTEGER NOT NULL DEFAULT 0 CHECK (flag BETWEEN 0 AND 7),
  marked INTEGER NOT NULL DEFAULT 0 CHECK (marked IN (0, 1)),
  leech INTEGER NOT NULL DEFAULT 0 CHECK (leech IN (0, 1)),
  queued_on INTEGER,
  introduced_on INTEGER
) STRICT
;
INSERT INTO "card" VALUES(1,'mlsd:metrics/n0',1,'metrics/n0','metrics','metrics',1,0,' mlsd::metrics::t0 mlsd::priority::1 ','mlsd',2,NULL,20004,4,0,2,0,3.9461,1.0,1728043800000,0,NULL,2,0,0,NULL,20000);
INSERT INTO "card" VALUES(2,'mlsd:metrics/n1',1,'metrics/n1','metrics','metrics',1,1,' mlsd::metrics::t1 mlsd::priority::1 ','mlsd',0,NULL,NULL,0,0,0,0,NULL,NULL,NULL,0,NULL,0,0,0,NULL,NULL);
INSERT INTO "card" VALUES(3,'mlsd:metrics/n2',1,'metrics/n2','metrics','metrics',1,2,' mlsd::metrics::t2 mlsd::priority::1 ','mlsd',0,NULL,NULL,0,0,0,0,NULL,NULL,NULL,0,NULL,0,0,0,NULL,NULL);
CREATE TABLE day (
  day INTEGER PRIMARY KEY,
  new INTEGER NOT NULL DEFAULT 0,
  reviews INTEGER NOT NULL DEFAULT 0,
  lapses INTEGER NOT NULL DEFAULT 0,
  learning INTEGER NOT NULL DEFAULT 0,
  new_ms INTEGER NOT NULL DEFAULT 0,
  review_ms INTEGER NOT NULL DEFAULT 0,
  learning_ms INTEGER NOT NULL DEFAULT 0,
  more_new INTEGER NOT NULL DEFAULT 0,
  more_reviews INTEGER NOT NULL DEFAULT 0
) STRICT
;
INSERT INTO "day" VALUES(20000,1,0,0,1,9000,0,9000,0,0);
CREATE TABLE day_area (
  day INTEGER NOT NULL,
  area TEXT NOT NULL,
  learning_again INTEGER NOT NULL DEFAULT 0,
  learning_hard INTEGER NOT NULL DEFAULT 0,
  learning_good INTEGER NOT NULL DEFAULT 0,
  learning_easy INTEGER NOT NULL DEFAULT 0,
  young_again INTEGER NOT NULL DEFAULT 0,
  young_hard INTEGER NOT NULL DEFAULT 0,
  young_good INTEGER NOT NULL DEFAULT 0,
  young_easy INTEGER NOT NULL DEFAULT 0,
  mature_again INTEGER NOT NULL DEFAULT 0,
  mature_hard INTEGER NOT NULL DEFAULT 0,
  mature_good INTEGER NOT NULL DEFAULT 0,
  mature_easy INTEGER NOT NULL DEFAULT 0,
  steps_failed INTEGER NOT NULL DEFAULT 0,
  steps_passed INTEGER NOT NULL DEFAULT 0,
  ms INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (day, area)
) STRICT, WITHOUT ROWID
;
INSERT INTO "day_area" VALUES(20000,'metrics',0,0,1,1,0,0,0,0,0,0,0,0,0,0,18000);
CREATE TABLE day_hour (
  day INTEGER NOT NULL,
  hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
  answers INTEGER NOT NULL DEFAULT 0,
  passed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (day, hour)
) STRICT, WITHOUT ROWID
;
INSERT INTO "day_hour" VALUES(20000,12,2,2);
CREATE TABLE log (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 8 AND 64),
  device TEXT NOT NULL CHECK (length(device) BETWEEN 1 AND 64),
  card TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind <> ''),
  rating INTEGER CHECK (rating BETWEEN 1 AND 4),
  utc_ms INTEGER NOT NULL CHECK (utc_ms BETWEEN 0 AND 253402300799999),
  utc_offset INTEGER NOT NULL CHECK (utc_offset BETWEEN -1440 AND 1440),
  duration_ms INTEGER NOT NULL CHECK (duration_ms BETWEEN 0 AND 86400000),
  value TEXT CHECK (value <> ''),
  stability REAL,
  difficulty REAL,
  due TEXT,
  CHECK ((kind = 'rating') = (rating IS NOT NULL))
) STRICT
;
INSERT INTO "log" VALUES(1,'01925766ae002f245a79fd27','0123456789abcdef','','settings',NULL,1728043200000,0,0,'{"new_per_day":7}',NULL,NULL,NULL);
INSERT INTO "log" VALUES(2,'01925766ae00852f4e3f4b3b','0123456789abcdef','mlsd:metrics/n0','rating',3,1728043200000,0,9000,NULL,2.3065,2.118,'2024-10-04T12:10:00+00:00');
INSERT INTO "log" VALUES(3,'0192576fd5c0e53e5d4001e8','0123456789abcdef','mlsd:metrics/n0','rating',4,1728043800000,0,9000,NULL,3.9461,1.0,'2024-10-08');
INSERT INTO "log" VALUES(4,'01925770c0200663827b124d','0123456789abcdef','mlsd:metrics/n0','flag',NULL,1728043860000,0,0,'2',NULL,NULL,NULL);
INSERT INTO "log" VALUES(5,'01925770c020df54a174c0ca','0123456789abcdef','mlsd:metrics/n1','suspend',NULL,1728043860000,0,0,NULL,NULL,NULL,NULL);
INSERT INTO "log" VALUES(6,'01925771aa80a16dc46ac1d2','0123456789abcdef','mlsd:metrics/n1','undo',NULL,1728043920000,0,0,'"01925770c020df54a174c0ca"',NULL,NULL,NULL);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('areas','["metrics"]');
INSERT INTO "meta" VALUES('decks','decks-1');
INSERT INTO "meta" VALUES('device','0123456789abcdef');
CREATE INDEX log_of_card ON log (card, seq);
CREATE INDEX log_undone ON log (value) WHERE kind = 'undo';
CREATE INDEX card_due ON card (due_day, area) WHERE phase = 2 AND present = 1 AND suspended = 0;
CREATE INDEX card_learning ON card (area) WHERE phase IN (1, 3) AND present = 1 AND suspended = 0;
CREATE INDEX card_new ON card (area, position) WHERE phase = 0 AND present = 1 AND suspended = 0;
CREATE INDEX card_first ON card (position) WHERE phase = 0 AND present = 1 AND suspended = 0;
CREATE INDEX card_buried ON card (buried_on) WHERE buried_on IS NOT NULL;
CREATE INDEX card_queued ON card (queued_on) WHERE queued_on IS NOT NULL;
CREATE TRIGGER log_never_changes BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
CREATE TRIGGER log_never_shrinks BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
CREATE TRIGGER log_never_replaces BEFORE INSERT ON log
WHEN EXISTS (SELECT 1 FROM log WHERE seq = new.seq OR id = new.id)
BEGIN SELECT RAISE(ABORT, 'the review log holds this event already'); END;
CREATE VIRTUAL TABLE words USING fts5(
  front, back, title, name, tags, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE arrival (
  card TEXT PRIMARY KEY,
  day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX card_place ON card (position, number, phase) WHERE present = 1 AND card <> '';
INSERT INTO words (rowid, front, back, title, name, tags) VALUES(1,'Which question?','This answer.','Metrics','metrics/n0',' mlsd::metrics::t0 mlsd::priority::1 ');
INSERT INTO words (rowid, front, back, title, name, tags) VALUES(2,'And which here?','That one.','Metrics','metrics/n1',' mlsd::metrics::t1 mlsd::priority::1 ');
INSERT INTO words (rowid, front, back, title, name, tags) VALUES(3,'And the third?','Another one.','Metrics','metrics/n2',' mlsd::metrics::t2 mlsd::priority::1 ');
INSERT INTO arrival VALUES('mlsd:metrics/n0',20000);
INSERT INTO arrival VALUES('mlsd:metrics/n1',20000);
INSERT INTO arrival VALUES('mlsd:metrics/n2',20000);
COMMIT;
