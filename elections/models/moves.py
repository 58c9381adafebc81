"""How far an election may come, and what then stays as it is: what the database asks of each change."""

# A sealed election keeps its rules: only where it stands may change.
_MOVES = (
    "state version closes_at suspended_at sealed_at opened_at closed_at counted_at proclaimed_at void_reason"
    " assembly_id"
)
KEEP_THE_RULES = f"""
    IF OLD.state <> 'draft' AND to_jsonb(NEW) - string_to_array('{_MOVES}', ' ')
        <> to_jsonb(OLD) - string_to_array('{_MOVES}', ' ') THEN
        RAISE EXCEPTION 'election % is sealed: its rules stay', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'election_keeps_its_rules_once_sealed';
    END IF;
    IF NEW.closes_at IS DISTINCT FROM OLD.closes_at AND OLD.state NOT IN ('draft', 'sealed') AND (
        OLD.state <> 'open' OR NEW.state <> 'open' OR NEW.closes_at IS NULL OR NEW.closes_at <= OLD.closes_at
        OR COALESCE(OLD.suspended_at, clock_timestamp()) >= OLD.closes_at
    ) THEN
        RAISE EXCEPTION 'election % is open: its end only moves later, before it has come', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'election_end_only_moves_later';
    END IF;
    IF NEW.suspended_at IS DISTINCT FROM OLD.suspended_at AND (
        OLD.state <> 'open' OR NEW.state <> 'open'
        OR (OLD.suspended_at IS NOT NULL AND NEW.suspended_at IS NOT NULL)
        OR (NEW.suspended_at IS NOT NULL AND clock_timestamp() >= OLD.closes_at)
    ) THEN
        RAISE EXCEPTION 'election % is not suspended now', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'election_is_suspended_while_open';
    END IF;
    IF OLD.state = 'open' AND NEW.state = 'closed' AND NEW.suspended_at IS NOT NULL THEN
        RAISE EXCEPTION 'election % is suspended', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'election_resumes_before_it_ends';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'draft>sealed', 'sealed>open', 'open>closed', 'closed>counted', 'counted>closed', 'counted>proclaimed',
        'draft>void', 'sealed>void', 'open>void', 'closed>void', 'counted>void'
    ) THEN
        RAISE EXCEPTION 'an election that is % does not become %', OLD.state, NEW.state
        USING ERRCODE = 'check_violation', CONSTRAINT = 'election_goes_forward';
    END IF;
    RETURN NEW;
"""
