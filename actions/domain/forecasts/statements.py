"""The questions of the forecast, in SQL: every page of an action and « Ma semaine » ask them.

Written out, because to build them anew at each page cost more than to answer them. One place says
what a cell is, for the actions held and for those to come.
"""

from typing import Final

LAST: Final = 40  # actions held that a chapter learns from
FAR, NEAR = 7, 2  # days between the answer and the action: from 8, from 3, fewer

ASKED: Final = "(attendance.invited_at IS NOT NULL OR attendance.answered_at IS NOT NULL)"

# What somebody said (`Word`), by which means, how many days before the action.
CELL: Final = f"""
CASE WHEN attendance.answer = 'yes' AND attendance.confirmed_at IS NOT NULL THEN 'sure'
     WHEN attendance.answer = 'yes' AND attendance.answer_source = 'leader' THEN 'promised'
     WHEN attendance.answer IN ('yes', 'maybe', 'no') THEN attendance.answer
     ELSE 'silent' END AS word,
CASE WHEN attendance.answer_source IN ('face', 'phone', '') THEN attendance.answer_source
     ELSE 'written' END AS means,
CASE WHEN attendance.answered_at IS NULL THEN 0
     WHEN action.starts_at - attendance.answered_at > interval '{FAR} days' THEN {FAR}
     WHEN action.starts_at - attendance.answered_at > interval '{NEAR} days' THEN {NEAR}
     ELSE 0 END AS days"""

# The last actions over where people were checked in by name, and what is kept of them.
_HELD: Final = f"""
SELECT chapter_id, id, starts_at, is_kept, cells, others FROM (
  SELECT action.chapter_id, action.id, action.starts_at, lesson.cells, lesson.others,
    lesson.id IS NOT NULL AS is_kept,
    row_number() OVER (
      PARTITION BY action.chapter_id ORDER BY action.starts_at DESC, action.id DESC) AS rank
  FROM actions_action AS action
  LEFT JOIN actions_lesson AS lesson
    ON lesson.action_id = action.id AND lesson.starts_at = action.starts_at
  WHERE action.chapter_id = ANY(%(chapters)s)
    AND action.state = 'announced' AND NOT action.count_only
    AND action.ends_at < %(now)s AND action.starts_at >= %(since)s
    AND CASE WHEN lesson.id IS NOT NULL THEN lesson.by_name ELSE EXISTS (
      SELECT FROM actions_attendance AS attendance
      WHERE attendance.action_id = action.id
        AND attendance.attended AND attendance.invited_at IS NOT NULL) END
) AS held
WHERE rank <= {LAST} ORDER BY starts_at DESC, id DESC"""  # noqa: S608 - constants of this file
HELD: Final = f"""
SELECT chapter_id, id, is_kept, cells, others FROM ({_HELD}) AS last_held"""  # noqa: S608

# Actions counted from their presences: the cells of those asked, and the others.
COUNTED: Final = f"""
SELECT action.id, {ASKED} AS was_asked, {CELL}, count(*), count(*) FILTER (WHERE attended),
  sum(companions)
FROM actions_attendance AS attendance JOIN actions_action AS action ON action.id = action_id
WHERE action.id = ANY(%(actions)s)
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"""  # noqa: S608 - constants of this file

# Those asked to actions, with their habits in actions held. A thousand people are some fifty
# kinds of people: counted here, they cost no row each.
_PEOPLE: Final = f"""
asked AS (
  SELECT action.id AS action_id, person_id, companions, answer = 'yes' AS said_yes, {CELL}
  FROM actions_attendance AS attendance JOIN actions_action AS action ON action.id = action_id
  WHERE {ASKED} AND action.id = ANY(%(actions)s)
), habits AS (
  SELECT person_id, answer = 'yes' AS said_yes, count(*) AS before,
    count(*) FILTER (WHERE attended) AS came
  FROM actions_attendance AS attendance
  WHERE {ASKED} AND person_id IN (SELECT person_id FROM asked)
    AND action_id = ANY(ARRAY(SELECT id FROM held))
  GROUP BY 1, 2
), people AS (
SELECT action_id, word, means, days, companions, coalesce(before, 0) AS before,
  coalesce(came, 0) AS came, count(*)
FROM asked LEFT JOIN habits USING (person_id, said_yes)
GROUP BY 1, 2, 3, 4, 5, 6, 7
)"""  # noqa: S608 - constants of this file
PEOPLE: Final = f"""
WITH held AS (SELECT unnest(%(held)s::bigint[]) AS id), {_PEOPLE} SELECT * FROM people"""  # noqa: S608

# Both at once, for the pages: what the last actions held taught, and who is asked now.
FORESEEN: Final = f"""
WITH held AS MATERIALIZED ({_HELD}), {_PEOPLE}
SELECT
  (SELECT json_agg(json_build_array(chapter_id, id, is_kept, cells, others)
     ORDER BY starts_at DESC, id DESC) FROM held),
  (SELECT json_agg(json_build_array(action_id, word, means, days, companions, before, came, count))
     FROM people)"""  # noqa: S608 - constants of this file
