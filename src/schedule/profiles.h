// The permitted hours that every account has.
#pragma once

#include "appointment/appointment.h"
#include "schedule/hours.h"

namespace courtesy {

/// Calls 09:00 to 20:00, none on Sunday; texts 09:00 to 20:00, on Sunday from 12:00; email at any time. Within the
/// strictest of the hours that federal law and most US states set for solicitation (47 CFR 64.1200(c)(1): 08:00 to
/// 21:00 where the called party is), which reminders need not keep but do.
const WeekWindows& default_hours(Channel channel);

/// Each window closed earlier by `margin`, so that what starts in it also ends in it; what is shorter vanishes. Windows
/// that touch or overlap are first joined.
WeekWindows closing_earlier(const WeekWindows& windows, minutes margin);

/// A call starts at least this long before its hours end: the longest message, with ringing and the way to an opt-out.
inline constexpr minutes call_margin{5};

/// The hours of a channel as a constraint, with `call_margin` taken off for calls. All zones that the person could be
/// in; none of them known is no permission.
Constraint hours_constraint(Channel channel, const WeekWindows& windows, std::vector<Zone> zones,
                            std::set<LocalDate> closed_dates = {});

}  // namespace courtesy
