"""The set-based half of the matching: who could be whom, found by PostgreSQL for all rows at once.

Each list of candidates is capped (`LIMIT`, `rank <=`), so that a phone written on every line, or a
thousand homonyms, costs no more than its number of rows.
"""

from __future__ import annotations

from typing import Final

# One line of the file as it is compared. `initials` blocks the comparison of close names: two
# spellings of one name nearly always keep the first letters of its words. A phone or an e-mail of
# more than eight people is an association's: `is_public`.
SIDE: Final = """
DROP TABLE IF EXISTS import_side, import_means, import_doors, import_pairs, import_known,
  import_alike, import_twins, import_verdicts;
CREATE TEMP TABLE import_side ON COMMIT DROP AS
SELECT number, name, first, last, usual, birth_year, external, street, postal_code, city,
  (SELECT string_agg(left(w, 1), '' ORDER BY left(w, 1))
   FROM unnest(string_to_array(name, ' ')) AS w) AS initials,
  (SELECT string_agg(w, ' ' ORDER BY w) FROM unnest(string_to_array(name, ' ')) AS w) AS words,
  md5(values::text) AS fingerprint
FROM (
  SELECT number, values,
    public.fold(coalesce(values->>'last_name', '') || ' ' || coalesce(values->>'first_name', ''))
      AS name,
    coalesce(values->>'first_name', '') AS first,
    coalesce(values->>'last_name', '') AS last,
    coalesce(values->>'usual_name', '') AS usual,
    (values->>'birth_year')::int AS birth_year,
    values->>'external' AS external,
    public.fold(values->>'street') AS street,
    coalesce(values->>'postal_code', '') AS postal_code,
    public.fold(coalesce(values->>'city', '')) AS city
  FROM members_importrow
  WHERE batch_id = %(batch)s AND verdict <> 'error'
) AS line;
CREATE INDEX ON import_side (number);

CREATE TEMP TABLE import_means ON COMMIT DROP AS
SELECT number, 'phone' AS kind, phone->>0 AS value
FROM members_importrow, jsonb_array_elements(values->'phones') AS phone
WHERE batch_id = %(batch)s AND verdict <> 'error'
UNION ALL
SELECT number, 'email', email
FROM members_importrow, jsonb_array_elements_text(values->'emails') AS email
WHERE batch_id = %(batch)s AND verdict <> 'error';
CREATE INDEX ON import_means (number);
ALTER TABLE import_means ADD COLUMN is_public boolean NOT NULL DEFAULT false;
UPDATE import_means SET is_public = true WHERE value IN (
  SELECT value FROM import_means GROUP BY value HAVING count(DISTINCT number) > 8
);
UPDATE import_means m SET is_public = true
FROM (
  SELECT t.number AS value
  FROM members_personphone t JOIN members_person p ON p.id = t.person_id
  WHERE p.chapter_id = %(chapter)s AND t.number IN (SELECT value FROM import_means)
  GROUP BY t.number HAVING count(*) > 8
  UNION ALL
  SELECT t.address
  FROM members_personemail t JOIN members_person p ON p.id = t.person_id
  WHERE p.chapter_id = %(chapter)s AND t.address IN (SELECT value FROM import_means)
  GROUP BY t.address HAVING count(*) > 8
) AS held WHERE m.value = held.value;
ANALYZE import_side;
ANALYZE import_means;
"""

# Whom each line may be among the people of the chapter. A name is tried from each of its words
# (« Nacéra Benali », « Benali Nacéra »): the people's sort_key is one of these turns. Each step is
# a statement of its own over analyzed tables: one large statement, planned without statistics on
# freshly loaded people, ran for minutes.
KNOWN: Final = (
    """
CREATE TEMP TABLE import_doors ON COMMIT DROP AS
SELECT id, public.fold(street) AS street,
  (SELECT string_agg(left(w, 1), '' ORDER BY left(w, 1))
   FROM unnest(string_to_array(sort_key, ' ')) AS w) AS initials
FROM members_person
WHERE chapter_id = %(chapter)s AND merged_into_id IS NULL AND street <> '';
ANALYZE import_doors;
CREATE TEMP TABLE import_pairs (number int, person_id bigint) ON COMMIT DROP
""",
    """
INSERT INTO import_pairs
SELECT s.number, e.person_id
FROM import_side s
JOIN members_externalid e
  ON e.chapter_id = %(chapter)s AND e.source = %(source)s AND e.value = s.external
""",
    """
INSERT INTO import_pairs
SELECT m.number, found.id
FROM import_means m, LATERAL (
  SELECT p.id FROM members_personphone t JOIN members_person p ON p.id = t.person_id
  WHERE m.kind = 'phone' AND t.number = m.value
    AND p.chapter_id = %(chapter)s AND p.merged_into_id IS NULL
  LIMIT 10) AS found
""",
    """
INSERT INTO import_pairs
SELECT m.number, found.id
FROM import_means m, LATERAL (
  SELECT p.id FROM members_personemail t JOIN members_person p ON p.id = t.person_id
  WHERE m.kind = 'email' AND t.address = m.value
    AND p.chapter_id = %(chapter)s AND p.merged_into_id IS NULL
  LIMIT 10) AS found
""",
    """
INSERT INTO import_pairs
SELECT s.number, found.id
FROM import_side s, LATERAL (
  SELECT p.id
  FROM (SELECT string_to_array(s.name, ' ') AS w) AS cut
  CROSS JOIN LATERAL generate_series(1, least(cardinality(cut.w), 6)) AS turn
  JOIN members_person p ON p.chapter_id = %(chapter)s AND p.merged_into_id IS NULL
    AND p.sort_key = array_to_string(cut.w[turn:] || cut.w[1:turn - 1], ' ') COLLATE "C"
  LIMIT 10) AS found
WHERE s.name <> ''
""",
    """
INSERT INTO import_pairs
SELECT number, id FROM (
  SELECT s.number, d.id, row_number() OVER (PARTITION BY s.number ORDER BY d.id) AS rank
  FROM import_side s JOIN import_doors d ON d.street = s.street AND d.initials = s.initials
) AS neighbours WHERE rank <= 5
""",
    """
ANALYZE import_pairs;
CREATE TEMP TABLE import_known ON COMMIT DROP AS
SELECT s.number, p.id AS person_id, p.first_name, p.last_name, p.usual_name, p.birth_year,
  p.archived_at IS NOT NULL AS archived,
  s.external IS NOT NULL AND EXISTS (
    SELECT 1 FROM members_externalid e WHERE e.person_id = p.id
      AND e.chapter_id = %(chapter)s AND e.source = %(source)s AND e.value = s.external
  ) AS same_external,
  EXISTS (SELECT 1 FROM members_personphone t WHERE t.person_id = p.id AND t.number IN
    (SELECT m.value FROM import_means m WHERE m.number = s.number AND m.kind = 'phone')
  ) AS same_phone,
  EXISTS (SELECT 1 FROM members_personemail t WHERE t.person_id = p.id AND t.address IN
    (SELECT m.value FROM import_means m WHERE m.number = s.number AND m.kind = 'email')
  ) AS same_email,
  EXISTS (
    SELECT 1 FROM import_means m JOIN members_personphone t ON t.number = m.value
    WHERE m.number = s.number AND NOT m.is_public AND t.person_id = p.id
    UNION ALL
    SELECT 1 FROM import_means m JOIN members_personemail t ON t.address = m.value
    WHERE m.number = s.number AND NOT m.is_public AND t.person_id = p.id
  ) AS same_own,
  coalesce(s.street <> '' AND s.street = public.fold(p.street)
    AND (s.postal_code = '' OR p.postal_code = '' OR s.postal_code = p.postal_code)
    AND (s.city = '' OR p.city = '' OR s.city = public.fold(p.city)), false) AS same_street
FROM (SELECT DISTINCT number, person_id FROM import_pairs) AS pair
JOIN import_side s ON s.number = pair.number
JOIN members_person p ON p.id = pair.person_id;
CREATE INDEX ON import_known (number)
""",
)

# Which earlier line each line may repeat. Every group of alike lines is compared with its first
# few only.
TWINS: Final = """
CREATE TEMP TABLE import_alike ON COMMIT DROP AS
SELECT key, number, rank FROM (
  SELECT key, number, row_number() OVER (PARTITION BY key ORDER BY number) AS rank,
    count(*) OVER (PARTITION BY key) AS size
  FROM (
    SELECT 'id ' || external AS key, number FROM import_side WHERE external IS NOT NULL
    UNION ALL
    SELECT 'name ' || words, number FROM import_side WHERE words IS NOT NULL
    UNION ALL
    SELECT 'door ' || street || '|' || initials, number FROM import_side WHERE street <> ''
    UNION ALL
    SELECT kind || value, number FROM import_means
    UNION ALL
    SELECT kind || m.value || '|' || s.initials, m.number
    FROM import_means m JOIN import_side s ON s.number = m.number
  ) AS keys
) AS ranked WHERE size > 1;
ANALYZE import_alike;
CREATE TEMP TABLE import_twins ON COMMIT DROP AS
WITH pairs AS (
  SELECT DISTINCT later.number, earlier.number AS twin
  FROM import_alike later
  JOIN import_alike earlier
    ON earlier.key = later.key AND earlier.rank <= 5 AND earlier.rank < later.rank
)
SELECT pairs.number, pairs.twin, t.first, t.last, t.usual, t.birth_year,
  coalesce(s.external = t.external, false) AS same_external,
  EXISTS (SELECT 1 FROM import_means a WHERE a.number = s.number AND a.kind = 'phone'
    AND a.value IN (SELECT b.value FROM import_means b WHERE b.number = t.number)) AS same_phone,
  EXISTS (SELECT 1 FROM import_means a WHERE a.number = s.number AND a.kind = 'email'
    AND a.value IN (SELECT b.value FROM import_means b WHERE b.number = t.number)) AS same_email,
  EXISTS (SELECT 1 FROM import_means a WHERE a.number = s.number AND NOT a.is_public
    AND a.value IN (SELECT b.value FROM import_means b WHERE b.number = t.number)) AS same_own,
  coalesce(s.street <> '' AND s.street = t.street
    AND (s.postal_code = '' OR t.postal_code = '' OR s.postal_code = t.postal_code)
    AND (s.city = '' OR t.city = '' OR s.city = t.city), false) AS same_street,
  s.fingerprint = t.fingerprint AS identical
FROM pairs
JOIN import_side s ON s.number = pairs.number
JOIN import_side t ON t.number = pairs.twin;
CREATE INDEX ON import_twins (number);

CREATE TEMP TABLE import_verdicts (
  number int PRIMARY KEY, verdict text, reason text, match_id bigint, twin_number int
) ON COMMIT DROP;
"""

KNOWN_OF: Final = """
SELECT k.*, s.first, s.last, s.usual, s.birth_year
FROM import_known k JOIN import_side s ON s.number = k.number
WHERE k.number > %s AND k.number <= %s ORDER BY k.number
"""
TWINS_OF: Final = """
SELECT t.*, s.first, s.last, s.usual, s.birth_year
FROM import_twins t JOIN import_side s ON s.number = t.number
WHERE t.number > %s AND t.number <= %s ORDER BY t.number
"""

# A decision taken by a human survives as long as the question is the same.
SETTLE: Final = """
UPDATE members_importrow r
SET verdict = v.verdict, reason = v.reason, match_id = v.match_id, twin_number = v.twin_number,
  decision = CASE
    WHEN (r.verdict, r.match_id, r.twin_number)
      IS NOT DISTINCT FROM (v.verdict, v.match_id, v.twin_number) THEN r.decision
    ELSE '' END
FROM (
  SELECT s.number, coalesce(v.verdict, 'new') AS verdict, coalesce(v.reason, '') AS reason,
    v.match_id, v.twin_number
  FROM import_side s LEFT JOIN import_verdicts v ON v.number = s.number
) AS v
WHERE r.batch_id = %(batch)s AND r.number = v.number
  AND (r.verdict, r.reason, r.match_id, r.twin_number)
    IS DISTINCT FROM (v.verdict, v.reason, v.match_id, v.twin_number)
"""

READINGS: Final = """
DROP TABLE IF EXISTS import_readings;
CREATE TEMP TABLE import_readings (
  number int PRIMARY KEY, values jsonb, warnings jsonb, error text
) ON COMMIT DROP
"""
KEEP_READINGS: Final = """
UPDATE members_importrow r
SET values = n.values, warnings = n.warnings,
  reason = CASE WHEN n.error <> '' THEN n.error WHEN r.verdict = 'error' THEN '' ELSE r.reason END,
  match_id = CASE WHEN n.error <> '' THEN NULL ELSE r.match_id END,
  twin_number = CASE WHEN n.error <> '' THEN NULL ELSE r.twin_number END,
  decision = CASE WHEN n.error <> '' THEN '' ELSE r.decision END,
  verdict = CASE WHEN n.error <> '' THEN 'error' WHEN r.verdict = 'error' THEN 'new'
    ELSE r.verdict END
FROM import_readings n
WHERE r.batch_id = %(batch)s AND r.number = n.number
"""

# Whether anybody touched the people of a chapter since a batch was matched with them. Each row
# carries the transaction that wrote it; one that was over when the matching began is older than
# every one that was not: a row of that age was seen as it is.
HORIZON: Final = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
TOUCHED: Final = """
WITH seen AS (SELECT age(xid(%(horizon)s::text::xid8)) AS age)
SELECT %(horizon)s > pg_snapshot_xmax(pg_current_snapshot())::text::bigint  -- another server's
  OR EXISTS (
    SELECT FROM members_person p, seen WHERE p.chapter_id = %(chapter)s AND age(p.xmin) <= seen.age
  ) OR EXISTS (
    SELECT FROM seen, members_personphone t JOIN members_person p ON p.id = t.person_id
    WHERE age(t.xmin) <= seen.age AND p.chapter_id = %(chapter)s
  ) OR EXISTS (
    SELECT FROM seen, members_personemail t JOIN members_person p ON p.id = t.person_id
    WHERE age(t.xmin) <= seen.age AND p.chapter_id = %(chapter)s
  ) OR EXISTS (
    SELECT FROM members_externalid e, seen
    WHERE e.chapter_id = %(chapter)s AND age(e.xmin) <= seen.age
  ) OR EXISTS (  -- who was found is not in the file any more, or in another chapter's
    SELECT FROM members_importrow r LEFT JOIN members_person p ON p.id = r.match_id
    WHERE r.batch_id = %(batch)s AND r.verdict = 'same'
      AND p.chapter_id IS DISTINCT FROM %(chapter)s
  )
"""
