// One person who is there as two clients made one, over the API.
#pragma once

#include <boost/json/fwd.hpp>

#include "http/message.h"
#include "store/unit.h"

namespace courtesy::api {

/// What joining the client `with` to this one would do. `take`: those of its details that this one takes, with commas
/// between them. `etag` is of all that it says. Errors: `invalid`; those of join_clients.
Result<boost::json::object> join_preview(Unit& unit, std::int64_t id, const http::Fields& query);
/// {"with", "take"}, `take` being a list: the client `with` goes. `if_match`: the `etag` of what was looked at, in
/// quotes; empty: whatever happens. Answers as client_page, with `joined`. Errors as above; `conflict` with the words
/// `changed_meanwhile` where something else would happen by now.
Result<boost::json::object> join_client(Unit& unit, std::int64_t id, const boost::json::object& body,
                                        const std::string& if_match);

}  // namespace courtesy::api
