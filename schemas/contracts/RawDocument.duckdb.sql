CREATE TABLE "raw_document" (
  "doc_id" VARCHAR NOT NULL UNIQUE CHECK (regexp_matches("doc_id", '\A^[0-9a-f]{32}$')),
  "address" VARCHAR NOT NULL CHECK (length("address") >= 1),
  "file" VARCHAR NOT NULL CHECK (length("file") >= 1),
  "sha256" VARCHAR CHECK (regexp_matches("sha256", '\A^[0-9a-f]{64}$')),
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
  "date" VARCHAR,
  "body" VARCHAR NOT NULL,
  "body_line" BIGINT NOT NULL CHECK ("body_line" >= 1),
  "field_lines" MAP(VARCHAR, INTEGER) NOT NULL,
  "reasons" STRUCT("code" VARCHAR, "message" VARCHAR, "field" VARCHAR, "line" INTEGER, "column" INTEGER)[] NOT NULL,
  "raw" BLOB
);
COMMENT ON TABLE "raw_document" IS 'RawDocument 1.0';
COMMENT ON COLUMN "raw_document"."doc_id" IS 'The document''s name for machines. Stable as long as the address is. Unit: 32 hex digits. Obtained: The first 128 bits of the SHA-256 of the address. Null: never.';
COMMENT ON COLUMN "raw_document"."address" IS 'Where the document was found: the path relative to its INPUT; `!` and a member within an archive, `#` and a number within a file of many documents. Unit: path. Obtained: From the inventory, before anything is read. Null: never.';
COMMENT ON COLUMN "raw_document"."file" IS 'The file in which it was found: the address without member and number. Unit: path. Obtained: From the inventory. Null: never.';
COMMENT ON COLUMN "raw_document"."sha256" IS 'SHA-256 of the document''s bytes. Unit: 64 hex digits. Obtained: Hashed from the one read of which the document is made. Null: where the bytes could not be read.';
COMMENT ON COLUMN "raw_document"."size" IS 'Size of those bytes. Unit: bytes. Obtained: Counted on the bytes that `sha256` is of. Null: never.';
COMMENT ON COLUMN "raw_document"."dialect" IS 'How the header is written: `plain`, `rfc822`, `frontmatter`; `record` where a table''s columns stand for it; `none` where there is no header. Unit: one of five names. Obtained: Looked for in each file, or as the settings say. Null: never.';
COMMENT ON COLUMN "raw_document"."title" IS 'Header field `title`. Unit: text. Obtained: Read from the header as it stands there, blanks around it off. Null: where the header does not have it, or has it empty.';
COMMENT ON COLUMN "raw_document"."author" IS 'Header field `author`. Unit: text. Obtained: Read from the header as it stands there, blanks around it off. Null: where the header does not have it, or has it empty.';
COMMENT ON COLUMN "raw_document"."source" IS 'Header field `source`. Unit: text. Obtained: Read from the header as it stands there, blanks around it off. Null: where the header does not have it, or has it empty.';
COMMENT ON COLUMN "raw_document"."publisher" IS 'Header field `publisher`. Unit: text. Obtained: Read from the header as it stands there, blanks around it off. Null: where the header does not have it, or has it empty.';
COMMENT ON COLUMN "raw_document"."url" IS 'Header field `url`. Not checked to be one. Unit: text. Obtained: Read from the header as it stands there, blanks around it off. Null: where the header does not have it, or has it empty.';
COMMENT ON COLUMN "raw_document"."section" IS 'Header field `section`. Unit: text. Obtained: Read from the header as it stands there, blanks around it off. Null: where the header does not have it, or has it empty.';
COMMENT ON COLUMN "raw_document"."source_id" IS 'Header field `id`: the source''s own name for the document. Unit: text. Obtained: Read from the header as it stands there, blanks around it off. Null: where the header does not have it, or has it empty.';
COMMENT ON COLUMN "raw_document"."declared_language" IS 'Header field `language`: what the source says, which is not what `language` says. Unit: text. Obtained: Read from the header as it stands there, blanks around it off. Null: where the header does not have it, or has it empty.';
COMMENT ON COLUMN "raw_document"."fields" IS 'Header fields that have no column of their own, name and value. Empty where there are none. Unit: list of pairs. Obtained: Read from the header as it stands there, blanks around it off. Null: never.';
COMMENT ON COLUMN "raw_document"."envelope" IS 'What reading took off, as JSON: `header` (raw block), `tail` (blanks at the end of the file), `encoding`, `bom`, `ground` (why that encoding). With the ledger it gives the bytes back. Unit: JSON object. Obtained: Kept while reading. Null: never.';
COMMENT ON COLUMN "raw_document"."date" IS 'Header field `date`, not yet understood. Unit: text. Obtained: Read from the header as it stands there. Null: where it is absent.';
COMMENT ON COLUMN "raw_document"."body" IS 'The decoded body, without the blanks at its end. Empty where the file could not be decoded. Unit: text, line endings as in the file. Obtained: Everything after the header. Null: never.';
COMMENT ON COLUMN "raw_document"."body_line" IS 'The line of the file on which the body starts. Unit: lines. Obtained: Counted while reading, from 1. Null: never.';
COMMENT ON COLUMN "raw_document"."field_lines" IS 'For each header field the line on which it stands. Unit: map of text to lines. Obtained: Counted while reading, from 1. Null: never.';
COMMENT ON COLUMN "raw_document"."reasons" IS 'What is wrong already: bytes that do not decode, a header that breaks off. Mostly empty. Unit: list; lines and columns from 1. Obtained: Said while reading. Null: never.';
COMMENT ON COLUMN "raw_document"."raw" IS 'The document''s bytes, where they could not be decoded. Unit: bytes. Obtained: Kept while reading. Null: where they could be decoded, or not be read.';
