// What intake makes of a calendar or a table: each occurrence is a booking, excluded, or reported.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "appointment/appointment.h"
#include "base/instant.h"
#include "base/phone/number.h"
#include "base/result.h"
#include "base/zone.h"

namespace courtesy::intake {

/// One appointment as read. `uid` and `recurrence` say which occurrence of which event of the source it is.
struct Booked {
  std::string uid;
  std::string recurrence;  ///< original start key of this occurrence; empty for a single event
  Start start;
  Booking booking = Booking::booked;  ///< cancelled: the source says STATUS:CANCELLED
  std::int64_t sequence = 0;
  std::string name;                   ///< the client's; may be empty
  std::optional<PhoneNumber> number;  ///< usable for calls and texts
  std::string email;                  ///< may be empty
  std::string unreachable;            ///< why what stands there is no number; empty where there is one, or nothing
  std::string summary;                ///< for staff only
  int line = 0;                       ///< of the component in the source, from 1
};

/// `declined`: its client has declined the invitation.
enum class Exclusion { exdate, cancelled, declined };
std::string_view to_string(Exclusion why);
struct Excluded {
  std::string uid;
  std::string recurrence;
  Exclusion why;
  int line = 0;
};

/// A row or component that could not become an appointment: what, where, how to mend.
struct Report {
  int line = 0;
  std::string uid;  ///< or the row's key; may be empty
  std::string reason;
};

struct Import {
  /// What the source has, whenever it takes place, readable or not: components of a calendar, rows of a table.
  std::size_t components = 0;
  /// Occurrences in [from, to) plus the components that could not be expanded: appointments + excluded + reports.
  std::size_t events = 0;
  std::vector<Booked> appointments;
  std::vector<Excluded> excluded;
  std::vector<Report> reports;
  /// Components that a later version in the same source replaces: not counted as events, shown to staff if asked.
  std::vector<Report> superseded;
  /// Entries of which nothing lies in [from, to): past, or too far ahead. Not counted as events.
  std::size_t outside = 0;
  /// The source itself is damaged or cut off: events may be missing of which no report tells.
  bool damaged = false;
};

struct Settings {
  Zone zone;            ///< the account's: for floating and all-day times
  std::string country;  ///< ISO 3166 alpha-2: for numbers in national form
  Instant from;
  Instant to;
  /// False: nobody said in which zone a time without one is. It is then reported; `zone` only tells times in UTC.
  bool zone_stated = true;
};

}  // namespace courtesy::intake
