// One person who is there as two clients made one, over the API.
#pragma once

#include <boost/json/fwd.hpp>

#include "http/message.h"
#include "store/unit.h"

namespace courtesy::api {

/// What joining the client `with` to this one would do. `take`: those of its details that this one takes, with commas
/// between them. Errors: `invalid`; those of join_clients.
Result<boost::json::object> join_preview(Unit& unit, std::int64_t id, const http::Fields& query);
/// {"with", "take"}, `take` being a list: the client `with` goes. Answers as client_page, with `joined`. Errors as
/// above.
Result<boost::json::object> join_client(Unit& unit, std::int64_t id, const boost::json::object& body);

}  // namespace courtesy::api
