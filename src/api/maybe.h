// What may not be there, as JSON: the value, or null.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>

#include "api/answer.h"
#include "base/id.h"
#include "base/instant.h"

namespace courtesy::api {

inline boost::json::value maybe(const std::optional<Instant>& at) {
  return at ? boost::json::value(to_string(*at)) : boost::json::value(nullptr);
}

inline boost::json::value maybe(const std::optional<std::int64_t>& number) {
  return number ? boost::json::value(*number) : boost::json::value(nullptr);
}

/// 0 is none.
inline boost::json::value maybe_number(std::int64_t number) {
  return number == 0 ? boost::json::value(nullptr) : boost::json::value(number);
}

template <typename Tag>
boost::json::value maybe(Id<Tag> id) {
  return maybe_number(id.value());
}

}  // namespace courtesy::api
