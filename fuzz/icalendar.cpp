// Calendars as they are uploaded, or found at an address.
#include "intake/icalendar.h"

#include <boost/json.hpp>

#include "fuzz.h"
#include "intake/json.h"
#include "reading.h"

using namespace courtesy;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto import = intake::read_icalendar(fuzz::text_of(data, size), fuzz::reading());
  if (import) fuzz::nothing_is_lost(*import);
  return 0;
}
