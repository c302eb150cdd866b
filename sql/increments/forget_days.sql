-- Events of the account days that are due, which are formed anew.
delete from core.account_day_events
using days_due
where
    account_day_events.platform = days_due.platform
    and account_day_events.account is not distinct from days_due.account
    and account_day_events.date = days_due.date
