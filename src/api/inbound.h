// Calls that come in, as the API has them: lines, calls, tasks, codes, facts, events.
#pragma once

#include <boost/json/fwd.hpp>
#include <string_view>
#include <vector>

#include "api/settings.h"
#include "base/unique_function.h"
#include "http/message.h"
#include "store/unit.h"

namespace courtesy::api {

using UnitQuestion = UniqueFunction<Result<boost::json::object>(Unit&)>;
using Path = std::vector<std::string_view>;

/// What a GET asks for. `settings` must outlive it. Errors: `not_found` for a path that is none of these; `invalid`.
Result<UnitQuestion> inbound_read(const Path& path, const http::Fields& query, const Settings& settings);
/// What a POST or PUT asks for. Errors: as above.
Result<UnitQuestion> inbound_change(bool post, const Path& path, const boost::json::object& body,
                                    const Settings& settings);

}  // namespace courtesy::api
