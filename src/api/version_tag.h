// Answers whose ETag begins with the version of what they tell of, and changes that are held against it.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <memory>
#include <optional>

#include "http/message.h"
#include "http/seam.h"

namespace courtesy::api {

/// The version that the question has found; it is asked in another place than it is answered.
using VersionTag = std::shared_ptr<std::int64_t>;

inline constexpr const char* changed_meanwhile = "somebody else has changed it meanwhile";

/// Notes the page's `version` for the tag.
boost::json::object noted(boost::json::object page, const VersionTag& tag);
/// With the tag. What a change leaves alone is in the rest of it.
http::Respond tagged(VersionTag tag, http::Respond respond);
/// By `If-Match`. None: whatever it is. What is no version is none that could be there.
std::optional<std::int64_t> expected_in(const http::Request& request);

}  // namespace courtesy::api
