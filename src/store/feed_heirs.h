// Whose the visits of a feed are that is read no more, as when its calendar has another address.
#pragma once

#include <string>
#include <vector>

#include "intake/import.h"
#include "store/appointments.h"
#include "store/feeds.h"

namespace courtesy {

/// Under what names the visits of removed feeds are kept; none: no feed was removed.
Result<std::vector<std::string>> sources_left_behind(Unit& unit);

/// What one of those has of the same occurrence of the same event is the feed's `source` from now on, with all that was
/// said and told of it; nothing where none has it.
Result<std::optional<Appointment>> take_over(Unit& unit, const std::vector<std::string>& left_behind,
                                             const intake::Booked& booked, const std::string& source);

/// The visits ahead of a feed that is not read any more, and that another feed has too, are left to that one, with what
/// was said of them.
Result<void> leave_to_others(Unit& unit, FeedId removed);

}  // namespace courtesy
