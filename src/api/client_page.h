// How the API shows clients: a row of the list, and a page of one.
#pragma once

#include <boost/json/fwd.hpp>

#include "store/client_list.h"
#include "store/unit.h"

namespace courtesy::api {

/// Id, name, number as data and as people write it, address.
boost::json::object ways_json(const Client& client, std::string_view country);
/// Where the client is, when only one zone can be meant: as stated, or by the number; empty otherwise.
std::string known_zone(Unit& unit, const Client& client);

/// The counts come with the first page.
Result<boost::json::object> clients_page(Unit& unit, const ClientQuery& query);
/// Errors: `not_found`. Its `version` is the ETag.
Result<boost::json::object> client_page(Unit& unit, ClientId id);

}  // namespace courtesy::api
