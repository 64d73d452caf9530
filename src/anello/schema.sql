-- The tables of a study as of the current version. Columns follow the records of anello.model in their order; roles,
-- attribution, evidence, why, row, links, verdicts and link hold JSON. A new study is made from this file; an older one comes to the same
-- shape through migrations/, and a test holds the two together.
-- No table has an index: adding looks for known ids with one anti-join a batch, which is faster and a third of the size.

CREATE TABLE study (version INTEGER NOT NULL, written_by VARCHAR NOT NULL);

CREATE TABLE articles (
    id VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    outlet VARCHAR,
    url VARCHAR,
    published DATE,
    modified DATE,
    byline VARCHAR,
    near_key VARCHAR NOT NULL,
    original VARCHAR,
    "row" VARCHAR NOT NULL,
    links VARCHAR NOT NULL
);

CREATE TABLE claims (
    id VARCHAR NOT NULL,
    article VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    roles VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    mode VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    extractor VARCHAR NOT NULL,
    attribution VARCHAR NOT NULL,
    amount STRUCT(
        low DECIMAL(38, 6), high DECIMAL(38, 6), currency VARCHAR, approximate BOOLEAN, per VARCHAR, basis VARCHAR,
        text VARCHAR, "start" BIGINT, "end" BIGINT, exact VARCHAR
    ),
    percent STRUCT(
        low DECIMAL(38, 6), high DECIMAL(38, 6), approximate BOOLEAN, basis VARCHAR,
        text VARCHAR, "start" BIGINT, "end" BIGINT, exact VARCHAR
    ),
    quantity STRUCT(
        low DECIMAL(38, 6), high DECIMAL(38, 6), unit VARCHAR, approximate BOOLEAN,
        text VARCHAR, "start" BIGINT, "end" BIGINT, exact VARCHAR
    ),
    product VARCHAR,
    metric VARCHAR,
    basis VARCHAR,
    "right" VARCHAR,
    "time" STRUCT("first" DATE, "last" DATE, text VARCHAR, "start" BIGINT, "end" BIGINT),
    conditional BOOLEAN NOT NULL,
    published DATE,
    why VARCHAR NOT NULL
);

CREATE TABLE citations (
    article VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    via VARCHAR NOT NULL,
    evidence VARCHAR
);

CREATE TABLE rejects (
    stage VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    detail VARCHAR NOT NULL
);

CREATE TABLE decisions (
    id VARCHAR NOT NULL,
    number BIGINT NOT NULL,
    made TIMESTAMP,
    kind VARCHAR NOT NULL,
    word VARCHAR NOT NULL,
    "left" VARCHAR NOT NULL,
    "right" VARCHAR,
    because VARCHAR NOT NULL,
    author VARCHAR NOT NULL,
    verdicts VARCHAR NOT NULL,
    link VARCHAR
);

CREATE TABLE settings (kind VARCHAR NOT NULL, key VARCHAR NOT NULL, payload VARCHAR NOT NULL);
