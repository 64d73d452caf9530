-- Version 3: everything that a person decides is one dated list, of which the later holds; what was said of names and
-- of deals before moves into it, without a day.
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

INSERT INTO decisions
SELECT
    substr(md5(concat_ws(chr(31), 'parties', "left", "right", author)), 1, 16),
    row_number() OVER (ORDER BY "left", "right", author),
    NULL,
    'parties',
    verdict,
    "left",
    "right",
    array_to_string(reasons, '; '),
    author,
    to_json([{
        'left': "left", 'right': "right", 'verdict': verdict, 'score': score, 'reasons': reasons, 'author': author
    }]),
    NULL
FROM verdicts;

INSERT INTO decisions
SELECT
    substr(md5(concat_ws(chr(31), 'deals', key)), 1, 16),
    (SELECT count(*) FROM verdicts) + row_number() OVER (ORDER BY key),
    NULL,
    'deals',
    replace(json_extract_string(payload, '$.kind'), '_', '-'),
    json_extract_string(payload, '$.deal'),
    json_extract_string(payload, '$.other'),
    '',
    'user',
    '[]',
    payload
FROM settings
WHERE kind = 'link';

DELETE FROM settings WHERE kind = 'link';
DROP TABLE verdicts;
