CREATE TABLE "edit" (
  "doc_id" VARCHAR NOT NULL CHECK (regexp_matches("doc_id", '\A^[0-9a-f]{32}$')),
  "seq" BIGINT NOT NULL CHECK ("seq" >= 1),
  "step" VARCHAR NOT NULL CHECK ("step" IN ('fix', 'strip', 'decide')),
  "rule" VARCHAR NOT NULL CHECK (length("rule") >= 1),
  "rule_version" VARCHAR NOT NULL CHECK (length("rule_version") >= 1),
  "offset" BIGINT NOT NULL CHECK ("offset" >= 0),
  "before" VARCHAR NOT NULL,
  "after" VARCHAR NOT NULL,
  "reason" VARCHAR NOT NULL,
  UNIQUE ("doc_id", "seq")
);
COMMENT ON TABLE "edit" IS 'Edit 1.0';
COMMENT ON COLUMN "edit"."doc_id" IS 'The document that was changed. Unit: 32 hex digits. Obtained: As in `data/` and `duplicates/`. Null: never.';
COMMENT ON COLUMN "edit"."seq" IS 'Order of the change within the document. Unit: changes. Obtained: Counted, from 1. Null: never.';
COMMENT ON COLUMN "edit"."step" IS 'The step that made the change; `decide` made none, and says what a reviewer''s decision left. Unit: one of three names. Obtained: Said by the step. Null: never.';
COMMENT ON COLUMN "edit"."rule" IS 'The rule within the step. Unit: name. Obtained: Said by the step. Null: never.';
COMMENT ON COLUMN "edit"."rule_version" IS 'The rule''s version; for repairs that of the library that made them. Unit: version. Obtained: From the rule''s file, or the library. Null: never.';
COMMENT ON COLUMN "edit"."offset" IS 'Where, in the text *after* this change. Unit: code points. Obtained: Counted on that text, from 0. Null: never.';
COMMENT ON COLUMN "edit"."before" IS 'What was there. For the rule `newlines`: the line endings, run by run (`crlf*3 lf`). Unit: text. Obtained: Taken from the text before the change. Null: never.';
COMMENT ON COLUMN "edit"."after" IS 'What is there now. For the rule `newlines`: `lf`. Unit: text. Obtained: Taken from the text after the change. Null: never.';
COMMENT ON COLUMN "edit"."reason" IS 'Why; for `ftfy` every cause found in the line. Unit: words for people. Obtained: Said by the step. Null: never.';
