// What a day came to, from the store on one side and from the phone network on the other; and whether the two agree.
#pragma once

#include <string>
#include <vector>

#include "phonenet/journal.h"
#include "store/unit.h"

namespace courtesy::simulation {

/// What became of the calendar, as its import said.
struct ImportTally {
  std::size_t events = 0;
  std::size_t appointments = 0;
  std::size_t excluded = 0;
  std::vector<std::string> reports;  ///< `line 12: …`
};

struct DayTally {
  std::string json;
  std::vector<std::string> faults;
};

/// Of account 1. `until`: every reminder due by then must have an ending.
Result<DayTally> tally_day(Unit& unit, const phonenet::Journal& journal, const ImportTally& import, Instant until);

}  // namespace courtesy::simulation
