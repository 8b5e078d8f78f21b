// Clients: the list, one of them, and what staff change about them.
#pragma once

#include <boost/json/fwd.hpp>

#include "api/settings.h"
#include "api/version_tag.h"
#include "http/message.h"
#include "store/client_list.h"
#include "store/unit.h"

namespace courtesy::api {

/// `q`, `show`, `limit`, `after`. Errors: `invalid`, with the parameter's name.
Result<ClientQuery> parse_client_query(const http::Fields& query);
/// A client as a body gives it; what is left out stays as it is in `now`. The number is read as an import reads it.
/// Errors: `invalid`, with how to mend it.
Result<Client> read_client(Unit& unit, const boost::json::object& body, Client now, const Settings& settings);

/// {"name", "number", "email", "zone", "language"}: each of these answers as client_page. Errors: `invalid`;
/// `conflict` for somebody who is there already.
Result<boost::json::object> add_client(Unit& unit, const boost::json::object& body, const Settings& settings);
/// `expected`: the version that was looked at; none: any. Errors: `conflict` with the words `changed_meanwhile`.
Result<boost::json::object> change_client(Unit& unit, ClientId id, std::optional<std::int64_t> expected,
                                          const boost::json::object& body, const Settings& settings);

/// {"channel", "attested"}: who attests it, since when, how they agreed.
Result<boost::json::object> record_consent(Unit& unit, std::int64_t id, const boost::json::object& body);
/// {"channel"}
Result<boost::json::object> withdraw_consent(Unit& unit, std::int64_t id, const boost::json::object& body);
/// {"way"}: `number`, `email`, or left out for all that the client has. {"why"} may be said.
Result<boost::json::object> never_contact(Unit& unit, std::int64_t id, const boost::json::object& body);
/// {"way", "why"}: `why` must be said. Errors: `invalid`; `conflict` where there is nothing to lift.
Result<boost::json::object> lift_never_contact(Unit& unit, std::int64_t id, const boost::json::object& body);

}  // namespace courtesy::api
