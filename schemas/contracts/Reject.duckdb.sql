CREATE TABLE "reject" (
  "doc_id" VARCHAR NOT NULL UNIQUE CHECK (regexp_matches("doc_id", '\A^[0-9a-f]{32}$')),
  "address" VARCHAR NOT NULL CHECK (length("address") >= 1),
  "file" VARCHAR NOT NULL CHECK (length("file") >= 1),
  "level" VARCHAR NOT NULL CHECK ("level" IN ('file', 'document')),
  "sha256" VARCHAR CHECK (regexp_matches("sha256", '\A^[0-9a-f]{64}$')),
  "size" BIGINT NOT NULL CHECK ("size" >= 0),
  "codes" VARCHAR[] NOT NULL,
  "reasons" STRUCT("code" VARCHAR, "message" VARCHAR, "field" VARCHAR, "line" INTEGER, "column" INTEGER)[] NOT NULL,
  "raw" BLOB,
  "raw_truncated" BOOLEAN NOT NULL
);
COMMENT ON TABLE "reject" IS 'Reject 1.0';
COMMENT ON COLUMN "reject"."doc_id" IS 'The document''s name for machines. Unit: 32 hex digits. Obtained: The first 128 bits of the SHA-256 of the address. Null: never.';
COMMENT ON COLUMN "reject"."address" IS 'Where it was found: the path relative to its INPUT, with member and number. Unit: path. Obtained: From the inventory. Null: never.';
COMMENT ON COLUMN "reject"."file" IS 'The file in which it was found: the address without member and number. Unit: path. Obtained: From the inventory. Null: never.';
COMMENT ON COLUMN "reject"."level" IS '`file` where no document could be read from the file, else `document`. Unit: one of two names. Obtained: By the codes of its reasons. Null: never.';
COMMENT ON COLUMN "reject"."sha256" IS 'SHA-256 of its bytes. Unit: 64 hex digits. Obtained: Hashed from the one read that was made of it. Null: where the bytes could not be read.';
COMMENT ON COLUMN "reject"."size" IS 'Size of its bytes. 0 for a folder. Unit: bytes. Obtained: From the read, or from the inventory where there was none. Null: never.';
COMMENT ON COLUMN "reject"."codes" IS 'The stable codes of all its reasons, each once. Unit: list of codes. Obtained: From `reasons`, in their order. Null: never.';
COMMENT ON COLUMN "reject"."reasons" IS 'All its reasons: code, message, field, line and column. Unit: list; lines and columns from 1. Obtained: Said by reading, by the steps and by the contract. Null: never.';
COMMENT ON COLUMN "reject"."raw" IS 'The first bytes of the document, up to `output.raw_bytes`. Unit: bytes. Obtained: Kept from the read. Null: where the bytes could not be read.';
COMMENT ON COLUMN "reject"."raw_truncated" IS 'True where `raw` holds only the beginning. Unit: true or false. Obtained: By comparing sizes. Null: never.';
