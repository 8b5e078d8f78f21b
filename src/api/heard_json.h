// What is heard of a call, as the API gives it.
#pragma once

#include <boost/json/array.hpp>
#include <span>

#include "flow/heard.h"

namespace courtesy::api {

/// `[{"words": "…", "url": null}, {"words": null, "url": "/audio/HASH.wav"}]`, in the order in which they are heard.
boost::json::array heard_json(std::span<const flow::HeardPiece> pieces);

}  // namespace courtesy::api
