// A call as a picture: time runs downwards, and the callee, the documents and the webhooks have a lane each.
#pragma once

#include <string>
#include <vector>

#include "phonenet/trace/moments.h"

namespace courtesy::phonenet {

/// SVG, 960 wide, as high as the call is eventful; of more than 400 moments the first 400, and how many more there are.
/// It is light or dark as whoever looks at it wishes, has title and description (the transcript), and needs no font but
/// the reader's own.
std::string timeline_of(const CallTale& tale);

/// `text` in lines of at most `width` characters, broken between words where there are any; more than `most` lines end
/// in an ellipsis.
std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t most);

}  // namespace courtesy::phonenet
