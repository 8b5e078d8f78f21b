// What a reminder says to one client: the flow's version pinned, or the template rendered.
#pragma once

#include "dispatch/intend.h"
#include "flow/library.h"

namespace courtesy {

/// `library` must outlive what is returned.
Fill fill_from(const flow::Library& library);

}  // namespace courtesy
