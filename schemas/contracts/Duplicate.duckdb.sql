CREATE TABLE "duplicate" (
  "doc_id" VARCHAR NOT NULL UNIQUE CHECK (regexp_matches("doc_id", '\A^[0-9a-f]{32}$')),
  "address" VARCHAR NOT NULL CHECK (length("address") >= 1),
  "file" VARCHAR NOT NULL CHECK (length("file") >= 1),
  "sha256" VARCHAR NOT NULL CHECK (regexp_matches("sha256", '\A^[0-9a-f]{64}$')),
  "size" BIGINT NOT NULL CHECK ("size" >= 0),
  "dialect" VARCHAR NOT NULL CHECK ("dialect" IN ('plain', 'rfc822', 'frontmatter', 'record', 'none')),
  "title" VARCHAR,
  "author" VARCHAR,
  "source" VARCHAR,
  "publisher" VARCHAR,
  "url" VARCHAR,
  "section" VARCHAR,
  "source_id" VARCHAR,
  "declared_language" VARCHAR,
  "fields" STRUCT("name" VARCHAR, "value" VARCHAR)[] NOT NULL,
  "envelope" VARCHAR NOT NULL,
  "date" DATE,
  "date_ground" VARCHAR CHECK ("date_ground" IN ('header', 'byline', 'filename', 'path')),
  "language" VARCHAR NOT NULL CHECK (regexp_matches("language", '\A^[a-z]{2,3}$')),
  "language_score" DOUBLE NOT NULL CHECK ("language_score" >= 0) CHECK ("language_score" <= 1),
  "languages" VARCHAR[],
  "text" VARCHAR NOT NULL CHECK (regexp_matches("text", '[^\x{9}-\x{D}\x{1C}-\x{20}\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}]')),
  "characters" BIGINT NOT NULL CHECK ("characters" >= 1),
  "words" BIGINT NOT NULL CHECK ("words" >= 0),
  "syndicated" BOOLEAN NOT NULL,
  "agency" VARCHAR,
  "dateline" VARCHAR,
  "notices" STRUCT("kind" VARCHAR, "rule" VARCHAR, "version" INTEGER, "score" DOUBLE, "start" BIGINT, "end" BIGINT, "removed" BOOLEAN)[] NOT NULL,
  "warnings" STRUCT("code" VARCHAR, "message" VARCHAR, "field" VARCHAR, "line" INTEGER, "column" INTEGER)[] NOT NULL,
  "dup_group" VARCHAR NOT NULL,
  "dup_of" VARCHAR NOT NULL,
  "dup_kind" VARCHAR NOT NULL CHECK ("dup_kind" IN ('exact', 'near', 'contained')),
  "dup_similarity" DOUBLE NOT NULL CHECK ("dup_similarity" >= 0) CHECK ("dup_similarity" <= 1),
  "dup_against" VARCHAR CHECK (regexp_matches("dup_against", '\A^[0-9a-f]{16}$')),
  "dup_outlets" VARCHAR[],
  "dup_agencies" VARCHAR[],
  "dup_first_date" DATE
);
COMMENT ON TABLE "duplicate" IS 'Duplicate 1.0';
COMMENT ON COLUMN "duplicate"."doc_id" IS 'The document''s name for machines. Stable as long as the address is. Unit: 32 hex digits. Obtained: The first 128 bits of the SHA-256 of the address. Null: never.';
COMMENT ON COLUMN "duplicate"."address" IS 'Where the document was found: the path relative to its INPUT; `!` and a member within an archive, `#` and a number within a file of many documents. Unit: path. Obtained: From the inventory, before anything is read. Null: never.';
COMMENT ON COLUMN "duplicate"."file" IS 'The file in which it was found: the address without member and number. Unit: path. Obtained: From the inventory. Null: never.';
COMMENT ON COLUMN "duplicate"."sha256" IS 'SHA-256 of the document''s bytes: of the file, of the member as it comes out of its archive, of the slice of a file of many; of a table''s row that of its text in UTF-8. Unit: 64 hex digits. Obtained: Hashed from the one read of which the document is made. Null: never.';
COMMENT ON COLUMN "duplicate"."size" IS 'Size of those bytes. Unit: bytes. Obtained: Counted on the bytes that `sha256` is of. Null: never.';
COMMENT ON COLUMN "duplicate"."dialect" IS 'How the header is written: `plain`, `rfc822`, `frontmatter`; `record` where a table''s columns stand for it; `none` where there is no header. Unit: one of five names. Obtained: Looked for in each file, or as the settings say. Null: never.';
COMMENT ON COLUMN "duplicate"."title" IS 'Header field `title`. Unit: text. Obtained: Read from the header as it stands there, blanks around it off. Null: where the header does not have it, or has it empty.';
COMMENT ON COLUMN "duplicate"."author" IS 'Header field `author`. Unit: text. Obtained: Read from the header as it stands there, blanks around it off. Null: where the header does not have it, or has it empty.';
COMMENT ON COLUMN "duplicate"."source" IS 'Header field `source`. Unit: text. Obtained: Read from the header as it stands there, blanks around it off. Null: where the header does not have it, or has it empty.';
COMMENT ON COLUMN "duplicate"."publisher" IS 'Header field `publisher`. Unit: text. Obtained: Read from the header as it stands there, blanks around it off. Null: where the header does not have it, or has it empty.';
COMMENT ON COLUMN "duplicate"."url" IS 'Header field `url`. Not checked to be one. Unit: text. Obtained: Read from the header as it stands there, blanks around it off. Null: where the header does not have it, or has it empty.';
COMMENT ON COLUMN "duplicate"."section" IS 'Header field `section`. Unit: text. Obtained: Read from the header as it stands there, blanks around it off. Null: where the header does not have it, or has it empty.';
COMMENT ON COLUMN "duplicate"."source_id" IS 'Header field `id`: the source''s own name for the document. Unit: text. Obtained: Read from the header as it stands there, blanks around it off. Null: where the header does not have it, or has it empty.';
COMMENT ON COLUMN "duplicate"."declared_language" IS 'Header field `language`: what the source says, which is not what `language` says. Unit: text. Obtained: Read from the header as it stands there, blanks around it off. Null: where the header does not have it, or has it empty.';
COMMENT ON COLUMN "duplicate"."fields" IS 'Header fields that have no column of their own, name and value. Empty where there are none. Unit: list of pairs. Obtained: Read from the header as it stands there, blanks around it off. Null: never.';
COMMENT ON COLUMN "duplicate"."envelope" IS 'What reading took off, as JSON: `header` (raw block), `tail` (blanks at the end of the file), `encoding`, `bom`, `ground` (why that encoding). With the ledger it gives the bytes back. Unit: JSON object. Obtained: Kept while reading. Null: never.';
COMMENT ON COLUMN "duplicate"."date" IS 'The day of publication, as the document says it. Unit: day, proleptic Gregorian calendar. Obtained: Parsed strictly from what `date_ground` names; a value that can be read in two ways is a reject. Null: where none was found, and `required` does not ask for one.';
COMMENT ON COLUMN "duplicate"."date_ground" IS 'Where `date` was read. Unit: one of four names. Obtained: The header, or the first source of `dates.sources` that has a date. Null: where `date` is null.';
COMMENT ON COLUMN "duplicate"."language" IS 'The language of `text`; `und` where there is too little to go by, or no agreement. Unit: ISO 639 code. Obtained: Three identifiers, weighed, on `text`. Null: never.';
COMMENT ON COLUMN "duplicate"."language_score" IS 'How sure the identifiers are of `language`, rounded to three digits. 0 for `und`. Unit: from 0 to 1. Obtained: From the identifiers that were asked. Null: never.';
COMMENT ON COLUMN "duplicate"."languages" IS 'The languages of the paragraphs of `text` (lines that are not blank), in order. Unit: list of ISO 639 codes. Obtained: As `language`, for each paragraph. Null: unless `language.paragraphs` is set.';
COMMENT ON COLUMN "duplicate"."text" IS 'The article: repaired, without notices. Its lines are those of the source. Unit: text, lines end in LF. Obtained: The decoded body after every edit of `ledger/`. Null: never.';
COMMENT ON COLUMN "duplicate"."characters" IS 'Length of `text`. Unit: code points. Obtained: Counted on `text`. Null: never.';
COMMENT ON COLUMN "duplicate"."words" IS 'Runs of letters and digits in `text`; each Han, Hiragana or Katakana character is one. Unit: words. Obtained: Counted on `text`. Null: never.';
COMMENT ON COLUMN "duplicate"."syndicated" IS 'True where the text is said to come from an agency or from another outlet. Unit: true or false. Obtained: Read from notices, credits and datelines. Null: never.';
COMMENT ON COLUMN "duplicate"."agency" IS 'The news agency that the text is credited to (`AFP`, `PTI`, ...). Unit: name. Obtained: Read from notices, credits and datelines; named as in the list of agencies. Null: where none is named.';
COMMENT ON COLUMN "duplicate"."dateline" IS 'The dateline as the article writes it (`MOSCOW, Dec 13 (Reuters)`); it stays in `text`. Unit: text. Obtained: Found at the head of the article. Null: where there is none.';
COMMENT ON COLUMN "duplicate"."notices" IS 'Notices found: kind, rule, version, score, span, and whether the text was removed. Unit: list; spans in code points of the decoded body. Obtained: Rules, in the order of finding. Null: never.';
COMMENT ON COLUMN "duplicate"."warnings" IS 'What is doubtful and no reason to reject: code, message, field, line and column. Unit: list; lines and columns from 1. Obtained: Said by the steps. Null: never.';
COMMENT ON COLUMN "duplicate"."dup_group" IS '`doc_id` of the representative of the group of documents that tell the same story: exact copies, near ones and shorter versions; its own for the representative. Unit: 32 hex digits. Obtained: Grouped over the whole corpus. Null: never.';
COMMENT ON COLUMN "duplicate"."dup_of" IS '`doc_id` of the document that this one duplicates: of an exact copy the one with the same text, else the group''s representative. Unit: 32 hex digits. Obtained: Grouped over the whole corpus. Null: never.';
COMMENT ON COLUMN "duplicate"."dup_kind" IS 'How it duplicates `dup_of`: `exact` (texts that differ only in blanks), `near` (most word shingles are shared), `contained` (most of its own shingles are in the longer `dup_of`). Unit: one of three names. Obtained: By comparing texts, blanks aside, and their shingles of five words. Null: never.';
COMMENT ON COLUMN "duplicate"."dup_similarity" IS 'How much it duplicates `dup_of`. Unit: from 0 to 1. Obtained: 1 for `exact`; for `near` the Jaccard similarity of their sets of shingles; for `contained` the share of its own shingles that `dup_of` holds. Rounded to four digits. Null: never.';
COMMENT ON COLUMN "duplicate"."dup_against" IS 'The other corpus in which `dup_of` is a document. Unit: 16 hex digits. Obtained: The first digits of `manifest_sha256` in the manifest of the corpus that `--against` names. Null: where `dup_of` is a document of this corpus, or null.';
COMMENT ON COLUMN "duplicate"."dup_outlets" IS 'Outlets that carry the group''s story, each once, in alphabetical order. Unit: list of names. Obtained: Of each document the first of `source`, `publisher`, `section` that is set, else the top folder of the address. Null: where it stands alone.';
COMMENT ON COLUMN "duplicate"."dup_agencies" IS 'Agencies that documents of the group are credited to, each once, in alphabetical order. Unit: list of names. Obtained: From `agency` of each document. Null: where it stands alone.';
COMMENT ON COLUMN "duplicate"."dup_first_date" IS 'The earliest `date` in the group. Unit: day, proleptic Gregorian calendar. Obtained: From `date` of each document. Null: where no document of the group has one, and where it stands alone.';
