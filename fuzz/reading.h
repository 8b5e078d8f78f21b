// An account that reads calendars and tables, with bounds that one input is through with in milliseconds.
#pragma once

#include <boost/json.hpp>

#include "fuzz.h"
#include "intake/import.h"
#include "intake/json.h"
#include "intake/reading.h"

namespace courtesy::fuzz {

inline const intake::Reading& reading() {
  static const intake::Reading how{.settings = {.zone = Zone::find("Europe/Madrid").value(),
                                                .country = "ES",
                                                .from = parse_instant("2026-01-01T00:00:00Z").value(),
                                                .to = parse_instant("2027-01-01T00:00:00Z").value()},
                                   .bounds = {.bytes = 64u << 10,
                                              .components = 200,
                                              .occurrences_an_event = 50,
                                              .occurrences = 200,
                                              .steps_an_event = 2'000,
                                              .steps = 10'000}};
  return how;
}

inline void nothing_is_lost(const intake::Import& import) {
  const std::size_t told = import.appointments.size() + import.excluded.size() + import.reports.size();
  must(import.damaged || import.events == told, "every event is a booking, excluded, or reported");
  boost::system::error_code error;
  (void)boost::json::parse(intake::to_json(import), error);
  must(!error, "an import can be told as JSON");
}

}  // namespace courtesy::fuzz
