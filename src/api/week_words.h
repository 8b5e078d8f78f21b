// What was set about the week, in a sentence: the days on which the business works, the times at which somebody takes
// callbacks. So that "who closed Fridays?" has an answer.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/language.h"

namespace courtesy::api {

/// Of a row `business_week_set` or `pacing_set` whose body says what was set; none for every other. `by`: who it was,
/// as it stands in a sentence; may be empty.
std::optional<std::string> week_words(std::string_view code, const boost::json::object& body, const std::string& by,
                                      Language language);

}  // namespace courtesy::api
