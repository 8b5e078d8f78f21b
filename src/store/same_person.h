// Whether a client whom a calendar writes otherwise by now is still the same, and what of them is kept.
#pragma once

#include "store/clients.h"

namespace courtesy {

/// Of two who had one visit, one after the other: they share a number or an address, and their names are akin: all
/// words of the one are among the other's ("Ana", "Gil, Ana"). A family shares a number, so another name is somebody
/// else.
bool same_person(const Client& before, const Client& now);

/// Who wants no contact wants none at another number or address of theirs, and what `before` withdrew stays withdrawn
/// for `now`: where it is the same client, and where it could be.
Result<void> keep_wishes(Unit& unit, const Client& before, const Client& now);

}  // namespace courtesy
