"""When a message may reach somebody: quiet hours for e-mail, stricter hours and days for SMS.

SMS: between ten and eight in the evening, Monday to Saturday, not on public holidays, which
satisfies every reading of the rules (docs/decisions/0131). All hours are the house's local ones.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings

from actions.domain.reminding.sequences import Window, local_zone
from alliance.core.days.holidays import is_holiday
from alliance.outbox.enums import ChannelName

SUNDAY = 6
# News that cannot wait (the action of tomorrow is cancelled): any day, while people are awake.
URGENT_SMS = (8, 21)
LOOK_AHEAD_DAYS = 14


def may_send(channel: str, now: datetime, *, urgent: bool = False) -> bool:
    """Whether this means may be used now; `urgent` for a change of something near."""
    local = now.astimezone(local_zone())
    if channel == ChannelName.SMS:
        opens, closes = URGENT_SMS if urgent else settings.SMS_HOURS
        return opens <= local.hour < closes and (urgent or _is_working_day(local))
    return urgent or not _is_quiet(local.hour)


def next_opening(channel: str, now: datetime) -> datetime:
    """The first instant from now at which this means may be used."""
    if may_send(channel, now):
        return now
    local = now.astimezone(local_zone())
    hour = settings.SMS_HOURS[0] if channel == ChannelName.SMS else settings.EMAIL_QUIET_HOURS[1]
    for days in range(LOOK_AHEAD_DAYS):
        day = local.date() + timedelta(days=days)
        opening = datetime.combine(day, time(hour), tzinfo=local_zone())
        if opening > now and may_send(channel, opening):
            return opening
    return now + timedelta(days=1)


def closing(channel: str, now: datetime, *, urgent: bool = False) -> datetime | None:
    """When a message written now must have left: SMS are not sent late in the evening."""
    if channel != ChannelName.SMS:
        return None
    hour = URGENT_SMS[1] if urgent else settings.SMS_HOURS[1]
    evening = now.astimezone(local_zone()).date() + timedelta(days=hour // 24)
    return datetime.combine(evening, time(hour % 24), tzinfo=local_zone())


def sms_possible(window: Window, now: datetime, *, urgent: bool = False) -> bool:
    """Whether an SMS may leave at all inside a window; on a Sunday, e-mail takes its place."""
    since = max(now, window.opens_at)
    if urgent and may_send(ChannelName.SMS, since, urgent=True):
        return True
    return next_opening(ChannelName.SMS, since) < window.closes_at


def _is_working_day(local: datetime) -> bool:
    if settings.SMS_ON_SUNDAYS:
        return True
    return local.weekday() != SUNDAY and not is_holiday(local.date())


def _is_quiet(hour: int) -> bool:
    starts, ends = settings.EMAIL_QUIET_HOURS
    return hour >= starts or hour < ends if starts > ends else starts <= hour < ends
