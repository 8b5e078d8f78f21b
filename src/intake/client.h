// Who the client of an event is, and how to reach them, from the fields where real calendars keep it.
#pragma once

#include <optional>
#include <string>

#include "base/phone/number.h"
#include "intake/component.h"
#include "intake/reading.h"

namespace courtesy::intake {

struct ClientDetails {
  std::string name;  ///< may be empty
  std::optional<PhoneNumber> number;
  std::string email;        ///< may be empty
  std::string unreachable;  ///< why what stands there is no number; empty where there is one, or nothing
  std::string summary;
  bool declined = false;  ///< the one attendee who is the client will not come
};

/// In this order, each detail from the first place that has it:
/// 1. the patterns of `reading`;
/// 2. the one ATTENDEE that is neither the organizer nor a room: CN, tel:, mailto:;
/// 3. a line of the description like "Name: ...", "Phone: ...", "Email: ..." (English, Spanish, French, German,
///    Portuguese, Italian);
/// 4. anywhere in title, description, place and CONTACT for a number or an address; the rest of the title for a name.
/// Two different numbers in one place are no number: which of them is the client's is not guessed.
ClientDetails client_of(const Component& event, const Reading& reading);

}  // namespace courtesy::intake
