// An attempt whose fate is in doubt, and what the gateway's list says about it.
#pragma once

#include <vector>

#include "gateway/gateway.h"
#include "store/attempts.h"

namespace courtesy {

class Unit;

/// When to ask again after that many looks that found nothing: the looks are one, five and fifteen minutes after the
/// send; then nothing is to be found.
std::optional<minutes> next_look_after(int looks);

LookUp question_about(const Attempt& attempt);

/// One sighting that no other attempt has: adopted. None: asked again, at last `absent`. Several: nobody can tell
/// which, and that must not happen: the account stops. Errors: the store's.
Result<void> settle_sightings(Unit& unit, AttemptId id, const std::vector<Sighting>& sightings);

/// The gateway could not be asked, or cannot answer at all (`invalid`): then a person decides.
Result<void> settle_no_answer(Unit& unit, AttemptId id, const Error& error);

/// We have asked the gateway to call it off. It did, or says that it is too late: callbacks or the next look tell the
/// rest. It was not to be reached: asked again in seconds, four times at most.
Result<void> called_off(Unit& unit, AttemptId id, const Ending& ending);

/// The intent's commit had no known fate, and so nothing was sent. Should the attempt be there after all, ours by its
/// secret and still `intended`, it never left.
Result<void> never_sent(Unit& unit, AttemptId id, const std::string& secret);

/// Attempts that an older life of this node intended, and of which nothing was heard: `unknown`, asked for at once.
Result<int> adopt_orphans(Unit& unit);

}  // namespace courtesy
