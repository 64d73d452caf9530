-- Version 2: the web links of an article. Articles that a study already holds have none until they are read anew.
ALTER TABLE articles ADD COLUMN links VARCHAR DEFAULT '[]';
ALTER TABLE articles ALTER COLUMN links SET NOT NULL;
ALTER TABLE articles ALTER COLUMN links DROP DEFAULT;
