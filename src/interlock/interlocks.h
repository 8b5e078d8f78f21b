// The interlocks, one file each. Every one is a pure function; judge.cpp asks them in its written order.
#pragma once

#include "interlock/decision.h"
#include "interlock/facts.h"

namespace courtesy {

/// While stopped a reminder waits; its lateness goes on counting.
Decision stopped(const Due& due, const HouseFacts& house, const DueFacts& facts);
/// Outside production only allow-listed recipients; anywhere, of what was booked with a guest key only these, and of
/// what was booked with a test key nobody.
Decision allow_list(const Due& due, const HouseFacts& house, const DueFacts& facts);
/// Cancelled, moved, confirmed, begun: nobody is bothered.
Decision still_valid(const Due& due, const HouseFacts& house, const DueFacts& facts);
/// Too close to the appointment: a drop. Later than its rule's lateness, while it could still be of use: a person
/// decides, once.
Decision usefulness(const Due& due, const HouseFacts& house, const DueFacts& facts);
/// The same for a call that was sent in time, with five minutes for the gateway's queue and the ringing.
Decision usefulness_at_answer(const Due& due, const HouseFacts& house, const DueFacts& facts);
/// The same client was told of the same start by another row (a feed re-exported with new UIDs, a rule made anew), or
/// is just being told: then it is merged into that contact (carrier_of), and comes back should that one reach nobody.
Decision already_told(const Due& due, const HouseFacts& house, const DueFacts& facts);
/// The contact under way that says what `due` would say; 0: none.
AttemptId carrier_of(const Due& due, const HouseFacts& house, const DueFacts& facts);
/// A recipient, no opt-out, and a consent on record.
Decision consent(const Due& due, const HouseFacts& house, const DueFacts& facts);
/// Only the account's countries; never emergency, short or premium numbers.
Decision country(const Due& due, const HouseFacts& house, const DueFacts& facts);
/// Defers calls and texts outside the client's permitted hours, in every zone it could be; email passes.
Decision permitted_hours(const Due& due, const HouseFacts& house, const DueFacts& facts);
/// One running call a number, and at most one call in `facts.call_gap`.
Decision contact_running(const Due& due, const HouseFacts& house, const DueFacts& facts);
/// Contacts in each window, by all accounts together.
Decision recipient_caps(const Due& due, const HouseFacts& house, const DueFacts& facts);
/// The account's contacts and money a day and a month.
Decision budget(const Due& due, const HouseFacts& house, const DueFacts& facts);
/// The account's contacts a minute and an hour.
Decision account_pace(const Due& due, const HouseFacts& house, const DueFacts& facts);
/// As fast as those who ring back find somebody; only where the account paces by its agents.
Decision capacity(const Due& due, const HouseFacts& house, const DueFacts& facts);
/// A place on the line of its channel. Those that find none wait in a row at the line's pace, a minute at most.
Decision line_pace(const Due& due, const HouseFacts& house, const DueFacts& facts);

/// More than twice the highest hour or day ever, and during a probation more than its pace.
Decision unusual_volume(const Due& due, const HouseFacts& house, const DueFacts& facts);

}  // namespace courtesy
