"""Rows as a city has them after some years: what lists, rights and search are measured with.

Written in bulk and past the operations, for measuring alone; the journal by its own function, the
index by its own door. The tests of query counts use the same with few rows. Everything that is
added can be told by "bench" in its code, username or type.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import connection, transaction

from benchmarks import sharing

ROWS = 50_000
POSTS = 100
"""Posts of each of the people who look at pages."""

BULK = 50_000

ID = (
    "(lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7'"
    " || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 4, 15))::uuid"
)
"""An id in the order of time, on every version of PostgreSQL."""

PEOPLE = f"""
    INSERT INTO identity_account (id, kind, username, name, name_key, email, phone, password,
        real_name_level, opened_at, first_signed_in_at, id_number_sealed, must_change_password,
        version)
    SELECT {ID}, CASE WHEN mod(n, 5) = 0 THEN 'staff' ELSE 'citizen' END, 'bench-' || n,
        '试' || substr('马王李张杨刘禹虎苏者海兰', mod(n, 12) + 1, 1) || n, 'shi ' || md5(n::text),
        '', '', '', 0, %(now)s, CASE WHEN mod(n, 4) > 0 THEN %(now)s::timestamptz END, '', false, 1
    FROM generate_series(%(first)s, %(last)s) n
"""
UNITS = f"""
    INSERT INTO organisations_unit (id, code, name, short_name, search_keys, category,
        division_id, parent_id, "order", valid_from, version)
    SELECT {ID}, 'bench-' || n, above.name || '业务' || n || '科', '', 'yewu' || n, 'section',
        above.division_id, above.id, 1000 + n, %(day)s, 1
    FROM generate_series(%(first)s, %(last)s) n JOIN (
        SELECT *, row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS number
        FROM organisations_unit WHERE valid_to IS NULL AND category <> 'section'
    ) above ON above.place = mod(n, above.number)
"""
NAMES = f"""
    INSERT INTO organisations_unitname (id, unit_id, name, valid_from)
    SELECT {ID}, id, name, valid_from FROM organisations_unit u WHERE code LIKE 'bench-%%'
    AND NOT EXISTS (SELECT 1 FROM organisations_unitname n WHERE n.unit_id = u.id)
"""
PLACES = f"""
    INSERT INTO organisations_unitplace (id, unit_id, parent_id, division_id, valid_from)
    SELECT {ID}, id, parent_id, division_id, valid_from FROM organisations_unit u
    WHERE code LIKE 'bench-%%'
    AND NOT EXISTS (SELECT 1 FROM organisations_unitplace n WHERE n.unit_id = u.id)
"""
POSTS_OF_STAFF = f"""
    INSERT INTO organisations_post (id, unit_id, title, kind, "order", valid_from, version)
    SELECT {ID}, unit.id, '科员', 'clerk', n, %(day)s, 1
    FROM generate_series(%(first)s, %(last)s) n JOIN (
        SELECT id, row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS number
        FROM organisations_unit WHERE code LIKE 'bench-%%'
    ) unit ON unit.place = mod(n, unit.number)
    WHERE mod(n, 5) = 0
"""
HELD = f"""
    INSERT INTO organisations_appointment (id, post_id, account_id, is_primary, is_acting,
        valid_from, version)
    SELECT {ID}, post.id, account.id, true, false, %(day)s, 1
    FROM organisations_post post JOIN identity_account account
        ON account.username = 'bench-' || post."order"
    WHERE post."order" BETWEEN %(first)s AND %(last)s AND post.title = '科员'
"""
GRANTS = f"""
    INSERT INTO access_binding (id, role_id, account_id, unit_id, valid_from, granted_by,
        granted_at, version)
    SELECT {ID}, (SELECT id FROM access_role WHERE code = 'staff'), appointment.account_id,
        post.unit_id, %(day)s, %(person)s, %(now)s, 1
    FROM organisations_appointment appointment JOIN organisations_post post
        ON post.id = appointment.post_id
    WHERE post."order" BETWEEN %(first)s AND %(last)s AND post.title = '科员'
"""
CLEARANCES = """
    INSERT INTO access_clearance (account_id, level, version)
    SELECT account_id, 1, 1 FROM access_binding
    WHERE account_id IS NOT NULL ON CONFLICT DO NOTHING
"""
NOTICES = f"""
    INSERT INTO messaging_notice (id, account_id, kind, title, body, url, "group", urgent, shown,
        at, read_at)
    SELECT {ID}, CASE WHEN mod(n, 2) = 0 THEN %(person)s ELSE gen_random_uuid() END, 'jobs.done',
        '第' || n || '号事项已办结', '', '/work/', '', false, true, %(now)s,
        CASE WHEN mod(n, 10) < 8 THEN %(now)s::timestamptz END
    FROM generate_series(%(first)s, %(last)s) n
"""
DEAD = f"""
    INSERT INTO messaging_delivery (id, notice_id, channel, in_digest, state, attempts, due_at,
        trouble)
    SELECT {ID}, id, 'email', false, CASE WHEN mod(n, 20) = 0 THEN 'dead' ELSE 'sent' END, 1,
        %(now)s, ''
    FROM (SELECT id, row_number() OVER () AS n FROM messaging_notice) notice
    WHERE NOT EXISTS (SELECT 1 FROM messaging_delivery d WHERE d.notice_id = notice.id)
"""
JOBS = f"""
    INSERT INTO jobs_job (id, name, title, owner_id, owner_name, arguments, state, done, total,
        message, outcome, run, attempts, created_at, started_at, finished_at)
    SELECT {ID}, 'bench.nothing', '导出第' || n || '份名单',
        CASE WHEN mod(n, 2) = 0 THEN %(person)s ELSE gen_random_uuid() END, '试甲', '{{}}', 'done',
        1, 1, '', '{{}}', 1, 1, %(now)s::timestamptz - n * interval '1 minute', %(now)s, %(now)s
    FROM generate_series(%(first)s, %(last)s) n
"""
LIMITS = f"""
    INSERT INTO calendar_clock (id, of_type, of_id, kind, limit_unit, limit_value, citation, title,
        url, unit_id, division, responsible, ladder, event_day_counts, rolls, until_closing,
        counting_citation, state, started_at, counted_from, due_at, due_on, total_ticks,
        paused_ticks, is_late, late_by, is_provisional, reckoned_by, version)
    SELECT {ID}, 'bench.case', gen_random_uuid(), 'decide', 'date', 0, '',
        '第' || n || '号事项', '', unit.id, '',
        ARRAY[CASE WHEN mod(n, 100) = 0 THEN %(person)s::uuid ELSE gen_random_uuid() END],
        '[]', false, true, false, '', 'running', %(now)s, %(now)s,
        %(now)s::timestamptz + n * interval '1 minute', %(day)s::date + mod(n, 60), 20, 0,
        false, 0, false,
        coalesce((SELECT token FROM calendar_stamp LIMIT 1), gen_random_uuid()), 1
    FROM generate_series(%(first)s, %(last)s) n JOIN (
        SELECT id, row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS number
        FROM organisations_unit WHERE valid_to IS NULL
    ) unit ON unit.place = mod(n, unit.number)
"""
DAYS = """
    INSERT INTO measures_snapshot (measure, day, scope, key, numerator, denominator, records,
        computed_at)
    SELECT taken.measure, every.day, taken.scope, taken.key, taken.numerator, taken.denominator,
        taken.records, every.day + interval '26 hours'
    FROM (
        SELECT days.day, (SELECT max(k.day) FROM known k WHERE k.day <= days.day) AS of
        FROM (SELECT generate_series(min(day), max(day), '1 day')::date AS day FROM known) days
    ) every JOIN measures_snapshot taken ON taken.day = every.of
    WHERE every.day <> every.of
"""
DAYS = f"WITH known AS MATERIALIZED (SELECT DISTINCT day FROM measures_snapshot) {DAYS}"

LEADS = """
    SELECT id, row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS number
    FROM (SELECT id, code FROM organisations_unit WHERE valid_to IS NULL ORDER BY code LIMIT 200) u
"""
"""The units that lead items: 200 at most."""

ITEMS = f"""
    INSERT INTO supervision_item (id, number, code, year, path, root_id, parent_id, ordinal, title,
        end_state, origin, origin_title, origin_number, plan_code, task_code, clause_code, urgency,
        secrecy, lead_unit_id, supervising_unit_id, supervisor_id, is_mandatory, weight, state,
        percent, due_on, first_due_on, clock_id, is_late, late_since, sheet_colour, registered_at,
        handed_over_at, signed_at, progressed_at, reopened, returned, version)
    SELECT md5('bench-item-' || n)::uuid, 'bench-' || n, n::text, 2017,
        '0bench.' || lpad(whole::text, 8, '0') || CASE WHEN part > 0 THEN '.' || part ELSE '' END,
        md5('bench-item-' || whole)::uuid,
        CASE WHEN part > 0 THEN md5('bench-item-' || whole)::uuid END, part,
        '第' || n || '号督办事项', '全部完成并通过核验',
        (ARRAY['plan', 'meeting', 'note', 'document', 'proposal', 'press'])[mod(whole / 5, 6) + 1],
        '', '', '', '', '', 'ordinary', 1, unit.id, unit.id, %(person)s, true, 1,
        CASE mod(n, 4) WHEN 0 THEN 'handed_over' WHEN 1 THEN 'working' WHEN 2 THEN 'working'
            ELSE 'verifying' END,
        mod(n, 90), due.day, due.day, md5('bench-limit-' || n)::uuid, due.late,
        CASE WHEN due.late THEN due.day + 1 END,
        CASE WHEN mod(n, 10) = 0 THEN (ARRAY['blue', 'orange', 'red'])[mod(n / 10, 3) + 1]
            ELSE '' END,
        %(now)s::timestamptz - interval '40 days', %(now)s::timestamptz - interval '39 days',
        %(now)s::timestamptz - interval '38 days', %(now)s, 0, 0, 1
    FROM (
        SELECT n, mod(n - 1, 5) AS part, n - mod(n - 1, 5) AS whole
        FROM generate_series(%(first)s, %(last)s) n
    ) item
    CROSS JOIN LATERAL (
        SELECT mod(item.n, 9) = 0 AS late, %(day)s::date
            + CASE WHEN mod(item.n, 9) = 0 THEN -1 - mod(item.n, 30) ELSE mod(item.n, 120) END
            AS day
    ) due
    JOIN ({LEADS}) unit ON unit.place = mod(item.n, unit.number)
"""
ITEM_LIMITS = """
    INSERT INTO calendar_clock (id, of_type, of_id, kind, limit_unit, limit_value, citation, title,
        url, unit_id, division, responsible, ladder, event_day_counts, rolls, until_closing,
        counting_citation, state, started_at, counted_from, due_at, due_on, total_ticks,
        paused_ticks, is_late, late_by, is_provisional, reckoned_by, version)
    SELECT item.clock_id, 'supervision.item', item.id, 'supervision.item', 'date', 0, '',
        item.title, '', item.lead_unit_id, '', ARRAY[gen_random_uuid()], '[]', false, true, false,
        '', 'running', item.handed_over_at, item.handed_over_at,
        (item.due_on + 1)::timestamptz, item.due_on, 20 * 86400, 0, item.is_late, 0, false,
        coalesce((SELECT token FROM calendar_stamp LIMIT 1), gen_random_uuid()), 1
    FROM supervision_item item JOIN generate_series(%(first)s, %(last)s) n
        ON item.number = 'bench-' || n
"""
ITEM_ENTRIES = f"""
    INSERT INTO supervision_entry (id, item_id, root_id, kind, actor_id, opinion, percent, values,
        at)
    SELECT {ID}, item.id, item.root_id, act.kind, %(person)s, act.said, act.percent, '{{}}', act.at
    FROM supervision_item item JOIN generate_series(%(first)s, %(last)s) n
        ON item.number = 'bench-' || n
    CROSS JOIN LATERAL (VALUES
        ('register', '', NULL::int, item.registered_at),
        ('hand_over', '请按时办理', NULL, item.handed_over_at),
        ('sign_for', '', NULL, item.signed_at),
        ('progress', '按计划推进', item.percent, item.progressed_at)
    ) act(kind, said, percent, at)
"""
ITEM_SHEETS = f"""
    INSERT INTO supervision_sheet (id, item_id, colour, number, state, issued_at, answer_by, reason,
        is_direct, direct_reason, answer)
    SELECT {ID}, item.id, item.sheet_colour, 'bench-sheet-' || n, 'open', %(now)s,
        %(day)s::date + 5, '进度滞后', false, '', ''
    FROM supervision_item item JOIN generate_series(%(first)s, %(last)s) n
        ON item.number = 'bench-' || n
    WHERE item.sheet_colour <> ''
"""
ITEM_REQUESTS = f"""
    INSERT INTO supervision_request (id, item_id, kind, state, asked_by, asked_at, unit_id, reason,
        pause_key, until_on, old_due_on, opinion)
    SELECT {ID}, item.id, 'extension', 'open', %(person)s, %(now)s, item.lead_unit_id,
        '等待设备到货', '', item.due_on + 30, item.due_on, ''
    FROM supervision_item item JOIN generate_series(%(first)s, %(last)s) n
        ON item.number = 'bench-' || n
    WHERE mod(n, 7) = 0
"""
TERMS = f"""
    INSERT INTO calendar_clockterm (id, clock_id, "order", unit, value, until_on, rule_set,
        rule_key, citation, sureness, approval, reason, added_at)
    SELECT {ID}, clock.id, 0, 'date', 0, clock.due_on, '', '', '', '', '', '', clock.started_at
    FROM calendar_clock clock WHERE NOT EXISTS (
        SELECT 1 FROM calendar_clockterm term WHERE term.clock_id = clock.id
    )
"""
SPANS = f"""
    INSERT INTO calendar_clockspan (id, clock_id, is_paused, started_at, reason, reason_title,
        citation, evidence)
    SELECT {ID}, clock.id, false, clock.started_at, '', '', '', ''
    FROM calendar_clock clock WHERE NOT EXISTS (
        SELECT 1 FROM calendar_clockspan span WHERE span.clock_id = clock.id
    )
"""
SENT = f"""
    INSERT INTO correspondence_outgoing (id, type, form, title, issuing_unit_id, drafting_unit_id,
        drafter_id, secrecy, mark, urgency, is_normative, disclosure, disclosure_reason, state,
        returned, draft_number, number, number_id, is_late, drafted_at, submitted_at,
        dispatched_at, version)
    SELECT {ID}, '通知', 'common', '关于做好第' || n || '项工作的通知 bench', unit.id, unit.id,
        %(person)s, 1, '', CASE WHEN mod(n, 20) = 0 THEN '加急' ELSE '' END, false, 'on_request',
        '', CASE WHEN mod(n, 10) = 0 THEN 'archived' ELSE 'dispatched' END, 0, 1,
        '试测〔2017〕' || n || '号', {ID}, false, %(now)s::timestamptz - n * interval '1 minute',
        %(now)s, %(now)s, 1
    FROM generate_series(%(first)s, %(last)s) n JOIN (
        SELECT id, row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS number
        FROM organisations_unit WHERE code LIKE 'bench-%%'
    ) unit ON unit.place = mod(n, unit.number)
"""
TAKING_PART = """
    INSERT INTO correspondence_party (document_id, unit_id, part, "order")
    SELECT id, issuing_unit_id, part, 0
    FROM correspondence_outgoing, unnest(ARRAY['issuer', 'drafter']) part
    WHERE title LIKE '%% bench' ON CONFLICT DO NOTHING
"""
RECEIVED = f"""
    INSERT INTO correspondence_incoming (id, unit_id, origin, outgoing_id, kind, copies, type,
        title, from_unit_id, from_name, their_number, secrecy, mark, urgency, state, purpose,
        number, proposal, is_late, arrived_at, return_reason, version)
    SELECT {ID}, unit.id, 'dispatch', document.id, 'main', 1, document.type, document.title,
        document.issuing_unit_id, '试', document.number, 1, '', document.urgency, 'arrived', '',
        '', '', false, document.drafted_at, '', 1
    FROM generate_series(%(first)s, %(last)s) n
    JOIN organisations_unit unit ON unit.code = 'bench-' || n
    JOIN (SELECT * FROM correspondence_outgoing WHERE title LIKE '%% bench'
          ORDER BY drafted_at DESC, id LIMIT 1) document ON true
    ON CONFLICT DO NOTHING
"""
"""One document that went to everybody: lists of what was received, and of its receipts."""
SUPERVISION = (ITEMS, ITEM_LIMITS, ITEM_ENTRIES, ITEM_SHEETS, ITEM_REQUESTS)
CORRESPONDENCE = (SENT, TAKING_PART, RECEIVED)

STATEMENTS = (
    PEOPLE, UNITS, NAMES, PLACES, POSTS_OF_STAFF, HELD, GRANTS, CLEARANCES, NOTICES, DEAD, JOBS,
    LIMITS, DAYS, *SUPERVISION, *CORRESPONDENCE, TERMS, SPANS,
)  # fmt: skip
"""In the order of what needs what."""

SHARES = {UNITS: 0.01, GRANTS: 0.1, LIMITS: 0.2, RECEIVED: 0.01,
          SENT: 0.1, **dict.fromkeys(SUPERVISION, 0.1)}  # fmt: skip
"""Of some there are fewer in a city than accounts; kept out of small numbers by `LEAST`."""

LEAST = 150


def grow(rows: int = ROWS, *, person: UUID, first: int = 1) -> None:
    """Write about `rows` rows into every list, with things of `person` among them.

    Called again with a later `first` (a multiple of five), it adds more.
    """
    from liupan.kernel import clock

    now = clock.now()
    with transaction.atomic():  # the worker would stumble over limits that have no terms yet
        for statement in STATEMENTS:
            most = max(int(rows * SHARES.get(statement, 1.0)), min(rows, LEAST))
            values = {
                "first": first, "last": first + most - 1, "now": now, "day": clock.on(now),
                "person": person,
            }  # fmt: skip
            _execute(statement, values)
    _refresh_tree()
    most = max(int(rows * 0.1), min(rows, LEAST))
    sharing.grow(first, first + most - 1, person=person, now=now)
    _entries(rows)
    _search(rows)


def appoint_everywhere(
    account_ids: Sequence[UUID], posts: int = POSTS, *, order: int = 900_000
) -> None:
    """Give each of these people so many posts, each in a unit of its own, with its unit's rights
    for those who are no administrators of the city. `order` tells these posts from others."""
    from liupan.kernel import clock

    for number, account_id in enumerate(account_ids):
        values = {
            "person": account_id, "posts": posts, "day": clock.today(), "now": clock.now(),
            "order": order + number,
        }  # fmt: skip
        _execute(EVERYWHERE, values)
        _execute(HOLDS, values)


EVERYWHERE = f"""
    INSERT INTO organisations_post (id, unit_id, title, kind, "order", valid_from, version)
    SELECT {ID}, id, '兼职专员', 'clerk', %(order)s, %(day)s, 1 FROM organisations_unit
    WHERE valid_to IS NULL AND valid_from < %(day)s AND parent_id IS NOT NULL
        AND id NOT IN (SELECT parent_id FROM organisations_unit WHERE parent_id IS NOT NULL)
    ORDER BY code LIMIT %(posts)s
"""
HOLDS = f"""
    INSERT INTO organisations_appointment (id, post_id, account_id, is_primary, is_acting,
        valid_from, version)
    SELECT {ID}, id, %(person)s, false, false, %(day)s, 1
    FROM organisations_post WHERE "order" = %(order)s
"""
LOOKS_AFTER = f"""
    INSERT INTO access_binding (id, role_id, account_id, unit_id, valid_from, granted_by,
        granted_at, version)
    SELECT {ID}, role.id, %(person)s, unit.id, %(day)s, %(person)s, %(now)s, 1
    FROM access_role role JOIN organisations_unit unit ON (
        role.code IN ('unit-administrator', 'unit-handler') AND unit.id IN (
            SELECT post.unit_id FROM organisations_appointment held
            JOIN organisations_post post ON post.id = held.post_id
            WHERE held.account_id = %(person)s)
        OR role.code IN ('leader', 'plan-officer') AND unit.parent_id IS NULL
    )
"""


def look_after_units(account_id: UUID) -> None:
    """Let somebody look after the units of all their posts, the plan, and see the leaders' page."""
    from liupan.kernel import clock

    _execute(LOOKS_AFTER, {"person": account_id, "day": clock.today(), "now": clock.now()})


def _execute(statement: str, values: dict[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _refresh_tree() -> None:
    from liupan.foundation.organisations.tree import refresh_tree

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM organisations_unit u WHERE NOT EXISTS"
            " (SELECT 1 FROM organisations_unittree t WHERE t.descendant_id = u.id)"
        )
        missing = [row[0] for row in cursor.fetchall()]
    refresh_tree(missing)


def _entries(rows: int) -> None:
    from benchmarks.journal import _fill_more
    from liupan.foundation.journal.facade import link_all

    for start in range(0, rows, BULK):
        _fill_more(min(BULK, rows - start))
    link_all()


def _search(rows: int) -> None:
    """Of ten entries three are public, three for all staff, four for who looks after the unit."""
    from benchmarks.search import _entry
    from liupan.foundation.organisations.facade import list_units_on
    from liupan.foundation.organisations.policies import STAFF_UNIT
    from liupan.foundation.search.facade import index_all
    from liupan.kernel import clock

    chance = random.Random(rows)
    units = [unit.id for unit in list_units_on(clock.today())]
    found = (_entry(chance, units) for _ in range(rows))
    index_all(replace(e, permission=STAFF_UNIT if e.permission else None) for e in found)


def analyse() -> None:
    """As autovacuum does within minutes of so much writing; by the owner of the tables: for anybody
    else PostgreSQL leaves them out with no more than a warning."""
    from liupan.config.database import connect
    from liupan.config.environment import environment

    with connect(environment().tables_url) as owner:
        owner.execute("VACUUM (ANALYZE)")
